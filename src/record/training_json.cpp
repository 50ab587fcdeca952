#include "record/training_json.hpp"

namespace jennopt {

Json to_json(const LossTerms& loss) {
    return {{"value", number_to(loss.value)},
            {"jacobian", number_to(loss.jacobian)},
            {"regularization", number_to(loss.regularization)}};
}

LossTerms loss_from(const Json& json) {
    return {.value = number_from(json.at("value")),
            .jacobian = number_from(json.at("jacobian")),
            .regularization = number_from(json.at("regularization"))};
}

/// One row per entry: iteration, the three parts of the loss, gradient norm.
Json to_json(const std::vector<TrainingProgress>& history) {
    Json rows = Json::array();
    for (const TrainingProgress& entry : history) {
        rows.push_back({entry.iteration,
                        number_to(entry.loss.value),
                        number_to(entry.loss.jacobian),
                        number_to(entry.loss.regularization),
                        number_to(entry.gradient_norm)});
    }
    return rows;
}

std::vector<TrainingProgress> history_from(const Json& rows) {
    std::vector<TrainingProgress> history;
    for (const Json& row : rows) {
        history.push_back({.iteration = row.at(0).get<Index>(),
                           .loss = {.value = number_from(row.at(1)),
                                    .jacobian = number_from(row.at(2)),
                                    .regularization = number_from(row.at(3))},
                           .gradient_norm = number_from(row.at(4))});
    }
    return history;
}

Json to_json(const Accuracy& accuracy) {
    return {{"r2_value", number_to(accuracy.r2_value)},
            {"r2_partials", number_to(accuracy.r2_partials)},
            {"rmse_value", number_to(accuracy.rmse_value)},
            {"rmse_partials", number_to(accuracy.rmse_partials)},
            {"r2_values", json_list(accuracy.r2_values)},
            {"rmse_values", json_list(accuracy.rmse_values)},
            {"rmse_jacobian", json_rows(accuracy.rmse_jacobian)}};
}

Accuracy accuracy_from(const Json& json) {
    return {.r2_values = vector_from(json.at("r2_values")),
            .rmse_values = vector_from(json.at("rmse_values")),
            .rmse_jacobian = matrix_from(json.at("rmse_jacobian")),
            .r2_value = number_from(json.at("r2_value")),
            .r2_partials = number_from(json.at("r2_partials")),
            .rmse_value = number_from(json.at("rmse_value")),
            .rmse_partials = number_from(json.at("rmse_partials"))};
}

Json to_json(const PolishingOutcome& outcome) {
    return {{"kept", outcome.kept},
            {"near_before", number_to(outcome.near_before)},
            {"near_after", number_to(outcome.near_after)},
            {"global_before", number_to(outcome.global_before)},
            {"global_after", number_to(outcome.global_after)}};
}

PolishingOutcome polishing_from(const Json& json) {
    return {.kept = json.at("kept").get<bool>(),
            .near_before = number_from(json.at("near_before")),
            .near_after = number_from(json.at("near_after")),
            .global_before = number_from(json.at("global_before")),
            .global_after = number_from(json.at("global_after"))};
}

Json to_json(const std::vector<Restart>& restarts) {
    Json list = Json::array();
    for (const Restart& restart : restarts) {
        list.push_back({{"initialization", restart.initialization},
                        {"member", restart.member},
                        {"kept", restart.kept},
                        {"loss", restart.failure.empty() ? to_json(restart.loss) : Json(nullptr)},
                        {"iterations", restart.iterations},
                        {"termination", restart.termination},
                        {"failure", restart.failure}});
    }
    return list;
}

std::vector<Restart> restarts_from(const Json& list) {
    std::vector<Restart> restarts;
    for (const Json& json : list) {
        restarts.push_back({.initialization = json.at("initialization").get<Index>(),
                            .member = json.at("member").get<Index>(),
                            .kept = json.at("kept").get<bool>(),
                            .loss = {},
                            .iterations = json.at("iterations").get<Index>(),
                            .termination = json.at("termination").get<std::string>(),
                            .failure = json.at("failure").get<std::string>()});
        if (!json.at("loss").is_null()) {
            restarts.back().loss = loss_from(json.at("loss"));
        }
    }
    return restarts;
}

Json to_json(const SpreadCalibration& calibration) {
    const auto part = [](const Calibration& each) {
        return Json{{"coverage", number_to(each.coverage)},
                    {"rank_correlation", number_to(each.rank_correlation)}};
    };
    return {{"values", part(calibration.values)}, {"partials", part(calibration.partials)}};
}

SpreadCalibration calibration_from(const Json& json) {
    const auto part = [](const Json& each) {
        return Calibration{.coverage = number_from(each.at("coverage")),
                           .rank_correlation = number_from(each.at("rank_correlation"))};
    };
    return {.values = part(json.at("values")), .partials = part(json.at("partials"))};
}

}  // namespace jennopt
