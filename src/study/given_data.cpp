#include "study/given_data.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "core/nearest.hpp"
#include "core/point_key.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "problem/integer_inputs.hpp"
#include "problem/missing_partial.hpp"
#include "problem/names.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace jennopt {

namespace {

/// Where inputs, outputs and partials stand in a table; -1: there is no such column.
struct Columns {
    std::vector<Index> inputs;
    std::vector<Index> outputs;
    std::vector<std::vector<Index>> partials;  // of each output by each input
};

Index column_of(const Table& table, const std::string& name) {
    const auto found = std::ranges::find(table.columns, name);
    return found == table.columns.end() ? -1 : found - table.columns.begin();
}

/// All columns that the table may have; the inputs and outputs it must have.
std::vector<std::string> known_columns(const ProblemInfo& problem) {
    std::vector<std::string> known = names_of(problem.inputs);
    for (const Output& output : problem.outputs) {
        known.push_back(output.name);
    }
    for (const Output& output : problem.outputs) {
        for (const Input& input : problem.inputs) {
            known.push_back(fmt::format("d_{}_d_{}", output.name, input.name));
        }
    }
    return known;
}

/// The columns of the file that are read. Others may stand beside, but none that is almost one of
/// the problem's.
std::vector<std::string> wanted_columns(const std::filesystem::path& file,
                                        const ProblemInfo& problem) {
    const std::vector<std::string> known = known_columns(problem);
    const auto needed = problem.n_x() + problem.n_y();
    const std::vector<std::string> there = read_column_names(file, known);
    std::vector<std::string> wanted(known.begin(), known.begin() + needed);
    std::copy_if(known.begin() + needed,
                 known.end(),
                 std::back_inserter(wanted),
                 [&](const std::string& name) { return contains(there, name); });
    const bool has_all = std::all_of(known.begin(), known.begin() + needed, [&](const auto& name) {
        return contains(there, name);
    });
    const auto stranger = std::ranges::find_if(there, [&](const std::string& name) {
        return !contains(known, name) && !did_you_mean(name, known).empty();
    });
    if (has_all && stranger != there.end()) {
        throw ConfigError(fmt::format(
            "{}:1:1: column \"{}\" is no input, output or partial{}; expected {} of {}, and "
            "d_<output>_d_<input> for partials",
            file.string(),
            *stranger,
            did_you_mean(*stranger, known),
            fmt::join(known.begin(), known.begin() + needed, ", "),
            problem.name));
    }
    return wanted;  // read_csv() refuses a file that has not all
}

Columns find_columns(const Table& table, const ProblemInfo& problem) {
    Columns columns;
    for (const Input& input : problem.inputs) {
        columns.inputs.push_back(column_of(table, input.name));
    }
    for (const Output& output : problem.outputs) {
        columns.outputs.push_back(column_of(table, output.name));
        columns.partials.emplace_back();
        for (const Input& input : problem.inputs) {
            columns.partials.back().push_back(
                column_of(table, fmt::format("d_{}_d_{}", output.name, input.name)));
        }
    }
    return columns;
}

EvaluationResult row_of(const Table& table, Index i, const Columns& columns) {
    EvaluationResult row{.x = table.rows(i, columns.inputs).transpose()};
    row.y.value = table.rows(i, columns.outputs).transpose();
    row.y.jacobian = Matrix::Constant(row.y.value.size(), row.x.size(), missing_partial);
    for (Index k = 0; k < row.y.value.size(); ++k) {
        for (Index j = 0; j < row.x.size(); ++j) {
            if (const Index column = columns.partials[at(k)][at(j)]; column >= 0) {
                row.y.jacobian(k, j) = table.rows(i, column);
            }
        }
    }
    return row;
}

void require_logarithms(const std::filesystem::path& file,
                        Index line,
                        const Vector& x,
                        const ProblemInfo& problem) {
    for (const Index j : problem.bounds().logarithmic) {
        if (x(j) <= 0.0) {
            throw ConfigError(fmt::format(
                "{}:{}:1: column \"{}\" is {}, expected a number > 0, as the input's scale is log",
                file.string(),
                line,
                problem.inputs[at(j)].name,
                x(j)));
        }
    }
}

/// Rows of one point, of which those that succeeded are averaged.
struct Point {
    EvaluationResult row;
    Index succeeded = 0;
};

double mean_of(double mean, double value, double count) {
    return std::isnan(mean) ? value : std::isnan(value) ? mean : mean + (value - mean) / count;
}

/// Keeps one row of each point.
class Rows {
public:
    Rows(const std::filesystem::path& file, const Table& table) : file_(file), table_(table) {}

