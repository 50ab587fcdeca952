#include "surrogate/model_origin.hpp"

#include "core/format.hpp"
#include "problem/names.hpp"

#include <string>
#include <utility>

namespace jennopt {

namespace {

Json limits_of(double lower, double upper) {
    return {number_to(lower), number_to(upper)};
}

Json input_to(const Input& input, double least, double greatest) {
    Json json{{"name", input.name}, {"unit", input.unit}};
    json["bounds"] = limits_of(input.lower, input.upper);
    json["samples"] = limits_of(least, greatest);
    if (input.scale != InputScale::linear) {
        json["scale"] = name_of(input.scale);
    }
    if (input.integer) {
        json["integer"] = true;
    }
    return json;
}

Json output_to(const Output& output) {
    Json json{{"name", output.name}, {"unit", output.unit}, {"role", name_of(output.role)}};
    if (output.lower) {
        json["lower"] = *output.lower;
    }
    if (output.upper) {
        json["upper"] = *output.upper;
    }
    return json;
}

/// Two numbers, the first not above the second.
std::pair<double, double> limits_from(const ModelReader& reader, const std::string& key) {
    const Json& limits = reader.list(key, 2);
    if (!limits.at(0).is_number() || !limits.at(1).is_number() || limits.at(0) > limits.at(1)) {
        throw reader.refusal(
            key,
            fmt::format(
                "is {}, expected two numbers in their order",
                fmt::format("[{}, {}]", found_text(limits.at(0)), found_text(limits.at(1)))));
    }
    return {limits.at(0).get<double>(), limits.at(1).get<double>()};
}

void require_name(const ModelReader& reader, const std::string& expected) {
    if (const std::string name = reader.text("name"); name != expected) {
        throw reader.refusal(
            "name",
            fmt::format(R"(is "{}", expected "{}" as in the list of names)", name, expected));
    }
}

Input input_from(const ModelReader& reader, const std::string& name) {
    require_name(reader, name);
    const auto [lower, upper] = limits_from(reader, "bounds");
    Input input{.name = name, .unit = reader.text("unit"), .lower = lower, .upper = upper};
    if (reader.contains("scale")) {
        input.scale = reader.named<InputScale>("scale");
    }
    if (reader.contains("integer")) {
        input.integer = reader.at("integer") == true;
    }
    return input;
}

Output output_from(const ModelReader& reader, const std::string& name) {
    require_name(reader, name);
    Output output{
        .name = name, .unit = reader.text("unit"), .role = reader.named<OutputRole>("role")};
    if (reader.contains("lower")) {
        output.lower = reader.number("lower");
    }
    if (reader.contains("upper")) {
        output.upper = reader.number("upper");
    }
    return output;
}

/// The reader of the i-th object in the list under key.
ModelReader item_of(const ModelReader& reader, const std::string& key, std::size_t i) {
    return reader.inner(reader.at(key).at(i), fmt::format("{}.{}", key, i));
}

}  // namespace

ModelOrigin origin_of(const ProblemInfo& problem, const ConstMatrixRef& X) {
    return {.inputs = problem.inputs,
            .outputs = problem.outputs,
            .samples = {.lower = X.rowwise().minCoeff(),
                        .upper = X.rowwise().maxCoeff(),
                        .logarithmic = problem.bounds().logarithmic}};
}

NamedSurrogate named(Surrogate surrogate, const ProblemInfo& problem, const ConstMatrixRef& X) {
    return {.surrogate = std::move(surrogate),
            .input_names = names_of(problem.inputs),
            .output_names = names_of(problem.outputs),
            .origin = origin_of(problem, X)};
}

void write_origin(const ModelOrigin& origin, Json& json) {
    for (std::size_t j = 0; j < origin.inputs.size(); ++j) {
        const auto row = static_cast<Index>(j);
        json["inputs"].push_back(
            input_to(origin.inputs[j], origin.samples.lower(row), origin.samples.upper(row)));
    }
    for (const Output& output : origin.outputs) {
        json["outputs"].push_back(output_to(output));
    }
}

std::optional<ModelOrigin> read_origin(const ModelReader& reader,
                                       const std::vector<std::string>& input_names,
                                       const std::vector<std::string>& output_names) {
    if (!reader.contains("inputs") && !reader.contains("outputs")) {
        return std::nullopt;
    }
    const Index n_x = std::ssize(input_names);
    ModelOrigin origin{.samples = {.lower = Vector(n_x), .upper = Vector(n_x)}};
    (void)reader.list("inputs", n_x);
    (void)reader.list("outputs", std::ssize(output_names));
    for (std::size_t j = 0; j < input_names.size(); ++j) {
        const ModelReader item = item_of(reader, "inputs", j);
        origin.inputs.push_back(input_from(item, input_names[j]));
        const auto [least, greatest] = limits_from(item, "samples");
        origin.samples.lower(static_cast<Index>(j)) = least;
        origin.samples.upper(static_cast<Index>(j)) = greatest;
    }
    for (std::size_t k = 0; k < output_names.size(); ++k) {
        origin.outputs.push_back(output_from(item_of(reader, "outputs", k), output_names[k]));
    }
    origin.samples.logarithmic = ProblemInfo{.inputs = origin.inputs}.bounds().logarithmic;
    return origin;
}

}  // namespace jennopt
