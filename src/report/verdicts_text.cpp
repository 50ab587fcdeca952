#include "core/format.hpp"
#include "jennopt/report/html.hpp"
#include "report/html_text.hpp"
#include "report/verdicts.hpp"

namespace jennopt {

std::string verdicts_text(const ReportInput& input) {
    std::string text;
    for (const PublishedVerdict& verdict : judge(input)) {
        text += fmt::format("{}\n  published   {}{}\n  reproduced  {}\n  verdict     {}\n",
                            verdict.what,
                            verdict.published,
                            verdict.source.empty() ? "" : fmt::format(" ({})", verdict.source),
                            verdict.reproduced.empty() ? "-" : verdict.reproduced,
                            verdict.verdict);
    }
    return text.empty() ? text : text + '\n';
}

std::string verdicts_html(const ReportInput& input) {
    std::string rows;
    for (const PublishedVerdict& verdict : judge(input)) {
        rows += table_row({escape_html(verdict.what),
                           escape_html(verdict.source),
                           escape_html(verdict.published),
                           escape_html(verdict.reproduced),
                           fmt::format("<b>{}</b>", escape_html(verdict.verdict))});
    }
    if (rows.empty()) {
        return "";
    }
    return "<h2>Published and reproduced</h2>\n<div class=\"scroll\"><table>\n" +
           table_row({"", "source", "published", "reproduced", "verdict"}, "th") + rows +
           "</table></div>\n<p class=\"meta\">Reproduced: median [least, most] over the "
           "replicates. "
           "Agrees: the published value lies in that range. Confirmed, contradicted: one-sided "
           "sign "
           "test over pairs of replicates, p at most 0.05.</p>\n";
}

}  // namespace jennopt
