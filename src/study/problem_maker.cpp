#include "study/problem_maker.hpp"

#include "core/at.hpp"
#include "jennopt/core/error.hpp"
#include "problem/integer_inputs.hpp"
#include "problem/restated.hpp"

#include <algorithm>
#include <set>

namespace jennopt {

namespace {

/// Somebody evaluates it by other means.
class ProgramLess final : public Problem {
public:
    explicit ProgramLess(const ProblemConfig& config)
        : Problem({.name = config.name.empty() ? "problem" : config.name,
                   .summary = "evaluated by hand",
                   .inputs = config.inputs,
                   .outputs = config.outputs}) {}

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& /*x*/,
                                         Derivatives /*wanted*/) const override {
        throw EvaluationError("there is no program to evaluate it");
    }
};

/// Gives each sample the values and partials of its own row.
void keep_rows(Evaluated& samples, const TableProblem& table, const std::vector<Index>& rows) {
    const Dataset& all = table.rows();
    std::set<Index> repeated;
    for (const std::vector<Index>& point : table.points()) {
        if (point.size() > 1) {
            repeated.insert(point.begin(), point.end());
        }
    }
    for (Index t = 0; t < samples.data.m(); ++t) {
        const Index row = rows[at(samples.arrived[at(t)])];
        if (!repeated.contains(row)) {
            continue;
        }
        // What was done to the mean, such as noise, is done to the row; nothing is lost to rounding
        // where nothing was done.
        const Evaluation mean = table.evaluate(all.X.col(row), Derivatives::first);
        const auto moved = [](const Vector& sample, const Vector& own, const Vector& of_mean) {
            return (sample.array() == of_mean.array()).select(own, sample + own - of_mean).eval();
        };
        samples.data.Y.col(t) = moved(samples.data.Y.col(t), all.Y.col(row), mean.value);
        for (Index j = 0; j < all.n_x(); ++j) {
            samples.data.J[at(j)].col(t) =
                moved(samples.data.J[at(j)].col(t), all.J[at(j)].col(row), mean.jacobian.col(j));
        }
    }
}

}  // namespace

std::shared_ptr<const Problem> ProblemMaker::make(const ProblemConfig& config) {
    if (config.external) {
        return external_problem(*config.external, folder_);
    }
    if (config.has_no_program()) {
        return std::make_shared<const ProgramLess>(config);
    }
    if (!config.is_table()) {
        std::shared_ptr<const Problem> plugin = registry_.make(config.name, config.options);
        if (config.goals.empty()) {
            return plugin;
        }
        return std::make_shared<const RestatedProblem>(std::move(plugin), config.goals);
    }
    const auto known =
        std::ranges::find(tables_, config.table, [](const auto& table) { return table.first; });
    if (known != tables_.end()) {
        return known->second;
    }
    tables_.emplace_back(config.table, read_table(config.table, folder_));
    return tables_.back().second;
}

const TableProblem& table_of(const Problem& problem) {
    return dynamic_cast<const TableProblem&>(problem);
}

TableSplit split_table(const StudyConfig& config, const TableProblem& table, const Rng& rng) {
    return split_rows(table.points(),
                      config.sampling.front().count,
                      test_rows(config.problem.table.test, table.rows().m()),
                      rng.child("sampling").child("rows"));
}

Index training_rows(const StudyConfig& config, const TableProblem& table) {
    return std::ssize(split_table(config, table, Rng(config.seed)).training);
}

SamplePoints sample_points(const StudyConfig& config, const Problem& problem, const Rng& rng) {
    if (config.problem.is_table()) {
        const TableSplit split = split_table(config, table_of(problem), rng);
        const Matrix& X = table_of(problem).rows().X;
        return {
            X(Eigen::all, split.training), X(Eigen::all, split.test), split.training, split.test};
    }
    const Bounds bounds = problem.info().bounds();
    const Rng stream = rng.child("sampling");
    const IntegerInputs integers(problem.info());
    const auto whole = [&integers](Matrix X) {
        for (Index t = 0; !integers.empty() && t < X.cols(); ++t) {
            X.col(t) = integers.rounded(X.col(t));
        }
        return X;
    };
    return {whole(sample(bounds, config.sampling, stream.child("training"))),
            config.test.empty() ? Matrix(problem.info().n_x(), 0)
                                : whole(sample(bounds, config.test, stream.child("test"))),
            {},
            {}};
}

void keep_repeats(const Problem& problem, const std::vector<Index>& rows, Evaluated& samples) {
    if (!rows.empty()) {
        keep_rows(samples, table_of(problem), rows);
    }
}

}  // namespace jennopt
