#include "problem/external_answer.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/nearest.hpp"
#include "jennopt/core/error.hpp"
#include "problem/external_files.hpp"
#include "problem/json_objects.hpp"
#include "problem/missing_partial.hpp"
#include "problem/names.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>

namespace jennopt {

namespace {

/// True where the object answers for the point, and is no line of a log.
bool gives_an_output(const Json& object, const ExternalConfig& config) {
    const auto values = object.find("values");
    return values != object.end() && values->is_object() &&
           std::ranges::any_of(config.outputs,
                               [&](const Output& output) { return values->contains(output.name); });
}

bool is_declared_failure(const Json& object) {
    return object.contains("status") &&
           (object.at("status") == "failed" || object.at("status") == "unavailable");
}

/// The last object of the text that answers; where none does the last one that looks like it, for
/// the message.
std::optional<FoundObject> last_answer(std::string_view text, const ExternalConfig& config) {
    std::optional<FoundObject> answer;
    std::optional<FoundObject> values;
    std::optional<FoundObject> status;
    each_json_object(text, [&](FoundObject&& object) {
        const Json& value = object.value;
        if (gives_an_output(value, config) || is_declared_failure(value)) {
            answer = std::move(object);
        } else if (value.contains("values")) {
            values = std::move(object);
        } else if (value.contains("status")) {
            status = std::move(object);
        }
    });
    return answer ? answer : values ? values : status;
}

std::string text_of_value(const Json& value) {
    return shown(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

double number_of(const Json& value, const std::string& subject) {
    if (value.is_null()) {
        return missing_partial;
    }
    if (value.is_number()) {
        return value.get<double>();
    }
    if (value == "nan") {
        return missing_partial;
    }
    if (value == "inf" || value == "-inf") {
        const double infinity = std::numeric_limits<double>::infinity();
        return value == "inf" ? infinity : -infinity;
    }
    throw EvaluationError(
        fmt::format("{} is {}, expected a number", subject, text_of_value(value)));
}

/// A part of the answer, which is a map by name; empty if it is not given.
Json map_of(const Json& answer, const char* key) {
    if (!answer.contains(key) || answer.at(key).is_null()) {
        return Json::object();
    }
    const Json& part = answer.at(key);
    if (!part.is_object()) {
        throw EvaluationError(
            fmt::format("'{}' is no JSON object, expected one with names as keys", key));
    }
    return part;
}

void throw_if_declared(const Json& answer) {
    if (!answer.contains("status") || answer.at("status") == "ok") {
        return;
    }
    constexpr std::size_t longest_message = 2000;
    const Json& status = answer.at("status");
    const Json message = answer.value("message", Json("no message"));
    const std::string text =
        shown(message.is_string() ? message.get<std::string>() : message.dump(), longest_message);
    if (status == "unavailable") {
        throw MachineFailure("its status is unavailable: " + text);
    }
    if (status != "failed") {
        throw EvaluationError(
            fmt::format(R"(the status is {}, expected "ok", "failed" or "unavailable")",
                        text_of_value(status)));
    }
    throw DeclaredFailure(text);
}

/// A name that is neither an input nor an output is a slip of the pen, and would silently be a
/// missing partial.
void refuse_unknown_partials(const Json& partials,
                             const Json& values,
                             const ExternalConfig& config) {
    const std::vector<std::string> outputs = names_of(config.outputs);
    const std::vector<std::string> inputs = names_of(config.inputs);
    for (const auto& [output, row] : partials.items()) {
        if (!contains(outputs, output) && !values.contains(output)) {
            throw EvaluationError(fmt::format("it gives partials of '{}', which is no output{}",
                                              shown(output),
                                              did_you_mean(shown(output), outputs)));
        }
        for (const auto& [input, value] : row.items()) {
            if (row.is_object() && !contains(inputs, input)) {
                throw EvaluationError(
                    fmt::format("it gives the partial of '{}' by '{}', which is no input{}",
                                shown(output),
                                shown(input),
                                did_you_mean(shown(input), inputs)));
            }
        }
    }
}

Matrix jacobian_of(const Json& partials, const ExternalConfig& config) {
    const auto n_x = static_cast<Index>(config.inputs.size());
    const auto n_y = static_cast<Index>(config.outputs.size());
    Matrix jacobian = Matrix::Constant(n_y, n_x, missing_partial);
    for (Index k = 0; k < n_y; ++k) {
        const std::string& output = config.outputs[static_cast<std::size_t>(k)].name;
        const Json row = map_of(partials, output.c_str());
        for (Index j = 0; j < n_x; ++j) {
            const std::string& input = config.inputs[static_cast<std::size_t>(j)].name;
            if (contains(config.partials, input) && row.contains(input)) {
                jacobian(k, j) = number_of(
                    row.at(input), fmt::format("the partial of '{}' by '{}'", output, input));
            }
        }
    }
    return jacobian;
}

}  // namespace

std::string point_json(const ExternalConfig& config,
                       const std::string& evaluation,
                       const std::filesystem::path& folder,
                       const ConstVectorRef& x,
                       Derivatives wanted) {
    Json inputs = Json::object();
    Json point_x = Json::array();
    for (Index j = 0; j < x.size(); ++j) {
        const Input& input = config.inputs[static_cast<std::size_t>(j)];
        point_x.push_back(input.integer ? Json(static_cast<std::int64_t>(x(j))) : Json(x(j)));
        inputs[input.name] = point_x.back();
    }
    const Json point{{"evaluation", evaluation},
                     {"inputs", std::move(inputs)},
                     {"x", std::move(point_x)},
                     {"outputs_wanted", names_of(config.outputs)},
                     {"partials_wanted",
                      wanted == Derivatives::none ? std::vector<std::string>{} : config.partials},
                     {"folder", folder.string()}};
    return point.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

Evaluation read_answer(std::string_view text, const ExternalConfig& config, Derivatives wanted) {
    const std::optional<FoundObject> found = last_answer(text, config);
    if (!found) {
        throw EvaluationError(
            R"(it returned no JSON object that has "values", as in {"values": {)" +
            fmt::format(R"("{}": 1.5}}}})", config.outputs.front().name));
    }
    const Json& answer = found->value;
    throw_if_declared(answer);
    if (!found->repeated.empty()) {
        throw EvaluationError(
            fmt::format("its answer gives '{}' twice, expected it once", shown(found->repeated)));
    }
    const Json values = map_of(answer, "values");
    Evaluation result{.value = Vector(static_cast<Index>(config.outputs.size()))};
    for (Index k = 0; k < result.value.size(); ++k) {
        const std::string& output = config.outputs[static_cast<std::size_t>(k)].name;
        if (!values.contains(output)) {
            constexpr std::size_t most_names = 20;
            std::vector<std::string> given;
            for (const auto& [name, value] : values.items()) {
                if (given.size() == most_names) {
                    given.emplace_back("...");
                    break;
                }
                given.push_back(shown(name));
            }
            throw EvaluationError(
                fmt::format("it gives no value of the output '{}' (values: {})",
                            output,
                            given.empty() ? "none" : fmt::format("{}", fmt::join(given, ", "))));
        }
        result.value(k) = number_of(values.at(output), fmt::format("the output '{}'", output));
    }
    if (wanted == Derivatives::first) {
        const Json partials = map_of(answer, "partials");
        refuse_unknown_partials(partials, values, config);
        result.jacobian = jacobian_of(partials, config);
    }
    return result;
}

}  // namespace jennopt
