#include "study/row_weights.hpp"

#include "study/problem_maker.hpp"

#include <string>

namespace jennopt {

namespace {

void weigh(WeightFactors& factors,
           const std::string& column,
           const Problem& problem,
           const std::vector<Index>& rows) {
    if (column.empty()) {
        return;
    }
    const Vector deviations = table_of(problem).origin().deviations.at(column)(rows);
    const Vector weights = deviations.array().square().inverse();
    const Vector scaled = weights / weights.mean();
    factors.samples.assign(scaled.begin(), scaled.end());
}

}  // namespace

std::vector<SurrogateConfig> with_row_weights(std::vector<SurrogateConfig> surrogates,
                                              const Problem& problem,
                                              const std::vector<Index>& rows) {
    for (SurrogateConfig& surrogate : surrogates) {
        weigh(surrogate.fit.beta, surrogate.deviations.values, problem, rows);
        weigh(surrogate.fit.gamma, surrogate.deviations.partials, problem, rows);
    }
    return surrogates;
}

}  // namespace jennopt
