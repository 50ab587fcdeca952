#include "core/format.hpp"
#include "report/number_text.hpp"
#include "report/sections.hpp"
#include "report/sections_kriging.hpp"
#include "report/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

constexpr std::array polishing_metrics{metrics::polish_kept,
                                       metrics::near_error_before,
                                       metrics::near_error_after,
                                       metrics::global_error_before,
                                       metrics::global_error_after};
constexpr std::array training_metrics{metrics::train_iterations,
                                      metrics::lambda,
                                      metrics::gamma,
                                      metrics::final_loss,
                                      metrics::loss_best_start,
                                      metrics::loss_worst_start,
                                      metrics::spread_coverage_value,
                                      metrics::spread_rank_value,
                                      metrics::train_seconds,
                                      metrics::search_seconds,
                                      metrics::rmse_value,
                                      metrics::rmse_partials,
                                      metrics::true_cost};

constexpr double clearly_less = 0.25;

/// Each different text that a surrogate's replicates have, and how often; "" ones are left out.
std::string counted_texts(const std::vector<const SurrogateRecord*>& records,
                          const std::function<std::string(const SurrogateRecord&)>& text_of) {
    std::map<std::string, int> counts;
    for (const SurrogateRecord* record : records) {
        ++counts[text_of(*record)];
    }
    counts.erase("");
    std::string text;
    for (const auto& [each, count] : counts) {
        text += fmt::format("{}{} ({}×)", text.empty() ? "" : "; ", each, count);
    }
    return text;
}

/// gamma, and that of inputs whose partials count for clearly less.
std::string gamma_text(double gamma,
                       const std::vector<double>& factors,
                       const std::vector<Input>& inputs) {
    std::string text = fmt::format("{:.3g}", gamma);
    const char* before = ", of ";
    for (std::size_t j = 0; j < factors.size(); ++j) {
        if (factors[j] < clearly_less) {
            text += fmt::format("{}{} {:.2g}", before, inputs[j].name, gamma * factors[j]);
            before = ", ";
        }
    }
    return text;
}

std::string output_layer_text(const Selection& chosen) {
    return chosen.output_layer == OutputLayer::solved
               ? ""
               : fmt::format(", output layer {}", name_of(chosen.output_layer));
}

std::string chosen_pair(const SurrogateRecord& record, const std::vector<Input>& inputs) {
    const Selection& chosen = record.selection;
    return chosen.candidates.empty() ? ""
           : chosen.linear
               ? "linear model"
               : fmt::format("γ {}, λ {:.3g}",
                             gamma_text(chosen.gamma, chosen.gamma_inputs, inputs),
                             chosen.lambda) +
                     output_layer_text(chosen) + (chosen.stopped ? ", time used up" : "");
}

TableBlock candidates_table(const Selection& selection, const std::vector<Input>& inputs) {
    TableBlock table{{{"γ"},
                      {"λ"},
                      {"1 - R2 of values held back"},
                      {"1 - R2 of partials"},
                      {"folds"},
                      {"samples held back"}},
                     {}};
    const bool has_ways =
        std::ranges::adjacent_find(selection.candidates,
                                   std::ranges::not_equal_to{},
                                   &SelectionCandidate::output_layer) != selection.candidates.end();
    if (has_ways) {
        table.columns.push_back({"output layer"});
    }
    const auto texts_of = [&selection](double SelectionCandidate::*error) {
        std::vector<double> errors;
        std::ranges::transform(
            selection.candidates, std::back_inserter(errors), std::mem_fn(error));
        std::vector<std::string> texts = distinct_numbers(errors, NumberStyle::general);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            texts[i] = std::isinf(errors[i]) ? "diverged" : texts[i];
        }
        return texts;
    };
    const std::vector<std::string> values = texts_of(&SelectionCandidate::value_error);
    const std::vector<std::string> partials = texts_of(&SelectionCandidate::partial_error);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const SelectionCandidate& tried = selection.candidates[i];
        table.rows.push_back({{gamma_text(tried.gamma, tried.gamma_inputs, inputs)},
                              {fmt::format("{:.3g}", tried.lambda)},
                              {values[i]},
                              {partials[i]},
                              {std::to_string(tried.folds)},
                              {std::to_string(tried.samples)}});
        if (has_ways) {
            table.rows.back().push_back({std::string(name_of(tried.output_layer))});
        }
    }
    return table;
}

/// What trained a surrogate and why it stopped, which lambda and gamma were chosen, and what was
/// tried on the way.
std::vector<Block> choice_blocks(const ArmResults& arm, const std::string& surrogate) {
    const std::vector<const SurrogateRecord*> records = records_of(arm, surrogate);
    const std::string ends = counted_texts(records, [](const SurrogateRecord& record) {
        return record.trainer + ", " + record.termination;
    });
    const auto choice_of = [&arm](const SurrogateRecord& record) {
        return chosen_pair(record, arm.problem.inputs);
    };
    std::string text = surrogate + ": trainer and why it stopped: " + ends + ".";
    if (const std::string chosen = counted_texts(records, choice_of); !chosen.empty()) {
        text += " By cross-validation it chose " + chosen + ".";
    }
    std::vector<Block> blocks{{Paragraph{text, true}}};
    for (const ReplicateRecord& replicate : arm.replicates) {
        const SurrogateRecord* record = find_surrogate(replicate, surrogate);
        if (record != nullptr && !record->selection.candidates.empty()) {
            const std::string where =
                surrogate + " tried in replicate " + std::to_string(replicate.replicate);
            blocks.push_back(
                {Fold{"What " + where +
                          ", each pair on as many folds as it took to decide; errors compare where "
                          "the numbers of folds and samples are the same",
                      {{candidates_table(record->selection, arm.problem.inputs)}}}});
            break;
        }
    }
    return blocks;
}

