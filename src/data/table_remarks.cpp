#include "data/table_remarks.hpp"

#include "core/at.hpp"
#include "core/format.hpp"

#include <algorithm>

namespace jennopt {

namespace {

constexpr std::size_t most_listed = 8;

/// "5, 9 and 12", "5, 9, 12, ... and 20 more".
std::string list_text(const std::vector<std::string>& items, const char* last) {
    if (items.size() > most_listed) {
        return fmt::format("{}, ... and {} more",
                           fmt::join(items.begin(), items.begin() + most_listed, ", "),
                           items.size() - most_listed);
    }
    return items.size() < 2
               ? fmt::format("{}", fmt::join(items, ""))
               : fmt::format(
                     "{}{}{}", fmt::join(items.begin(), items.end() - 1, ", "), last, items.back());
}

std::string lines_text(const std::vector<Index>& lines) {
    std::vector<std::string> numbers;
    std::ranges::transform(
        lines, std::back_inserter(numbers), [](Index line) { return fmt::format("{}", line); });
    return fmt::format("{} {}", lines.size() == 1 ? "line" : "lines", list_text(numbers, " and "));
}

Index n_rows(const TableOrigin& origin) {
    return std::ssize(origin.lines) + std::ssize(origin.failed);
}

/// How far the values of an output at one point are apart, at most.
double widest_gap(const TableProblem& table, Index output) {
    double widest = 0.0;
    for (const std::vector<Index>& rows : table.points()) {
        const Vector values = table.rows().Y(output, rows).transpose();
        widest = std::max(widest, values.maxCoeff() - values.minCoeff());
    }
    return widest;
}

}  // namespace

std::string failed_remark(const TableOrigin& origin) {
    const Index failed = std::ssize(origin.failed);
    return failed == 0 ? ""
                       : fmt::format(
                             "{} of {} rows of {} failed and {} left out: no finite value of "
                             "an input or output in {}.",
                             failed,
                             n_rows(origin),
                             origin.file,
                             failed == 1 ? "was" : "were",
                             lines_text(origin.failed));
}

std::string bounds_remark(const TableProblem& table) {
    const Bounds bounds = table.info().bounds();
    const Matrix& X = table.rows().X;
    Index inside = 0;
    for (Index t = 0; t < X.cols(); ++t) {
        inside += bounds.contains(X.col(t)) ? 1 : 0;
    }
    return inside == X.cols()
               ? ""
               : fmt::format(
                     "{} of {} rows {} within the bounds: the others are trained on, but "
                     "are no answer{}.",
                     inside == 0 ? "None" : fmt::format("{}", inside),
                     X.cols(),
                     inside == 1 ? "lies" : "lie",
                     inside == 0 ? ", and every optimum is an extrapolation" : "");
}

std::string repeated_remark(const TableProblem& table) {
    if (table.origin().lines.empty()) {
        return {};
    }
    std::vector<std::string> places;
    for (const std::vector<Index>& rows : table.points()) {
        std::vector<Index> lines;
        std::ranges::transform(rows, std::back_inserter(lines), [&](Index row) {
            return table.origin().lines[at(row)];
        });
        if (rows.size() > 1) {
            places.push_back(lines_text(lines));
        }
    }
    if (places.empty()) {
        return {};
    }
    std::vector<std::string> gaps;
    for (std::size_t k = 0; k < table.info().outputs.size(); ++k) {
        if (const double gap = widest_gap(table, static_cast<Index>(k)); gap > 0.0) {
            gaps.push_back(fmt::format("{} by up to {:.3g}", table.info().outputs[k].name, gap));
        }
    }
    return fmt::format("{} of {} {} measured more than once ({}): {}.",
                       places.size() == 1 ? "1 point" : fmt::format("{} points", places.size()),
                       table.origin().file,
                       places.size() == 1 ? "was" : "were",
                       list_text(places, ", "),
                       gaps.empty() ? "values are the same"
                                    : fmt::format("values differ, {}", list_text(gaps, " and ")));
}

std::string origin_text(const TableOrigin& origin) {
    std::vector<std::string> parts;
    if (!origin.format.empty()) {
        parts.push_back(origin.format);
    }
    if (!origin.failed.empty()) {
        parts.push_back(fmt::format("{} used, {} failed: no finite value, {}",
                                    origin.lines.size(),
                                    origin.failed.size(),
                                    lines_text(origin.failed)));
    }
    return fmt::format("{} rows of {}{}",
                       n_rows(origin),
                       origin.file,
                       parts.empty() ? "" : fmt::format(" ({})", fmt::join(parts, "; ")));
}

}  // namespace jennopt
