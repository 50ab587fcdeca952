#include "core/format.hpp"
#include "study/config.hpp"
#include "study/config/describe_text.hpp"
#include "study/config/external_block.hpp"
#include "study/config/figures_block.hpp"
#include "study/config/scalar.hpp"
#include "study/config/settings.hpp"

#include <algorithm>
#include <array>

namespace jennopt {

namespace {

/// The name of a slot's type. Each overload stands for one type of field.
struct TypeName {
    std::string operator()(const bool* /*field*/) const { return "true or false"; }

    std::string operator()(const Index* /*field*/) const { return "integer"; }

    std::string operator()(const std::uint64_t* /*field*/) const { return "integer"; }

    std::string operator()(const double* /*field*/) const { return "number"; }

    std::string operator()(const std::string* /*field*/) const { return "text"; }

    std::string operator()(const std::vector<std::string>* /*field*/) const {
        return "list of text";
    }

    std::string operator()(const std::vector<Index>* /*field*/) const { return "list of integers"; }

    std::string operator()(const std::vector<double>* /*field*/) const { return "list of numbers"; }

    std::string operator()(const std::vector<std::vector<double>>* /*field*/) const {
        return "list of points";
    }

    std::string operator()(const IntegerOrList& /*field*/) const { return "integer or list"; }

    std::string operator()(const Chosen& field) const {
        return field.automatic ? "number or auto" : "number";
    }

    std::string operator()(const NumberOrKeys& field) const {
        return field.number.automatic ? "number, auto or map" : "number or map";
    }

    std::string operator()(const Choice& /*field*/) const { return "name"; }

    std::string operator()(const Keys& /*field*/) const { return "map"; }

    std::string operator()(const Custom& field) const { return field.type; }
};

std::string standard(const Key& key) {
    if (key.required) {
        return "required";
    }
    if (const auto* custom = std::get_if<Custom>(&key.slot)) {
        return custom->standard;
    }
    if (const auto* number = std::get_if<NumberOrKeys>(&key.slot)) {
        return one_line(*write({{"number", number->number, ""}}).find("number"));
    }
    if (std::holds_alternative<Keys>(key.slot)) {
        return "see below";
    }
    if (const auto* text = std::get_if<std::string*>(&key.slot);
        text != nullptr && (*text)->empty()) {
        return "none";
    }
    Key spoken = key;
    spoken.is_silent = nullptr;
    return one_line(*write({spoken}).find(key.name));
}

std::string meaning(const Key& key) {
    if (const auto* choice = std::get_if<Choice>(&key.slot)) {
        const std::string subject = key.meaning.empty() ? "" : key.meaning + ": ";
        return fmt::format("{}{}", subject, fmt::join(choice->names, ", "));
    }
    const std::string range = key.range.text();
    return range.empty() ? key.meaning : fmt::format("{}; {}", key.meaning, range);
}

std::string section(const std::string& title, const std::string& sentences, const Keys& keys) {
    return fmt::format("\n## {}\n\n{}\n\n{}", title, sentences, table(keys));
}

std::string external_sections() {
    ExternalConfig external;
    Input input{};
    Output output;
    ExternalResult result;
    return section(
               "problem.external",
               "A program in any language, run once per point in a folder of its own below the\n"
               "replicate's; relative paths of files beside the study are found. What it reads\n"
               "and writes: [`problems/README.md`](../problems/README.md).",
               external_keys(external)) +
           section("problem.external.inputs",
                   "The list of inputs, in the order in which the program is told them.",
                   input_keys(input)) +
           section("problem.external.outputs", "The list of outputs.", output_keys(output)) +
           section("problem.external.results.OUTPUT",
                   "For a program that writes a format of its own: where each output stands.",
                   result_keys(result));
}

std::string figures_section() {
    SweepFigure figure;
    return section(
               "figures",
               "Figures over the sweep, of medians over the replicates. R2 is drawn as 1 - R2. "
               "What is swept\nbesides `along` and `panels` tells curves apart, as surrogates do. "
               "They change no result and may\nchange between runs.",
               figure_keys(figure)) +
           std::string(figures_example);
}

}  // namespace

std::string table(const Keys& keys) {
    constexpr std::size_t columns = 3;
    std::vector<std::array<std::string, columns>> rows = {{"key", "type", "default"}};
    std::vector<std::string> meanings = {"meaning"};
    for (const Key& key : keys) {
        rows.push_back({"`" + key.name + "`", std::visit(TypeName{}, key.slot), standard(key)});
        meanings.push_back(meaning(key));
    }
    std::array<std::size_t, columns> width{};
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < columns; ++i) {
            width[i] = std::max(width[i], row[i].size());
        }
    }
    std::string text;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto& [name, type, value] = rows[i];
        text += fmt::format("| {:{}} | {:{}} | {:{}} | {} |\n",
                            name,
                            width[0],
                            type,
                            width[1],
                            value,
                            width[2],
                            meanings[i]);
        if (i == 0) {
            text += fmt::format("|{0:-<{1}}|{0:-<{2}}|{0:-<{3}}|---|\n",
                                "",
                                width[0] + 2,
                                width[1] + 2,
                                width[2] + 2);
        }
    }
    return text;
}

