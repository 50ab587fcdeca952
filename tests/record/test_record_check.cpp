#include "record/record_check.hpp"
#include "study/counting_problem.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

/// A record that fits the bowl of two inputs.
ReplicateRecord right_record() {
    const Vector x = Vector::Zero(2);
    OptimumRecord optimum;
    optimum.x = x;
    optimum.search.runs.push_back({.start = x, .x = x});
    optimum.search.path = Matrix::Zero(2, 3);
    SurrogateRecord surrogate{.name = "jenn", .kind = "jenn"};
    surrogate.accuracy.r2_values = Vector::Zero(1);
    surrogate.accuracy.rmse_values = Vector::Zero(1);
    surrogate.accuracy.rmse_jacobian = Matrix::Zero(1, 2);
    surrogate.optimum = optimum;
    OptimizerRecord optimizer{.name = "best", .method = "sequential"};
    optimizer.best = EvaluatedPoint{.origin = "optimizer best", .x = x, .verdict = {}};
    optimizer.outputs = Vector::Zero(1);
    optimizer.steps.push_back({.x = x});
    ReplicateRecord record;
    record.surrogates.push_back(surrogate);
    record.optimizers.push_back(optimizer);
    record.truth = optimum;
    return record;
}

template <typename Change>
std::string misfit_after(const Change& change) {
    ReplicateRecord record = right_record();
    change(record);
    return misfit_of(record, CountingProblem().info());
}

}  // namespace

TEST_CASE("record check: what does not have the sizes of the problem is named", "[record]") {
    using R = ReplicateRecord;
    const Vector three = Vector::Zero(3);
    CHECK(misfit_after([](R&) {}).empty());
    CHECK(misfit_after([&](R& r) { r.surrogates[0].optimum.x = three; }) ==
          "surrogates.jenn.optimum.x has 3 numbers, expected 2");
    CHECK(misfit_after([&](R& r) { r.surrogates[0].accuracy.r2_values = three; }) ==
          "surrogates.jenn.accuracy.r2_values has 3 numbers, expected 1");
    CHECK(misfit_after([](R& r) { r.surrogates[0].accuracy.rmse_jacobian.resize(1, 1); }) ==
          "surrogates.jenn.accuracy.rmse_jacobian has 1 numbers, expected 2");
    CHECK(misfit_after([](R& r) { r.surrogates[0].kriging.resize(2); }) ==
          "surrogates.jenn.kriging is not of each output");
    CHECK(misfit_after([](R& r) { r.truth->search.best = 1; }) == "truth.search.best is no run");
    CHECK(misfit_after([](R& r) { r.truth->search.best = -1; }) == "truth.search.best is no run");
    CHECK(misfit_after([&](R& r) { r.truth->search.runs[0].start = three; }) ==
          "truth.search.runs.start has 3 numbers, expected 2");
    CHECK(misfit_after([](R& r) { r.optimizers[0].best.reset(); }) ==
          "optimizers.best has no best point");
    CHECK(misfit_after([&](R& r) { r.optimizers[0].steps[0].x = three; }) ==
          "optimizers.best.steps.x has 3 numbers, expected 2");
    CHECK(misfit_after([](R& r) { r.optimizers[0].name = "jenn"; }) ==
          "optimizers have two of the name jenn");
    CHECK(misfit_after([](R& r) { r.surrogates[0].name = "../jenn"; }) ==
          "surrogates have one without a name");
    CHECK(misfit_after([](R& r) { r.constant.inputs = {2}; }) ==
          "constant.inputs names what is not there");
    CHECK(misfit_after([](R& r) { r.samples = -1; }) == "a count is negative");
}
