#include "cli/commands.hpp"
#include "cli/extrapolation.hpp"
#include "cli/output.hpp"
#include "core/format.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/model_file.hpp"

namespace jennopt {

namespace {

void require_logarithms(const NamedSurrogate& model, const Table& points, const std::string& file) {
    for (const Index j : model.surrogate.normalization.log_x) {
        for (Index t = 0; t < points.rows.rows(); ++t) {
            if (points.rows(t, j) <= 0.0) {
                throw ConfigError(
                    fmt::format("{}:{}: {} is {}, expected a number > 0: the surrogate takes "
                                "its logarithm",
                                file,
                                points.lines[static_cast<std::size_t>(t)],
                                model.input_names[static_cast<std::size_t>(j)],
                                points.rows(t, j)));
            }
        }
    }
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

constexpr std::size_t most_lines = 10;

/// Which rows of the answer hold something else than finite numbers; "" if none does.
std::string not_finite_text(const Table& answers, const Table& points, const CommandLine& line) {
    std::vector<std::string> lines;
    std::size_t count = 0;
    for (Index t = 0; t < answers.rows.rows(); ++t) {
        if (answers.rows.row(t).allFinite()) {
            continue;
        }
        if (++count <= most_lines) {
            lines.push_back(fmt::format("{}", points.lines[static_cast<std::size_t>(t)]));
        }
    }
    if (count == 0) {
        return "";
    }
    return fmt::format("{}: {} predicts no finite numbers for {} of {} points, {} {}{}\n",
                       line.arguments[1],
                       line.arguments[0],
                       count,
                       answers.rows.rows(),
                       count == 1 ? "line" : "lines",
                       fmt::join(lines, ", "),
                       count > most_lines ? ", ..." : "");
}

}  // namespace

bool predict_command(const CommandLine& line) {
    const NamedSurrogate model = load(line.arguments[0]);
    // The table may hold other columns too.
    const Table points = read_csv(line.arguments[1], model.input_names, Gaps::refused);
    const Matrix X = points.rows.transpose();
    require_logarithms(model, points, line.arguments[1]);
    const Extrapolation outside(model, X);
    if (line.strict) {
        outside.refuse(line.arguments[0], line.arguments[1], points);
    }
    const Table table = answer(model, X, line.partials);
    print_result("{}\n", fmt::join(table.columns, ","));
    for (Index t = 0; t < table.rows.rows(); ++t) {
        const Vector row = table.rows.row(t);
        print_result("{}\n", fmt::join(row.begin(), row.end(), ","));
    }
    print_message("{}", outside.text(line.arguments[0], line.arguments[1], points));
    const std::string not_finite = not_finite_text(table, points, line);
    print_message("{}", not_finite);
    return not_finite.empty();
}

}  // namespace jennopt
