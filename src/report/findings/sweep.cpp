#include "report/findings/sweep.hpp"

#include "report/findings/sweep_comparison.hpp"
#include "report/findings/sweep_sentences.hpp"
#include "report/findings/sweep_targets.hpp"

#include <utility>

namespace jennopt {

namespace {

constexpr std::size_t most_sentences = 8;  // of a figure

std::vector<std::string> figure_findings(const SweepFigure& figure, const SweepData& data) {
    std::vector<std::vector<std::string>> kinds;
    if (figure.color.empty()) {
        kinds = {comparison_sentences(figure, data),
                 saving_sentences(figure, data),
                 target_sentences(figure, data),
                 slope_sentences(figure, data)};
    } else {
        kinds = {map_sentences(figure, data)};
    }
    if (!data.infeasible.empty()) {
        kinds.push_back({data.infeasible});
    }
    return limited(std::move(kinds), most_sentences, sum_sentence(figure, data));
}

}  // namespace

std::vector<std::string> sweep_findings(const StudyResults& study, const MetricTable& table) {
    const std::vector<SweepFigure> figures = sweep_figures(study);
    std::vector<std::string> all;
    for (const SweepFigure& figure : figures) {
        const std::string opening =
            figures.size() == 1 ? "" : (figure.title.empty() ? figure.name : figure.title) + ": ";
        for (const std::string& sentence :
             figure_findings(figure, sweep_data(study, table, figure))) {
            all.push_back(opening + sentence);
        }
    }
    return all;
}

}  // namespace jennopt
