#include "jennopt/core/error.hpp"
#include "record/record.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/scratch_folder.hpp"

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

using namespace jennopt;

namespace {

std::string content(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

ReplicateRecord full_record() {
    ReplicateRecord record;
    record.arm = "base-1234";
    record.replicate = 3;
    record.samples = 24;
    record.failed = 1;
    record.missing_partials = 5;
    record.repeated = 6;
    record.constant = {.inputs = {2}, .outputs = {0, 1}};
    record.first_failure = "solver said \"no\"\nat x = 1";
    SurrogateRecord jenn;
    jenn.name = "jenn";
    jenn.kind = "polished base";
    jenn.parameters = 901;
    jenn.kriging = {{.length = Vector{{0.5, 2.0}},
                     .deviation = 1.0 / 3.0,
                     .additive = 0.25,
                     .value_noise = 1e-3,
                     .partial_noise = Vector{{1e-2, 1e-4}}}};
    jenn.trainer = "levenberg_marquardt";
    jenn.iterations = 77;
    jenn.termination = "loss_change";
    jenn.selection = {
        .lambda = 1e-7,
        .gamma = 0.3,
        .gamma_inputs = {1.0, 0.003},
        .output_layer = OutputLayer::stepped,
        .candidates = {{1.0, 0.1, 0.25, 1.0 / 3.0, 4, 17, {1.0, 0.25}, OutputLayer::stepped}},
        .stopped = true};
    jenn.loss = {0.1, 0.2, 1.0 / 3.0};
    jenn.history = {{0, {1.0, 2.0, 3.0}, 4.0}, {77, {0.1, 0.2, 1.0 / 3.0}, 1e-300}};
    jenn.accuracy.r2_values = Vector::Constant(1, 0.1);
    jenn.accuracy.rmse_values = Vector::Constant(1, 0.7);
    jenn.accuracy.rmse_jacobian = Matrix::Constant(1, 2, 0.5);
    jenn.accuracy.rmse_jacobian(0, 1) = std::numeric_limits<double>::quiet_NaN();
    jenn.accuracy.r2_partials = -3.5;
    jenn.polishing = PolishingOutcome{true, 1.0, 0.5, 2.0, 2.5};
    jenn.restarts = {{.initialization = 0, .member = 0, .failure = "diverged"},
                     {.initialization = 1,
                      .member = 0,
                      .kept = true,
                      .loss = {0.1, 0.2, 0.3},
                      .iterations = 77,
                      .termination = "time used up"}};
    jenn.calibration = SpreadCalibration{{0.75, 0.5}, {0.5, std::nan("")}};
    jenn.optimum.x = Vector::LinSpaced(2, 0.1, 0.3);
    jenn.optimum.predicted = -1.5;
    jenn.optimum.verdict = {-1.0, 0.25, 0.125, std::numeric_limits<double>::quiet_NaN()};
    jenn.optimum.search.runs = {
        {Vector::Zero(2), jenn.optimum.x, -1.5, 0.0, 12, SearchTermination::max_evaluations}};
    jenn.optimum.search.path = (Matrix(2, 3) << 0.1, 0.2, 0.3, 1e-17, -4.0, 5.0).finished();
    jenn.optimum.search.evaluations = 12;
    jenn.true_evaluations = 25;
    jenn.true_cost = 50.5;
    jenn.train_seconds = 0.75;
    jenn.search_seconds = 0.01;
    record.surrogates = {jenn};
    record.truth = jenn.optimum;
    record.truth_evaluations = 99;
    record.lost = {{"nn", "diverged"}};
    record.best_sample =
        EvaluatedPoint{"training sample", Vector{{1.0, 2.0}}, {3.0, 0.0, 0.5, 4.0}};
    record.best_evaluated =
        EvaluatedPoint{"direct search", Vector{{0.0, 2.0}}, {1.0, 0.0, 0.0, 0.5}};
    return record;
}

}  // namespace

TEST_CASE("record: what was written is read back to the same numbers", "[record]") {
    const ScratchFolder scratch;
    const ReplicateRecord given = full_record();
    write_record(scratch.path(), given);
    const ReplicateRecord read = read_record(scratch.path());

    CHECK(read.arm == given.arm);
    CHECK(read.replicate == 3);
    CHECK(read.samples == 24);
    CHECK(read.failed == 1);
    CHECK(read.missing_partials == 5);
    CHECK(read.repeated == 6);
    CHECK(read.constant.inputs == std::vector<Index>{2});
    CHECK(read.constant.outputs == std::vector<Index>{0, 1});
    CHECK(read.first_failure == given.first_failure);
    CHECK(read.truth_evaluations == 99);
    REQUIRE(read.truth);
    REQUIRE(read.lost.size() == 1);
    CHECK(read.lost[0].reason == "diverged");
    REQUIRE(read.best_sample);
    CHECK(read.best_sample->x == Vector{{1.0, 2.0}});
    CHECK(read.best_sample->verdict.distance == 4.0);
    REQUIRE(read.best_evaluated);
    CHECK(read.best_evaluated->origin == "direct search");
    CHECK(read.best_evaluated->verdict.true_value == 1.0);
    REQUIRE(read.surrogates.size() == 1);
    const SurrogateRecord& a = given.surrogates[0];
    const SurrogateRecord& b = read.surrogates[0];
    CHECK(b.name == a.name);
    CHECK(b.kind == a.kind);
    CHECK(b.parameters == a.parameters);
    CHECK(b.trainer == a.trainer);
    REQUIRE(b.kriging.size() == 1);
    CHECK(b.kriging[0].length == a.kriging[0].length);
    CHECK(b.kriging[0].deviation == 1.0 / 3.0);
    CHECK(b.kriging[0].additive == 0.25);
    CHECK(b.kriging[0].value_noise == 1e-3);
    CHECK(b.kriging[0].partial_noise == a.kriging[0].partial_noise);
    CHECK(b.iterations == a.iterations);
    CHECK(b.selection.lambda == a.selection.lambda);
    CHECK(b.selection.gamma == a.selection.gamma);
    REQUIRE(b.selection.candidates.size() == 1);
    CHECK(b.selection.candidates[0].gamma == 1.0);
    CHECK(b.selection.candidates[0].lambda == 0.1);
    CHECK(b.selection.candidates[0].value_error == 0.25);
    CHECK(b.selection.candidates[0].partial_error == 1.0 / 3.0);
    CHECK(b.selection.candidates[0].folds == 4);
    CHECK(b.selection.candidates[0].gamma_inputs == std::vector{1.0, 0.25});
    CHECK(b.selection.gamma_inputs == std::vector{1.0, 0.003});
    CHECK(b.selection.candidates[0].samples == 17);
    CHECK(b.selection.candidates[0].output_layer == OutputLayer::stepped);
    CHECK(b.selection.output_layer == OutputLayer::stepped);
    CHECK(b.selection.stopped);
    CHECK(b.termination == a.termination);
    CHECK(b.loss.total() == a.loss.total());
    REQUIRE(b.history.size() == 2);
    CHECK(b.history[1].iteration == 77);
    CHECK(b.history[1].loss.regularization == 1.0 / 3.0);
    CHECK(b.history[1].gradient_norm == 1e-300);
    CHECK(b.accuracy.r2_values == a.accuracy.r2_values);
    CHECK(b.accuracy.r2_partials == -3.5);
    CHECK(b.accuracy.rmse_jacobian(0, 0) == 0.5);
    CHECK(std::isnan(b.accuracy.rmse_jacobian(0, 1)));
    REQUIRE(b.polishing);
    CHECK(b.polishing->kept);
    CHECK(b.polishing->near_after == 0.5);
    REQUIRE(b.restarts.size() == 2);
    CHECK_FALSE(b.restarts[0].kept);
    CHECK(b.restarts[0].failure == "diverged");
    CHECK(b.restarts[1].kept);
    CHECK(b.restarts[1].initialization == 1);
    CHECK(b.restarts[1].loss.total() == a.restarts[1].loss.total());
    CHECK(b.restarts[1].iterations == 77);
    CHECK(b.restarts[1].termination == "time used up");
    REQUIRE(b.calibration);
    CHECK(b.calibration->values.coverage == 0.75);
    CHECK(b.calibration->values.rank_correlation == 0.5);
    CHECK(std::isnan(b.calibration->partials.rank_correlation));
    CHECK(b.optimum.x == a.optimum.x);
    CHECK(b.optimum.predicted == -1.5);
    CHECK(b.optimum.verdict.violation == 0.25);
    CHECK(std::isnan(b.optimum.verdict.distance));
    CHECK(b.optimum.search.path == a.optimum.search.path);
    CHECK(b.optimum.search.runs.at(0).termination == SearchTermination::max_evaluations);
    CHECK(b.true_evaluations == 25);
    CHECK(b.true_cost == 50.5);
    CHECK(b.train_seconds == 0.75);
    CHECK(b.search_seconds == 0.01);
}

TEST_CASE("record: measured times change timing.json only", "[record]") {
    const ScratchFolder scratch;
    ReplicateRecord record = full_record();
    write_record(scratch.path(), record);
    const std::string before = content(scratch.path() / "record.json");
    const std::string timing = content(scratch.path() / "timing.json");
    record.surrogates[0].train_seconds = 9.5;
    write_record(scratch.path(), record);
    CHECK(content(scratch.path() / "record.json") == before);
    CHECK(content(scratch.path() / "timing.json") != timing);
}

TEST_CASE("record: a missing or torn file is an error that names it", "[record]") {
    const ScratchFolder scratch;
    const std::filesystem::path file = scratch.path() / "record.json";
    CHECK_THROWS_WITH(read_record(scratch.path()), Catch::Contains(file.string()));
    write_record(scratch.path(), full_record());
    const std::string whole = content(file);
    std::ofstream(file) << whole.substr(0, whole.size() / 2);
    CHECK_THROWS_WITH(read_record(scratch.path()),
                      Catch::StartsWith(file.string() + ":") &&
                          Catch::Contains("is cut off, its JSON has no end, remove the folder"));
    std::ofstream(file) << "[]";
    CHECK_THROWS_WITH(read_record(scratch.path()),
                      file.string() + ": it is [], expected an object");
}

TEST_CASE("record: a damaged member is an error that names it", "[record]") {
    const ScratchFolder scratch;
    const std::filesystem::path file = scratch.path() / "record.json";
    write_record(scratch.path(), full_record());
    const std::string whole = content(file);
    const auto [found, put, error] = GENERATE(table<std::string, std::string, std::string>({
        {"\"samples\": 24", R"("samples": "many")", "samples is \"many\", expected an integer"},
        {"\"folds\": 4",
         "\"folds\": 4.5",
         "surrogates.0.selection.candidates.0.folds is 4.5, expected an integer"},
        {"\"kept\": true",
         "\"kept\": 1",
         "surrogates.0.polishing.kept is 1, expected true or false"},
        {"\"evaluations used up\"",
         "\"tired\"",
         "surrogates.0.optimum.search.runs.0.termination is \"tired\", expected a name that is "
         "known"},
        {"\"r2_partials\": -3.5",
         "\"r2_partials\": {}",
         "surrogates.0.accuracy.r2_partials is {}, expected a number or null"},
    }));
    const std::size_t place = whole.find(found);
    REQUIRE(place != std::string::npos);
    std::ofstream(file) << std::string(whole).replace(place, found.size(), put);
    CHECK_THROWS_WITH(read_record(scratch.path()), file.string() + ": " + error);
}

TEST_CASE("record: a newer version is refused with both numbers", "[record]") {
    const ScratchFolder scratch;
    const std::filesystem::path file = scratch.path() / "record.json";
    std::ofstream(file) << "{\"version\": 999}";
    CHECK_THROWS_WITH(read_record(scratch.path()),
                      Catch::Contains(file.string()) && Catch::Contains("999") &&
                          Catch::Contains("up to version 3"));
    std::ofstream(file) << "{}";
    CHECK_THROWS_WITH(read_record(scratch.path()), Catch::Contains("version is \"missing\""));
}

TEST_CASE("record: version 2 is read, and what it lacks has its default", "[record]") {
    const ReplicateRecord record = read_record(source_folder() + "/tests/record/version_2");
    CHECK(record.samples == 4);
    REQUIRE(record.surrogates.size() == 3);
    const SurrogateRecord& pair = record.surrogates[0];
    CHECK(pair.name == "pair");
    CHECK(pair.calibration.has_value());
    CHECK_FALSE(pair.polishing.has_value());
    CHECK(pair.history.size() >= 2);
    CHECK(pair.history.back().iteration == pair.iterations);
    CHECK(pair.history.back().loss.total() > 0.0);
    CHECK(pair.optimum.x.size() == 2);
    CHECK(pair.optimum.search.runs.size() == 1);
    CHECK(pair.train_seconds > 0.0);
    CHECK(record.surrogates[2].polishing.has_value());
    REQUIRE(record.truth);
    CHECK(record.truth->verdict.gradient_norm > 0.0);
    CHECK_FALSE(record.best_sample.has_value());
    CHECK_FALSE(record.best_evaluated.has_value());
}

TEST_CASE("record: what an optimizer did comes back, its time from a file of its own", "[record]") {
    const ScratchFolder folder;
    ReplicateRecord record;
    OptimizerRecord best{.name = "best", .method = "sequential", .model = "kriging"};
    best.steps = {{.round = 1,
                   .kind = "local",
                   .model = "jenn",
                   .x = Vector{{0.1, 0.2}},
                   .predicted = std::nan(""),
                   .value = 0.3,
                   .violation = 0.4}};
    best.best = EvaluatedPoint{"optimizer best", best.steps[0].x, {0.3, 0.4, 0.5, std::nan("")}};
    best.outputs = Vector{{0.3, 0.4}};
    best.active = {"stress"};
    best.termination = "target reached";
    best.first_failure = "the mesh collapsed";
    best.proposal_seconds = 0.125;
    record.optimizers = {best};
    record.truth_progress = Vector{{std::nan(""), 2.0}};
    write_record(folder.path(), record);
    const ReplicateRecord read = read_record(folder.path());
    REQUIRE(read.optimizers.size() == 1);
    const OptimizerRecord& again = read.optimizers[0];
    CHECK(again.steps[0].x == best.steps[0].x);
    CHECK(std::isnan(again.steps[0].predicted));
    CHECK(again.best->verdict.gradient_norm == 0.5);
    CHECK(again.outputs == best.outputs);
    CHECK(again.active == best.active);
    CHECK(again.first_failure == best.first_failure);
    CHECK(again.proposal_seconds == 0.125);
    CHECK(std::isnan(read.truth_progress(0)));
    CHECK(read.truth_progress(1) == 2.0);
    record.optimizers[0].proposal_seconds = 7.0;
    const std::string before = content(folder.path() / "record.json");
    write_record(folder.path(), record);
    CHECK(content(folder.path() / "record.json") == before);
}