std::string describe_study() {
    StudyConfig study;
    SurrogateConfig surrogate;
    SamplingOptions sampling;
    Keys fresh = network_keys(surrogate);
    fresh.push_back(training_key(surrogate));
    Keys polished = polishing_keys(surrogate.polishing);
    polished.insert(polished.begin(), polish_key(surrogate));
    polished.push_back(training_key(surrogate));
    return std::string(introduction) +
           section("The file", "The blocks of a study.", study_keys(study)) +
           section(
               "problem",
               "The true function: a plugin by its `name`, a program as `external`, or data as "
               "`table`.\n`partials`, `noise`, `missing`, `failures` and `delay` change "
               "what "
               "the\nsurrogates are trained on, and only that: test samples, the check of each "
               "optimum and the direct\nsearch see the problem as it is. Everything is drawn from "
               "the seed, the replicate and the point.",
               problem_keys(study.problem)) +
           section(
               "problem.table",
               "A study of data that are there already. sampling.count rows to train on are drawn "
               "from those\nthat are not tested on, anew in each replicate; `sampling` has no "
               "other keys then, and there is no\n`test`. Bounds are the ranges of the inputs. "
               "Without a true function optima are predictions that\nnothing is checked on. "
               "`partials` is a pattern, \"d_{output}_d_{input}\", or a map of the columns\nthat "
               "there are, {cd: {mach: d_cd_d_mach}}; an empty cell is a missing partial.",
               table_keys(study.problem.table)) +
           external_sections() +
           section(
               "problem.partials",
               "Written as one name, the source; or as a map. Differences are those of the noisy "
               "values, within\nthe bounds unless `outside` is true, and cost one value per input "
               "and side. With `none` the direct\nsearch is left out; a problem that has no "
               "partials is differenced for test samples, check and direct\nsearch too.",
               partials_keys(study.problem.wrappers.partials)) +
           section("problem.noise",
                   "Standard normal numbers times the standard deviations given.",
                   noise_keys(study.problem.wrappers.noise)) +
           section(
               "problem.missing",
               "Missing partials have no weight in the loss. A larger fraction leaves out the same "
               "and more.\nWith `fill: zero` they are 0 for those who use the samples, with "
               "the weight of any other: what it\ncosts to be careless. Partials that are not "
               "there at all (`partials: none`) stay without weight.",
               missing_keys(study.problem.wrappers.missing)) +
           section("sampling, test",
                   "One plan, or a list of plans whose points are put together.",
                   sampling_keys(sampling)) +
           section(
               "surrogates.NAME, defaults",
               "A model that is trained afresh. What stands under `defaults` holds for every\n"
               "surrogate that does not say otherwise. All start from the same samples and seed.\n"
               "gamma and lambda `auto` are chosen by cross-validation on the training samples.",
               fresh) +
           section("beta, gamma",
                   "Written as one number, the scale; or as a map of factors that are multiplied.",
                   weight_keys(surrogate.fit.gamma, true)) +
           section("training",
                   "How the weights are found, for fresh and polished surrogates.",
                   training_keys(surrogate.fit.training)) +
           section(
               "surrogates.NAME with polish",
               "Training goes on from another surrogate's weights, with more weight where the\n"
               "function is flat: gamma (1 + eta exp(-(epsilon |dy/dx|)^2)). With `by: value`, for "
               "plain networks too,\nbeta and gamma of a sample have the factor 1 + eta "
               "exp(-(epsilon r)^2), r how far its predicted\nobjective is above the least of all "
               "samples, in standard deviations. Network and training are that\nsurrogate's; keys "
               "of `training` that are given here change them.",
               polished) +
           section("optimization",
                   "The search for the minimum, from several starts, on each surrogate.",
                   search_keys(study.optimization)) +
           std::string(sweep_text) + figures_section() + std::string(set_text);
}

}  // namespace jennopt
