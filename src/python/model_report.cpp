#include "python/model_report.hpp"

#include "python/arrays.hpp"

namespace jennopt {

namespace {

nb::dict selection_of(const Selection& selection) {
    nb::dict result;
    result["lambda"] = selection.lambda;
    result["gamma"] = selection.gamma;
    result["gamma_inputs"] = selection.gamma_inputs;
    result["output_layer"] = name_of(selection.output_layer);
    result["tried"] = selection.candidates.size();
    result["linear"] = selection.linear;
    return result;
}

nb::list outputs_of(const std::vector<KrigedOutput>& outputs) {
    nb::list result;
    for (const KrigedOutput& output : outputs) {
        nb::dict entry;
        entry["length"] = array_of(output.length);
        entry["deviation"] = output.deviation;
        entry["additive"] = output.additive;
        entry["value_noise"] = output.value_noise;
        entry["partial_noise"] = array_of(output.partial_noise);
        result.append(entry);
    }
    return result;
}

nb::dict accuracy_of(const Accuracy& accuracy) {
    nb::dict result;
    result["r2_value"] = accuracy.r2_value;
    result["r2_partials"] = accuracy.r2_partials;
    result["r2_values"] = array_of(accuracy.r2_values);
    result["rmse_values"] = array_of(accuracy.rmse_values);
    result["rmse_jacobian"] = array_of(Matrix(accuracy.rmse_jacobian.transpose()), false);
    return result;
}

}  // namespace

nb::object report_of(const std::optional<ModelFit>& fit) {
    if (!fit) {
        return nb::none();
    }
    const SurrogateRecord& record = fit->record;
    nb::dict report;
    report["kind"] = record.kind;
    report["parameters"] = record.parameters;
    report["trainer"] = record.trainer;
    report["iterations"] = record.iterations;
    report["termination"] = record.termination;
    if (record.kriging.empty()) {
        report["selection"] = selection_of(record.selection);
    } else {
        report["kriging"] = outputs_of(record.kriging);
    }
    report["folds"] = fit->folds;
    if (fit->folds > 0) {
        report["accuracy"] = accuracy_of(record.accuracy);
    }
    return report;
}

}  // namespace jennopt
