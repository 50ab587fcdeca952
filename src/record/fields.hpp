#pragma once

#include "core/format.hpp"
#include "core/json.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/core/names.hpp"

#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace jennopt {

// JSON both ways from one list per struct,
//
//     template <Of<LossTerms> T>
//     void fields(T& loss, auto& visit) {
//         visit("value", loss.value);
//         visit("jacobian", loss.jacobian);
//     }
//
// Fields are bool, Index, double (null: NaN), std::string, Vector, Matrix, enumerations with names,
// structs with a list, and std::vector and std::optional (null: nothing) of these. A member that is
// missing leaves the field as it is, so that older files stay readable.

template <typename T, typename Struct>
concept Of = std::same_as<std::remove_const_t<T>, Struct>;

/// True for a struct that is written as an array of numbers, in the order of its fields.
template <typename T>
inline constexpr bool is_row = false;

struct NoVisit {
    template <typename T>
    void operator()(const char* /*name*/, T& /*field*/) const {}
};

template <typename T>
concept HasFields = requires(T& value, NoVisit& visit) {
    fields(value, visit);
};

template <typename T>
[[nodiscard]] Json field_to_json(const T& value);

template <typename T>
void field_from_json(const Json& json, const std::string& path, T& value);

/// Into an object by name, or into an array in the order of the fields.
struct FieldWriter {
    Json json;

    template <typename T>
    void operator()(const char* name, const T& field) {
        if (json.is_object()) {
            json[name] = field_to_json(field);
        } else if constexpr (HasFields<const T>) {
            fields(field, *this);
        } else {
            json.push_back(field_to_json(field));
        }
    }
};

struct FieldReader {
    const Json& json;
    const std::string& path;
    std::size_t next = 0;  ///< of an array

    template <typename T>
    void operator()(const char* name, T& field) {
        const std::string inside = path.empty() ? name : path + "." + name;
        if (json.is_object()) {
            if (const auto found = json.find(name); found != json.end()) {
                field_from_json(*found, inside, field);
            }
        } else if constexpr (HasFields<T>) {
            fields(field, *this);
        } else if (next < json.size()) {
            field_from_json(json[next++], inside, field);
        }
    }
};

template <typename T>
inline constexpr bool is_list = false;
template <typename T>
inline constexpr bool is_list<std::vector<T>> = true;
template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <typename T>
Json field_to_json(const T& value) {
    if constexpr (std::same_as<T, double>) {
        return number_to(value);
    } else if constexpr (std::is_enum_v<T>) {
        return name_of(value);
    } else if constexpr (std::same_as<T, Vector>) {
        return json_list(value);
    } else if constexpr (std::same_as<T, Matrix>) {
        return json_rows(value);
    } else if constexpr (is_optional<T>) {
        return value ? field_to_json(*value) : Json(nullptr);
    } else if constexpr (is_list<T>) {
        Json list = Json::array();
        for (const auto& each : value) {
            list.push_back(field_to_json(each));
        }
        return list;
    } else if constexpr (HasFields<const T>) {
        FieldWriter writer{is_row<T> ? Json::array() : Json::object()};
        fields(value, writer);
        return std::move(writer.json);
    } else {
        return value;
    }
}

/// Throws unless the member is what its field needs.
inline void require_field(bool fits, const Json& json, const std::string& path, const char* what) {
    if (fits) {
        return;
    }
    constexpr auto standing_in = Json::error_handler_t::replace;  // for bytes that are no UTF-8
    const std::string text =
        json.is_structured() && !json.empty()
            ? fmt::format("{} of {}", json.is_array() ? "a list" : "an object", json.size())
            : json.dump(-1, ' ', false, standing_in).substr(0, 60);
    throw Error(fmt::format("{} is {}, expected {}", path, text, what));
}

template <typename T>
void array_from_json(const Json& json, const std::string& path, T& value) {
    try {
        if constexpr (std::same_as<T, Vector>) {
            value = vector_from(json);
        } else {
            value = matrix_from(json);
        }
    } catch (const Json::exception&) {
        require_field(false, json, path, "numbers, in rows of one length");
    }
}

/// @param path  of the member, for errors
/// @throws Error naming the path for a value of another type
template <typename T>
void field_from_json(const Json& json, const std::string& path, T& value) {
    const auto require = [&](bool fits, const char* what) {
        require_field(fits, json, path, what);
    };
    if constexpr (std::same_as<T, double>) {
        require(json.is_number() || json.is_null(), "a number or null");
        value = number_from(json);
    } else if constexpr (std::same_as<T, bool>) {
        require(json.is_boolean(), "true or false");
        value = json.get<bool>();
    } else if constexpr (std::same_as<T, Index>) {
        require(json.is_number_integer(), "an integer");
        value = json.get<Index>();
    } else if constexpr (std::same_as<T, std::string>) {
        require(json.is_string(), "text");
        value = json.get<std::string>();
    } else if constexpr (std::is_enum_v<T>) {
        const auto named = value_named<T>(json.is_string() ? json.get<std::string>() : "");
        require(named.has_value(), "a name that is known");
        value = *named;
    } else if constexpr (std::same_as<T, Vector> || std::same_as<T, Matrix>) {
        array_from_json(json, path, value);
    } else if constexpr (is_optional<T>) {
        value.reset();
        if (!json.is_null()) {
            field_from_json(json, path, value.emplace());
        }
    } else if constexpr (is_list<T>) {
        require(json.is_array(), "a list");
        value.clear();
        for (std::size_t i = 0; i < json.size(); ++i) {
            field_from_json(json[i], fmt::format("{}.{}", path, i), value.emplace_back());
        }
    } else if (!json.is_null()) {
        require(is_row<T> ? json.is_array() : json.is_object(), is_row<T> ? "a row" : "an object");
        FieldReader reader{json, path};
        fields(value, reader);
    }
}

}  // namespace jennopt
