#include "cli/commands.hpp"
#include "core/format.hpp"
#include "data/csv.hpp"
#include "jennopt/surrogate/model_file.hpp"

namespace jennopt {

namespace {

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
    // The table may hold other columns too.
    const Table points = read_csv(line.arguments[1], model.input_names, Gaps::refused);
    const Table table = answer(model, points.rows.transpose(), line.partials);
    fmt::print("{}\n", fmt::join(table.columns, ","));
    for (Index t = 0; t < table.rows.rows(); ++t) {
        const Vector row = table.rows.row(t);
        fmt::print("{}\n", fmt::join(row.begin(), row.end(), ","));
    }
}

}  // namespace jennopt
