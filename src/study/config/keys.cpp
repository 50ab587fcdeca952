#include "study/config/keys.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "study/config/scalar.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>

namespace jennopt {

namespace {

constexpr const char* automatic_word = "auto";

/// Reads one value into the field it belongs to. Each overload stands for one type of field.
class ValueReader {
public:
    ValueReader(const Document& node,
                const std::string& path,
                const Range& range,
                ConfigErrors& errors)
        : node_(node), path_(path), range_(range), errors_(errors) {}

    void operator()(bool* field) const { take(to_bool(node_), field, "true or false"); }

    void operator()(Index* field) const { take_number(to_integer(node_), field, "an integer"); }

    void operator()(std::uint64_t* field) const {
        take_number(to_natural(node_), field, "an integer");
    }

    void operator()(double* field) const { take_number(to_real(node_), field, "a number"); }

    void operator()(std::string* field) const {
        const bool unquoted = to_bool(node_) || to_real(node_);
        take(to_text(node_), field, unquoted ? "text (in quotes if it is meant)" : "text");
    }

    template <typename Element>
    void operator()(std::vector<Element>* field) const {
        if (node_.kind != Document::Kind::list) {
            refuse("a list" +
                   (node_.kind == Document::Kind::scalar ? ", as in [" + node_.text + "]" : ""));
            return;
        }
        std::vector<Element> values(node_.items.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::string path = join_path(path_, fmt::format("{}", i));
            ValueReader(node_.items[i], path, range_, errors_)(&values[i]);
        }
        *field = std::move(values);
    }

    void operator()(const IntegerOrList& field) const {
        if (node_.kind != Document::Kind::scalar) {
            (*this)(field.values);
            return;
        }
        Index value = 0;
        (*this)(&value);
        *field.values = {value};
    }

    void operator()(const Chosen& field) const { take_chosen(field, ""); }

    void operator()(const NumberOrKeys& field) const {
        if (node_.kind == Document::Kind::map) {
            read(node_, path_, field.keys, errors_);
        } else {
            take_chosen(field.number, " or a map");
        }
    }

    void operator()(const Choice& field) const {
        const std::string name = to_text(node_).value_or("");
        if (std::ranges::find(field.names, name) != field.names.end()) {
            field.set(name);
        } else {
            refuse(fmt::format("one of {}{}",
                               fmt::join(field.names, ", "),
                               did_you_mean(name, field.names)));
        }
    }

    void operator()(const Keys& field) const { read(node_, path_, field, errors_); }

    void operator()(const Custom& field) const { field.read(node_, path_, errors_); }

private:
    void refuse(const std::string& expected) const {
        if (node_.kind != Document::Kind::refused) {
            errors_.add(
                node_.place, path_, fmt::format("is {}, expected {}", found(node_), expected));
        }
    }

    template <typename Value, typename Field>
    void take(const std::optional<Value>& value, Field* field, const std::string& expected) const {
        if (value) {
            *field = *value;
        } else {
            refuse(expected);
        }
    }

    void take_chosen(const Chosen& field, const std::string& otherwise) const {
        if (field.automatic && to_text(node_) == automatic_word) {
            field.number->reset();
        } else {
            take_number(to_real(node_),
                        field.number,
                        "a number",
                        (field.automatic ? fmt::format(" or {}", automatic_word) : "") + otherwise);
        }
    }

    template <typename Value, typename Field>
    void take_number(const std::optional<Value>& value,
                     Field* field,
                     std::string expected,
                     const std::string& otherwise = "") const {
        const std::string range = range_.text();
        expected += (range.empty() ? "" : " " + range) + otherwise;
        const bool inside = value && range_.contains(static_cast<double>(*value));
        take(inside ? value : std::nullopt, field, expected);
    }

    const Document& node_;
    const std::string& path_;
    const Range& range_;
    ConfigErrors& errors_;
};

void report_unknown(const DocumentEntry& entry,
                    const std::string& path,
                    const Keys& keys,
                    ConfigErrors& errors) {
    std::vector<std::string> names;
    std::transform(keys.begin(), keys.end(), std::back_inserter(names), [](const Key& key) {
        return key.name;
    });
    const std::string hint = did_you_mean(entry.key, names);
    const std::string expected =
        hint.empty() ? fmt::format(", expected one of {}", fmt::join(names, ", ")) : hint;
    errors.add(entry.place, join_path(path, entry.key), "is not a known key" + expected);
}

/// Writes one value. Each overload stands for one type of field.
struct ValueWriter {
    template <typename Value>
    Document operator()(const Value* field) const {
        return of(*field);
    }

    Document operator()(const IntegerOrList& field) const {
        return field.values->size() == 1 ? of(field.values->front()) : of(*field.values);
    }

    Document operator()(const Chosen& field) const {
        return *field.number ? of(**field.number) : of(std::string(automatic_word));
    }

    Document operator()(const NumberOrKeys& field) const { return write(field.keys); }

    Document operator()(const Choice& field) const { return of(field.get()); }

    Document operator()(const Keys& field) const { return write(field); }

    Document operator()(const Custom& field) const { return field.write(); }

private:
    template <typename Value>
    static Document of(const Value& value) {
        return scalar(value);
    }

    template <typename Element>
    static Document of(const std::vector<Element>& values) {
        Document list;
        list.kind = Document::Kind::list;
        for (const Element& value : values) {
            list.items.push_back(of(value));
        }
        return list;
    }
};

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

void read(const Document& block,
          const std::string& path,
          const Keys& keys,
          ConfigErrors& errors,
          const Refusals& refused) {
    if (block.kind == Document::Kind::refused) {
        return;
    }
    if (block.kind != Document::Kind::map) {
        errors.add(block.place, path, fmt::format("is {}, expected a map of keys", found(block)));
        return;
    }
    for (const DocumentEntry& entry : block.entries) {
        const auto refusal = refused.find(entry.key);
        if (refusal != refused.end()) {
            errors.add(entry.place, join_path(path, entry.key), refusal->second);
        } else if (std::none_of(keys.begin(), keys.end(), [&](const Key& key) {
                       return key.name == entry.key;
                   })) {
            report_unknown(entry, path, keys, errors);
        }
    }
    for (const Key& key : keys) {
        const Document* node = block.find(key.name);
        const std::string key_path = join_path(path, key.name);
        if (node == nullptr && key.required) {
            errors.add(block.place, key_path, "is missing, expected: " + key.meaning);
        } else if (node != nullptr && node->kind != Document::Kind::refused &&
                   refused.count(key.name) == 0) {
            std::visit(ValueReader(*node, key_path, key.range, errors), key.slot);
        }
    }
}

Document write(const Keys& keys) {
    Document block;
    block.kind = Document::Kind::map;
    for (const Key& key : keys) {
        if (key.is_silent && key.is_silent()) {
            continue;
        }
        Document value = std::visit(ValueWriter{}, key.slot);
        if (value.kind != Document::Kind::empty) {
            append(block, key.name, std::move(value));
        }
    }
    return block;
}

void append(Document& map, const std::string& key, Document value) {
    map.entries.push_back({key, {}, std::move(value)});
}

}  // namespace jennopt
