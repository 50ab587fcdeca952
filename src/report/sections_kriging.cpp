#include "report/sections_kriging.hpp"

#include "report/number_text.hpp"
#include "report/sections.hpp"
#include "report/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace jennopt {

namespace {

using NumberOf = std::function<double(const KrigedOutput&)>;

std::string median_text(const std::vector<const SurrogateRecord*>& records,
                        std::size_t output,
                        const NumberOf& number_of) {
    std::vector<double> numbers;
    for (const SurrogateRecord* record : records) {
        if (output < record->kriging.size()) {
            numbers.push_back(number_of(record->kriging[output]));
        }
    }
    return short_number(numbers.empty() ? std::nan("") : quantile(numbers, 0.5));
}

}  // namespace

bool is_kriging(const ArmResults& arm, const std::string& surrogate) {
    return std::ranges::any_of(records_of(arm, surrogate),
                               [](const auto* record) { return !record->kriging.empty(); });
}

std::vector<Block> kriging_blocks(const ArmResults& arm, const std::string& surrogate) {
    const std::vector<const SurrogateRecord*> records = records_of(arm, surrogate);
    const ProblemInfo& problem = arm.problem;
    TableBlock table{{{"output", false}, {"additive share"}, {"noise of values"}}, {}};
    for (const Input& input : problem.inputs) {
        table.columns.push_back({input.name});
    }
    for (std::size_t k = 0; k < problem.outputs.size(); ++k) {
        std::vector<TableCell> row{
            {problem.outputs[k].name},
            {median_text(records, k, [](const KrigedOutput& found) { return found.additive; })},
            {median_text(records, k, [](const KrigedOutput& found) { return found.value_noise; })}};
        for (std::size_t j = 0; j < problem.inputs.size(); ++j) {
            const Input& input = problem.inputs[j];
            const double width = input.scale == InputScale::log
                                     ? std::log(input.upper) - std::log(input.lower)
                                     : input.upper - input.lower;
            row.push_back({median_text(records, k, [j, width](const KrigedOutput& found) {
                return found.length(static_cast<Index>(j)) / width;
            })});
        }
        table.rows.push_back(std::move(row));
    }
    return {{Paragraph{surrogate + ": of greatest likelihood, medians over the replicates. Below "
                                   "each input its length in widths of the bounds: where it is "
                                   "short the output bends, where it is long it is nearly linear "
                                   "in this input or does not depend on it.",
                       true}},
            {std::move(table)}};
}

}  // namespace jennopt
