#include "core/control.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "study/config/document.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>
#include <utility>

namespace jennopt {

namespace {

/// The number of a list's element that a key of a path names; the list's length if there is none.
std::size_t item_number(const Document& list, std::string_view key) {
    std::size_t number = 0;
    const char* end = key.data() + key.size();
    const auto [stop, error] = std::from_chars(key.data(), end, number);
    const bool is_number = error == std::errc{} && stop == end;
    return is_number ? std::min(number, list.items.size()) : list.items.size();
}

}  // namespace

const Document* Document::find(std::string_view key) const {
    if (kind == Kind::list) {
        const std::size_t number = item_number(*this, key);
        return number < items.size() ? &items[number] : nullptr;
    }
    const auto found = std::ranges::find(entries, key, &DocumentEntry::key);
    return found == entries.end() ? nullptr : &found->value;
}

void Document::append(const std::string& key, Document value) {
    entries.push_back({key, {}, std::move(value)});
}

std::string join_path(const std::string& path, const std::string& key) {
    return path.empty() ? key : path + "." + key;
}

std::vector<std::string> split_path(std::string_view path) {
    std::vector<std::string> keys;
    for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
        keys.emplace_back(path.substr(0, dot));
        path.remove_prefix(dot + 1);
    }
    keys.emplace_back(path);
    return keys;
}

void set(Document& root,
         const std::vector<std::string>& path,
         const Document& value,
         const Place& place,
         ConfigErrors& errors) {
    Document* here = &root;
    std::string reached;
    const std::string whole = fmt::format("{}", fmt::join(path, "."));
    for (const std::string& key : path) {
        if (here->kind == Document::Kind::refused) {
            return;
        }
        if (here->kind == Document::Kind::empty) {
            *here = {.kind = Document::Kind::map, .place = place};
        }
        Document* below = here->find(key);
        if (below == nullptr && here->kind == Document::Kind::map) {
            here->entries.push_back({key, place, {}});
            below = &here->entries.back().value;
        }
        if (below == nullptr) {
            const std::string reason =
                here->kind == Document::Kind::list
                    ? fmt::format(
                          "a list of {}, expected the number of an element (from 0) after "
                          "it and not '{}'",
                          here->items.size(),
                          key)
                    : fmt::format("{}, expected a map to set '{}' in", one_line(*here), key);
            errors.add(place, whole, fmt::format("{} is {}", reached, reason));
            return;
        }
        here = below;
        reached = join_path(reached, key);
    }
    *here = value;
}

std::string one_line(const Document& document) {
    using Kind = Document::Kind;
    std::vector<std::string> parts;
    for (const Document& item : document.items) {
        parts.push_back(one_line(item));
    }
    for (const DocumentEntry& entry : document.entries) {
        parts.push_back(entry.key + ": " + one_line(entry.value));
    }
    const std::string inside = fmt::format("{}", fmt::join(parts, ", "));
    return document.kind == Kind::scalar ? document.text
           : document.kind == Kind::list ? "[" + inside + "]"
           : document.kind == Kind::map  ? "{" + inside + "}"
                                         : "~";
}

std::string to_string(const Place& place) {
    return place.line == 0 ? place.source
                           : fmt::format("{}:{}:{}", place.source, place.line, place.column);
}

void ConfigErrors::add(const Place& place, const std::string& path, const std::string& sentence) {
    const std::string subject = path.empty() ? "" : path + ": ";
    std::string text = fmt::format("{}{}", subject, sentence);
    // Texts of the file are quoted in it: one error stays one line, and commands no terminal.
    std::ranges::replace_if(text, is_control, '?');
    found_.push_back({place, fmt::format("{}: {}", to_string(place), text)});
}

void ConfigErrors::throw_if_any() const {
    if (found_.empty()) {
        return;
    }
    std::vector<Finding> sorted = found_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Finding& a, const Finding& b) {
        return std::tie(a.place.rank, a.place.line, a.place.column) <
               std::tie(b.place.rank, b.place.line, b.place.column);
    });
    // Every arm of a sweep is read on its own and finds the same fault in what the arms share.
    std::set<std::string> seen;
    std::vector<std::string> lines;
    for (const Finding& finding : sorted) {
        if (seen.insert(finding.text).second) {
            lines.push_back(finding.text);
        }
    }
    throw ConfigError(fmt::format("{}", fmt::join(lines, "\n")));
}

}  // namespace jennopt
