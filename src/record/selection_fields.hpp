#pragma once

#include "jennopt/training/selection.hpp"
#include "record/fields.hpp"

namespace jennopt {

/// What a record keeps of the choice of lambda and gamma, for readers and writers.

template <Of<SelectionCandidate> T>
void fields(T& candidate, auto& visit) {
    visit("gamma", candidate.gamma);
    visit("lambda", candidate.lambda);
    visit("value_error", candidate.value_error);
    visit("partial_error", candidate.partial_error);
    visit("folds", candidate.folds);
    visit("samples", candidate.samples);
    visit("gamma_inputs", candidate.gamma_inputs);
    visit("output_layer", candidate.output_layer);
}

template <Of<Selection> T>
void fields(T& selection, auto& visit) {
    visit("lambda", selection.lambda);
    visit("gamma", selection.gamma);
    visit("gamma_inputs", selection.gamma_inputs);
    visit("output_layer", selection.output_layer);
    visit("candidates", selection.candidates);
    visit("stopped", selection.stopped);
    visit("linear_error", selection.linear_error);
    visit("linear", selection.linear);
}

}  // namespace jennopt
