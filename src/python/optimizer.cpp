#include "python/optimizer.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/standard_form.hpp"
#include "study/optimizer_checks.hpp"
#include "study/suggestion.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

/// Points of the unit box that are nearer are the same evaluation.
constexpr double same_place = 1e-3;

ProblemInfo problem_of(const StudyConfig& config) {
    return {.name = config.problem.name.empty() ? "the function" : config.problem.name,
            .inputs = config.problem.inputs,
            .outputs = config.problem.outputs};
}

Sequential state_of(const StudyConfig& config, const ProblemInfo& problem) {
    check_optimizers(config, problem, "", [](const std::string& path, const auto& check) {
        try {
            check();
        } catch (const ConfigError& error) {
            throw ConfigError(fmt::format("{}: {}", path, error.what()));
        }
    });
    return first_state(config, config.optimizers.front(), problem, "");
}

Outcome outcome_of(const ConstVectorRef& x, const ConstVectorRef& y, Matrix J) {
    Outcome outcome{.x = x};
    outcome.failed = !y.allFinite();
    if (!outcome.failed) {
        if (J.array().isInf().any()) {
            throw ShapeError(
                "J has an infinite partial, expected finite ones, or NaN where one is "
                "missing");
        }
        outcome.y = {.value = y, .jacobian = std::move(J)};
    }
    return outcome;
}

}  // namespace

PythonOptimizer::PythonOptimizer(const std::string& study_text)
    : PythonOptimizer(read_study_text(study_text, "Optimizer").arms.front().config) {}

PythonOptimizer::PythonOptimizer(const StudyConfig& config)
    : problem_(problem_of(config)),
      constraint_tolerance_(config.optimization.constraint_tolerance),
      state_(state_of(config, problem_)) {}

Index PythonOptimizer::pending() const {
    return std::ranges::count_if(round_, [](const Asked& asked) { return !asked.answer; }) +
           std::ssize(late_);
}

/// Takes in what has been told; what is missing is late.
void PythonOptimizer::begin_round() {
    std::vector<Outcome> told;
    for (Asked& asked : round_) {
        if (asked.answer) {
            told.push_back(std::move(*asked.answer));
        } else {
            late_.push_back(std::move(asked.proposal.x));
        }
    }
    round_.clear();
    std::ranges::move(others_, std::back_inserter(told));
    others_.clear();
    if (!told.empty()) {
        state_.absorb(told);
    }
}

bool PythonOptimizer::is_pending(const Vector& x) const {
    const Bounds bounds = problem_.bounds();
    return std::ranges::any_of(late_, [&](const Vector& late) {
        return (bounds.to_unit(late) - bounds.to_unit(x)).cwiseAbs().maxCoeff() < same_place;
    });
}

OutArray PythonOptimizer::ask(Index count) {
    if (count < 1) {
        throw ConfigError(fmt::format("ask({}): expected at least one point", count));
    }
    const nb::gil_scoped_release unlocked;
    const auto is_answered = [](const Asked& asked) { return asked.answer.has_value(); };
    if (std::ranges::any_of(round_, is_answered) || !others_.empty()) {
        begin_round();
    }
    std::vector<Proposal> fresh;
    for (Proposal& proposal : state_.propose(std::ssize(round_) + std::ssize(late_) + count)) {
        const auto is_asked = [&](const Asked& asked) { return asked.proposal.x == proposal.x; };
        if (std::ssize(fresh) < count && std::ranges::none_of(round_, is_asked) &&
            !is_pending(proposal.x)) {
            fresh.push_back(std::move(proposal));
        }
    }
    Matrix X(problem_.n_x(), std::ssize(fresh));
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        X.col(static_cast<Index>(i)) = fresh[i].x;
        round_.push_back({std::move(fresh[i]), std::nullopt});
    }
    const nb::gil_scoped_acquire locked;
    return array_of(std::move(X), false);
}

void PythonOptimizer::tell(const InArray& X, const InArray& Y, const std::optional<InArray>& J) {
    const RowsMap points = columns_of(X, "X", problem_.n_x());
    const RowsMap values = columns_of(Y, "Y", problem_.n_y());
    if (points.size() == 0 && values.size() == 0) {
        return;
    }
    const Dataset data = dataset_of(X, Y, J);
    if (!data.X.allFinite()) {
        throw ShapeError("X has an entry that is no finite number");
    }
    std::vector<Outcome> told;
    for (Index t = 0; t < data.m(); ++t) {
        told.push_back(outcome_of(data.X.col(t), data.Y.col(t), data.jacobian_at(t)));
    }
    for (Outcome& outcome : told) {
        const auto asked = std::ranges::find_if(round_, [&](const Asked& each) {
            return !each.answer && each.proposal.x == outcome.x;
        });
        if (asked != round_.end()) {
            asked->answer = std::move(outcome);
        } else {
            std::erase(late_, outcome.x);
            others_.push_back(std::move(outcome));
        }
    }
    const nb::gil_scoped_release unlocked;
    if (std::ranges::all_of(round_, [](const Asked& asked) { return asked.answer.has_value(); })) {
        begin_round();
    }
}

nb::object PythonOptimizer::best() const {
    Sequential state = state_;
    for (const Asked& asked : round_) {
        if (asked.answer) {
            state.absorb(std::span(&*asked.answer, 1));
        }
    }
    state.absorb(others_);
    const std::optional<Outcome> best = state.best();
    if (!best) {
        return nb::none();
    }
    Matrix J = best->y.jacobian.transpose();
    return nb::make_tuple(array_of(best->x),
                          array_of(best->y.value),
                          array_of(std::move(J), false),
                          StandardForm(problem_).violation(best->y.value) <= constraint_tolerance_);
}

std::string PythonOptimizer::termination() const {
    const std::optional<SequentialTermination> why = state_.termination();
    return why ? name_of(*why) : "";
}

void add_optimizer(nb::module_& module) {
    nb::class_<PythonOptimizer>(module, "_Optimizer")
        .def(nb::init<const std::string&>())
        .def("ask", &PythonOptimizer::ask)
        .def("tell", &PythonOptimizer::tell, nb::arg("X"), nb::arg("Y"), nb::arg("J") = nb::none())
        .def("best", &PythonOptimizer::best)
        .def("termination", &PythonOptimizer::termination)
        .def("expected_gain", &PythonOptimizer::expected_gain)
        .def("pending", &PythonOptimizer::pending)
        .def_prop_ro("n_x", [](const PythonOptimizer& self) { return self.problem().n_x(); })
        .def_prop_ro("n_y", [](const PythonOptimizer& self) { return self.problem().n_y(); });
}

}  // namespace jennopt
