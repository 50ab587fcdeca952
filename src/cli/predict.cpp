#include "cli/commands.hpp"
#include "cli/extrapolation.hpp"
#include "core/format.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/model_file.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace jennopt {

namespace {

/// The model's inputs out of a table's columns, by name; the table may hold others too.
Matrix inputs_of(const Table& table, const NamedSurrogate& model, const std::string& file) {
    Matrix X(model.surrogate.n_x(), table.rows.rows());
    const std::vector<Index>& log_x = model.surrogate.normalization.log_x;
    const auto is_logarithmic = [&](Index j) { return std::ranges::find(log_x, j) != log_x.end(); };
    for (Index j = 0; j < X.rows(); ++j) {
        const std::string& name = model.input_names[static_cast<std::size_t>(j)];
        const auto column = std::find(table.columns.begin(), table.columns.end(), name);
        if (column == table.columns.end()) {
            throw ConfigError(fmt::format("{}: has no column {}, found {}; the surrogate needs {}",
                                          file,
                                          name,
                                          fmt::join(table.columns, ", "),
                                          fmt::join(model.input_names, ", ")));
        }
        X.row(j) = table.rows.col(column - table.columns.begin()).transpose();
        for (Index t = 0; t < X.cols(); ++t) {
            if (!std::isfinite(X(j, t))) {
                throw ConfigError(
                    fmt::format("{}: row {}: {} is empty, expected a number", file, t + 1, name));
            }
            if (is_logarithmic(j) && X(j, t) <= 0.0) {
                throw ConfigError(
                    fmt::format("{}: row {}: {} is {}, expected a number > 0: the "
                                "surrogate takes its logarithm",
                                file,
                                t + 1,
                                name,
                                X(j, t)));
            }
        }
    }
    return X;
}

/// The answer with a column of its spread for each of its own, where there is one.
Table answer(const NamedSurrogate& model, const Matrix& X, bool with_partials) {
    Table table =
        to_table(predict(model.surrogate, X, with_partials), model.input_names, model.output_names);
    if (!model.surrogate.has_spread()) {
        return table;
    }
    const Table spreads =
        to_table(spread(model.surrogate, X, with_partials), model.input_names, model.output_names);
    const Index own = spreads.rows.cols() - X.rows();
    table.rows.conservativeResize(Eigen::NoChange, table.rows.cols() + own);
    table.rows.rightCols(own) = spreads.rows.rightCols(own);
    for (Index i = X.rows(); i < spreads.rows.cols(); ++i) {
        table.columns.push_back("spread_" + spreads.columns[static_cast<std::size_t>(i)]);
    }
    return table;
}

}  // namespace

void predict_command(const CommandLine& line) {
    const NamedSurrogate model = load(line.arguments[0]);
    const Table points = read_csv(line.arguments[1]);
    const Matrix X = inputs_of(points, model, line.arguments[1]);
    const Extrapolation outside(model, X);
    if (line.strict) {
        outside.refuse(line.arguments[0], line.arguments[1], points);
    }
    const Table table = answer(model, X, line.partials);
    fmt::print("{}\n", fmt::join(table.columns, ","));
    for (Index t = 0; t < table.rows.rows(); ++t) {
        const Vector row = table.rows.row(t);
        fmt::print("{}\n", fmt::join(row.begin(), row.end(), ","));
    }
    std::fflush(stdout);
    fmt::print(stderr, "{}", outside.text(line.arguments[0], line.arguments[1], points));
}

}  // namespace jennopt
