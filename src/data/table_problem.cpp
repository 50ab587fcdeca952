#include "data/table_problem.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "core/point_key.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

std::string replaced(std::string text, const std::string& part, const std::string& by) {
    for (std::size_t at = text.find(part); at != std::string::npos;
         at = text.find(part, at + by.size())) {
        text.replace(at, part.size(), by);
    }
    return text;
}

/// The column of one partial, "" if the table has none.
std::string partial_column(const TableOptions& options,
                           const std::string& output,
                           const std::string& input) {
    if (!options.pattern.empty()) {
        return replaced(replaced(options.pattern, "{output}", output), "{input}", input);
    }
    const auto row = options.partials.find(output);
    if (row == options.partials.end()) {
        return {};
    }
    const auto column = row->second.find(input);
    return column == row->second.end() ? std::string() : column->second;
}

/// A column by its name, with the place of its header cell's line in the message.
Index find_column(const Table& table, const fs::path& file, const std::string& name) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), name);
    if (found == table.columns.end()) {
        throw ConfigError(fmt::format("{}:1:1: has no column \"{}\"{}",
                                      file.string(),
                                      name,
                                      did_you_mean(name, table.columns)));
    }
    return found - table.columns.begin();
}

Input input_of(const fs::path& file,
               const std::string& name,
               const TableInput& stated,
               const Vector& column) {
    const double lower = stated.lower.value_or(column.minCoeff());
    const double upper = stated.upper.value_or(column.maxCoeff());
    if (!(column.minCoeff() < column.maxCoeff())) {
        throw ConfigError(
            fmt::format("{}: column \"{}\" is {} in every row, expected an input that changes",
                        file.string(),
                        name,
                        column.minCoeff()));
    }
    if (stated.scale == InputScale::log && column.minCoeff() <= 0.0) {
        throw ConfigError(
            fmt::format("{}: column \"{}\" has {} among its values, expected numbers > 0, as its "
                        "scale is log",
                        file.string(),
                        name,
                        column.minCoeff()));
    }
    return {.name = name,
            .unit = stated.unit,
            .lower = lower,
            .upper = upper,
            .scale = stated.scale,
            .integer = stated.integer};
}

std::vector<Output> outputs_of(const TableOptions& options) {
    bool has_objective = std::ranges::any_of(
        options.stated_outputs, [](const auto& stated) { return is_objective(stated.second); });
    std::vector<Output> outputs;
    for (const std::string& name : options.outputs) {
        if (const auto stated = options.stated_outputs.find(name);
            stated != options.stated_outputs.end()) {
            outputs.push_back(stated->second);
            continue;
        }
        outputs.push_back(
            {.name = name, .role = has_objective ? OutputRole::quantity : OutputRole::objective});
        has_objective = true;
    }
    return outputs;
}

Dataset samples_of(const Table& table, const fs::path& file, const TableOptions& options) {
    const auto n_x = static_cast<Index>(options.inputs.size());
    const auto n_y = static_cast<Index>(options.outputs.size());
    const Index m = table.rows.rows();
    Dataset data{.X = Matrix(n_x, m),
                 .Y = Matrix(n_y, m),
                 .J = std::vector<Matrix>(
                     options.inputs.size(),
                     Matrix::Constant(n_y, m, std::numeric_limits<double>::quiet_NaN()))};
    for (Index j = 0; j < n_x; ++j) {
        const std::string& input = options.inputs[static_cast<std::size_t>(j)];
        data.X.row(j) = table.rows.col(find_column(table, file, input)).transpose();
        for (Index k = 0; k < n_y; ++k) {
            const std::string column =
                partial_column(options, options.outputs[static_cast<std::size_t>(k)], input);
            if (!column.empty()) {
                data.J[static_cast<std::size_t>(j)].row(k) =
                    table.rows.col(find_column(table, file, column)).transpose();
            }
        }
    }
    for (Index k = 0; k < n_y; ++k) {
        const std::string& output = options.outputs[static_cast<std::size_t>(k)];
        data.Y.row(k) = table.rows.col(find_column(table, file, output)).transpose();
    }
    return data;
}

