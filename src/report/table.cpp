#include "jennopt/report/table.hpp"

#include "core/format.hpp"
#include "jennopt/report/comparison.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <cstddef>
#include <set>

namespace jennopt {

namespace {

constexpr std::size_t name_width = 16;
constexpr std::size_t gap_width = 2;

enum class NumberStyle { r2, general, count };

struct Column {
    std::string metric;
    std::string heading;
    NumberStyle style;
};

/// Bytes that start a character of UTF-8: what a terminal counts as one column.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

std::string shorten(const std::string& text, std::size_t most) {
    if (width(text) <= most) {
        return text;
    }
    std::string cut;
    for (const char c : text) {
        cut += c;
        if (width(cut) == most - 1) {
            break;
        }
    }
    // A character of several bytes is cut after its first one: take the half character away again.
    while (!cut.empty() && (static_cast<unsigned char>(cut.back()) & 0x80) != 0) {
        cut.pop_back();
    }
    return cut + "~";
}

std::string padded(const std::string& text, std::size_t wanted) {
    return text + std::string(wanted > width(text) ? wanted - width(text) : 0, ' ');
}

std::string number(double value, NumberStyle style, int digits) {
    switch (style) {
        case NumberStyle::r2:
            return r2_number(value);
        case NumberStyle::general:
            return short_number(value, digits);
        case NumberStyle::count:
            return count_text(value);
    }
    return {};
}

/// Three digits, or as many as it takes to tell different medians of a column apart, at most six.
int telling_digits(const std::vector<const SummaryRow*>& rows) {
    std::set<double> medians;
    for (const SummaryRow* row : rows) {
        if (row != nullptr) {
            medians.insert(row->median);
        }
    }
    for (int digits = 3; digits < 6; ++digits) {
        std::set<std::string> texts;
        for (const double median : medians) {
            texts.insert(short_number(median, digits));
        }
        if (texts.size() == medians.size()) {
            return digits;
        }
    }
    return 6;
}

/// "median [lower, upper]", or the median alone where there is no spread.
std::string cell(const SummaryRow* row, NumberStyle style, int digits) {
    if (row == nullptr) {
        return "-";
    }
    const std::string median = number(row->median, style, digits);
    const std::string lower = number(row->q25, style, digits);
    const std::string upper = number(row->q75, style, digits);
    return lower == upper ? median : fmt::format("{} [{}, {}]", median, lower, upper);
}

using Lines = std::vector<std::string>;

Lines name_column(const std::vector<std::string>& names) {
    Lines lines{padded("", name_width)};
    for (const std::string& name : names) {
        lines.push_back(padded(shorten(name, name_width), name_width));
    }
    return lines;
}

void append_lines(std::string& text, Lines lines) {
    for (std::string& line : lines) {
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    text += '\n';
}

/// A block of columns, wide as they need be; those that do not fit go into a block below.
void append_block(std::string& text,
                  const std::vector<SummaryRow>& rows,
                  const std::string& arm,
                  const std::vector<std::string>& names,
                  const std::vector<Column>& columns) {
    Lines lines = name_column(names);
    for (const Column& column : columns) {
        std::vector<const SummaryRow*> found;
        for (const std::string& name : names) {
            found.push_back(find_row(rows, arm, name, column.metric));
        }
        if (std::all_of(
                found.begin(), found.end(), [](const auto* row) { return row == nullptr; })) {
            continue;
        }
        const int digits = telling_digits(found);
        Lines cells{column.heading};
        for (const SummaryRow* row : found) {
            cells.push_back(cell(row, column.style, digits));
        }
        std::size_t widest = 0;
        for (const std::string& each : cells) {
            widest = std::max(widest, width(each));
        }
        if (width(lines.front()) + gap_width + widest > static_cast<std::size_t>(table_width)) {
            append_lines(text, std::move(lines));
            lines = name_column(names);
        }
        for (std::size_t i = 0; i < lines.size(); ++i) {
            lines[i] += std::string(gap_width, ' ') + padded(cells[i], widest);
        }
    }
    if (width(lines.front()) > name_width) {
        append_lines(text, std::move(lines));
    }
}

/// A bullet with its sentence, broken between words; a word wider than the line is cut up.
void append_sentence(std::string& text, std::string_view bullet, const std::string& sentence) {
    const std::string indent(bullet.size(), ' ');
    std::string line(bullet);
    std::string word;
    const auto most = static_cast<std::size_t>(table_width);
    const auto take_word = [&] {
        while (width(word) + indent.size() > most) {
            std::size_t room = most - indent.size();
            while (room > 1 && (static_cast<unsigned char>(word[room]) & 0xC0) == 0x80) {
                --room;  // not inside a character
            }
            text += line + '\n' + indent + word.substr(0, room) + '\n';
            line = indent;
            word.erase(0, room);
        }
        const bool fresh = line == indent || line == bullet;
        if (!fresh && width(line) + 1 + width(word) > most) {
            text += line + '\n';
            line = indent + word;
        } else {
            line += (fresh ? "" : " ") + word;
        }
        word.clear();
    };
    for (const char c : sentence) {
        if (c == ' ' || c == '\n' || c == '\t') {
            take_word();
        } else {
            word += c;
        }
    }
    take_word();
    text += line + '\n';
}

std::string heading(const ReportInput& input, const ReportArm& arm) {
    const auto most = static_cast<std::size_t>(table_width);
    std::string where =
        input.arms.size() == 1 ? input.study : fmt::format("{}, {}", input.study, arm.arm.label);
    const std::string& problem = arm.problem.name;
    if (arm.arm.label.find(problem) == std::string::npos && problem_names(input).size() > 1) {
        where += fmt::format(" ({})", problem);
    }
    const std::string title =
        fmt::format("{}: {}, median [quartiles]",
                    shorten(where, most - 40),
                    plural(static_cast<long>(arm.replicates.size()), "replicate"));
    return title + '\n' + std::string(width(title), '-') + '\n';
}

void append_tables(std::string& text, const ReportInput& input, const ReportArm& arm) {
    const std::vector<Column> accuracy{{"r2_value", "R2 of values", NumberStyle::r2},
                                       {"r2_partials", "R2 of partials", NumberStyle::r2},
                                       {"train_seconds", "training, s", NumberStyle::general}};
    const std::vector<Column> optimum{
        {"optimum_true_value", "true value at optimum", NumberStyle::general},
        {"optimum_distance", "distance to known one", NumberStyle::general},
        {"optimum_violation", "violation there", NumberStyle::general},
        {"optimum_gradient_norm", "gradient norm", NumberStyle::general},
        {"true_evaluations", "evals", NumberStyle::count}};
    const std::vector<Column> predicted{
        {"optimum_predicted", "predicted optimum", NumberStyle::general}};
    const std::vector<SummaryRow> rows = summarize(collect_metrics(input, arm));
    std::vector<std::string> names = surrogate_names(rows);
    const std::vector<std::string> searched = names;
    std::erase(names, "truth");
    append_block(text, rows, arm.arm.label, names, accuracy);
    append_block(text,
                 rows,
                 arm.arm.label,
                 searched,
                 arm.arm.config.problem.is_table() ? predicted : optimum);
}

void append_arm(std::string& text, const ReportInput& input, std::size_t arm) {
    text += heading(input, input.arms[arm]);
    append_tables(text, input, input.arms[arm]);
    for (const std::string& sentence : answers(input, arm)) {
        append_sentence(text, "* ", sentence);
    }
    for (const std::string& sentence : warnings(input, arm)) {
        append_sentence(text, "! ", sentence);
    }
    text += '\n';
}

/// Instead of the tables of many arms: how many there are, and how many have warnings.
void append_overview(std::string& text, const ReportInput& input) {
    std::size_t n_replicates = 0;
    std::size_t n_warned = 0;
    for (std::size_t i = 0; i < input.arms.size(); ++i) {
        n_replicates += input.arms[i].replicates.size();
        n_warned += warnings(input, i).empty() ? 0U : 1U;
    }
    const std::string title =
        fmt::format("{}: {} arms, {}",
                    shorten(input.study, static_cast<std::size_t>(table_width) - 40),
                    input.arms.size(),
                    plural(static_cast<long>(n_replicates), "replicate"));
    text += title + '\n' + std::string(width(title), '-') + '\n';
    if (n_warned > 0) {
        append_sentence(
            text,
            "! ",
            fmt::format(
                "{} of {} arms have notes: the page has them.", n_warned, input.arms.size()));
    }
}

}  // namespace

std::string table_text(const ReportInput& input) {
    std::string text;
    if (has_many_arms(input)) {
        append_overview(text, input);
    }
    for (std::size_t i = 0; i < input.arms.size() && !has_many_arms(input); ++i) {
        append_arm(text, input, i);
    }
    for (const std::string& sentence : overall_answers(input)) {
        append_sentence(text, "* ", sentence);
    }
    return text;
}

}  // namespace jennopt
