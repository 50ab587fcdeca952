#include "study/config/document.hpp"

#include "core/format.hpp"

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

namespace jennopt {

namespace {

/// Builds the tree from the parser's events, because yaml-cpp's own nodes hide duplicate keys,
/// quotes and aliases.
class TreeBuilder : public YAML::EventHandler {
public:
    TreeBuilder(const Place& origin, ConfigErrors& errors) : origin_(origin), errors_(errors) {}

    [[nodiscard]] Document root() const {
        Document root = root_;
        root.place = origin_;
        return root;
    }

    [[nodiscard]] int documents() const { return documents_; }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ == 2) {
            errors_.add(place(mark), "", "starts a second YAML document, expected one");
        }
    }

    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
        add(node(Document::Kind::empty, mark));
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
        errors_.add(place(mark), path(), "is a YAML alias (*), expected the value written out");
        add(node(Document::Kind::refused, mark));
    }

    void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
        errors_.add(place(mark),
                    path(),
                    fmt::format("has the YAML anchor &{}, expected none: what surrogates share "
                                "stands under defaults",
                                name));
    }

    void OnScalar(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t /*anchor*/,
                  const std::string& value) override {
        check_tag(mark, tag);
        Document scalar = node(Document::Kind::scalar, mark);
        scalar.text = value;
        scalar.quoted = tag == "!";
        add(std::move(scalar));
    }

    void OnSequenceStart(const YAML::Mark& mark,
                         const std::string& tag,
                         YAML::anchor_t /*anchor*/,
                         YAML::EmitterStyle::value /*style*/) override {
        check_tag(mark, tag);
        open_.push_back({node(Document::Kind::list, mark), std::nullopt});
    }

    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark,
                    const std::string& tag,
                    YAML::anchor_t /*anchor*/,
                    YAML::EmitterStyle::value /*style*/) override {
        check_tag(mark, tag);
        open_.push_back({node(Document::Kind::map, mark), std::nullopt});
    }

    void OnMapEnd() override { close(); }

private:
    struct Level {
        Document node;
        std::optional<DocumentEntry> entry;  ///< key read, value to come
    };

    [[nodiscard]] Place place(const YAML::Mark& mark) const {
        Place place = origin_;
        if (origin_.line != 0) {
            place.line = mark.line + 1;
            place.column = mark.column + 1;
        }
        return place;
    }

    [[nodiscard]] Document node(Document::Kind kind, const YAML::Mark& mark) const {
        Document document;
        document.kind = kind;
        document.place = place(mark);
        return document;
    }

    [[nodiscard]] std::string path() const {
        std::string path;
        for (const Level& level : open_) {
            if (level.node.kind == Document::Kind::list) {
                path = join_path(path, fmt::format("{}", level.node.items.size()));
            } else if (level.entry) {
                path = join_path(path, level.entry->key);
            }
        }
        return path;
    }

    void check_tag(const YAML::Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?" && tag != "!") {
            errors_.add(
                place(mark), path(), fmt::format("has the YAML tag {}, expected none", tag));
        }
    }

    void close() {
        Document done = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(done));
    }

    void add(Document value) {
        if (documents_ > 1) {
            return;
        }
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (open_.back().node.kind == Document::Kind::list) {
            open_.back().node.items.push_back(std::move(value));
        } else if (!open_.back().entry) {
            open_.back().entry = DocumentEntry{value.text, value.place, std::move(value)};
        } else {
            finish_entry(std::move(value));
        }
    }

    void finish_entry(Document value) {
        DocumentEntry entry = *std::exchange(open_.back().entry, std::nullopt);
        const std::string where = join_path(path(), entry.key);
        const Document* before = open_.back().node.find(entry.key);
        if (entry.value.kind != Document::Kind::scalar) {
            errors_.add(entry.place, path(), "has a key that is not text");
        } else if (entry.key == "<<") {
            errors_.add(entry.place, where, "is a YAML merge key, expected the keys written out");
        } else if (before != nullptr) {
            const Index line = before->place.line;
            errors_.add(entry.place,
                        where,
                        "is given twice, expected once" +
                            (line == 0 ? "" : fmt::format(" (first in line {})", line)));
        } else {
            if (value.kind == Document::Kind::empty) {
                value.place =
                    entry.place;  // yaml-cpp places an empty value at the token that follows
            }
            entry.value = std::move(value);
            open_.back().node.entries.push_back(std::move(entry));
        }
    }

    Place origin_;
    ConfigErrors& errors_;
    Document root_;
    std::vector<Level> open_;
    int documents_ = 0;
};

/// yaml-cpp says "illegal map value" of an indenting tab.
bool has_indenting_tabs(const std::string& text, const Place& origin, ConfigErrors& errors) {
    std::istringstream lines(text);
    bool found = false;
    Index number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const std::size_t first = line.find_first_not_of(" \t\r");
        const std::size_t tab = line.find('\t');
        if (first != std::string::npos && tab < first && line[first] != '#') {
            Place place = origin;
            if (origin.line != 0) {
                place.line = number;
                place.column = static_cast<Index>(tab) + 1;
            }
            errors.add(place, "", "is indented by a tab, expected spaces");
            found = true;
        }
    }
    return found;
}

void emit(YAML::Emitter& out, const Document& document, bool flow) {
    switch (document.kind) {
        case Document::Kind::empty:
        case Document::Kind::refused:
            out << YAML::Null;
            break;
        case Document::Kind::scalar:
            if (document.quoted) {
                out << YAML::DoubleQuoted;
            }
            out << document.text;
            break;
        case Document::Kind::list: {
            const bool maps =
                std::any_of(document.items.begin(), document.items.end(), [](const Document& item) {
                    return item.kind == Document::Kind::map;
                });
            const bool inside = flow || !maps;
            out << (inside ? YAML::Flow : YAML::Block) << YAML::BeginSeq;
            for (const Document& item : document.items) {
                emit(out, item, inside);
            }
            out << YAML::EndSeq;
            break;
        }
        case Document::Kind::map:
            out << (flow || document.entries.empty() ? YAML::Flow : YAML::Block) << YAML::BeginMap;
            for (const DocumentEntry& entry : document.entries) {
                out << YAML::Key << entry.key << YAML::Value;
                emit(out, entry.value, flow);
            }
            out << YAML::EndMap;
            break;
    }
}

}  // namespace

Document parse(const std::string& text, const Place& origin, ConfigErrors& errors) {
    Document unreadable;
    unreadable.kind = Document::Kind::refused;
    unreadable.place = origin;
    if (has_indenting_tabs(text, origin, errors)) {
        return unreadable;
    }
    TreeBuilder builder(origin, errors);
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        // Not until it answers false: before a token that belongs nowhere, such as a comma at the
        // start of a line, yaml-cpp 0.7 gives empty documents for ever.
        while (builder.documents() < 2 && parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::Exception& error) {
        Place place = origin;
        if (origin.line != 0) {
            place.line = error.mark.line + 1;
            place.column = error.mark.column + 1;
        }
        errors.add(place, "", fmt::format("is not readable as YAML: {}", error.msg));
        return unreadable;
    }
    return builder.root();
}

std::string emit(const Document& document) {
    YAML::Emitter out;
    emit(out, document, false);
    return std::string(out.c_str()) + "\n";
}

}  // namespace jennopt
