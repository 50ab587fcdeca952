#include "study/given_data.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "core/nearest.hpp"
#include "core/point_key.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "problem/missing_partial.hpp"
#include "problem/names.hpp"

#include <algorithm>
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

void require_columns(const std::filesystem::path& file,
                     const Table& table,
                     const ProblemInfo& problem) {
    const std::vector<std::string> known = known_columns(problem);
    const auto needed = at(problem.n_x() + problem.n_y());
    const auto stranger = std::ranges::find_if(
        table.columns, [&](const std::string& name) { return !contains(known, name); });
    const auto missing = std::find_if(
        known.begin(), known.begin() + problem.n_x() + problem.n_y(), [&](const std::string& name) {
            return !contains(table.columns, name);
        });
    const bool is_missing = missing != known.begin() + problem.n_x() + problem.n_y();
    if (stranger == table.columns.end() && !is_missing) {
        return;
    }
    const std::string wrong =
        is_missing
            ? fmt::format("has no column \"{}\"{}", *missing, did_you_mean(*missing, table.columns))
            : fmt::format("column \"{}\" is no input, output or partial{}",
                          *stranger,
                          did_you_mean(*stranger, known));
    throw ConfigError(fmt::format(
        "{}:1:1: {}; expected {} of {}, and d_<output>_d_<input> for partials",
        file.string(),
        wrong,
        fmt::join(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(needed), ", "),
        problem.name));
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

/// Keeps one row of each point: of failed ones and one that succeeded that one.
class Rows {
public:
    Rows(const std::filesystem::path& file, const Table& table) : file_(file), table_(table) {}

    void take(Index i, EvaluationResult row) {
        if (!row.y.value.allFinite()) {
            row.failure = fmt::format(
                "{}:{}: has no outputs: a failed evaluation", file_.string(), table_.lines[at(i)]);
            row.y = {};
        }
        const auto [known, is_new] = at_point_.try_emplace(point_key(row.x), i);
        if (!is_new) {
            EvaluationResult& earlier = rows_[known->second];
            if (earlier.failure.empty() && row.failure.empty()) {
                throw ConfigError(fmt::format(
                    "{}:{}:1: has the same inputs as line {}, expected one row per point",
                    file_.string(),
                    table_.lines[at(i)],
                    table_.lines[at(known->second)]));
            }
            if (!earlier.failure.empty()) {
                rows_.erase(known->second);
                known->second = i;
                rows_.emplace(i, std::move(row));
            }
            return;
        }
        rows_.emplace(i, std::move(row));
    }

    [[nodiscard]] std::vector<EvaluationResult> in_order() && {
        std::vector<EvaluationResult> rows;
        for (auto& [i, row] : rows_) {
            rows.push_back(std::move(row));
        }
        return rows;
    }

private:
    const std::filesystem::path& file_;
    const Table& table_;
    std::map<Index, EvaluationResult> rows_;
    std::map<std::string, Index, std::less<>> at_point_;
};

}  // namespace

std::string GivenData::text() const {
    const auto failed = std::ranges::count_if(
        rows, [](const EvaluationResult& row) { return !row.failure.empty(); });
    std::vector<std::string> remarks;
    if (failed > 0) {
        remarks.push_back(fmt::format("{} failed", failed));
    }
    if (outside > 0) {
        remarks.push_back(fmt::format("{} outside of the bounds, used all the same", outside));
    }
    return fmt::format("{} rows of {}{}",
                       rows.size(),
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
    const Table header = read_csv(file);
    require_columns(file, header, problem);
    const Table table = read_csv(file, names_of(problem.inputs));
    const Columns columns = find_columns(table, problem);
    const Bounds bounds = problem.bounds();
    Rows rows(file, table);
    for (Index i = 0; i < table.rows.rows(); ++i) {
        EvaluationResult row = row_of(table, i, columns);
        require_logarithms(file, table.lines[at(i)], row.x, problem);
        rows.take(i, std::move(row));
    }
    GivenData given{.file = file, .rows = std::move(rows).in_order()};
    given.outside = std::ranges::count_if(
        given.rows, [&](const EvaluationResult& row) { return !bounds.contains(row.x); });
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