/// A table per arm below the arm's title.
void append_tables(std::vector<Block>& blocks,
                   const ReportView& view,
                   std::size_t arm,
                   const std::vector<std::string>& names,
                   std::span<const std::string_view> columns) {
    append_arm_title(blocks, view.study, arm);
    blocks.push_back({metric_table(view, table_lines(arm, names), columns)});
}

}  // namespace

std::vector<const SurrogateRecord*> records_of(const ArmResults& arm,
                                               const std::string& surrogate) {
    std::vector<const SurrogateRecord*> records;
    for (const ReplicateRecord& replicate : arm.replicates) {
        if (const SurrogateRecord* record = find_surrogate(replicate, surrogate)) {
            records.push_back(record);
        }
    }
    return records;
}

std::string choice_text(const ArmResults& arm, const std::string& surrogate) {
    const std::vector<const SurrogateRecord*> records = records_of(arm, surrogate);
    const auto all = std::ssize(records);
    const auto tried = std::ranges::count_if(
        records, [](const auto* record) { return !record->selection.candidates.empty(); });
    const auto stopped = std::ranges::count_if(
        records, [](const auto* record) { return record->selection.stopped; });
    if (all == 0) {
        return "automatic";
    }
    if (tried == 0) {
        return stopped > 0 ? "as usual: there was no time to try another value"
                           : "as usual: with a single sample nothing can be tried";
    }
    const std::string of_all = "of " + plural(all, "replicate");
    return "by cross-validation" +
           (tried < all ? fmt::format(" in {} {}, else as usual with nothing tried", tried, of_all)
                        : "") +
           (stopped > 0 ? fmt::format(", ended by max_seconds in {} {}", stopped, of_all) : "");
}

/// "0.25", median of feasible true values.
std::string true_value_text(const ReportView& view, std::size_t arm, const std::string& contender) {
    const std::optional<Spread> spread = spread_of(
        view.table.feasible_values(arm, contender, metrics::optimum_true_value, std::nan("")));
    return spread ? short_number(spread->median, 4) : "none that is feasible";
}

/// What infill gave beside polishing: of the polished surrogate, and of its base.
std::string infill_text(const ReportView& view, std::size_t arm, const std::string& polished) {
    const std::vector<SurrogateConfig>& all = view.study.arms[arm].arm.config.surrogates;
    const auto config = std::ranges::find(all, polished, &SurrogateConfig::name);
    std::string text;
    for (const SurrogateConfig& each : all) {
        if (each.infill > 0 &&
            (each.name == polished || (config != all.end() && each.name == config->polish))) {
            text += fmt::format("; infill of {} with {}: {}",
                                each.name,
                                plural(each.infill, "evaluation"),
                                true_value_text(view, arm, each.infill_name()));
        }
    }
    return text.empty() ? ""
                        : fmt::format("{}: polishing: true value {}{}.",
                                      polished,
                                      true_value_text(view, arm, polished),
                                      text);
}

std::vector<Block> polishing_section(const ReportView& view) {
    std::vector<Block> blocks;
    for (std::size_t arm = 0; arm < view.study.arms.size(); ++arm) {
        std::vector<std::string> names = surrogate_names(view.study.arms[arm]);
        std::erase_if(names, [&](const std::string& name) {
            return view.table.find(arm, name, metrics::polish_kept) == nullptr;
        });
        if (!names.empty()) {
            append_tables(blocks, view, arm, names, polishing_metrics);
            for (const std::string& name : names) {
                if (std::string text = infill_text(view, arm, name); !text.empty()) {
                    blocks.push_back({Paragraph{std::move(text)}});
                }
            }
        }
    }
    if (!blocks.empty()) {
        blocks.insert(
            blocks.begin(),
            {{Heading{"Polishing"}},
             {Paragraph{
                 "Polishing continues training so that flat or low places, where optima are, weigh "
                 "more. With the guard on it is kept only if the error near the candidate optimum "
                 "falls and the error on all training samples rises by no more than the stated "
                 "bound; otherwise the surrogate stays as it was. Errors are root mean squares "
                 "over values and partials, of a plain network over values alone, in normalized "
                 "units."}}});
    }
    return blocks;
}

std::vector<Block> training_section(const ReportView& view) {
    if (has_only_optimizers(view.study)) {
        return {};
    }
    std::vector<Block> blocks{
        {Heading{"Training"}},
        {Paragraph{"Times are measured on the machine that ran the study; compare them with each "
                   "other only."}}};
    for (std::size_t arm = 0; arm < view.study.arms.size(); ++arm) {
        const std::vector<std::string> names = surrogate_names(view.study.arms[arm]);
        if (names.empty()) {
            continue;
        }
        std::span<const std::string_view> columns = training_metrics;
        if (view.study.arms[arm].arm.config.problem.is_table()) {
            columns = columns.first(columns.size() - 1);  // rows have no cost
        }
        append_tables(blocks, view, arm, names, columns);
        for (const std::string& name : names) {
            if (is_kriging(view.study.arms[arm], name)) {
                std::ranges::move(kriging_blocks(view.study.arms[arm], name),
                                  std::back_inserter(blocks));
                continue;
            }
            std::ranges::move(choice_blocks(view.study.arms[arm], name),
                              std::back_inserter(blocks));
        }
    }
    return blocks;
}

}  // namespace jennopt
