#include "study/config/blocks.hpp"

#include "core/format.hpp"
#include "study/config/scalar.hpp"
#include "study/config/settings.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace jennopt {

namespace {

void read_plan(const Document& node,
               const std::string& path,
               SamplingOptions& plan,
               ConfigErrors& errors) {
    const std::size_t before = errors.count();
    read(node, path, sampling_keys(plan), errors);
    if (errors.count() != before) {
        return;
    }
    const bool grid = plan.plan == SamplingPlan::grid;
    if (const Document* count = node.find("count"); grid && count != nullptr) {
        errors.add(count->place,
                   join_path(path, "count"),
                   fmt::format("is {}, expected none: a grid has levels", found(*count)));
    }
    if (const Document* levels = node.find("levels"); !grid && levels != nullptr) {
        errors.add(levels->place,
                   join_path(path, "levels"),
                   fmt::format("is {}, expected none: only a grid has levels", found(*levels)));
    }
    if (grid && plan.levels.empty()) {
        errors.add(node.place,
                   join_path(path, "levels"),
                   "is missing, expected: points per input of the grid");
    }
}

Document write_plan(SamplingOptions plan) {
    Document node = write(sampling_keys(plan));
    const std::string unused = plan.plan == SamplingPlan::grid ? "count" : "levels";
    std::erase_if(node.entries, [&](const DocumentEntry& entry) { return entry.key == unused; });
    return node;
}

}  // namespace

Custom plans_block(std::vector<SamplingOptions>& plans) {
    const Index standard_count = plans.empty() ? SamplingOptions{}.count : plans.front().count;
    const auto read_plans = [&plans, standard_count](const Document& node,
                                                     const std::string& path,
                                                     ConfigErrors& errors) {
        const SamplingOptions standard = {.count = standard_count};
        if (node.kind != Document::Kind::list) {
            plans = {standard};
            read_plan(node, path, plans.front(), errors);
            return;
        }
        if (node.items.empty()) {
            errors.add(node.place, path, "is an empty list, expected at least one plan");
        }
        plans.assign(node.items.size(), standard);
        for (std::size_t i = 0; i < plans.size(); ++i) {
            read_plan(node.items[i], join_path(path, fmt::format("{}", i)), plans[i], errors);
        }
    };
    const auto write_plans = [&plans] {
        if (plans.empty()) {
            return Document{};
        }
        if (plans.size() == 1) {
            return write_plan(plans.front());
        }
        Document list;
        list.kind = Document::Kind::list;
        std::transform(plans.begin(), plans.end(), std::back_inserter(list.items), write_plan);
        return list;
    };
    return {"map or list", "see below", read_plans, write_plans};
}

Custom options_block(std::map<std::string, OptionValue>& options) {
    const auto read_options =
        [&options](const Document& node, const std::string& path, ConfigErrors& errors) {
            if (node.kind != Document::Kind::map) {
                errors.add(
                    node.place, path, fmt::format("is {}, expected a map of options", found(node)));
            }
            for (const DocumentEntry& entry : node.entries) {
                if (const auto value = to_option(entry.value)) {
                    options[entry.key] = *value;
                } else if (entry.value.kind != Document::Kind::refused) {
                    errors.add(entry.value.place,
                               join_path(path, entry.key),
                               fmt::format("is {}, expected true or false, a number or text",
                                           found(entry.value)));
                }
            }
        };
    const auto write_options = [&options] {
        Document node;
        node.kind = Document::Kind::map;
        for (const auto& [name, value] : options) {
            append(node, name, scalar(value));
        }
        return node;
    };
    return {"map", "{}", read_options, write_options};
}

Custom common_block(const std::string& type) {
    return {type,
            "none",
            [](const Document& node, const std::string& path, ConfigErrors& errors) {
                (void)node, (void)path, (void)errors;
            },
            [] { return Document{}; }};
}

bool is_name(const std::string& name, bool dots) {
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    constexpr std::size_t longest = 100;
    return !name.empty() && name.size() <= longest && name.front() != '-' && name.front() != '.' &&
           std::all_of(name.begin(), name.end(), [&](char letter) {
               return allowed.find(letter) != std::string_view::npos || (dots && letter == '.');
           });
}

}  // namespace jennopt
