#include "study/config/document.hpp"

#include "core/format.hpp"
#include "study/config/yaml_text.hpp"

#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

namespace jennopt {

namespace {

/// A place in the text, counted from 0; of a source without lines the source.
Place place_at(const Place& origin, Index line, Index column) {
    Place place = origin;
    if (origin.line != 0) {
        place.line = line + 1;
        place.column = column + 1;
    }
    return place;
}

/// Builds the tree from the parser's events, because yaml-cpp's own nodes hide duplicate keys,
/// quotes and aliases.
class TreeBuilder : public YAML::EventHandler {
    using Mark = YAML::Mark;
    using Text = std::string;
    using Anchor = YAML::anchor_t;
    using Style = YAML::EmitterStyle::value;

public:
    TreeBuilder(Place origin, ConfigErrors& errors) : origin_(std::move(origin)), errors_(errors) {}

    [[nodiscard]] Document root() const {
        Document root = root_;
        root.place = origin_;
        return root;
    }

    [[nodiscard]] int documents() const { return documents_; }

    void OnDocumentStart(const Mark& mark) override {
        if (++documents_ == 2) {
            errors_.add(place(mark), "", "starts a second YAML document, expected one");
        }
    }

    void OnDocumentEnd() override {}

    void OnNull(const Mark& mark, Anchor) override { add(node(Document::Kind::empty, mark)); }

    void OnAlias(const Mark& mark, Anchor) override {
        errors_.add(place(mark), path(), "is a YAML alias (*), expected the value written out");
        add(node(Document::Kind::refused, mark));
    }

    void OnAnchor(const Mark& mark, const std::string& name) override {
        errors_.add(place(mark),
                    path(),
                    fmt::format("has the YAML anchor &{}, expected none: what surrogates share "
                                "stands under defaults",
                                name));
    }

    void OnScalar(const Mark& mark, const Text& tag, Anchor, const Text& value) override {
        check_tag(mark, tag);
        Document scalar = node(Document::Kind::scalar, mark);
        scalar.text = value;
        scalar.quoted = tag == "!";
        add(std::move(scalar));
    }

    void OnSequenceStart(const Mark& mark, const Text& tag, Anchor, Style) override {
        open(Document::Kind::list, mark, tag);
    }

    void OnSequenceEnd() override { close(); }

    void OnMapStart(const Mark& mark, const Text& tag, Anchor, Style) override {
        open(Document::Kind::map, mark, tag);
    }

    void OnMapEnd() override { close(); }

private:
    struct Level {
        Document node;
        std::optional<DocumentEntry> entry;  ///< key read, value to come
    };

    [[nodiscard]] Place place(const Mark& mark) const {
        return place_at(origin_, mark.line, mark.column);
    }

    [[nodiscard]] Document node(Document::Kind kind, const Mark& mark) const {
        return {.kind = kind, .place = place(mark)};
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

    void check_tag(const Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?" && tag != "!") {
            errors_.add(
                place(mark), path(), fmt::format("has the YAML tag {}, expected none", tag));
        }
    }

    void open(Document::Kind kind, const Mark& mark, const std::string& tag) {
        check_tag(mark, tag);
        open_.push_back({node(kind, mark), std::nullopt});
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

/// True if there are any.
bool add_all(const std::vector<TextFault>& faults, const Place& origin, ConfigErrors& errors) {
    for (const TextFault& fault : faults) {
        errors.add(place_at(origin, fault.line, fault.column), "", fault.sentence);
    }
    return !faults.empty();
}

void emit_node(YAML::Emitter& out, const Document& document, bool flow) {
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
            const bool inside =
                flow || std::ranges::find(document.items, Document::Kind::map, &Document::kind) ==
                            document.items.end();
            out << (inside ? YAML::Flow : YAML::Block) << YAML::BeginSeq;
            for (const Document& item : document.items) {
                emit_node(out, item, inside);
            }
            out << YAML::EndSeq;
            break;
        }
        case Document::Kind::map:
            out << (flow || document.entries.empty() ? YAML::Flow : YAML::Block) << YAML::BeginMap;
            for (const DocumentEntry& entry : document.entries) {
                out << YAML::Key << entry.key << YAML::Value;
                emit_node(out, entry.value, flow);
            }
            out << YAML::EndMap;
            break;
    }
}

}  // namespace

Document parse(const std::string& text, const Place& origin, ConfigErrors& errors) {
    Document unreadable{.kind = Document::Kind::refused, .place = origin};
    if (add_all(text_faults(text), origin, errors)) {
        return unreadable;
    }
    TreeBuilder builder(origin, errors);
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        // Not until it returns false: before a token that belongs nowhere, such as a comma at the
        // start of a line, yaml-cpp 0.7 gives empty documents for ever.
        while (builder.documents() < 2 && parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::Exception& error) {
        add_all(explain(text, error.mark.line, error.mark.column, error.msg), origin, errors);
        return unreadable;
    }
    return builder.root();
}

std::string emit(const Document& document) {
    YAML::Emitter out;
    emit_node(out, document, false);
    return std::string(out.c_str()) + "\n";
}

}  // namespace jennopt
