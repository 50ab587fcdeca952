#include "jennopt/report/report.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/report/figures.hpp"
#include "jennopt/report/html.hpp"
#include "jennopt/report/table.hpp"

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
    std::string text = table_text(input);
    for (const std::string& note : figures.notes) {
        text += fmt::format("! {}\n", note);
    }
    if (has_many_arms(input)) {
        text += fmt::format("all arms: {}\n", (input.folder / "summary.csv").string());
    }
    return text + fmt::format("report: {}\n", file.string());
}

}  // namespace jennopt
