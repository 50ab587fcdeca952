#include "study/config/describe.hpp"

#include "study/config/figures_block.hpp"
#include "study/config/settings.hpp"

#include <algorithm>
#include <array>

namespace jennopt {

namespace {

constexpr std::size_t table_columns = 4;

std::string standard_text(const Key& key) {
    if (key.required || !key.slot.standard.empty()) {
        return key.required ? "required" : key.slot.standard;
    }
    const std::string text = one_line(key.slot.write());
    return text.empty() ? "none" : text;
}

/// With the range or the choices.
std::string meaning_text(const Key& key) {
    const bool is_choice = !key.slot.names.empty();
    const std::string details =
        is_choice ? fmt::format("{}", fmt::join(key.slot.names, ", ")) : key.slot.range.text();
    const char* between = key.meaning.empty() || details.empty() ? "" : is_choice ? ": " : "; ";
    return key.meaning + between + details;
}

std::string table_text(const Keys& keys) {
    std::vector<std::array<std::string, table_columns>> rows = {
        {"key", "type", "default", "meaning"}};
    for (const Key& key : keys) {
        rows.push_back(
            {"`" + key.name + "`", key.slot.type, standard_text(key), meaning_text(key)});
    }
    std::string rule = "|";
    for (std::size_t column = 0; column + 1 < table_columns; ++column) {
        std::size_t width = 0;
        for (const auto& row : rows) {
            width = std::max(width, row[column].size());
        }
        for (auto& row : rows) {
            row[column].resize(width, ' ');
        }
        rule += std::string(width + 2, '-') + "|";
    }
    rule += "---|\n";
    std::string text;
    for (const auto& row : rows) {
        text += fmt::format("| {} |\n{}", fmt::join(row, " | "), text.empty() ? rule : "");
    }
    return text;
}

void fill(std::string& page, const std::string& name, const Keys& keys) {
    const std::string marker = "%" + name + "%\n";
    page.replace(page.find(marker), marker.size(), table_text(keys));
}

}  // namespace

std::string describe_study() {
    StudyConfig study;
    ProblemConfig& problem = study.problem;
    WrapperOptions& wrappers = problem.wrappers;
    SurrogateConfig surrogate;
    SamplingOptions sampling;
    ExternalConfig external;
    Input input{};
    Output output;
    ExternalResult result;
    SweepFigure figure;
    OptimizerConfig optimizer;
    std::string page(study_page());
    fill(page, "study", study_keys(study));
    fill(page, "problem", problem_keys(problem));
    fill(page, "table", table_keys(problem.table));
    fill(page, "external", external_keys(external));
    fill(page, "inputs", input_keys(input));
    fill(page, "outputs", output_keys(output));
    fill(page, "results", result_keys(result));
    fill(page, "partials", partials_keys(wrappers.partials));
    fill(page, "noise", noise_keys(wrappers.noise));
    fill(page, "missing", missing_keys(wrappers.missing));
    fill(page, "failures", failure_keys(study.failures));
    fill(page, "sampling", sampling_keys(sampling));
    fill(page, "fresh", fresh_keys(surrogate));
    fill(page, "kriging", kriging_keys(surrogate.krige));
    fill(page, "weights", weight_keys(surrogate.fit.gamma, surrogate.deviations.partials, true));
    fill(page, "training", training_keys(surrogate.fit.training));
    fill(page, "polished", polished_keys(surrogate));
    fill(page, "optimization", search_keys(study.optimization));
    fill(page, "sequential", sequential_keys(optimizer));
    fill(page, "multistart", multistart_keys(optimizer));
    fill(page, "race", race_keys(study.race));
    fill(page, "figures", figure_keys(figure));
    return page;
}

}  // namespace jennopt
