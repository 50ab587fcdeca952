#include "report/findings/accuracy.hpp"

#include "core/format.hpp"
#include "report/findings/contest.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace jennopt {

namespace {

std::string accuracy_sentence(const MetricTable& table,
                              std::size_t arm,
                              std::string_view metric,
                              std::string_view what) {
    std::vector<Contestant> surrogates;
    for (const std::string& name : table.contenders(arm)) {
        const std::span<const double> values = table.values(arm, name, metric);
        std::vector<double> scores(values.begin(), values.end());
        std::transform(scores.begin(), scores.end(), scores.begin(), std::negate<>());
        surrogates.push_back({name, std::move(scores)});
    }
    surrogates = ranked(std::move(surrogates), NumberStyle::r2, -1.0);
    if (surrogates.empty() || surrogates.front().median > 0.0) {
        return surrogates.empty()
                   ? std::string()
                   : fmt::format(
                         "No surrogate predicts {} better than the mean of the test samples: R2 "
                         "is {} at best ({}).",
                         what,
                         surrogates.front().text,
                         surrogates.front().name);
    }
    return surrogates.size() < 2
               ? std::string()
               : ranking_sentence(fmt::format("R2 of {} on test samples", what), surrogates);
}

}  // namespace

std::vector<std::string> accuracy_findings(const StudyResults& study,
                                           const MetricTable& table,
                                           std::size_t arm) {
    std::vector<std::string> sentences;
    if (study.arms.at(arm).replicates.empty()) {
        return sentences;
    }
    sentences.push_back(accuracy_sentence(table, arm, metrics::r2_value, "values"));
    sentences.push_back(accuracy_sentence(table, arm, metrics::r2_partials, "partials"));
    std::erase(sentences, std::string());
    return sentences;
}

}  // namespace jennopt
