#pragma once

#include "jennopt/core/types.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jennopt {

/// Where a value was given: in the study file or in the n-th --set of the command line.
struct Place {
    std::string source;  ///< the file as it was named, or "--set 2 (seed=x)"
    Index line = 0;      ///< from 1; 0: the source is one value and has no lines
    Index column = 0;    ///< from 1
    Index rank = 0;      ///< order of the sources: 0 the file, n the n-th --set
};

/// "study.yaml:4:10" or "--set 2 (seed=x)".
[[nodiscard]] std::string to_string(const Place& place);

/// Collects everything wrong with a study file, so that the user sees it all at once.
class ConfigErrors {
public:
    /// @param path      of the key, "training.rate"; "" where there is none
    /// @param sentence  what was found and what was expected
    void add(const Place& place, const std::string& path, const std::string& sentence);

    [[nodiscard]] std::size_t count() const { return found_.size(); }

    /// @throws ConfigError with one line per different error, in the order of their places
    void throw_if_any() const;

private:
    struct Finding {
        Place place;
        std::string text;
    };

    std::vector<Finding> found_;
};

struct DocumentEntry;

/// A YAML text as a tree of plain values (document_tree.cpp): copying a Document copies everything
/// below it.
struct Document {
    enum class Kind {
        empty,  ///< a key without a value, ~ or null
        scalar,
        list,
        map,
        refused  ///< already reported as an error; no further one is due
    };

    Kind kind = Kind::empty;
    Place place;
    std::string text;             ///< scalar: as written, without quotes
    bool quoted = false;          ///< scalar: was in quotes, so it is text whatever it looks like
    std::vector<Document> items;  ///< list
    std::vector<DocumentEntry> entries;  ///< map, in the order of the file; keys differ

    [[nodiscard]] static Document map();

    [[nodiscard]] static Document list();

    /// Adds an entry to a map.
    void append(const std::string& key, Document value);

    /// The value of a map's key, or the element of a list by its number from 0; nullptr if there is
    /// none.
    [[nodiscard]] const Document* find(std::string_view key) const;

    [[nodiscard]] Document* find(std::string_view key) {
        return const_cast<Document*>(std::as_const(*this).find(key));
    }
};

struct DocumentEntry {
    std::string key;
    Place place;
    Document value;
};

inline Document Document::map() {
    return {.kind = Kind::map};
}

inline Document Document::list() {
    return {.kind = Kind::list};
}

/// Reads one YAML document. Refused, each with its place: unreadable YAML, tabs that indent, a
/// second document, duplicate keys, keys that are not text, merge keys, anchors, aliases and tags.
///
/// @param origin  source of the text; if its line is 0 every node gets this very place
/// @return        what could be read; of duplicate keys the first
[[nodiscard]] Document parse(const std::string& text, const Place& origin, ConfigErrors& errors);

/// The YAML text of a tree; parse() reads the same tree back.
[[nodiscard]] std::string emit(const Document& document);

/// The same on one line, without quotes: "[20, 20]".
[[nodiscard]] std::string one_line(const Document& document);

/// Replaces the value at a path, {"sampling", "0", "count"}, and creates the maps on the way that
/// are missing. Elements of a list are addressed by their number from 0.
///
/// @param place  of the new keys and of errors
void set(Document& root,
         const std::vector<std::string>& path,
         const Document& value,
         const Place& place,
         ConfigErrors& errors);

/// "a.b", or "b" at the root.
[[nodiscard]] std::string join_path(const std::string& path, const std::string& key);

/// The keys of a path, split at its dots.
[[nodiscard]] std::vector<std::string> split_path(std::string_view path);

}  // namespace jennopt
