#pragma once

#include "core/format.hpp"
#include "jennopt/core/names.hpp"
#include "study/config/scalar.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace jennopt {

/// A value of a study file that is being read: where it stands, and where errors go.
struct Cursor {
    const Document& node;
    std::string path;  ///< of its key, "training.rate"
    ConfigErrors& errors;

    /// The value of a key or element below; where it is not given this value, for its place.
    [[nodiscard]] Cursor operator[](const std::string& key) const {
        const Document* value = node.find(key);
        return {value == nullptr ? node : *value, join_path(path, key), errors};
    }

    [[nodiscard]] Cursor operator[](std::size_t item) const {
        return (*this)[fmt::format("{}", item)];
    }

    void complain(const std::string& sentence) const { complain(node.place, sentence); }

    /// @param place  that of the key, where the value is not what is wrong
    void complain(const Place& place, const std::string& sentence) const {
        errors.add(place, path, sentence);
    }

    /// States what was found and what was expected, unless that is an error already.
    void refuse(const std::string& expected) const {
        if (node.kind != Document::Kind::refused) {
            complain(fmt::format("is {}, expected {}", found(node), expected));
        }
    }

    /// The same for a key below, where it is given.
    void refuse_key(const std::string& key, const std::string& expected) const {
        if (node.find(key) != nullptr) {
            (*this)[key].refuse(expected);
        }
    }
};

/// Numbers that a key accepts.
struct Range {
    double lower = -std::numeric_limits<double>::infinity();
    double upper = std::numeric_limits<double>::infinity();
    bool lower_open = false;
    bool upper_open = false;

    [[nodiscard]] bool contains(double number) const;

    /// ">= 1", "in [0, 1)", "" if every number is accepted.
    [[nodiscard]] std::string text() const;
};

[[nodiscard]] inline Range at_least(double lower) {
    return {.lower = lower};
}

[[nodiscard]] inline Range above(double lower) {
    return {.lower = lower, .lower_open = true};
}

[[nodiscard]] inline Range within(double lower, double upper) {
    return {.lower = lower, .upper = upper};
}

/// A share that is not the whole.
[[nodiscard]] inline Range share() {
    return {.lower = 0, .upper = 1, .upper_open = true};
}

// One value into the field it belongs to; a value of another type, or out of range, is an error.

void take(const Cursor& at, const Range& range, bool& field);
void take(const Cursor& at, const Range& range, Index& field);
void take(const Cursor& at, const Range& range, std::uint64_t& field);
void take(const Cursor& at, const Range& range, double& field);
void take(const Cursor& at, const Range& range, std::string& field);

/// @param otherwise  what else would do, for the error
void take_number(const Cursor& at, const Range& range, double& field, const std::string& otherwise);

/// The name that the value is, one of these; "" after an error.
[[nodiscard]] std::string take_name(const Cursor& at, const std::vector<std::string>& names);

/// "one of a, b; did you mean 'a'?"
[[nodiscard]] std::string one_of(const std::vector<std::string>& names, std::string_view name);

void refuse_no_list(const Cursor& at);

/// True for a scalar, and for a list of scalars alone, where lists in a list are wanted.
[[nodiscard]] bool lacks_inner_lists(const Document& node);

template <typename T>
inline constexpr bool is_vector = false;
template <typename T>
inline constexpr bool is_vector<std::vector<T>> = true;

void refuse_no_points(const Cursor& at);

template <typename T>
void take(const Cursor& at, const Range& range, std::vector<T>& field) {
    if constexpr (is_vector<T>) {
        if (lacks_inner_lists(at.node)) {
            refuse_no_points(at);
            return;
        }
    }
    if (at.node.kind != Document::Kind::list) {
        refuse_no_list(at);
        return;
    }
    std::vector<T> values(at.node.items.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        take(at[i], range, values[i]);
    }
    field = std::move(values);
}

/// The document that take() reads the value from.
template <typename T>
[[nodiscard]] Document document_of(const T& value) {
    if constexpr (is_vector<T>) {
        Document list = Document::list();
        for (const auto& each : value) {
            list.items.push_back(document_of(each));
        }
        return list;
    } else if constexpr (std::is_enum_v<T>) {
        return scalar(name_of(value));
    } else {
        return scalar(value);
    }
}

/// "integer", "list of numbers".
template <typename T>
[[nodiscard]] std::string type_of(bool plural = false) {
    if constexpr (is_vector<T>) {
        return plural ? "points" : "list of " + type_of<typename T::value_type>(true);
    } else if constexpr (std::is_same_v<T, bool>) {
        return "true or false";
    } else if constexpr (std::is_same_v<T, std::string>) {
        return "text";
    } else if constexpr (std::is_enum_v<T>) {
        return "name";
    } else {
        return std::string(std::is_integral_v<T> ? "integer" : "number") + (plural ? "s" : "");
    }
}

struct Key;
using Keys = std::vector<Key>;

/// Where the value of a key lives: how it is read, written and described.
struct Slot {
    std::string type;
    std::string standard = {};  ///< the default in words; "": as it is written
    std::function<void(const Cursor&)> read;
    std::function<Document()> write;      ///< an empty document: not written
    Range range = {};                     ///< of the number, or of each number in a list
    std::vector<std::string> names = {};  ///< those it takes, of an enumeration

    /// A field of a plain type, an enumeration with names, or a list of such.
    template <typename T>
    Slot(T* field, const Range& accepted = {})
        : type(type_of<T>()), write([field] { return document_of(*field); }), range(accepted) {
        if constexpr (std::is_enum_v<T>) {
            names = all_names<T>();
            read = [field](const Cursor& at) {
                *field = value_named<T>(take_name(at, all_names<T>())).value_or(*field);
            };
        } else {
            read = [field, accepted](const Cursor& at) { take(at, accepted, *field); };
        }
    }

    /// A map of keys.
    Slot(const Keys& keys);

    /// Something that reads and writes itself.
    Slot(std::string type_name,
         std::string standard_text,
         std::function<void(const Cursor&)> reader,
         std::function<Document()> writer,
         const Range& accepted = {})
        : type(std::move(type_name)),
          standard(std::move(standard_text)),
          read(std::move(reader)),
          write(std::move(writer)),
          range(accepted) {}
};

/// One key of a study file, bound to the field that it sets. Reading, writing and describing all go
/// by this, so a setting is named once.
struct Key {
    std::string name;
    Slot slot;
    std::string meaning;
    bool required = false;
    std::function<bool()> is_silent = nullptr;  ///< true: not written
};

/// Keys that are known elsewhere but have no place in this block: key -> reason.
using Refusals = std::map<std::string, std::string>;

/// A key that must be given.
[[nodiscard]] inline Key required(Key key) {
    key.required = true;
    return key;
}

/// A key that is written only where its value is not the standard one: a study that has nothing of
/// it keeps its resolved configuration, and the names of its arms.
template <typename Value>
[[nodiscard]] Key quiet(Key key, const Value& value, const Value& standard = {}) {
    key.is_silent = [&value, standard] { return value == standard; };
    return key;
}

[[nodiscard]] Keys joined(Keys keys, const Keys& more);

/// Reads the keys that a block gives and leaves the other fields as they are.
void read(const Cursor& block, const Keys& keys, const Refusals& refused = {});

/// The block that read() would read the present values from.
[[nodiscard]] Document write(const Keys& keys);

}  // namespace jennopt
