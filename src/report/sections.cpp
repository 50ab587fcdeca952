#include "report/sections.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "report/findings/findings.hpp"
#include "report/findings/recommendation.hpp"
#include "report/number_text.hpp"
#include "report/sections_parts.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jennopt {

namespace {

template <typename Item>
void append_all(std::vector<Item>& items, std::vector<Item> more) {
    std::move(more.begin(), more.end(), std::back_inserter(items));
}

void append_sentences(std::vector<Block>& blocks, std::vector<std::string> texts, Tone tone) {
    if (!texts.empty()) {
        blocks.push_back({Sentences{std::move(texts), tone}});
    }
}

std::string studied(const StudyResults& study) {
    Index finished = 0;
    Index planned = 0;
    for (const ArmResults& arm : study.arms) {
        finished += static_cast<Index>(arm.replicates.size());
        planned += arm.arm.config.replicates;
    }
    const Index each = study.arms.front().arm.config.replicates;
    std::string size = plural(static_cast<long>(each), "replicate");
    if (study.arms.size() > 1) {
        size = fmt::format("{} arms × {}", study.arms.size(), size);
    }
    if (finished < planned) {
        size += fmt::format(", {} of {} finished", finished, planned);
    }
    return fmt::format("Surrogate-based optimization of {}: {}, jennopt {}",
                       fmt::join(problem_names(study), ", "),
                       size,
                       study.version);
}

std::vector<std::string> advice(const StudyResults& study) {
    std::vector<std::string> texts;
    const std::vector<Recommendation> all = recommendations(study);
    for (const Recommendation& each : all) {
        texts.push_back((all.size() > 1 ? each.arm->problem.name + ": " : "") +
                        recommendation_text(each, study.arms.size() > 1));
    }
    return texts;
}

/// Findings, key table and warnings of each arm.
void append_arms(std::vector<Block>& blocks, const ReportView& view) {
    bool is_explained = false;
    for (std::size_t arm = 0; arm < view.study.arms.size(); ++arm) {
        if (const std::string title = arm_title(view.study, arm); !title.empty()) {
            blocks.push_back({Heading{title, 3}});
        }
        std::vector<std::string> findings = optimum_findings(view.study, view.table, arm);
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
    std::vector<Block> notes;
    std::size_t n_warned = 0;
    for (std::size_t arm = 0; arm < view.study.arms.size(); ++arm) {
        std::vector<std::string> texts = warnings(view.study, view.table, arm);
        if (!texts.empty()) {
            ++n_warned;
            notes.push_back({Heading{arm_title(view.study, arm), 3}});
            append_sentences(notes, std::move(texts), Tone::warning);
        }
    }
    if (n_warned > 0) {
        const std::size_t n_arms = view.study.arms.size();
        append_sentences(
            blocks,
            {fmt::format("{} of {} arms have notes: the page has them.", n_warned, n_arms)},
            Tone::warning);
        blocks.push_back(
            {Fold{fmt::format("The notes of {} of {} arms", n_warned, n_arms), std::move(notes)}});
    }
    TableBlock table = key_table(view);
    const std::string note = key_table_note(view, table);
    blocks.push_back({Fold{fmt::format("All {} arms", view.study.arms.size()),
                           {{std::move(table)}, {Paragraph{note, true}}}}});
}

std::vector<Block> figures_section(const StudyResults& study, const Figures& figures) {
    std::vector<Block> blocks{{Heading{"Figures"}}};
    int number = 0;
    for (const Figure& figure : figures.figures) {
        if (figure.drawn) {
            blocks.push_back(
                {FigureBlock{++number,
                             figure.name,
                             figure.title,
                             figure.caption,
                             read_text(study.folder / "figures" / (figure.name + ".svg"))}});
        }
    }
    if (number == 0) {
        blocks.push_back({Paragraph{figures.figures.empty()
                                        ? "There is nothing to draw yet."
                                        : "No figure could be drawn; the notes above state why."}});
    }
    return blocks;
}

}  // namespace

std::string arm_title(const StudyResults& study, std::size_t arm) {
    const ArmResults& results = study.arms[arm];
    if (study.arms.size() == 1) {
        return {};
    }
    const bool shows_problem = problem_names(study).size() > 1 &&
                               results.arm.label.find(results.problem.name) == std::string::npos;
    return shows_problem ? fmt::format("{} ({})", results.arm.label, results.problem.name)
                         : results.arm.label;
}

ReportDocument report_document(const StudyResults& study,
                               const MetricTable& table,
                               const Figures& figures) {
    const ReportView view{study, table, ContenderColors(study)};
    ReportDocument document{study.study, {{Paragraph{studied(study), true}}}, {}};
    append_sentences(document.head, advice(study), Tone::advice);
    append_sentences(document.head, sweep_findings(study, table), Tone::finding);
    if (has_many_arms(study)) {
        append_overview(document.head, view);
    } else {
        append_arms(document.head, view);
    }
    append_sentences(document.head, figures.notes, Tone::warning);
    append_all(document.body, figures_section(study, figures));
    append_all(document.body, problem_section(view));
    append_all(document.body, method_section(view));
    if (!has_many_arms(study)) {
        append_all(document.body, polishing_section(view));
        append_all(document.body, training_section(view));
        append_all(document.body, metrics_section(view));
    }
    append_all(document.body, reproduction_section(view));
    return document;
}

}  // namespace jennopt
