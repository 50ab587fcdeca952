#pragma once

#include "jennopt/data/sampling.hpp"
#include "jennopt/problem/options.hpp"
#include "study/config/keys.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jennopt {

// Slots of a study file that are more than a field.

/// A list of integers; where all are equal one number will do.
[[nodiscard]] Slot integer_or_list(std::vector<Index>& values, const Range& range);

/// A count, or the word all, which sets 0.
[[nodiscard]] Slot count_or_all(Index& count, const Range& range);

/// A number >= 0, or the word auto where it is automatic, which leaves it empty.
[[nodiscard]] Slot number_or_auto(std::optional<double>& number, bool automatic = true);

/// A map of keys or, for short, the number >= 0 that they set.
/// @param automatic  the word auto will do too
[[nodiscard]] Slot number_or_keys(std::optional<double>& number, bool automatic, const Keys& keys);

/// A number that may be left out, and is then not written either.
[[nodiscard]] Slot number_or_none(std::optional<double>& number, const Range& range = {});

/// The same of true or false, and of a text.
[[nodiscard]] Slot flag_or_none(std::optional<bool>& flag);
[[nodiscard]] Slot text_or_none(std::string& text);

/// A sampling plan or a list of plans. Where a plan gives no count it is that of the first plan
/// before reading.
/// @param optional  the word none will do too, for no plans
[[nodiscard]] Slot plans_block(std::vector<SamplingOptions>& plans, bool optional = false);

/// Whether the value is the word none.
[[nodiscard]] bool is_none(const Document& value);

/// Values of any scalar type; which names and ranges are right only the problem knows.
[[nodiscard]] Slot options_block(std::map<std::string, OptionValue>& options);

/// A block of the whole study, not read with the others: arms are made of the sweep before one is
/// read (sweep.hpp), and figures are of no arm (figures_block.hpp).
[[nodiscard]] Slot common_block(const std::string& type);

/// Items that each are a map of keys; not written where there are none.
template <typename Item>
[[nodiscard]] Slot items_block(std::vector<Item>& items, Keys (*keys)(Item&)) {
    const auto read_items = [&items, keys](const Cursor& at) {
        if (at.node.kind != Document::Kind::list || at.node.items.empty()) {
            at.refuse("a list with at least one map, as in [{name: x, ...}]");
            return;
        }
        items.assign(at.node.items.size(), Item{});
        for (std::size_t i = 0; i < items.size(); ++i) {
            read(at[i], keys(items[i]));
        }
    };
    const auto write_items = [&items, keys] {
        Document list = items.empty() ? Document{} : Document::list();
        for (Item& item : items) {
            list.items.push_back(write(keys(item)));
        }
        return list;
    };
    return {"list of maps", "none", read_items, write_items};
}

/// Values by names of the user's own.
/// @param expected  "a map of ..., as in ..."
template <typename Value, typename Take, typename Give>
[[nodiscard]] Slot map_block(std::map<std::string, Value>& values,
                             const std::string& expected,
                             Take take_value,
                             Give give) {
    const auto read_values = [&values, expected, take_value](const Cursor& at) {
        if (at.node.kind != Document::Kind::map) {
            at.refuse(expected);
            return;
        }
        values.clear();
        for (const DocumentEntry& entry : at.node.entries) {
            take_value(at[entry.key], values[entry.key]);
        }
    };
    const auto write_values = [&values, give] {
        Document node = Document::map();
        for (auto& [name, value] : values) {
            node.append(name, give(value));
        }
        return node;
    };
    return {"map", "{}", read_values, write_values};
}

/// True for letters, digits, - and _, and . after the first.
[[nodiscard]] bool is_name(const std::string& name, bool dots);

}  // namespace jennopt
