#include "data/table_problem.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "core/point_key.hpp"
#include "data/csv.hpp"
#include "data/table_remarks.hpp"
#include "jennopt/core/error.hpp"
#include "problem/missing_partial.hpp"
#include "problem/names.hpp"

#include <algorithm>
#include <cmath>
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

/// Every column that is read, each once.
std::vector<std::string> columns_of(const TableOptions& options) {
    std::vector<std::string> columns;
    const auto add = [&columns](const std::string& name) {
        if (!name.empty() && !contains(columns, name)) {
            columns.push_back(name);
        }
    };
    std::ranges::for_each(options.inputs, add);
    std::ranges::for_each(options.outputs, add);
    for (const std::string& output : options.outputs) {
        for (const std::string& input : options.inputs) {
            add(partial_column(options, output, input));
        }
    }
    std::ranges::for_each(options.deviations, add);
    return columns;
}

/// A column of columns_of() by its name.
Vector column(const Table& table, const std::string& name) {
    return table.rows.col(std::ranges::find(table.columns, name) - table.columns.begin());
}

Dataset samples_of(const Table& table, const TableOptions& options) {
    const auto n_x = static_cast<Index>(options.inputs.size());
    const auto n_y = static_cast<Index>(options.outputs.size());
    const Index m = table.rows.rows();
    Dataset data{
        .X = Matrix(n_x, m),
        .Y = Matrix(n_y, m),
        .J = std::vector<Matrix>(options.inputs.size(), Matrix::Constant(n_y, m, missing_partial))};
    for (Index j = 0; j < n_x; ++j) {
        const std::string& input = options.inputs[at(j)];
        data.X.row(j) = column(table, input).transpose();
        for (Index k = 0; k < n_y; ++k) {
            const std::string name = partial_column(options, options.outputs[at(k)], input);
            if (!name.empty()) {
                data.J[at(j)].row(k) = column(table, name).transpose();
            }
        }
    }
    for (Index k = 0; k < n_y; ++k) {
        data.Y.row(k) = column(table, options.outputs[at(k)]).transpose();
    }
    return data;
}

/// Rows with every input and output.
std::vector<Index> arrived_rows(const Dataset& data, const fs::path& file) {
    std::vector<Index> arrived;
    for (Index t = 0; t < data.m(); ++t) {
        if (data.X.col(t).allFinite() && data.Y.col(t).allFinite()) {
            arrived.push_back(t);
        }
    }
    if (arrived.empty()) {
        throw ConfigError(
            fmt::format("{}: none of its {} rows has a finite number in every input and output",
                        file.string(),
                        data.m()));
    }
    return arrived;
}

TableOrigin origin_of(const Table& table,
                      const fs::path& file,
                      const TableOptions& options,
                      const std::vector<Index>& arrived) {
    TableOrigin origin{.file = file.filename().string(), .format = table.format};
    for (std::size_t i = 0, next = 0; i < table.lines.size(); ++i) {
        const bool has_arrived = next < arrived.size() && at(arrived[next]) == i;
        (has_arrived ? origin.lines : origin.failed).push_back(table.lines[i]);
        next += has_arrived ? 1 : 0;
    }
    for (const std::string& name : options.deviations) {
        const Vector deviations = column(table, name)(arrived);
        for (Index i = 0; i < deviations.size(); ++i) {
            if (!(deviations(i) > 0.0)) {
                throw ConfigError(fmt::format(
                    "{}:{}: column \"{}\" is {}, expected a standard deviation > 0",
                    file.string(),
                    origin.lines[at(i)],
                    name,
                    std::isnan(deviations(i)) ? "missing" : fmt::format("{}", deviations(i))));
            }
        }
        origin.deviations[name] = deviations;
    }
    return origin;
}

/// What the file says of units, where the study says nothing.
void take_units(ProblemInfo& info, const Table& table) {
    const auto take = [&table](auto& variable) {
        const auto column = std::ranges::find(table.columns, variable.name);
        if (variable.unit.empty() && column != table.columns.end() && !table.units.empty()) {
            variable.unit = table.units[at(column - table.columns.begin())];
        }
    };
    std::ranges::for_each(info.inputs, take);
    std::ranges::for_each(info.outputs, take);
}

ProblemInfo info_of(const fs::path& file,
                    const TableOptions& options,
                    const TableOrigin& origin,
                    const Dataset& data) {
    ProblemInfo info{.name = file.stem().string(),
                     .summary = origin_text(origin),
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

}  // namespace

TableProblem::TableProblem(ProblemInfo info, Dataset rows, TableOrigin origin)
    : Problem(std::move(info)), rows_(std::move(rows)), origin_(std::move(origin)) {
    for (Index t = 0; t < rows_.m(); ++t) {
        const auto [point, is_new] = point_at_.emplace(point_key(rows_.X.col(t)), points_.size());
        if (is_new) {
            points_.emplace_back();
        }
        points_[point->second].push_back(t);
    }
}

Evaluation TableProblem::do_evaluate(const ConstVectorRef& x, Derivatives wanted) const {
    const auto point = point_at_.find(point_key(x));
    if (point == point_at_.end()) {
        throw EvaluationError("it is a table, and no row of it is at this point");
    }
    const std::vector<Index>& rows = points_[point->second];
    Evaluation y{.value = rows_.Y(Eigen::all, rows).rowwise().mean(), .jacobian = {}};
    if (wanted == Derivatives::first) {
        y.jacobian = Matrix::Zero(rows_.n_y(), rows_.n_x());
        Matrix known = y.jacobian;
        for (const Index t : rows) {
            const Matrix jacobian = rows_.jacobian_at(t);
            y.jacobian += jacobian.array().isNaN().select(0.0, jacobian);
            known += jacobian.array().isNaN().select(Matrix::Zero(known.rows(), known.cols()), 1.0);
        }
        y.jacobian.array() /= known.array();  // 0 / 0 where all are missing
    }
    return y;
}

std::unique_ptr<TableProblem> read_table(const TableOptions& options, const fs::path& folder) {
    const fs::path file = folder / options.file;
    const Table table = read_csv(file, columns_of(options));
    const Dataset all = samples_of(table, options);
    const std::vector<Index> arrived = arrived_rows(all, file);
    TableOrigin origin = origin_of(table, file, options, arrived);
    Dataset data = subset(all, arrived);
    ProblemInfo info = info_of(file, options, origin, data);
    take_units(info, table);
    return std::make_unique<TableProblem>(std::move(info), std::move(data), std::move(origin));
}

}  // namespace jennopt
