#include "core/json.hpp"
#include "core/text_file.hpp"
#include "report/figures/figures.hpp"
#include "report/fixture.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>
#include <cmath>

using namespace jennopt;
namespace fs = std::filesystem;

namespace {

Figures figures_of(const StudyResults& study) {
    return write_figures(study, MetricTable(study));
}

std::vector<std::string> names(const Figures& figures) {
    std::vector<std::string> result;
    for (const Figure& figure : figures.figures) {
        result.push_back(figure.name);
    }
    return result;
}

void check_files(const fs::path& folder, const Figures& figures) {
    const Json list = Json::parse(read_text(folder / "figures.json"));
    REQUIRE(list.size() == figures.figures.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Figure& figure = figures.figures[i];
        INFO(figure.name);
        CHECK(figure.drawn);
        CHECK(list[i] ==
              Json{{"name", figure.name}, {"title", figure.title}, {"caption", figure.caption}});
        CHECK(fs::file_size(folder / (figure.name + ".csv")) > 100);
        CHECK(fs::file_size(folder / (figure.name + ".gp")) > 100);
        CHECK_THAT(read_text(folder / (figure.name + ".svg")), Catch::Contains("</svg>"));
    }
}

Plot optima_of(const StudyResults& study) {
    std::vector<std::string> notes;
    const std::vector<Plot> plots =
        plot_spreads(study, MetricTable(study), ContenderColors(study), notes);
    REQUIRE(plots.size() == 1);
    return plots.front();
}

std::vector<double> drawn(const Plot& plot, LayerKind kind, const std::string& name) {
    std::vector<double> y;
    for (const Layer& layer : plot.panels.front().layers) {
        if (layer.kind == kind && layer.name == name) {
            y.insert(y.end(), layer.y.begin(), layer.y.end());
        }
    }
    return y;
}

/// A view of the first replicate of the first arm.
struct FirstArm {
    const StudyResults& study;
    ContenderColors colors{study};
    ReplicateFiles files = read_files(study, study.arms[0], study.arms[0].replicates[0]);
    ArmView view{study.arms[0], study.arms[0].replicates[0], files, colors, "", ""};
};

}  // namespace

TEST_CASE("figures: two inputs give contours, other numbers profiles; each with data and script",
          "[report][figures]") {
    for (const Index n_x : {1, 2, 5}) {
        const ScratchFolder scratch;
        const FakeStudy study = fake_study(
            scratch.path(), {.n_x = n_x, .replicates = 2, .counts = {40}, .test_count = 40});
        const Figures figures = figures_of(study.input);
        CHECK(figures.notes.empty());
        const std::vector<std::string> all = names(figures);
        CHECK(all.front() == (n_x == 1 ? "optimum_value" : "optimum_distance"));
        CHECK(std::vector(all.begin() + 1, all.end()) ==
              std::vector<std::string>{
                  n_x == 2 ? "contours" : "profiles", "values", "partials", "training"});
        check_files(scratch.path() / "figures", figures);
    }
}

TEST_CASE("figures: a constraint and several arms draw too", "[report][figures]") {
    const ScratchFolder scratch;
    FakeStudy study =
        fake_study(scratch.path(),
                   {.replicates = 2, .counts = {15, 30}, .test_count = 20, .constraint = true});
    for (ArmResults& arm : study.input.arms) {
        const auto count = arm.replicates[0].samples;
        arm.arm.choices = {{"sampling.count", std::to_string(count)}};
    }
    const Figures figures = figures_of(study.input);
    CHECK(figures.notes.empty());
    const std::vector<std::string> all = names(figures);
    CHECK(all.front() == "learning");  // the figures over the sweep come first
    for (const char* name : {"optimum_value",
                             "accuracy_values",
                             "accuracy_partials",
                             "contours_sampling.count-15",
                             "values_sampling.count-30",
                             "partials_sampling.count-30",
                             "training_sampling.count-15"}) {
        CHECK(std::find(all.begin(), all.end(), name) != all.end());
    }
    check_files(scratch.path() / "figures", figures);
}

