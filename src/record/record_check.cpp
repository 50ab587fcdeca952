#include "record/record_check.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <set>

namespace jennopt {

namespace {

/// Walks through a record; the first thing that does not fit is thrown.
class RecordCheck {
public:
    explicit RecordCheck(const ProblemInfo& problem) : n_x_(problem.n_x()), n_y_(problem.n_y()) {}

    void check(const ReplicateRecord& record) const {
        for (const Index count : {record.samples,
                                  record.failed,
                                  record.failed_tests,
                                  record.folds,
                                  record.missing_partials,
                                  record.repeated,
                                  record.truth_evaluations,
                                  record.truth_differences}) {
            require_count(count, "a count");
        }
        require_rows(record.constant.inputs, n_x_, "constant.inputs");
        require_rows(record.constant.outputs, n_y_, "constant.outputs");
        std::set<std::string> names;
        for (const SurrogateRecord& surrogate : record.surrogates) {
            require_name(surrogate.name, names, "surrogates");
            check(surrogate, "surrogates." + surrogate.name);
        }
        for (const OptimizerRecord& optimizer : record.optimizers) {
            require_name(optimizer.name, names, "optimizers");
            check(optimizer, "optimizers." + optimizer.name);
        }
        if (record.truth) {
            check(*record.truth, "truth");
        }
        check(record.best_sample, "best_sample");
        check(record.best_evaluated, "best_evaluated");
    }

private:
    static void require(bool fits, const std::string& what, const std::string& found) {
        if (!fits) {
            throw ConfigError(what + " " + found);
        }
    }

    static void require_count(Index count, const std::string& what) {
        require(count >= 0, what, "is negative");
    }

    static void require_size(Index found, Index expected, const std::string& what) {
        require(
            found == expected, what, fmt::format("has {} numbers, expected {}", found, expected));
    }

    /// Of each input, or of none.
    void require_factors(const std::vector<double>& factors, const std::string& what) const {
        require_size(std::ssize(factors), factors.empty() ? 0 : n_x_, what);
    }

    /// Files are called after them.
    static void require_name(const std::string& name,
                             std::set<std::string>& names,
                             const char* what) {
        require(
            !name.empty() && name.find('/') == std::string::npos, what, "have one without a name");
        require(names.insert(name).second, what, "have two of the name " + name);
    }

    static void require_rows(const std::vector<Index>& rows, Index count, const char* what) {
        require(std::ranges::all_of(rows, [&](Index row) { return row >= 0 && row < count; }),
                what,
                "names what is not there");
    }

    void check(const SurrogateRecord& surrogate, const std::string& place) const {
        require_count(surrogate.parameters, place + ".parameters");
        require_count(surrogate.iterations, place + ".iterations");
        require_count(surrogate.true_evaluations, place + ".true_evaluations");
        require(surrogate.kriging.empty() || std::ssize(surrogate.kriging) == n_y_,
                place + ".kriging",
                "is not of each output");
        for (const KrigedOutput& output : surrogate.kriging) {
            require_size(output.length.size(), n_x_, place + ".kriging.length");
            require_size(output.partial_noise.size(), n_x_, place + ".kriging.partial_noise");
        }
        const Selection& selection = surrogate.selection;
        require_factors(selection.gamma_inputs, place + ".selection.gamma_inputs");
        for (const SelectionCandidate& tried : selection.candidates) {
            require_factors(tried.gamma_inputs, place + ".selection.candidates.gamma_inputs");
        }
        const Accuracy& accuracy = surrogate.accuracy;
        require_size(accuracy.r2_values.size(), n_y_, place + ".accuracy.r2_values");
        require_size(accuracy.rmse_values.size(), n_y_, place + ".accuracy.rmse_values");
        require_size(accuracy.rmse_jacobian.rows(), n_y_, place + ".accuracy.rmse_jacobian");
        require_size(accuracy.rmse_jacobian.cols(), n_x_, place + ".accuracy.rmse_jacobian");
        check(surrogate.optimum, place + ".optimum");
    }

    void check(const OptimumRecord& optimum, const std::string& place) const {
        const SearchResult& search = optimum.search;
        require_size(optimum.x.size(), n_x_, place + ".x");
        require_count(optimum.checks, place + ".checks");
        require_count(search.evaluations, place + ".search.evaluations");
        require(search.best >= 0 && search.best < std::ssize(search.runs),
                place + ".search.best",
                "is no run");
        for (const SearchRun& run : search.runs) {
            require_size(run.start.size(), n_x_, place + ".search.runs.start");
            require_count(run.evaluations, place + ".search.runs.evaluations");
            if (run.failure.empty()) {
                require_size(run.x.size(), n_x_, place + ".search.runs.x");
            }
        }
        if (search.path.size() > 0) {
            require_size(search.path.rows(), n_x_, place + ".search.path");
        }
    }

    void check(const OptimizerRecord& optimizer, const std::string& place) const {
        require(optimizer.best.has_value(), place, "has no best point");
        check(optimizer.best, place + ".best");
        require_size(optimizer.outputs.size(), n_y_, place + ".outputs");
        for (const StepRecord& step : optimizer.steps) {
            require_size(step.x.size(), n_x_, place + ".steps.x");
        }
    }

    void check(const std::optional<EvaluatedPoint>& point, const std::string& place) const {
        if (point) {
            require_size(point->x.size(), n_x_, place + ".x");
            if (point->outputs.size() > 0) {
                require_size(point->outputs.size(), n_y_, place + ".outputs");
            }
        }
    }

    Index n_x_;
    Index n_y_;
};

}  // namespace

std::string misfit_of(const ReplicateRecord& record, const ProblemInfo& problem) {
    try {
        RecordCheck(problem).check(record);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

}  // namespace jennopt
