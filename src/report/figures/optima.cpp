#include "core/format.hpp"
#include "report/figures/spread.hpp"

#include <algorithm>

namespace jennopt {

namespace {

constexpr std::size_t most_side_by_side = 24;  // arms along one axis

bool all_arms(const StudyResults& study, bool (*holds)(const ProblemInfo&)) {
    return std::all_of(study.arms.begin(), study.arms.end(), [holds](const ArmResults& arm) {
        return holds(arm.problem);
    });
}

/// "true drag at the optimum [N]" where all arms have the same problem.
std::string true_value_label(const StudyResults& study) {
    const std::vector<Output>& outputs = study.arms.front().problem.outputs;
    const auto output = std::find_if(outputs.begin(), outputs.end(), [](const Output& each) {
        return each.role == OutputRole::objective;
    });
    return problem_names(study).size() > 1 || output == outputs.end()
               ? metric_words(metrics::optimum_true_value)
               : with_unit("true " + output->name + " at the optimum", output->unit);
}

SpreadSubject optimum_subject(const StudyResults& study) {
    const bool even = all_arms(study, [](const ProblemInfo& problem) {
        return problem.known_optimum && problem.has_uniform_inputs();
    });
    const bool uneven = all_arms(study, [](const ProblemInfo& problem) {
        return problem.known_optimum && !problem.has_uniform_inputs();
    });
    if (!even && !uneven) {
        return {metrics::optimum_true_value,
                {.name = "optimum_value",
                 .title = "True value of the optima over the replicates",
                 .caption = "True objective at the point that each contender puts forward; lower "
                            "is better."},
                true_value_label(study),
                true};
    }
    const std::string_view metric =
        even ? metrics::optimum_distance : metrics::optimum_distance_widths;
    return {metric,
            {.name = "optimum_distance",
             .title = "Distance of the optima over the replicates",
             .caption = "Distance between the point that each contender puts forward and the "
                        "nearest known global optimum."},
            metric_words(metric),
            true};
}

}  // namespace

std::vector<Plot> plot_optima(const StudyResults& study,
                              const MetricTable& table,
                              const ContenderColors& colors,
                              std::vector<std::string>& notes) {
    if (study.arms.size() > most_side_by_side) {
        notes.push_back(
            fmt::format("Optima and accuracy side by side are drawn for at most {} arms; this "
                        "study has {}.",
                        most_side_by_side,
                        study.arms.size()));
        return {};
    }
    std::vector<Plot> plots = spread_plot(study, table, colors, optimum_subject(study));
    const std::span<const MetricRow> rows = table.rows();
    const bool any = std::any_of(rows.begin(), rows.end(), [](const MetricRow& row) {
        return row.metric == metrics::optimum_predicted;
    });
    if (plots.empty() && any) {
        notes.emplace_back("Optima are not drawn: no feasible one has a value.");
    }
    return plots;
}

std::vector<Plot> plot_accuracy(const StudyResults& study,
                                const MetricTable& table,
                                const ContenderColors& colors,
                                std::vector<std::string>&) {
    std::vector<Plot> plots;
    if (study.arms.size() < 2 || study.arms.size() > most_side_by_side) {
        return plots;
    }
    for (const auto& [metric, what] :
         {std::pair{metrics::r2_value, "values"}, std::pair{metrics::r2_partials, "partials"}}) {
        for (Plot& plot :
             spread_plot(study,
                         table,
                         colors,
                         {metric,
                          {.name = fmt::format("accuracy_{}", what),
                          .title = fmt::format("Error of predicted {} over the arms", what),
                          .caption = fmt::format("Share of the spread of the true {} that is not "
                                                 "explained, on test samples; lower is better.",
                                                 what)},
                          shown_words(metric),
                          false})) {
            plots.push_back(std::move(plot));
        }
    }
    return plots;
}

}  // namespace jennopt
