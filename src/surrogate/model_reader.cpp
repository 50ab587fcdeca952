#include "surrogate/model_reader.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace jennopt {

std::string found_text(const Json& value) {
    constexpr std::size_t most = 60;
    if (value.is_structured()) {  // maybe a million deep: to print it would take as many calls
        return value.is_array() ? fmt::format("a list of {}", value.size()) : "an object";
    }
    return value.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, most);
}

ModelReader::ModelReader(const Json& json, const std::filesystem::path& file, std::string where)
    : json_(json), file_(file), where_(std::move(where)) {}

ModelReader ModelReader::inner(const Json& json, const std::string& where) const {
    if (!json.is_object()) {
        throw refusal(where, fmt::format("is {}, expected an object", json.type_name()));
    }
    return {json, file_, where + ": "};
}

const Json& ModelReader::at(const std::string& key) const {
    if (!json_.contains(key)) {
        throw refusal(key, "is missing");
    }
    return json_.at(key);
}

ConfigError ModelReader::refusal(const std::string& what, const std::string& why) const {
    return ConfigError(fmt::format("{}: {}{} {}", file_.string(), where_, what, why));
}

const Json& ModelReader::list(const std::string& key, Index count) const {
    const Json& values = at(key);
    if (!values.is_array() || (count > 0 && static_cast<Index>(values.size()) != count)) {
        throw refusal(key,
                      fmt::format("is {}, expected a list{}",
                                  values.is_array() ? fmt::format("a list of {}", values.size())
                                                    : values.type_name(),
                                  count > 0 ? fmt::format(" of {}", count) : ""));
    }
    return values;
}

std::vector<std::string> ModelReader::strings(const std::string& key, Index count) const {
    std::vector<std::string> result;
    for (const Json& value : list(key, count)) {
        if (!value.is_string()) {
            throw refusal(key, fmt::format("holds {}, expected strings", found_text(value)));
        }
        result.push_back(value.get<std::string>());
    }
    return result;
}

std::vector<Index> ModelReader::sizes(const std::string& key) const {
    std::vector<Index> result;
    for (const Json& value : list(key, 0)) {
        if (!value.is_number_integer() || value.get<Index>() < 1) {
            throw refusal(key,
                          fmt::format("holds {}, expected whole numbers >= 1", found_text(value)));
        }
        result.push_back(value.get<Index>());
    }
    if (result.size() < 2) {
        throw refusal(key, fmt::format("has {} entries, expected at least 2", result.size()));
    }
    return result;
}

std::vector<Index> ModelReader::inputs(const std::string& key, Index n_x) const {
    std::vector<Index> result;
    if (!json_.contains(key)) {
        return result;
    }
    for (const Json& entry : list(key, 0)) {
        const bool is_input = entry.is_number_unsigned() &&
                              entry.get<std::uint64_t>() < static_cast<std::uint64_t>(n_x);
        if (!is_input || std::ranges::count(result, entry.get<Index>()) > 0) {
            throw refusal(key,
                          fmt::format("has {}, expected different whole numbers from 0 to {}",
                                      found_text(entry),
                                      n_x - 1));
        }
        result.push_back(entry.get<Index>());
    }
    return result;
}

std::string ModelReader::text(const std::string& key) const {
    const Json& value = at(key);
    if (!value.is_string()) {
        throw refusal(key, fmt::format("is {}, expected a string", found_text(value)));
    }
    return value.get<std::string>();
}

ConfigError ModelReader::not_one_of(const std::string& key,
                                    const std::vector<std::string>& names) const {
    return refusal(key,
                   fmt::format("is {}, expected {}", found_text(at(key)), fmt::join(names, ", ")));
}

Matrix ModelReader::matrix(
    const Json& rows, const std::string& name, Index n_rows, Index n_cols, bool gaps) const {
    const auto fits = [](const Json& json, Index count) {
        return json.is_array() && static_cast<Index>(json.size()) == count;
    };
    const auto is_row = [&](const Json& row) {
        return fits(row, n_cols) && std::all_of(row.begin(), row.end(), [gaps](const Json& value) {
                   return value.is_number() || (gaps && value.is_null());
               });
    };
    if (!fits(rows, n_rows) || !std::all_of(rows.begin(), rows.end(), is_row)) {
        throw refusal(name,
                      fmt::format("is not a list of {} rows of {} finite numbers{}",
                                  n_rows,
                                  n_cols,
                                  gaps ? " or null" : ""));
    }
    return matrix_from(rows);
}

double ModelReader::number(const std::string& key) const {
    const Json& value = at(key);
    if (!value.is_number()) {
        throw refusal(key, fmt::format("is {}, expected a number", found_text(value)));
    }
    return value.get<double>();
}

Vector ModelReader::column(const std::string& key, Index size) const {
    return matrix(at(key), key, size, 1);
}

Vector ModelReader::scales(const std::string& key, Index size) const {
    Vector sigma = column(key, size);
    if ((sigma.array() <= 0.0).any()) {
        throw refusal(key, fmt::format("is {}, expected numbers > 0", to_text(sigma)));
    }
    return sigma;
}

}  // namespace jennopt
