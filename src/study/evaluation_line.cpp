#include "study/evaluation_line.hpp"

#include "core/checksum.hpp"
#include "core/format.hpp"
#include "core/json_text.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace jennopt {

namespace {

constexpr std::string_view checksum_begin = R"(,"crc":")";
constexpr std::string_view checksum_end = R"("})";
constexpr std::size_t checksum_digits = 8;

/// @return whether it has one
/// @throws ConfigError if it is wrong
bool check_sum(std::string_view text) {
    constexpr std::size_t length = checksum_begin.size() + checksum_digits + checksum_end.size();
    if (text.size() < length) {
        return false;
    }
    const std::string_view last = text.substr(text.size() - length);
    if (!last.starts_with(checksum_begin) || !last.ends_with(checksum_end)) {
        return false;
    }
    if (last.substr(checksum_begin.size(), checksum_digits) !=
        checksum(text.substr(0, text.size() - length))) {
        throw ConfigError("its checksum is wrong");
    }
    return true;
}

/// A damaged checksum must not pass for a line that has none.
void require_known_keys(const Json& json) {
    constexpr std::array known{"problem", "x", "status", "y", "J", "message"};
    for (const auto& [key, value] : json.items()) {
        if (std::ranges::find(known, key) == known.end()) {
            throw ConfigError(fmt::format("it has the key '{}'", key));
        }
    }
}

void require(bool fits, const char* what) {
    if (!fits) {
        throw ConfigError(what);
    }
}

Vector numbers_in(const Json& json, const char* what) {
    require(json.is_array() && !json.empty(), what);
    Vector numbers = vector_from(json);
    require(numbers.allFinite(), what);
    return numbers;
}

EvaluationResult result_in(const Json& json) {
    EvaluationResult result{.x = numbers_in(json.at("x"), "its x is no list of numbers")};
    const Json& status = json.at("status");
    if (status == "failed") {
        result.failure = json.at("message").get<std::string>();
        require(!result.failure.empty(), "it failed and says nothing of it");
        return result;
    }
    require(status == "ok", "its status is neither ok nor failed");
    result.y.value = numbers_in(json.at("y"), "its y is no list of numbers");
    if (json.contains("J")) {
        const Json& rows = json.at("J");
        require(rows.is_array() && std::ranges::all_of(rows, &Json::is_array),
                "its J is no list of rows");
        result.y.jacobian = matrix_from(rows);
        require(result.y.jacobian.rows() == result.y.value.size() &&
                    result.y.jacobian.cols() == result.x.size(),
                "its J does not have a row for each y and a column for each x");
    }
    return result;
}

int rank(const EvaluationResult& result) {
    if (!result.failure.empty()) {
        return 0;
    }
    return result.y.jacobian.size() > 0 ? 2 : 1;
}

}  // namespace

bool tells_more(const EvaluationResult& result, const EvaluationResult& other) {
    return rank(result) > rank(other);
}

bool replaces(const EvaluationResult& later, const EvaluationResult& earlier) {
    if (!later.failure.empty()) {
        return !earlier.failure.empty();
    }
    const bool is_of_another =
        earlier.failure.empty() && later.y.value.size() != earlier.y.value.size();
    return is_of_another || tells_more(later, earlier);
}

std::string to_text(const EvaluationLine& line) {
    const EvaluationResult& result = line.result;
    Json json{{"problem", line.problem}, {"x", json_list(result.x)}};
    if (result.failure.empty()) {
        json["status"] = "ok";
        json["y"] = json_list(result.y.value);
        if (result.y.jacobian.size() > 0) {
            json["J"] = json_rows(result.y.jacobian);
        }
    } else {
        json["status"] = "failed";
        json["message"] = result.failure;
    }
    // A message of an external program may hold any bytes: they must not stop the study.
    std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    text.pop_back();
    return fmt::format("{}{}{}{}\n", text, checksum_begin, checksum(text), checksum_end);
}

EvaluationLine line_from(std::string_view text) {
    const bool has_checksum = check_sum(text);
    const std::optional<Json> json = json_in(text);
    require(json.has_value(), "it is no JSON");
    require(json->is_object(), "it is no JSON object");
    try {
        if (!has_checksum) {
            require_known_keys(*json);
        }
        EvaluationLine line{.problem = json->at("problem").get<std::string>(),
                            .result = result_in(*json)};
        require(!line.problem.empty(), "it names no problem");
        return line;
    } catch (const Json::exception& error) {
        throw ConfigError(plain_words(error));
    }
}

EvaluationResult attempt(const Problem& problem, const ConstVectorRef& x, Derivatives wanted) {
    EvaluationResult result{.x = x};
    try {
        result.y = problem.evaluate(x, wanted);
    } catch (const MachineFailure&) {
        throw;
    } catch (const EvaluationError& error) {
        result.failure = error.what();
    }
    return result;
}

}  // namespace jennopt
