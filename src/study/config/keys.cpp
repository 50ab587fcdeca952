#include "study/config/keys.hpp"

#include "core/nearest.hpp"
#include "problem/names.hpp"
#include "study/config/yaml_text.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <type_traits>

namespace jennopt {

namespace {

template <typename Value, typename Field>
void take_inside(const Cursor& at,
                 const Range& range,
                 const std::optional<Value>& value,
                 Field& field,
                 const std::string& expected) {
    if (value && range.contains(static_cast<double>(*value))) {
        field = *value;
        return;
    }
    const Document spelled = as_number(at.node, std::is_integral_v<Value>);
    const std::optional<double> meant = to_real(spelled);
    at.refuse(expected +
              (!value && meant && range.contains(*meant) ? ", written " + spelled.text : ""));
}

std::string in_range(const std::string& kind, const Range& range) {
    return range.text().empty() ? kind : kind + " " + range.text();
}

/// What is likely wrong with a key that is none, as the end of a sentence; "" if nothing is likely.
std::string misspelling(const std::string& key, const std::vector<std::string>& names) {
    const bool is_number = !key.empty() && std::ranges::all_of(key, [](unsigned char letter) {
        return std::isdigit(letter) != 0;
    });
    if (is_number) {
        return "; a number with decimals is written with a point, 0.5";
    }
    const std::string before = key.substr(0, key.find_first_of(" ="));
    if (key.find('=') != std::string::npos && contains(names, before)) {
        return fmt::format(", expected '{}: ...' with a colon", before);
    }
    return did_you_mean(key, names);
}

void report_unknown(const Cursor& at, const DocumentEntry& entry, const Keys& keys) {
    const std::vector<std::string> names = names_of(keys);
    const std::string joined_key = key_without_blank(entry.key);
    if (contains(names, joined_key)) {
        at.complain(entry.place,
                    fmt::format("a blank after the colon is missing, expected '{}: {}'",
                                joined_key,
                                entry.key.substr(joined_key.size() + 1)));
        return;
    }
    const std::string hint = misspelling(entry.key, names);
    at.complain(
        entry.place,
        "is not a known key" +
            (hint.empty() ? fmt::format(", expected one of {}", fmt::join(names, ", ")) : hint));
}

/// How the scalar is written that stands where a map of keys should: "branin" as {name: branin},
/// with the first key that takes it. "" if none does.
std::string as_map(const Cursor& block, const Keys& keys) {
    for (const Key& key : keys) {
        if (key.is_silent) {  // seldom meant
            continue;
        }
        ConfigErrors trial;
        key.slot.read({block.node, block.path, trial});
        if (trial.count() == 0) {
            return fmt::format(", as in {{{}: {}}}", key.name, block.node.text);
        }
    }
    return "";
}

void refuse_no_map(const Cursor& block, const Keys& keys) {
    const Document& node = block.node;
    std::string hint;
    if (node.kind == Document::Kind::scalar) {
        const std::string key = key_without_blank(node.text);
        hint = key.empty() ? as_map(block, keys)
                           : fmt::format(": a blank after the colon is missing, '{}: {}'",
                                         key,
                                         node.text.substr(key.size() + 1));
    } else if (node.kind == Document::Kind::list) {
        hint = ", 'key: value' in each line, without '- '";
    } else if (node.kind == Document::Kind::empty) {
        hint = ", below it and indented";
    }
    block.refuse("a map of keys" + hint);
}

}  // namespace

bool Range::contains(double number) const {
    return (lower_open ? number > lower : number >= lower) &&
           (upper_open ? number < upper : number <= upper);
}

std::string Range::text() const {
    const bool bounded_below = lower != -std::numeric_limits<double>::infinity();
    const bool bounded_above = upper != std::numeric_limits<double>::infinity();
    if (bounded_below && bounded_above) {
        return fmt::format(
            "in {}{}, {}{}", lower_open ? '(' : '[', lower, upper, upper_open ? ')' : ']');
    }
    if (bounded_below) {
        return fmt::format("{} {}", lower_open ? ">" : ">=", lower);
    }
    return bounded_above ? fmt::format("{} {}", upper_open ? "<" : "<=", upper) : "";
}

void take(const Cursor& at, const Range& /*range*/, bool& field) {
    if (const auto value = to_bool(at.node)) {
        field = *value;
    } else {
        const std::string meant = as_truth(at.node);
        at.refuse("true or false" + (meant.empty() ? "" : ", written " + meant));
    }
}

void take(const Cursor& at, const Range& range, Index& field) {
    take_inside(at, range, to_integer(at.node), field, in_range("an integer", range));
}

void take(const Cursor& at, const Range& range, std::uint64_t& field) {
    take_inside(at, range, to_natural(at.node), field, in_range("an integer", range));
}

void take(const Cursor& at, const Range& range, double& field) {
    take_number(at, range, field, "");
}

void take_number(const Cursor& at,
                 const Range& range,
                 double& field,
                 const std::string& otherwise) {
    take_inside(at, range, to_real(at.node), field, in_range("a number", range) + otherwise);
}

void take(const Cursor& at, const Range& /*range*/, std::string& field) {
    if (const auto value = to_text(at.node)) {
        field = *value;
    } else {
        const bool unquoted = to_bool(at.node) || to_real(at.node);
        at.refuse(unquoted ? "text (in quotes if it is meant)" : "text");
    }
}

std::string one_of(const std::vector<std::string>& names, std::string_view name) {
    return fmt::format("one of {}{}", fmt::join(names, ", "), did_you_mean(name, names));
}

std::string take_name(const Cursor& at, const std::vector<std::string>& names) {
    std::string name = to_text(at.node).value_or("");
    if (contains(names, name)) {
        return name;
    }
    at.refuse(one_of(names, name));
    return "";
}

void refuse_no_list(const Cursor& at) {
    const bool single = at.node.kind == Document::Kind::scalar;
    at.refuse("a list" + (single ? ", as in [" + at.node.text + "]" : ""));
}

bool lacks_inner_lists(const Document& node) {
    return node.kind == Document::Kind::scalar ||
           (node.kind == Document::Kind::list && !node.items.empty() &&
            std::ranges::all_of(node.items, [](const Document& item) {
                return item.kind == Document::Kind::scalar;
            }));
}

void refuse_no_points(const Cursor& at) {
    const std::string point =
        at.node.kind == Document::Kind::list ? one_line(at.node) : "[" + at.node.text + "]";
    at.refuse(fmt::format("a list of points, as in [{}]", point));
}

Slot::Slot(const Keys& keys)
    : Slot(
          "map",
          "see below",
          [keys](const Cursor& at) { jennopt::read(at, keys); },
          [keys] { return jennopt::write(keys); }) {}

Keys joined(Keys keys, const Keys& more) {
    keys.insert(keys.end(), more.begin(), more.end());
    return keys;
}

void read(const Cursor& block, const Keys& keys, const Refusals& refused) {
    if (block.node.kind != Document::Kind::map) {
        refuse_no_map(block, keys);
        return;
    }
    for (const DocumentEntry& entry : block.node.entries) {
        const auto refusal = refused.find(entry.key);
        if (refusal != refused.end()) {
            block[entry.key].complain(entry.place, refusal->second);
        } else if (std::ranges::find(keys, entry.key, &Key::name) == keys.end()) {
            report_unknown(block[entry.key], entry, keys);
        }
    }
    for (const Key& key : keys) {
        const Cursor value = block[key.name];
        const bool given = &value.node != &block.node;
        if (!given && key.required) {
            value.complain("is missing, expected: " + key.meaning);
        } else if (given && value.node.kind != Document::Kind::refused &&
                   !refused.contains(key.name)) {
            key.slot.read(value);
        }
    }
}

Document write(const Keys& keys) {
    Document block = Document::map();
    for (const Key& key : keys) {
        if (key.is_silent && key.is_silent()) {
            continue;
        }
        if (Document value = key.slot.write(); value.kind != Document::Kind::empty) {
            block.append(key.name, std::move(value));
        }
    }
    return block;
}

}  // namespace jennopt
