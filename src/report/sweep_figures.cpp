#include "core/format.hpp"
#include "report/number_text.hpp"
#include "report/sweep_curves.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace jennopt {

namespace {

constexpr std::string_view samples_axis = "sampling.count";

std::string first_plain_network(const StudyResults& study) {
    for (const std::string& name : surrogate_names(study)) {
        const SurrogateConfig* config = find_config(study, name);
        if (config != nullptr && config->kind == SurrogateKind::nn) {
            return name;
        }
    }
    return "";
}

bool replaces_learning(const SweepFigure& figure) {
    return figure.name == "learning" ||
           (figure.along == samples_axis && figure.x.empty() && figure.y == metrics::r2_value);
}

/// Panels by the first other axis of few values.
SweepFigure learning_figure(const StudyResults& study, const std::vector<const Arm*>& arms) {
    constexpr std::size_t most_panels = 9;
    SweepFigure figure;
    figure.name = "learning";
    figure.title = "Error by number of training samples";
    figure.along = samples_axis;
    figure.y = metrics::r2_value;
    figure.against = first_plain_network(study);
    figure.log_x = true;
    for (const auto& [axis, value] : arms.front()->choices) {
        std::set<std::string_view> values;
        for (const Arm* arm : arms) {
            values.insert(chosen_of(*arm, axis));
        }
        if (figure.panels.empty() && axis != samples_axis && values.size() > 1 &&
            values.size() <= most_panels && !values.contains("")) {
            figure.panels = axis;
        }
    }
    return figure;
}

}  // namespace

std::string_view chosen_of(const Arm& arm, std::string_view axis) {
    const auto found = std::ranges::find(arm.choices, axis, [](const auto& c) { return c.first; });
    return found == arm.choices.end() ? std::string_view() : found->second;
}

std::vector<SweepFigure> sweep_figures(const StudyResults& study) {
    std::vector<SweepFigure> figures = study.figures;
    std::vector<const Arm*> arms;
    for (const ArmResults& arm : study.arms) {
        if (!chosen_of(arm.arm, samples_axis).empty()) {
            arms.push_back(&arm.arm);
        }
    }
    const bool is_swept = std::ranges::any_of(arms, [&arms](const Arm* arm) {
        return chosen_of(*arm, samples_axis) != chosen_of(*arms.front(), samples_axis);
    });
    if (is_swept && std::ranges::none_of(figures, replaces_learning)) {
        figures.insert(figures.begin(), learning_figure(study, arms));
    }
    for (SweepFigure& figure : figures) {
        figure.maximizes = maximizes(study);
    }
    return figures;
}

const std::string& shown_metric(const SweepFigure& figure) {
    return figure.color.empty() ? figure.y : figure.color;
}

SideWords side_words(std::string_view metric, bool maximizes) {
    const Metric* found = find_metric(metric);
    if (found == nullptr || found->better == Better::neither) {
        return {"lower", "higher"};
    }
    const bool rises = maximizes && found->name == metrics::optimum_true_value;
    const bool falls =
        !rises && (found->better == Better::lower || found->scale == Scale::one_minus);
    return falls ? SideWords{"better", "worse"} : SideWords{"worse", "better"};
}

std::string abscissa_words(const SweepFigure& figure) {
    return figure.x.empty() ? axis_words(figure.along) : shown_words(figure.x);
}

std::string place_text(double x) {
    const double rounded = std::abs(x) >= 100.0 ? std::round(x) : x;
    return rounded == std::round(rounded) && std::abs(rounded) < 1e15 ? count_text(rounded)
                                                                      : fmt::format("{:.3g}", x);
}

}  // namespace jennopt
