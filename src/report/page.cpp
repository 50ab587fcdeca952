#include "jennopt/report/page.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/report/comparison.hpp"
#include "jennopt/report/figures.hpp"
#include "report/gnuplot_run.hpp"
#include "report/number_text.hpp"
#include "report/savings.hpp"
#include "report/verdicts.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace jennopt {

namespace fs = std::filesystem;

namespace {

constexpr std::array agreements{Agreement::agrees,
                                Agreement::better,
                                Agreement::worse,
                                Agreement::differs,
                                Agreement::confirmed,
                                Agreement::contradicted,
                                Agreement::undecided,
                                Agreement::missing};

/// A text inside a cell of a table.
std::string cell(const std::string& text) {
    std::string safe;
    for (const char c : text) {
        safe += c == '|' ? "\\|" : c == '\n' ? " " : std::string(1, c);
    }
    return safe;
}

std::string heading(const ReportInput& study) {
    return study.page.title.empty() ? study.study : study.page.title;
}

/// "4 agree, 2 better" as counts, only of what there is.
std::string counts_text(const std::vector<PublishedVerdict>& verdicts) {
    std::string text;
    for (const Agreement agreement : agreements) {
        const auto n = std::count_if(verdicts.begin(), verdicts.end(), [&](const auto& verdict) {
            return verdict.agreement == agreement;
        });
        if (n > 0) {
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", n, to_string(agreement));
        }
    }
    return text.empty() ? "–" : text;
}

std::string anchor(const ReportInput& study) {
    return fmt::format("<a id=\"{}\"></a>", study.study);
}

std::string contents(const std::vector<ReportInput>& studies) {
    std::string text =
        "| study | what | published against reproduced | took |\n|---|---|---|---|\n";
    for (const ReportInput& study : studies) {
        text += fmt::format("| [{0}](#{0}) | {1} | {2} | {3} |\n",
                            study.study,
                            cell(heading(study)),
                            counts_text(judge(study)),
                            study.seconds > 0.0 ? duration_text(study.seconds) : "–");
    }
    return text + "\n";
}

std::string verdict_table(const ReportInput& study) {
    const std::vector<PublishedVerdict> verdicts = judge(study);
    if (verdicts.empty()) {
        return "";
    }
    std::string text = "| | source | published | reproduced | verdict |\n|---|---|---|---|---|\n";
    for (const PublishedVerdict& verdict : verdicts) {
        text += fmt::format("| {} | {} | {} | {} | **{}** |\n",
                            cell(verdict.what),
                            cell(verdict.source),
                            cell(verdict.published),
                            cell(verdict.reproduced),
                            cell(verdict.verdict));
    }
    return text + "\n";
}

/// "median [lower, upper]", or the median alone where there is no spread.
std::string median_cell(const SummaryRow* row, bool r2) {
    if (row == nullptr) {
        return "–";
    }
    const auto text = [r2](double value) { return r2 ? r2_number(value) : short_number(value); };
    return row->q25 == row->q75
               ? text(row->median)
               : fmt::format("{} [{}, {}]", text(row->median), text(row->q25), text(row->q75));
}

/// Medians and quartiles of every surrogate, and of the direct search on the truth; "" where there
/// are more arms than a reader takes in.
std::string medians_table(const ReportInput& study) {
    if (has_many_arms(study)) {
        return "";
    }
    const std::vector<SummaryRow> rows = summarize(collect_metrics(study));
    constexpr std::array columns{std::pair{"r2_value", "R² of values"},
                                 std::pair{"r2_partials", "R² of partials"},
                                 std::pair{"optimum_true_value", "true value at the optimum"},
                                 std::pair{"optimum_distance", "distance to the known one"},
                                 std::pair{"true_evaluations", "true evaluations"}};
    std::string text = "| median [quartiles] |";
    std::string rule = "|---|";
    for (const auto& [metric, words] : columns) {
        text += fmt::format(" {} |", words);
        rule += "---|";
    }
    text += "\n" + rule + "\n";
    for (const ReportArm& arm : study.arms) {
        std::vector<std::string> names = surrogate_names(arm);
        if (find_row(rows, arm.arm.label, "truth", "true_evaluations") != nullptr) {
            names.emplace_back("truth");
        }
        for (const std::string& name : names) {
            text += fmt::format("| {}{} |",
                                study.arms.size() == 1 ? "" : cell(arm.arm.label) + ": ",
                                name == "truth" ? "direct search on the truth" : cell(name));
            for (const auto& [metric, words] : columns) {
                const SummaryRow* row = find_row(rows, arm.arm.label, name, metric);
                text += fmt::format(" {} |",
                                    median_cell(row, std::string_view(metric).starts_with("r2_")));
            }
            text += "\n";
        }
    }
    return text + "\n";
}

/// A figure is asked for by its name; that of one arm without the digits at its end.
bool is_asked_for(const Figure& figure, const std::string& name) {
    return figure.drawn && (figure.name == name || figure.name.starts_with(name + "-"));
}

/// Draws the figures, copies those that are wanted and returns the lines that show them.
std::string figures_text(const ReportInput& study, const fs::path& folder) {
    const Figures made = write_figures(study);
    std::vector<std::string> wanted = study.page.shown;
    for (const SweepFigure& figure : study.page.figures) {
        if (std::find(wanted.begin(), wanted.end(), figure.name) == wanted.end()) {
            wanted.push_back(figure.name);
        }
    }
    std::string text;
    for (const std::string& name : wanted) {
        const auto found =
            std::find_if(made.figures.begin(), made.figures.end(), [&](const Figure& figure) {
                return is_asked_for(figure, name);
            });
        if (found == made.figures.end()) {
            throw Error(fmt::format("{}: page.shown: no figure {} was drawn", study.study, name));
        }
        const fs::path place = fs::path(study.study) / (name + ".svg");
        fs::create_directories(folder / study.study);
        fs::copy_file(study.folder / "figures" / (found->name + ".svg"),
                      folder / place,
                      fs::copy_options::overwrite_existing);
        text += fmt::format("![{0}]({1})\n\n**{0}.** {2}\n\n",
                            found->title,
                            place.generic_string(),
                            found->caption);
    }
    return text;
}

/// What only the studies together tell: samples that each problem needs. Draws beside the page.
std::string savings_text(const std::vector<ReportInput>& studies, const fs::path& folder) {
    const std::vector<ProblemNeeds> needs = problem_needs(studies);
    if (needs.empty()) {
        return "";
    }
    const FigurePlan plan = plan_needs(needs);
    for (const FigureData& data : plan.data) {
        write_text(folder / data.file, data.text);
    }
    const std::string script = plan.figure.name + ".gp";
    write_text(folder / script, plan.script);
    const Outcome outcome = run_gnuplot(folder, {script}).front();
    if (!outcome.found || outcome.status != 0) {
        throw Error(fmt::format("gnuplot could not draw {}: {}", plan.figure.name, outcome.said));
    }
    return fmt::format(
        "## How many samples?\n\nSamples with which the median of the replicates first reaches the "
        "R² of values, interpolated between the sizes tried, and in parentheses how many times "
        "fewer "
        "than a plain network. `>` and `≤`: not reached, or reached by the first size "
        "already.\n\n{0}![{1}]({2}.svg)\n\n**{1}.** {3}\n\n",
        needs_table(needs),
        plan.figure.title,
        plan.figure.name,
        plan.figure.caption);
}

std::size_t fewest_replicates(const ReportInput& study) {
    std::size_t fewest = study.arms.front().replicates.size();
    for (const ReportArm& arm : study.arms) {
        fewest = std::min(fewest, arm.replicates.size());
    }
    return fewest;
}

std::string study_text(const ReportInput& study, const fs::path& folder) {
    std::string text = fmt::format("{}\n## {}\n\n", anchor(study), heading(study));
    text += fmt::format("`{}`: {} of {}{}.\n\n",
                        study.command,
                        plural(static_cast<long>(study.arms.size()), "arm"),
                        plural(static_cast<long>(fewest_replicates(study)), "replicate"),
                        study.seconds > 0.0 ? ", " + duration_text(study.seconds) : "");
    if (!study.page.note.empty()) {
        text += study.page.note + (study.page.note.ends_with('\n') ? "\n" : "\n\n");
    }
    text += verdict_table(study);
    text += medians_table(study);
    text += figures_text(study, folder);
    std::vector<std::string> sentences = overall_answers(study);
    if (study.arms.size() == 1) {
        const std::vector<std::string> own = answers(study, 0);
        sentences.insert(sentences.end(), own.begin(), own.end());
    }
    for (const std::string& sentence : sentences) {
        text += fmt::format("- {}\n", sentence);
    }
    return text + (sentences.empty() ? "" : "\n");
}

}  // namespace

void write_page(const PageOptions& options, const std::vector<ReportInput>& studies) {
    const fs::path parent = options.file.parent_path();
    const fs::path folder = parent.empty() ? fs::path(".") : parent;
    fs::create_directories(folder);
    std::string text = fmt::format(
        "# {}\n\nWritten by `jennopt page` from finished studies: no number on this page was typed "
        "but the published ones, and those in the notes, which stand in the study files. "
        "Reproduced: "
        "median [least, most] over the replicates. *Agrees*: the published value lies in that "
        "range; "
        "*better*, *worse*: all replicates lie on one side of it; *confirmed*, *contradicted*: a "
        "one-sided sign test over pairs of replicates gives p ≤ 0.05, *undecided*: it does "
        "not.\n\n",
        options.title);
    text += contents(studies);
    text += savings_text(studies, folder);
    for (const ReportInput& study : studies) {
        text += study_text(study, folder);
    }
    write_text(options.file, text);
}

}  // namespace jennopt