TEST_CASE("figures: a missing model file is named and costs its arm's figures only",
          "[report][figures]") {
    const ScratchFolder scratch;
    const FakeStudy study = fake_study(scratch.path(), {.replicates = 1, .test_count = 20});
    fs::remove(scratch.path() / "base-1a2b3c" / "r0" / "models" / "nn.json");
    const Figures figures = figures_of(study.input);
    REQUIRE(figures.notes.size() == 1);
    CHECK_THAT(figures.notes[0], Catch::Contains("nn.json"));
    CHECK(names(figures) == std::vector<std::string>{"optimum_distance"});
}

TEST_CASE("figures: of many arms the first is shown on its own, and a note says so",
          "[report][figures]") {
    const ScratchFolder scratch;
    StudyResults study = made_up_input({1.0}, {0.5});
    study.folder = scratch.path();
    study.arms.resize(30, study.arms.front());
    const Figures figures = figures_of(study);
    REQUIRE(figures.notes.size() == 4);
    CHECK_THAT(figures.notes[0], Catch::Contains("at most 24 arms"));
    CHECK_THAT(figures.notes[1], Catch::Contains("Figures of base are left out"));
    CHECK_THAT(figures.notes[2], Catch::Contains("the first of 30 only"));
    CHECK_THAT(figures.notes[3], Catch::Contains("is not at hand"));
}

TEST_CASE("figures of optima: one point per replicate, boxes of the quartiles, distances of zero",
          "[report][figures]") {
    const Plot plot = optima_of(made_up_input({1.0, 2.0, 4.0}, {0.0, 0.5, 0.25}));
    CHECK(plot.name == "optimum_distance");
    CHECK(drawn(plot, LayerKind::points, "nn") == std::vector{1.0, 2.0, 4.0});
    CHECK(drawn(plot, LayerKind::box, "nn") == std::vector{2.0});
    CHECK(drawn(plot, LayerKind::points, "jenn") == std::vector{1e-16, 0.5, 0.25});
    CHECK_THAT(plot.caption, Catch::Contains("below 1e-16"));
    CHECK_THAT(plot.caption, !Catch::Contains("rings"));
}

TEST_CASE("figures of optima: an infeasible or failed optimum is never low, the caption counts it",
          "[report][figures]") {
    StudyResults study = made_up_input({1.0, 2.0, 3.0}, {1.5, 2.5, 3.5});
    study.arms[0].problem.outputs.push_back({"g", "", OutputRole::constraint});
    study.arms[0].problem.known_optimum.reset();
    auto& replicates = study.arms[0].replicates;
    Verdict& infeasible = replicates[0].surrogates[0].optimum.verdict;
    infeasible.violation = 0.7;
    infeasible.true_value = -1000.0;
    Verdict& within = replicates[1].surrogates[0].optimum.verdict;
    within.violation = 1e-7;  // within the tolerance
    OptimumRecord& failed = replicates[2].surrogates[1].optimum;
    failed.verdict.true_value = failed.verdict.violation = std::nan("");
    failed.failure = "no convergence";
    const Plot plot = optima_of(study);
    CHECK(plot.name == "optimum_value");
    CHECK(drawn(plot, LayerKind::points, "nn") == std::vector{4.0, 9.0});
    CHECK(drawn(plot, LayerKind::points, "jenn") == std::vector{2.25, 6.25});
    const std::vector<double> rings = drawn(plot, LayerKind::points, "infeasible or failed");
    REQUIRE(rings.size() == 2);
    CHECK(std::min(rings[0], rings[1]) > 9.0);
    CHECK(plot.panels[0].y.upper.value() > rings[0]);
    CHECK_THAT(plot.caption, Catch::Contains("nn: 1 of 3 infeasible"));
    CHECK_THAT(plot.caption,
               Catch::Contains("jenn: 1 of 3 where the problem could not be evaluated"));
    for (ReplicateRecord& replicate : replicates) {
        for (SurrogateRecord& surrogate : replicate.surrogates) {
            surrogate.optimum.verdict.violation = 1.0;
        }
    }
    std::vector<std::string> notes;
    CHECK(plot_spreads(study, MetricTable(study), ContenderColors(study), notes).empty());
    REQUIRE(notes.size() == 1);
    CHECK_THAT(notes[0], Catch::Contains("no feasible"));
}

