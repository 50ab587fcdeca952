#include "jennopt/report/report.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/report/figures.hpp"
#include "jennopt/report/html.hpp"
#include "jennopt/report/table.hpp"
#include "report/number_text.hpp"
#include "report/verdicts.hpp"

namespace jennopt {

std::string write_report(const ReportInput& input) {
    if (input.arms.empty()) {
        throw Error(fmt::format("{}: holds no arm to report on", input.folder.string()));
    }
    const std::vector<SummaryRow> rows = summarize(collect_metrics(input));
    write_summary(input, rows);
    const Figures figures = write_figures(input);
    const std::filesystem::path file = input.folder / "report.html";
    write_text(file, html_page(input, rows, figures));
    std::string text = table_text(input) + verdicts_text(input);
    for (const std::string& note : figures.notes) {
        text += fmt::format("! {}\n", note);
    }
    if (has_many_arms(input)) {
        text += fmt::format("all arms: {}\n", (input.folder / "summary.csv").string());
    }
    text += fmt::format("report: {}\n", file.string());
    if (input.seconds > 0.0) {
        text += fmt::format("took {} with {}\n",
                            duration_text(input.seconds),
                            plural(static_cast<long>(input.jobs), "job"));
    }
    return text;
}

}  // namespace jennopt
