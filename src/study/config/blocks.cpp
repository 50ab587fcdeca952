#include "study/config/blocks.hpp"

#include "study/config/settings.hpp"

#include <algorithm>
#include <string_view>

namespace jennopt {

namespace {

constexpr const char* automatic_word = "auto";
constexpr const char* none_word = "none";
constexpr const char* all_word = "all";

void take_optional(const Cursor& at,
                   const Range& range,
                   bool automatic,
                   const std::string& otherwise,
                   std::optional<double>& number) {
    if (automatic && to_text(at.node) == automatic_word) {
        number.reset();
        return;
    }
    double value = number.value_or(0.0);
    const std::size_t before = at.errors.count();
    take_number(at, range, value, (automatic ? " or auto" : "") + otherwise);
    if (at.errors.count() == before) {
        number = value;
    }
}

Document optional_document(const std::optional<double>& number) {
    return number ? scalar(*number) : scalar(std::string(automatic_word));
}

void read_plan(const Cursor& at, SamplingOptions& plan) {
    const std::size_t before = at.errors.count();
    read(at, sampling_keys(plan));
    if (at.errors.count() != before) {
        return;
    }
    if (plan.plan != SamplingPlan::grid) {
        at.refuse_key("levels", "none: only a grid has levels");
        return;
    }
    at.refuse_key("count", "none: a grid has levels");
    if (plan.levels.empty()) {
        at["levels"].complain("is missing, expected: points per input of the grid");
    }
}

Document write_plan(SamplingOptions plan) {
    Document node = write(sampling_keys(plan));
    const std::string unused = plan.plan == SamplingPlan::grid ? "count" : "levels";
    std::erase_if(node.entries, [&](const DocumentEntry& entry) { return entry.key == unused; });
    return node;
}

}  // namespace

Slot integer_or_list(std::vector<Index>& values, const Range& range) {
    const auto read_values = [&values, range](const Cursor& at) {
        if (at.node.kind != Document::Kind::scalar) {
            take(at, range, values);
            return;
        }
        values.assign(1, 0);
        take(at, range, values.front());
    };
    const auto write_values = [&values] {
        return values.size() == 1 ? document_of(values.front()) : document_of(values);
    };
    return {"integer or list", "", read_values, write_values, range};
}

Slot count_or_all(Index& count, const Range& range) {
    const auto read_count = [&count, range](const Cursor& at) {
        if (to_text(at.node) == all_word) {
            count = 0;
        } else {
            take(at, range, count);
        }
    };
    const auto write_count = [&count] {
        return count == 0 ? scalar(std::string(all_word)) : scalar(count);
    };
    return {"integer or all", "", read_count, write_count, range};
}

Slot number_or_auto(std::optional<double>& number, bool automatic) {
    const auto read_number = [&number, automatic](const Cursor& at) {
        take_optional(at, at_least(0), automatic, "", number);
    };
    const auto write_number = [&number] { return optional_document(number); };
    return {automatic ? "number or auto" : "number", "", read_number, write_number, at_least(0)};
}

Slot number_or_keys(std::optional<double>& number, bool automatic, const Keys& keys) {
    const auto read_number = [&number, automatic, keys](const Cursor& at) {
        if (at.node.kind == Document::Kind::map) {
            read(at, keys);
        } else {
            take_optional(at, at_least(0), automatic, " or a map", number);
        }
    };
    return {automatic ? "number, auto or map" : "number or map",
            one_line(optional_document(number)),
            read_number,
            [keys] { return write(keys); },
            at_least(0)};
}

Slot number_or_none(std::optional<double>& number, const Range& range) {
    const auto read_number = [&number, range](const Cursor& at) {
        take_optional(at, range, false, "", number);
    };
    const auto write_number = [&number] { return number ? scalar(*number) : Document{}; };
    return {"number", "none", read_number, write_number, range};
}

Slot flag_or_none(std::optional<bool>& flag) {
    const auto read_flag = [&flag](const Cursor& at) {
        bool given = flag.value_or(false);
        take(at, {}, given);
        flag = to_bool(at.node) ? std::optional(given) : flag;
    };
    const auto write_flag = [&flag] { return flag ? scalar(*flag) : Document{}; };
    return {"true or false", "none", read_flag, write_flag};
}

Slot text_or_none(std::string& text) {
    const auto read_text = [&text](const Cursor& at) {
        if (to_text(at.node) == "") {
            at.refuse("text");
        } else {
            take(at, {}, text);
        }
    };
    const auto write_text = [&text] { return text.empty() ? Document{} : scalar(text); };
    return {"text", "none", read_text, write_text};
}

bool is_none(const Document& value) {
    return to_text(value) == none_word;
}

Slot plans_block(std::vector<SamplingOptions>& plans, bool optional) {
    const SamplingOptions standard = {.count = plans.empty() ? SamplingOptions{}.count
                                                             : plans.front().count};
    const auto read_plans = [&plans, standard, optional](const Cursor& at) {
        if (optional && is_none(at.node)) {
            plans.clear();
            return;
        }
        if (at.node.kind != Document::Kind::list) {
            plans = {standard};
            read_plan(at, plans.front());
            return;
        }
        if (at.node.items.empty()) {
            at.complain("is an empty list, expected at least one plan");
        }
        plans.assign(at.node.items.size(), standard);
        for (std::size_t i = 0; i < plans.size(); ++i) {
            read_plan(at[i], plans[i]);
        }
    };
    const auto write_plans = [&plans, optional] {
        if (plans.empty()) {
            return optional ? scalar(std::string(none_word)) : Document{};
        }
        if (plans.size() == 1) {
            return write_plan(plans.front());
        }
        Document list = Document::list();
        std::ranges::transform(plans, std::back_inserter(list.items), write_plan);
        return list;
    };
    return {"map or list", "see below", read_plans, write_plans};
}

Slot options_block(std::map<std::string, OptionValue>& options) {
    return map_block(
        options,
        "a map of options",
        [](const Cursor& at, OptionValue& option) {
            if (const auto value = to_option(at.node)) {
                option = *value;
            } else {
                at.refuse("true or false, a number or text");
            }
        },
        [](const OptionValue& option) { return scalar(option); });
}

Slot common_block(const std::string& type) {
    return {type, "none", [](const Cursor& /*at*/) {}, [] { return Document{}; }};
}

bool is_name(const std::string& name, bool dots) {
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    constexpr std::size_t longest = 100;
    return !name.empty() && name.size() <= longest && name.front() != '-' && name.front() != '.' &&
           std::ranges::all_of(name, [&](char letter) {
               return allowed.find(letter) != std::string_view::npos || (dots && letter == '.');
           });
}

}  // namespace jennopt
