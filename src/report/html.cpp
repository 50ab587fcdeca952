#include "jennopt/report/html.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/report/comparison.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"
#include "report/verdicts.hpp"

#include <fstream>
#include <iterator>

namespace jennopt {

namespace {

std::string list_html(const std::vector<std::string>& sentences) {
    std::string html = "<ul>\n";
    for (const std::string& sentence : sentences) {
        std::string text = escape_html(sentence);
        for (std::size_t at = text.find(" R2 "); at != std::string::npos;
             at = text.find(" R2 ", at)) {
            text.replace(at, 4, " R² ");
        }
        html += fmt::format("<li>{}</li>\n", text);
    }
    return html + "</ul>\n";
}

std::string arm_title(const ReportInput& input, std::size_t arm) {
    return input.arms.size() == 1
               ? std::string()
               : fmt::format("<h3>{}</h3>\n", escape_html(input.arms[arm].arm.label));
}

std::string answers_html(const ReportInput& input) {
    std::string html = "<section class=\"answer\">\n";
    if (const std::vector<std::string> sentences = overall_answers(input); !sentences.empty()) {
        html += list_html(sentences);
    }
    for (std::size_t i = 0; i < input.arms.size() && !has_many_arms(input); ++i) {
        html += arm_title(input, i) + list_html(answers(input, i));
    }
    return html + "</section>\n";
}

/// Of many arms folded up below their number.
std::string warnings_html(const ReportInput& input) {
    std::string inner;
    std::size_t n = 0;
    for (std::size_t i = 0; i < input.arms.size(); ++i) {
        if (const std::vector<std::string> sentences = warnings(input, i); !sentences.empty()) {
            inner += arm_title(input, i) + list_html(sentences);
            ++n;
        }
    }
    return !has_many_arms(input) || n == 0
               ? inner
               : fmt::format("<details><summary>{} of {} arms have notes</summary>\n{}</details>\n",
                             n,
                             input.arms.size(),
                             inner);
}

std::string notes_html(const ReportInput& input, const Figures& figures) {
    std::string inner = warnings_html(input);
    if (!figures.notes.empty()) {
        inner += list_html(figures.notes);
    }
    return inner.empty()
               ? "<h2>Notes</h2>\n<p>No evaluation failed, nothing was masked or lost, and no "
                 "surrogate promised an optimum far below the truth.</p>\n"
               : fmt::format("<h2>Notes</h2>\n<div class=\"caution\">\n{}</div>\n", inner);
}

std::string figures_html(const ReportInput& input, const Figures& figures) {
    std::string html = "<h2>Figures</h2>\n";
    if (figures.figures.empty()) {
        return html + "<p>There is nothing to draw yet.</p>\n";
    }
    int number = 0;
    for (const Figure& figure : figures.figures) {
        if (!figure.drawn) {
            continue;
        }
        ++number;
        const std::string prefix = fmt::format("f{}", number);
        html += fmt::format(
            "<figure>\n{}\n<figcaption><b>Figure {}. {}.</b> {} <span class=\"meta\">Data and "
            "script: "
            "figures/{}.csv, .gp</span></figcaption>\n</figure>\n",
            inline_svg(read_text(input.folder / "figures" / (figure.name + ".svg")), prefix),
            number,
            escape_html(figure.title),
            escape_html(figure.caption),
            escape_html(figure.name));
    }
    return number > 0 ? html : html + "<p>No figure could be drawn; the notes say why.</p>\n";
}

std::size_t n_finished(const ReportInput& input) {
    std::size_t n = 0;
    for (const ReportArm& arm : input.arms) {
        n += arm.replicates.size();
    }
    return n;
}

}  // namespace

std::string html_page(const ReportInput& input,
                      std::span<const SummaryRow> rows,
                      const Figures& figures) {
    std::string html = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{0}: report</title>\n<style>{1}</style>\n</head>\n<body>\n<h1>{0}</h1>\n"
        "<p class=\"meta\">Surrogate-based optimization of {2}: {3}, {4} finished, jennopt "
        "{5}</p>\n",
        escape_html(input.study),
        page_style(),
        escape_html(fmt::format("{}", fmt::join(problem_names(input), ", "))),
        plural(static_cast<long>(input.arms.size()), "arm"),
        plural(static_cast<long>(n_finished(input)), "replicate"),
        escape_html(input.version));
    html += answers_html(input);
    html += verdicts_html(input);
    html += key_table_html(input, rows);
    html += notes_html(input, figures);
    html += problem_html(input);
    html += method_html(input);
    html += figures_html(input, figures);
    if (!has_many_arms(input)) {
        html += polishing_html(input, rows);
        html += training_html(input, rows);
        html += metrics_html(rows);
    }
    html += reproduction_html(input);
    return html +
           "<footer>JENN: Berguin, S. H. (2024), Jacobian-Enhanced Neural Networks, "
           "arXiv:2406.09132.</footer>\n</body>\n</html>\n";
}

}  // namespace jennopt
