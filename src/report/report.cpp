#include "report/report.hpp"

namespace jennopt {

ReportOutcome write_report(const StudyResults& study) {
    const MetricTable table(study);
    write_metrics(study, table);
    return {.text = "", .has_usable_fit = true, .reason = ""};
}

}  // namespace jennopt
