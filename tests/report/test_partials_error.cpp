#include "data/csv.hpp"
#include "report/fixture.hpp"
#include "report/metric_table.hpp"
#include "report/partials_error.hpp"
#include "report/replicate_files.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

/// y = 2 a + 0 b
class Plane final : public Problem {
public:
    Plane()
        : Problem({.name = "plane",
                   .inputs = box_inputs(2, 0.0, 1.0),
                   .outputs = {{"y", ""}},
                   .is_cheap = true}) {}

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x, Derivatives) const override {
        return {Vector::Constant(1, 2.0 * x(0)), (Matrix(1, 2) << 2.0, 0.0).finished()};
    }
};

}  // namespace

TEST_CASE("partials error: by hand, missing and zero partials left out", "[report][partials]") {
    const double missing = std::numeric_limits<double>::quiet_NaN();
    Dataset given{Matrix::Constant(2, 4, 0.5), Matrix::Constant(1, 4, 1.0), {}};
    given.J = {(Matrix(1, 4) << 2.0, 3.0, missing, 0.0).finished(),
               (Matrix(1, 4) << 7.0, 0.0, 0.0, 0.0).finished()};
    const PartialsError error = partials_error(given, Plane());
    CHECK(error.mean == Approx((0.0 + 0.5 + 1.0) / 3.0));
    CHECK(error.pooled == Approx((0.0 + 1.0 + 2.0) / 6.0));
    given.J[0].setConstant(missing);
    CHECK(std::isnan(partials_error(given, Plane()).mean));
}

TEST_CASE("partials error: every surrogate of an arm whose partials are disturbed has it",
          "[report][partials]") {
    const ScratchFolder scratch;
    FakeStudy study =
        fake_study(scratch.path(), {.replicates = 2, .counts = {9, 16}, .test_count = 20});
    StudyResults& input = study.input;
    CHECK(partials_errors(input).empty());
    input.arms[0].arm.config.problem.wrappers.noise.partials = 0.1;
    CHECK(partials_errors(input).empty());  // the samples on the disk are exact

    const auto file = scratch.path() / input.arms[0].arm.id / "r1" / "training.csv";
    Table table = read_csv(file);
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        if (table.columns[c].starts_with("d_")) {
            table.rows.col(static_cast<Index>(c)) *= 1.25;
        }
    }
    write_csv(file, table);
    input.partials_errors = partials_errors(input);
    REQUIRE(input.partials_errors.size() == 4);
    const MetricTable metric_table(input);
    for (const char* surrogate : {"nn", "jenn", "jenn_polished"}) {
        INFO(surrogate);
        const MetricRow* found = metric_table.find(0, surrogate, metrics::partials_error);
        REQUIRE(found != nullptr);
        CHECK(found->values[0] == Approx(0.0).margin(1e-12));
        CHECK(found->values[1] == Approx(0.25));
    }
    const MetricRow* beside = metric_table.find(1, "nn", metrics::partials_error_pooled);
    REQUIRE(beside != nullptr);
    CHECK(beside->values == std::vector<double>{0.0, 0.0});
}

TEST_CASE(
    "partials error: samples that cannot be read are missing, an expensive truth is not asked",
    "[report][partials]") {
    const ScratchFolder scratch;
    FakeStudy study = fake_study(scratch.path(), {.replicates = 1, .test_count = 20});
    study.input.arms[0].arm.config.problem.wrappers.noise.partials = 0.1;
    std::filesystem::remove(scratch.path() / study.input.arms[0].arm.id / "r0" / "training.csv");
    CHECK(partials_errors(study.input).empty());
    study.input.arms[0].truth = nullptr;
    CHECK(partials_errors(study.input).empty());
}
