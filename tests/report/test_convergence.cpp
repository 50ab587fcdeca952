#include "record/metric.hpp"
#include "report/convergence.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

constexpr double none = std::numeric_limits<double>::infinity();

OptimizerRecord record_of(const std::vector<std::pair<double, double>>& steps) {
    OptimizerRecord record{.name = "a"};
    for (const auto& [value, violation] : steps) {
        record.steps.push_back({.x = Vector::Zero(1), .value = value, .violation = violation});
    }
    return record;
}

}  // namespace

TEST_CASE("convergence: infeasible and failed evaluations do not count", "[report][convergence]") {
    const double nan = std::nan("");
    const OptimizerRecord record =
        record_of({{1.0, 0.5}, {nan, nan}, {3.0, 0.0}, {4.0, 0.0}, {2.0, 1e-7}, {0.0, 1.0}});
    CHECK(best_so_far(record, 1e-6, 1.0) == BestSoFar{none, none, 3.0, 3.0, 2.0, 2.0});
    CHECK(evaluations_to(best_so_far(record, 1e-6, 1.0), 2.5) == 5);
    CHECK(evaluations_to(best_so_far(record, 1e-6, 1.0), 1.0) == 0);
}

TEST_CASE("convergence: quantiles over runs, of which some know nothing yet and some have ended",
          "[report][convergence]") {
    const std::vector<BestSoFar> runs{{4.0, 2.0, 1.0}, {none, 6.0}, {8.0}};
    const Convergence curve = convergence_of(runs);
    CHECK(curve.median == std::vector<double>{8.0, 6.0, 6.0});
    CHECK(curve.q25 == std::vector<double>{6.0, 4.0, 3.5});
    CHECK(curve.q75 == std::vector<double>{none, 7.0, 7.0});
}

TEST_CASE("convergence: optimizers of an arm, and its direct search", "[report][convergence]") {
    ArmResults arm;
    arm.problem.outputs = {{.name = "f"}};
    ReplicateRecord replicate;
    replicate.optimizers = {record_of({{3.0, 0.0}})};
    replicate.truth_progress = Vector{{std::nan(""), 5.0}};
    arm.replicates = {replicate, ReplicateRecord{}};
    CHECK(best_so_far(arm, "a") == std::vector<BestSoFar>{{3.0}});
    CHECK(best_so_far(arm, direct_search) == std::vector<BestSoFar>{{none, 5.0}});
    CHECK(best_so_far(arm, "b").empty());
    arm.problem.outputs[0].role = OutputRole::maximize;
    CHECK(best_so_far(arm, "a") == std::vector<BestSoFar>{{-3.0}});
    CHECK(best_so_far(arm, direct_search) == std::vector<BestSoFar>{{none, -5.0}});
}
