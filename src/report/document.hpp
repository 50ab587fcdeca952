#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace jennopt {

// A report as values, before anything renders it. Texts are plain: no markup, R2 for R².

struct Heading {
    std::string text;
    int level = 2;  ///< 2 or 3; the document's title is 1
};

struct Paragraph {
    std::string text;
    bool quiet = false;  ///< a remark on what stands before it
};

enum class Tone {
    advice,   ///< what to use; shown as it is, so that its numbers can be copied
    finding,  ///< what the study found out, the most important first
    warning   ///< what to know before its numbers are used
};

struct Sentences {
    std::vector<std::string> texts;
    Tone tone = Tone::finding;
};

struct TableColumn {
    std::string heading;
    bool is_number = true;
};

struct TableCell {
    std::string text = {};    ///< a number as its metric writes it, or a name; "": nothing there
    std::string detail = {};  ///< quartiles or a remark in small print, "": none
    std::string color = {};   ///< "#RRGGBB" of a dot before a name, "": none
};

/// The first column is repeated where columns go on below.
struct TableBlock {
    std::vector<TableColumn> columns;
    std::vector<std::vector<TableCell>> rows;  ///< each as long as columns
};

/// A thing with its settings.
struct Card {
    std::string title;
    std::string color;
    std::string text;
    std::vector<std::pair<std::string, std::string>> facts;
};

struct Cards {
    std::vector<Card> cards;
};

/// A picture of the study's folder, figures/<name>.svg.
struct FigureBlock {
    int number = 1;
    std::string name;
    std::string title;
    std::string caption;
    std::string svg;  ///< the file's text
};

/// Shown letter by letter.
struct Code {
    std::string text;
};

struct Block;

/// Closed until a reader opens it.
struct Fold {
    std::string summary;
    std::vector<Block> blocks;
};

struct Block {
    std::variant<Heading, Paragraph, Sentences, TableBlock, Cards, FigureBlock, Code, Fold> part;
};

struct ReportDocument {
    std::string title;
    std::vector<Block> head;  ///< what everybody sees, on a terminal too
    std::vector<Block> body;  ///< of pages only
};

// The renderers, each in a file of its name.

/// Title and head for a terminal: no line is wider than so many columns (at least 30); columns of a
/// table that do not fit go into a block below. In document_text.cpp.
[[nodiscard]] std::string document_text(const ReportDocument& document, std::size_t width = 100);

/// One page that needs no other file: style, figures and all. In document_html.cpp.
[[nodiscard]] std::string document_html(const ReportDocument& document);

/// GitHub's Markdown; figures are links into figures/. In document_markdown.cpp.
[[nodiscard]] std::string document_markdown(const ReportDocument& document);

}  // namespace jennopt
