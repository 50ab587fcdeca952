#pragma once

#include "record/fields.hpp"
#include "record/record.hpp"

namespace jennopt {

/// What a record keeps of an optimizer, for readers and writers.

template <Of<StepRecord> T>
void fields(T& step, auto& visit) {
    visit("round", step.round);
    visit("kind", step.kind);
    visit("model", step.model);
    visit("x", step.x);
    visit("predicted", step.predicted);
    visit("value", step.value);
    visit("violation", step.violation);
}

template <Of<OptimizerRecord> T>
void fields(T& optimizer, auto& visit) {
    visit("name", optimizer.name);
    visit("method", optimizer.method);
    visit("model", optimizer.model);
    visit("best", optimizer.best);
    visit("outputs", optimizer.outputs);
    visit("active", optimizer.active);
    visit("termination", optimizer.termination);
    visit("first_failure", optimizer.first_failure);
    visit("steps", optimizer.steps);
}

}  // namespace jennopt
