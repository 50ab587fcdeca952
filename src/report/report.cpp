#include "report/report.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "report/best_design.hpp"
#include "report/document.hpp"
#include "report/figures/figures.hpp"
#include "report/findings/findings.hpp"
#include "report/number_text.hpp"
#include "report/sections.hpp"

namespace jennopt {

ReportOutcome write_report(const StudyResults& study, std::size_t width) {
    if (study.arms.empty()) {
        throw Error(fmt::format("{}: holds no arm to report on", study.folder.string()));
    }
    const MetricTable table(study);
    write_metrics(study, table);
    write_best(study);
    const ReportDocument document = report_document(study, table, write_figures(study, table));
    const std::filesystem::path page = study.folder / "report.html";
    write_text(page, document_html(document));
    write_text(study.folder / "report.md", document_markdown(document));
    ReportOutcome outcome{.text = document_text(document, width),
                          .reason = why_unusable(study, table)};
    outcome.has_usable_fit = outcome.reason.empty();
    if (has_many_arms(study)) {
        outcome.text += fmt::format("all arms: {}\n", (study.folder / "summary.csv").string());
    }
    outcome.text += fmt::format("report: {}\n", page.string());
    if (study.seconds > 0.0) {
        outcome.text += fmt::format("took {} with {}\n",
                                    duration_text(study.seconds),
                                    plural(static_cast<long>(study.jobs), "job"));
    }
    return outcome;
}

}  // namespace jennopt
