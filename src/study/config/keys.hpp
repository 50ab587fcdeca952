#pragma once

#include "jennopt/core/names.hpp"
#include "study/config/document.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace jennopt {

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

/// A name out of a list, standing for a value of an enumeration.
struct Choice {
    std::vector<std::string> names;
    std::function<std::string()> get;
    std::function<void(const std::string&)> set;  ///< one of the names
};

/// Bound by the list of names beside the enumeration, whatever its order.
template <typename Enum>
[[nodiscard]] Choice choice(Enum& value) {
    return {all_names<Enum>(),
            [&value] { return name_of(value); },
            [&value](const std::string& name) { value = *value_named<Enum>(name); }};
}

struct Key;
using Keys = std::vector<Key>;

/// A number or, where the key allows it, the word auto, which leaves the number empty.
struct Chosen {
    std::optional<double>* number;
    bool automatic;
};

/// Either a map of keys or, for short, what goes where `number` points.
struct NumberOrKeys {
    Chosen number;
    Keys keys;
};

/// A list of integers; where all are equal one number will do.
struct IntegerOrList {
    std::vector<Index>* values;
};

/// Something that reads and writes itself.
struct Custom {
    std::string type;
    std::string standard;
    std::function<void(const Document&, const std::string& path, ConfigErrors&)> read;
    std::function<Document()> write;  ///< an empty document: not written
};

/// Where the value of a key lives, and of which type it is.
using Slot = std::variant<bool*,
                          Index*,
                          std::uint64_t*,
                          double*,
                          std::string*,
                          std::vector<std::string>*,
                          std::vector<Index>*,
                          std::vector<double>*,
                          std::vector<std::vector<double>>*,
                          IntegerOrList,
                          Chosen,
                          NumberOrKeys,
                          Choice,
                          Keys,
                          Custom>;

/// One key of a study file, bound to the field that it sets. Reading, writing and describing all go
/// by this, so a setting is named once.
struct Key {
    std::string name;
    Slot slot;
    std::string meaning;
    Range range = {};  ///< of the number, or of each number in a list
    bool required = false;
    std::function<bool()> is_silent = nullptr;  ///< true: not written
};

/// Keys that are known elsewhere but have no place in this block: key -> reason.
using Refusals = std::map<std::string, std::string>;

/// A key that is written only where its value is not the standard one: a study that has nothing of
/// it keeps its resolved configuration, and the names of its arms.
template <typename Value>
[[nodiscard]] Key quiet(Key key, const Value& value, const Value& standard = {}) {
    key.is_silent = [&value, standard] { return value == standard; };
    return key;
}

/// Reads the keys that a block gives and leaves the other fields as they are.
/// @param path  of the block, for the messages
void read(const Document& block,
          const std::string& path,
          const Keys& keys,
          ConfigErrors& errors,
          const Refusals& refused = {});

/// The block that read() would read the present values from.
[[nodiscard]] Document write(const Keys& keys);

/// A Markdown table: key, type, default (the present value), meaning with range or choices.
[[nodiscard]] std::string table(const Keys& keys);

/// Appends an entry to a map.
void append(Document& map, const std::string& key, Document value);

}  // namespace jennopt
