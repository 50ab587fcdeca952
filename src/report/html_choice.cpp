#include "report/html_choice.hpp"

#include "core/format.hpp"
#include "jennopt/report/html.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"

#include <cmath>

namespace jennopt {

namespace {

struct Replicates {
    Index all = 0;
    Index tried = 0;    // some pair of lambda and gamma was judged
    Index stopped = 0;  // before the choice was done
};

Replicates count_replicates(const ReportArm& arm, const std::string& surrogate) {
    Replicates count;
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const SurrogateRecord& record : replicate.surrogates) {
            if (record.name == surrogate) {
                ++count.all;
                count.tried += record.selection.candidates.empty() ? 0 : 1;
                count.stopped += record.selection.stopped ? 1 : 0;
            }
        }
    }
    return count;
}

std::string chosen_pair(const SurrogateRecord& record) {
    const Selection& selection = record.selection;
    return selection.candidates.empty() ? ""
                                        : fmt::format("γ {:.3g}, λ {:.3g}{}",
                                                      selection.gamma,
                                                      selection.lambda,
                                                      selection.stopped ? ", time used up" : "");
}

std::string candidates_table(const Selection& selection) {
    std::vector<double> values;
    std::vector<double> partials;
    for (const SelectionCandidate& candidate : selection.candidates) {
        values.push_back(candidate.value_error);
        partials.push_back(candidate.partial_error);
    }
    const std::vector<std::string> value_cells = aligned_numbers(values, NumberKind::general);
    const std::vector<std::string> partial_cells = aligned_numbers(partials, NumberKind::general);
    std::string table =
        "<div class=\"scroll\"><table>\n" + table_row({"γ",
                                                       "λ",
                                                       "1 − R² of values<br>held back",
                                                       "of partials",
                                                       "folds",
                                                       "samples<br>held back"},
                                                      "th");
    for (std::size_t i = 0; i < selection.candidates.size(); ++i) {
        const SelectionCandidate& candidate = selection.candidates[i];
        table += table_row({fmt::format("{:.3g}", candidate.gamma),
                            fmt::format("{:.3g}", candidate.lambda),
                            std::isinf(candidate.value_error) ? "diverged" : value_cells[i],
                            partial_cells[i],
                            fmt::format("{}", candidate.folds),
                            fmt::format("{}", candidate.samples)});
    }
    return table + "</table></div>\n";
}

}  // namespace

std::string choice_text(const ReportArm& arm, const std::string& surrogate) {
    const Replicates count = count_replicates(arm, surrogate);
    if (count.all == 0) {
        return "automatic";
    }
    if (count.tried == 0) {
        return count.stopped > 0 ? "as usual: there was no time to try another value"
                                 : "as usual: with a single sample nothing can be tried";
    }
    std::string text = "by cross-validation";
    const std::string of_all = "of " + plural(static_cast<long>(count.all), "replicate");
    if (count.tried < count.all) {
        text += fmt::format(" in {} {}, else as usual with nothing tried", count.tried, of_all);
    }
    if (count.stopped > 0) {
        text += fmt::format(", ended by max_seconds in {} {}", count.stopped, of_all);
    }
    return text;
}

std::string choice_html(const ReportArm& arm, const std::string& surrogate) {
    const std::string chosen = counted_texts(arm, surrogate, chosen_pair);
    if (chosen.empty()) {
        return {};
    }
    std::string html =
        fmt::format("<p class=\"meta\" style=\"margin:0\">{} chose by cross-validation: {}</p>\n",
                    escape_html(surrogate),
                    chosen);
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const SurrogateRecord& record : replicate.surrogates) {
            if (record.name == surrogate && !record.selection.candidates.empty()) {
                return html + fmt::format(
                                  "<details><summary>What {} tried in replicate {}, each pair on "
                                  "as many folds as it took to decide; errors compare where the "
                                  "number of folds is the same</summary>\n{}</details>\n",
                                  escape_html(surrogate),
                                  replicate.replicate,
                                  candidates_table(record.selection));
            }
        }
    }
    return html;
}

}  // namespace jennopt
