#pragma once

#include "core/format.hpp"
#include "study/config/keys.hpp"
#include "study/config/scalar.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace jennopt {

// Lists of blocks, and maps whose keys are names of the user's own.

/// Says what was found and what was expected.
inline void refuse(const Document& node,
                   const std::string& path,
                   const std::string& expected,
                   ConfigErrors& errors) {
    if (node.kind != Document::Kind::refused) {
        errors.add(node.place, path, fmt::format("is {}, expected {}", found(node), expected));
    }
}

[[nodiscard]] inline Document list_of(std::vector<Document> items) {
    Document list;
    list.kind = Document::Kind::list;
    list.items = std::move(items);
    return list;
}

/// Items that each are a map of keys; not written where there are none.
template <typename Item>
[[nodiscard]] Custom items_block(std::vector<Item>& items, Keys (*keys)(Item&)) {
    const auto read_items =
        [&items, keys](const Document& node, const std::string& path, ConfigErrors& errors) {
            if (node.kind != Document::Kind::list || node.items.empty()) {
                refuse(node, path, "a list with at least one map, as in [{name: x, ...}]", errors);
                return;
            }
            items.assign(node.items.size(), Item{});
            for (std::size_t i = 0; i < items.size(); ++i) {
                read(node.items[i], join_path(path, fmt::format("{}", i)), keys(items[i]), errors);
            }
        };
    const auto write_items = [&items, keys] {
        std::vector<Document> list;
        for (Item& item : items) {
            list.push_back(write(keys(item)));
        }
        return list.empty() ? Document{} : list_of(std::move(list));
    };
    return {"list of maps", "none", read_items, write_items};
}

/// Values by names of the user's own.
template <typename Value>
[[nodiscard]] Custom map_block(
    std::map<std::string, Value>& values,
    const std::string& expected,
    std::function<void(const Document&, const std::string&, Value&, ConfigErrors&)> take,
    std::function<Document(Value&)> give) {
    const auto read_values = [&values, expected, take = std::move(take)](const Document& node,
                                                                         const std::string& path,
                                                                         ConfigErrors& errors) {
        if (node.kind != Document::Kind::map) {
            refuse(node, path, expected, errors);
            return;
        }
        values.clear();
        for (const DocumentEntry& entry : node.entries) {
            take(entry.value, join_path(path, entry.key), values[entry.key], errors);
        }
    };
    const auto write_values = [&values, give = std::move(give)] {
        Document node;
        node.kind = Document::Kind::map;
        for (auto& [name, value] : values) {
            append(node, name, give(value));
        }
        return node;
    };
    return {"map", "{}", read_values, write_values};
}

}  // namespace jennopt