ProblemInfo info_of(const fs::path& file, const TableOptions& options, const Dataset& data) {
    ProblemInfo info{.name = file.stem().string(),
                     .summary = fmt::format("{} rows of {}", data.m(), file.filename().string()),
                     .formula = "",
                     .source = options.source};
    for (std::size_t j = 0; j < options.inputs.size(); ++j) {
        const std::string& name = options.inputs[j];
        const auto stated = options.stated_inputs.find(name);
        info.inputs.push_back(
            input_of(file,
                     name,
                     stated == options.stated_inputs.end() ? TableInput{} : stated->second,
                     data.X.row(static_cast<Index>(j)).transpose()));
    }
    info.outputs = outputs_of(options);
    info.has_partials = !options.pattern.empty() || !options.partials.empty();
    return info;
}

void require_distinct_points(const Table& table, const fs::path& file, const Dataset& data) {
    std::map<std::string, Index> seen;
    for (Index t = 0; t < data.m(); ++t) {
        const auto [first, is_new] = seen.emplace(point_key(data.X.col(t)), t);
        if (!is_new) {
            throw ConfigError(
                fmt::format("{}:{}:1: has the same inputs as line {}, expected one row per point",
                            file.string(),
                            table.lines[static_cast<std::size_t>(t)],
                            table.lines[static_cast<std::size_t>(first->second)]));
        }
    }
}

}  // namespace

TableProblem::TableProblem(ProblemInfo info, Dataset rows)
    : Problem(std::move(info)), rows_(std::move(rows)) {
    for (Index t = 0; t < rows_.m(); ++t) {
        row_at_.emplace(point_key(rows_.X.col(t)), t);
    }
}

Evaluation TableProblem::do_evaluate(const ConstVectorRef& x, Derivatives wanted) const {
    const auto row = row_at_.find(point_key(x));
    if (row == row_at_.end()) {
        throw EvaluationError("it is a table, and no row of it is at this point");
    }
    Evaluation y{.value = rows_.Y.col(row->second), .jacobian = {}};
    if (wanted == Derivatives::first) {
        y.jacobian = rows_.jacobian_at(row->second);
    }
    return y;
}

std::unique_ptr<TableProblem> read_table(const TableOptions& options, const fs::path& folder) {
    const fs::path file = folder / options.file;
    std::vector<std::string> complete = options.inputs;
    complete.insert(complete.end(), options.outputs.begin(), options.outputs.end());
    const Table table = read_csv(file, complete);
    Dataset data = samples_of(table, file, options);
    require_distinct_points(table, file, data);
    ProblemInfo info = info_of(file, options, data);
    return std::make_unique<TableProblem>(std::move(info), std::move(data));
}

Index test_rows(double test, Index rows) {
    if (test == 0.0) {
        return 0;
    }
    const auto all = static_cast<double>(rows);
    if (test >= 1.0 && test != std::floor(test)) {
        throw ConfigError(
            fmt::format("is {}, expected a whole number of rows, or a share below 1", test));
    }
    const auto count = static_cast<Index>(test < 1.0 ? std::round(test * all) : test);
    constexpr Index fewest = 2;  // that have a spread
    if (count < fewest || count >= rows) {
        throw ConfigError(
            fmt::format("is {}, which is {} of the table's {} rows; expected {} to {}",
                        test,
                        count,
                        rows,
                        fewest,
                        rows - 1));
    }
    return count;
}

TableSplit split_rows(Index rows, Index n_training, Index n_test, Rng rng) {
    if (n_training + n_test > rows) {
        throw ConfigError(fmt::format(
            "is {}, but the table has {} rows, {} of them to test on; expected at most {}",
            n_training,
            rows,
            n_test,
            rows - n_test));
    }
    const std::vector<Index> order = rng.permutation(rows);
    const auto end = order.begin() + n_test;
    return {.training = {end, end + n_training}, .test = {order.begin(), end}};
}

}  // namespace jennopt
