#include "report/sections.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "report/best_design.hpp"
#include "report/findings/findings.hpp"
#include "report/findings/recommendation.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace jennopt {

namespace {

template <typename Item>
void append_all(std::vector<Item>& items, std::vector<Item> more) {
    std::ranges::move(more, std::back_inserter(items));
}

void append_sentences(std::vector<Block>& blocks, std::vector<std::string> texts, Tone tone) {
    if (!texts.empty()) {
        blocks.push_back({Sentences{std::move(texts), tone}});
    }
}

constexpr std::size_t most_stated_designs = 3;  // in the first lines

std::string studied(const StudyResults& study) {
    Index finished = 0;
    Index planned = 0;
    for (const ArmResults& arm : study.arms) {
        finished += static_cast<Index>(arm.replicates.size());
        planned += arm.arm.config.replicates;
    }
    const Index each = study.arms.front().arm.config.replicates;
    std::string size = plural(each, "replicate");
    if (study.arms.size() > 1) {
        size = fmt::format("{} arms × {}", study.arms.size(), size);
    }
    if (finished < planned) {
        size += fmt::format(", {} of {} finished", finished, planned);
    }
    const std::string problems = fmt::format("{}", fmt::join(problem_names(study), ", "));
    return (has_only_optimizers(study) ? "Optimization of " : "Surrogate-based optimization of ") +
           problems + ": " + size + ", jennopt " + study.version;
}

/// What the tables of the study are, a line each.
std::vector<Block> data_lines(const StudyResults& study) {
    std::vector<std::string> lines;
    for (const ArmResults& arm : study.arms) {
        if (arm.arm.config.problem.is_table()) {
            append_once(lines, "Data: " + arm.problem.summary);
        }
    }
    std::vector<Block> blocks;
    std::ranges::transform(lines, std::back_inserter(blocks), [](const std::string& line) {
        return Block{Paragraph{line, true}};
    });
    return blocks;
}

std::vector<std::string> advice(const StudyResults& study, const std::vector<Recommendation>& all) {
    std::vector<std::string> texts;
    const std::vector<BestDesign> designs = best_designs(study);
    for (std::size_t i = 0; i < all.size(); ++i) {
        texts.push_back((all.size() > 1 ? all[i].arm->problem.name + ": " : "") +
                        recommendation_text(all[i], study.arms.size() > 1));
        if (!designs.empty()) {
            append_all(texts, design_sentences(designs[i]));
        }
    }
    return texts;
}

/// Findings, key table and warnings of each arm.
void append_arms(std::vector<Block>& blocks, const ReportView& view) {
    bool is_explained = false;
    for (std::size_t arm = 0; arm < view.study.arms.size(); ++arm) {
        append_arm_title(blocks, view.study, arm);
        std::vector<std::string> findings = optimizer_findings(view.study, view.table, arm);
        append_all(findings, optimum_findings(view.study, view.table, arm));
        append_all(findings, accuracy_findings(view.study, view.table, arm));
        append_sentences(blocks, std::move(findings), Tone::finding);
        if (TableBlock table = key_table(view, arm); !table.rows.empty()) {
            const std::string note = key_table_note(view, table);
            blocks.push_back({std::move(table)});
            if (!std::exchange(is_explained, true) && !note.empty()) {
                blocks.push_back({Paragraph{note, true}});
            }
        }
        append_sentences(blocks, warnings(view.study, view.table, arm), Tone::warning);
    }
}

/// Instead of each arm: how many have notes, and folded up what they are and all numbers.
void append_overview(std::vector<Block>& blocks, const ReportView& view) {
    const std::size_t n_arms = view.study.arms.size();
    std::vector<Block> notes;
    std::size_t n_warned = 0;
    for (std::size_t arm = 0; arm < n_arms; ++arm) {
        if (auto texts = warnings(view.study, view.table, arm); !texts.empty()) {
            ++n_warned;
            append_arm_title(notes, view.study, arm);
            append_sentences(notes, std::move(texts), Tone::warning);
        }
    }
    if (n_warned > 0) {
        const std::string warned = fmt::format("{} of {} arms", n_warned, n_arms);
        blocks.push_back({Sentences{{warned + " have notes: the page has them."}, Tone::warning}});
        blocks.push_back({Fold{"The notes of " + warned, std::move(notes)}});
    }
    const TableBlock table = key_table(view, 0, n_arms);
    blocks.push_back({Fold{fmt::format("All {} arms", n_arms),
                           {{table}, {Paragraph{key_table_note(view, table), true}}}}});
}

std::vector<Block> figures_section(const StudyResults& study, const Figures& figures) {
    std::vector<Block> blocks{{Heading{"Figures"}}};
    int number = 0;
    for (const Figure& figure : figures.figures) {
        if (figure.drawn) {
            std::string svg = read_text(study.folder / "figures" / (figure.name + ".svg"));
            blocks.push_back(
                {FigureBlock{++number, figure.name, figure.title, figure.caption, std::move(svg)}});
        }
    }
    if (number == 0) {
        const bool is_empty = figures.figures.empty();
        blocks.push_back(
            {Paragraph{is_empty ? "There is nothing to draw yet."
                                : "No figure could be drawn; the notes above state why."}});
    }
    return blocks;
}

}  // namespace

void append_arm_title(std::vector<Block>& blocks, const StudyResults& study, std::size_t arm) {
    const auto& [label, problem] =
        std::tie(study.arms[arm].arm.label, study.arms[arm].problem.name);
    const bool shows_problem =
        problem_names(study).size() > 1 && label.find(problem) == std::string::npos;
    if (study.arms.size() > 1) {
        blocks.push_back(
            {Heading{shows_problem ? fmt::format("{} ({})", label, problem) : label, 3}});
    }
}

ReportDocument report_document(const StudyResults& study,
                               const MetricTable& table,
                               const Figures& figures) {
    const ReportView view{study, table, ContenderColors(study)};
    ReportDocument document{study.study, {{Paragraph{studied(study), true}}}, {}};
    append_all(document.head, data_lines(study));
    // A study of many problems is made for what it says of the contenders: its designs come last.
    const std::vector<Recommendation> best = recommendations(study);
    if (best.size() <= most_stated_designs) {
        append_sentences(document.head, advice(study, best), Tone::advice);
    }
    append_sentences(document.head, race_findings(study), Tone::finding);
    append_all(document.head, race_table(view));
    append_sentences(document.head, sweep_findings(study, table), Tone::finding);
    if (has_many_arms(study)) {
        append_overview(document.head, view);
    } else {
        append_arms(document.head, view);
    }
    if (best.size() > most_stated_designs) {
        document.head.push_back({Fold{fmt::format("The best designs of {} problems", best.size()),
                                      {{Sentences{advice(study, best), Tone::advice}}}}});
    }
    append_sentences(document.head, study.lost, Tone::warning);
    append_sentences(document.head, study.missing, Tone::warning);
    append_sentences(document.head, study.left_out, Tone::warning);
    append_sentences(document.head, figures.notes, Tone::warning);
    std::vector sections{figures_section(study, figures),
                         race_section(view),
                         problem_section(view),
                         method_section(view)};
    if (!has_many_arms(study)) {
        append_all(sections,
                   {polishing_section(view), training_section(view), metrics_section(view)});
    }
    sections.push_back(reproduction_section(view));
    for (std::vector<Block>& section : sections) {
        append_all(document.body, std::move(section));
    }
    return document;
}

}  // namespace jennopt
