#include "report/findings/warnings.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <iterator>

namespace jennopt {

std::vector<std::string> warnings(const StudyResults& study,
                                  const MetricTable& table,
                                  std::size_t arm) {
    const ArmResults& results = study.arms.at(arm);
    const auto done = static_cast<long>(results.replicates.size());
    const long planned = results.arm.config.replicates;
    std::vector<std::string> sentences;
    if (done < planned) {
        sentences.push_back(
            fmt::format("Unfinished: {} are there.", count_of(done, planned, "replicate")));
    }
    if (results.replicates.empty()) {
        return sentences;
    }
    for (std::vector<std::string> more : {sample_warnings(study, results),
                                          fit_warnings(study, table, arm),
                                          search_warnings(results)}) {
        std::ranges::move(more, std::back_inserter(sentences));
    }
    return sentences;
}

}  // namespace jennopt