TEST_CASE("figures of optima: the best sample takes part, distances in widths where units differ",
          "[report][figures]") {
    StudyResults study = made_up_input({1.0, 2.0}, {1.5, 2.5});
    study.arms[0].problem.inputs[1].upper += 4.0;
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        replicate.best_sample = EvaluatedPoint{
            "training sample", Vector::Constant(2, 0.5), Verdict{0.3, 0.0, 1.0, 0.7}};
    }
    const Plot plot = optima_of(study);
    CHECK(plot.name == "optimum_distance");
    CHECK_THAT(plot.panels[0].y.label, Catch::Contains("in widths of the bounds"));
    CHECK(plot.panels[0].x.ticks.back().text == "best sample");
    const std::vector<double> y = drawn(plot, LayerKind::points, "best sample");
    REQUIRE(y.size() == 2);
    CHECK(y[0] == Approx(std::hypot(0.5 / 4.0, 0.5 / 8.0)));
}

TEST_CASE("figures of scatter: quantities are in the unit of their R2, constant ones left out",
          "[report][figures]") {
    const ScratchFolder scratch;
    FakeStudy study =
        fake_study(scratch.path(), {.replicates = 1, .test_count = 50, .constraint = true});
    const FirstArm first{study.input};
    const std::vector<Plot> plots = plot_scatter(first.view);
    REQUIRE(plots.size() == 2);
    for (const Plot& plot : plots) {
        for (const Panel& panel : plot.panels) {
            CHECK(panel.x.lower == plot.panels[0].x.lower);
            CHECK(panel.y.upper == panel.x.upper);
            for (const Layer& layer : panel.layers) {
                for (std::size_t i = 0; i < layer.x.size(); ++i) {
                    CHECK(layer.x[i] >= *panel.x.lower);
                    CHECK(layer.y[i] <= *panel.y.upper);
                }
            }
        }
    }
    // The error that is drawn is that of R2: 1 - SSE / SST over all points of a panel.
    const Panel& panel = plots[1].panels[1];
    double error = 0.0;
    double spread = 0.0;
    for (const Layer& layer : panel.layers) {
        for (std::size_t i = 0; layer.kind == LayerKind::points && i < layer.x.size(); ++i) {
            error += std::pow(layer.y[i] - layer.x[i], 2);
            spread += std::pow(layer.x[i], 2);
        }
    }
    const Accuracy accuracy = measure_accuracy(
        first.files.test, predict(first.files.models[1].surrogate, first.files.test.X, true));
    CHECK(1.0 - error / spread == Approx(accuracy.r2_partials).epsilon(1e-6));
    CHECK_THAT(plots[1].caption, !Catch::Contains("left out"));
}

TEST_CASE("figures of profiles: panels share an axis only where they vary alike",
          "[report][figures]") {
    const ScratchFolder scratch;
    const FakeStudy study =
        fake_study(scratch.path(), {.n_x = 3, .replicates = 1, .counts = {60}, .test_count = 20});
    FirstArm first{study.input};
    const std::vector<Plot> plots = plot_profiles(first.view);
    REQUIRE(plots.size() == 1);
    REQUIRE(plots[0].panels.size() == 3);
    bool alike = true;
    for (const Panel& panel : plots[0].panels) {
        alike = alike && panel.y.upper == plots[0].panels[0].y.upper;
        REQUIRE(panel.verticals.size() == 1);
        CHECK(panel.verticals[0] >= *panel.x.lower);
    }
    CHECK(alike == plots[0].shares_y);
    CHECK_THAT(plots[0].caption,
               Catch::Contains(alike ? "one vertical axis" : "a vertical axis of its own"));
}

TEST_CASE("figures of training: one line per replicate and their median", "[report][figures]") {
    const ScratchFolder scratch;
    const FakeStudy study = fake_study(scratch.path(), {.replicates = 3, .test_count = 20});
    FirstArm first{study.input};
    const std::vector<Plot> plots = plot_training(first.view);
    REQUIRE(plots.size() == 1);
    CHECK(plots[0].panels.size() == 3);
    CHECK(plots[0].panels[0].layers.size() == 4);
    CHECK(plots[0].panels[0].layers.back().name == "median");
}
