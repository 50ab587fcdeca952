#pragma once

#include "report/fixture.hpp"
#include "report/metric_table.hpp"

#include <string>
#include <vector>

/// All sentences of the first arm of a study, a line each.
template <typename Finding>
[[nodiscard]] std::string sentences_of(const Finding& finding, const jennopt::StudyResults& study) {
    std::string text;
    for (const std::string& sentence : finding(study, jennopt::MetricTable(study), 0)) {
        text += sentence + "\n";
    }
    return text;
}

/// Gives each replicate of a made-up study a direct search with these true values, the first of 20
/// starts taking 12 of 257 evaluations.
inline void add_direct_search(jennopt::StudyResults& study, const std::vector<double>& values) {
    study.arms[0].arm.config.optimization.starts = 20;
    for (std::size_t r = 0; r < values.size(); ++r) {
        jennopt::ReplicateRecord& replicate = study.arms[0].replicates[r];
        replicate.truth = replicate.surrogates[0].optimum;
        replicate.truth->search.runs.resize(20);
        replicate.truth->search.runs[0].evaluations = 12;
        replicate.truth->verdict = {values[r], 0.0, 0.0, 0.5};
        replicate.truth_evaluations = 257;
    }
}

/// Gives each replicate a best training sample.
inline void add_best_sample(jennopt::StudyResults& study, const std::vector<double>& values) {
    for (std::size_t r = 0; r < values.size(); ++r) {
        study.arms[0].replicates[r].best_sample = jennopt::EvaluatedPoint{
            "training sample", jennopt::Vector::Constant(2, 0.5), {values[r], 0.0, 1.0, 0.7}};
    }
}

inline void add_constraint(jennopt::StudyResults& study) {
    study.arms[0].problem.outputs.push_back({"g", "", jennopt::OutputRole::constraint});
}

/// Makes a made-up study one of a table, without true values and distances.
inline void make_table_study(jennopt::StudyResults& study) {
    study.arms[0].arm.config.problem.table.file = "rows.csv";
    study.arms[0].problem.known_optimum.reset();
    for (jennopt::ReplicateRecord& replicate : study.arms[0].replicates) {
        for (jennopt::SurrogateRecord& record : replicate.surrogates) {
            record.optimum.verdict = {NAN, NAN, NAN, NAN};
        }
    }
}

inline void add_configs(jennopt::StudyResults& study) {
    for (const auto& [name, kind] : {std::pair{"nn", jennopt::SurrogateKind::nn},
                                     std::pair{"jenn", jennopt::SurrogateKind::jenn}}) {
        jennopt::SurrogateConfig config;
        config.name = name;
        config.kind = kind;
        study.arms[0].arm.config.surrogates.push_back(config);
    }
}