    void take(Index i, EvaluationResult row) {
        if (!row.y.value.allFinite()) {
            row.failure = fmt::format(
                "{}:{}: has no outputs: a failed evaluation", file_.string(), table_.lines[at(i)]);
            row.y = {};
        }
        const auto [known, is_new] = at_point_.try_emplace(point_key(row.x), points_.size());
        if (is_new) {
            points_.emplace_back();
        }
        Point& point = points_[known->second];
        if (!row.failure.empty() && !is_new) {
            return;
        }
        if (point.succeeded == 0) {
            point.row = std::move(row);
        } else {
            const auto count = static_cast<double>(point.succeeded + 1);
            point.row.y.value += (row.y.value - point.row.y.value) / count;
            point.row.y.jacobian = point.row.y.jacobian.binaryExpr(
                row.y.jacobian,
                [count](double mean, double value) { return mean_of(mean, value, count); });
        }
        point.succeeded += point.row.failure.empty() ? 1 : 0;
    }

    [[nodiscard]] GivenData in_order() && {
        GivenData given{.file = file_, .rows = {}};
        for (Point& point : points_) {
            given.repeated += std::max<Index>(point.succeeded - 1, 0);
            given.rows.push_back(std::move(point.row));
        }
        return given;
    }

private:
    const std::filesystem::path& file_;
    const Table& table_;
    std::vector<Point> points_;
    std::map<std::string, std::size_t, std::less<>> at_point_;
};

}  // namespace

std::string GivenData::text() const {
    const auto failed = std::ranges::count_if(
        rows, [](const EvaluationResult& row) { return !row.failure.empty(); });
    std::vector<std::string> remarks;
    if (!format.empty()) {
        remarks.push_back(format);
    }
    if (without_inputs > 0) {
        remarks.push_back(fmt::format("{} left out, without a finite input", without_inputs));
    }
    if (repeated > 0) {
        remarks.push_back(fmt::format("{} at the point of an earlier row, averaged", repeated));
    }
    if (failed > 0) {
        remarks.push_back(fmt::format("{} failed", failed));
    }
    if (outside > 0) {
        remarks.push_back(fmt::format("{} outside of the bounds{}, used all the same",
                                      outside,
                                      has_integers ? " or not whole" : ""));
    }
    return fmt::format("{} rows of {}{}",
                       std::ssize(rows) + repeated + without_inputs,
                       file.filename().string(),
                       remarks.empty() ? "" : fmt::format(" ({})", fmt::join(remarks, ", ")));
}

std::vector<Outcome> GivenData::outcomes() const {
    std::vector<Outcome> outcomes;
    for (const EvaluationResult& row : rows) {
        outcomes.push_back({.x = row.x, .y = row.y, .failed = !row.failure.empty()});
    }
    return outcomes;
}

GivenData read_given_data(const std::filesystem::path& file, const ProblemInfo& problem) {
    const Table table = read_csv(file, wanted_columns(file, problem));
    const Columns columns = find_columns(table, problem);
    const IntegerInputs integers(problem);
    Rows rows(file, table);
    Index without_inputs = 0;
    for (Index i = 0; i < table.rows.rows(); ++i) {
        EvaluationResult row = row_of(table, i, columns);
        if (row.x.allFinite()) {
            require_logarithms(file, table.lines[at(i)], row.x, problem);
            rows.take(i, std::move(row));
        } else {
            ++without_inputs;
        }
    }
    GivenData given = std::move(rows).in_order();
    given.without_inputs = without_inputs;
    given.format = table.format;
    given.has_integers = !integers.empty();
    given.outside = std::ranges::count_if(
        given.rows, [&](const EvaluationResult& row) { return !integers.admits(row.x); });
    return given;
}

void add_rows(Evaluated& samples, const Matrix& plan, const GivenData& given) {
    std::set<std::string> planned;
    for (Index t = 0; t < plan.cols(); ++t) {
        planned.insert(point_key(plan.col(t)));
    }
    std::vector<Evaluation> evaluations;
    Matrix X(plan.rows(), static_cast<Index>(given.rows.size()));
    for (std::size_t i = 0; i < given.rows.size(); ++i) {
        const EvaluationResult& row = given.rows[i];
        if (planned.contains(point_key(row.x))) {
            continue;
        }
        if (!row.failure.empty()) {
            if (samples.failed++ == 0) {
                samples.first_failure = row.failure;
            }
            continue;
        }
        X.col(static_cast<Index>(evaluations.size())) = row.x;
        samples.arrived.push_back(plan.cols() + static_cast<Index>(i));
        evaluations.push_back(row.y);
    }
    if (evaluations.empty()) {
        return;
    }
    samples.data =
        join(samples.data,
             make_dataset(X.leftCols(static_cast<Index>(evaluations.size())), evaluations));
}

}  // namespace jennopt
