#pragma once

#include "jennopt/report/summary.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// How what the replicates say relates to what was published.
enum class Agreement {
    agrees,        ///< the published value lies within the range of the replicates
    better,        ///< every replicate is better than the published value
    worse,         ///< every replicate is worse
    differs,       ///< outside of the range, of a metric that is neither good nor bad
    confirmed,     ///< the published order holds, sign test p <= 0.05
    contradicted,  ///< the opposite order does
    undecided,     ///< neither
    missing        ///< no replicate has the metric
};

[[nodiscard]] std::string to_string(Agreement agreement);

/// One line of the table "published, reproduced, verdict".
struct PublishedVerdict {
    std::string what;
    std::string source;
    std::string published;
    std::string reproduced;  ///< median and range, or in how many replicates
    Agreement agreement = Agreement::missing;
    std::string verdict;  ///< the agreement in words, with its size
};

/// Holds every entry of the study's page against its arms: one verdict for each arm that an entry
/// means, in the order of the study file.
[[nodiscard]] std::vector<PublishedVerdict> judge(const ReportInput& input);

/// The verdicts as lines of a terminal and as a section of the report's page; "" where nothing was
/// published.
[[nodiscard]] std::string verdicts_text(const ReportInput& input);
[[nodiscard]] std::string verdicts_html(const ReportInput& input);

}  // namespace jennopt
