#include "jennopt/report/figures.hpp"
#include "report/fixture.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace jennopt;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> names(const Figures& figures) {
    std::vector<std::string> result;
    for (const Figure& figure : figures.figures) {
        result.push_back(figure.name);
    }
    return result;
}

void check_files(const fs::path& folder, const Figures& figures) {
    for (const Figure& figure : figures.figures) {
        INFO(figure.name);
        CHECK(figure.drawn);
        CHECK(!figure.caption.empty());
        CHECK(fs::file_size(folder / (figure.name + ".csv")) > 100);
        CHECK(fs::file_size(folder / (figure.name + ".gp")) > 100);
        const std::string svg = content(folder / (figure.name + ".svg"));
        CHECK_THAT(svg, Catch::Contains("</svg>"));
    }
}

/// Sets PATH for the life of the object.
class OtherPath {
public:
    explicit OtherPath(const std::string& path) : before_(std::getenv("PATH")) {
        ::setenv("PATH", path.c_str(), 1);
    }

    ~OtherPath() { ::setenv("PATH", before_.c_str(), 1); }

    OtherPath(const OtherPath&) = delete;
    OtherPath& operator=(const OtherPath&) = delete;

private:
    std::string before_;
};

}  // namespace

TEST_CASE("figures: two inputs give contours, each figure with data, script and picture",
          "[report][figures]") {
    const ScratchFolder scratch;
    const FakeStudy study = fake_study(scratch.path(), {.replicates = 2, .test_count = 40});
    const Figures figures = write_figures(study.input);
    CHECK(figures.notes.empty());
    CHECK(names(figures) == std::vector<std::string>{
                                "optimum_distance", "contours", "values", "partials", "training"});
    check_files(scratch.path() / "figures", figures);
}

TEST_CASE("figures: other numbers of inputs give profiles instead of contours",
          "[report][figures]") {
    for (const Index n_x : {1, 5}) {
        const ScratchFolder scratch;
        const FakeStudy study = fake_study(
            scratch.path(), {.n_x = n_x, .replicates = 1, .counts = {40}, .test_count = 20});
        const Figures figures = write_figures(study.input);
        CHECK(figures.notes.empty());
        CHECK(names(figures).at(1) == "profiles");
        check_files(scratch.path() / "figures", figures);
    }
}

TEST_CASE("figures: a constraint and several arms draw too", "[report][figures]") {
    const ScratchFolder scratch;
    const FakeStudy study =
        fake_study(scratch.path(),
                   {.replicates = 2, .counts = {15, 30}, .test_count = 20, .constraint = true});
    const Figures figures = write_figures(study.input);
    CHECK(figures.notes.empty());
    CHECK(figures.figures.size() == 3 + 2 * 4 + 1);  // the last by number of training samples
    check_files(scratch.path() / "figures", figures);
}

TEST_CASE(
    "figures: the same records give the same bytes, and a script alone draws the same picture",
    "[report][figures]") {
    const ScratchFolder scratch;
    const FakeStudy study = fake_study(scratch.path(), {.replicates = 1, .test_count = 20});
    const Figures figures = write_figures(study.input);
    const fs::path folder = scratch.path() / "figures";
    for (const Figure& figure : figures.figures) {
        const fs::path svg = folder / (figure.name + ".svg");
        const std::string first = content(svg);
        fs::remove(svg);
        const std::string command =
            "cd '" + folder.string() + "' && gnuplot -d " + figure.name + ".gp";
        INFO(command);
        REQUIRE(std::system(command.c_str()) == 0);
        CHECK(content(svg) == first);
    }
}

TEST_CASE("figures: names that mean something to gnuplot do no harm", "[report][figures]") {
    const ScratchFolder scratch;
    FakeStudy study = fake_study(scratch.path(), {.replicates = 1, .test_count = 20});
    study.input.arms[0].problem.outputs[0].unit = "N'; system('touch hacked') #";
    study.input.arms[0].problem.inputs[0].unit = "m^2_{x}@&~\\n`date`";
    const Figures figures = write_figures(study.input);
    CHECK(figures.notes.empty());
    CHECK(!fs::exists(scratch.path() / "figures" / "hacked"));
    check_files(scratch.path() / "figures", figures);
}

TEST_CASE("figures: without gnuplot a note says so, data and scripts are there",
          "[report][figures]") {
    const ScratchFolder scratch;
    const FakeStudy study = fake_study(scratch.path(), {.replicates = 1, .test_count = 20});
    const OtherPath nowhere("/nonexistent");
    const Figures figures = write_figures(study.input);
    REQUIRE(figures.notes.size() == 1);
    CHECK_THAT(figures.notes[0], Catch::Contains("gnuplot"));
    REQUIRE(figures.figures.size() == 5);
    for (const Figure& figure : figures.figures) {
        CHECK(!figure.drawn);
        CHECK(fs::exists(scratch.path() / "figures" / (figure.name + ".gp")));
        CHECK(!fs::exists(scratch.path() / "figures" / (figure.name + ".svg")));
    }
}

TEST_CASE("figures: a missing model file is said and costs its arm's figures only",
          "[report][figures]") {
    const ScratchFolder scratch;
    const FakeStudy study = fake_study(scratch.path(), {.replicates = 1, .test_count = 20});
    fs::remove(scratch.path() / "base-1a2b3c" / "r0" / "models" / "nn.json");
    const Figures figures = write_figures(study.input);
    REQUIRE(figures.notes.size() == 1);
    CHECK_THAT(figures.notes[0], Catch::Contains("nn.json"));
    CHECK(names(figures) == std::vector<std::string>{"optimum_distance"});
}
