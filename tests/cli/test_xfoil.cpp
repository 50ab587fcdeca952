#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/problem/registry.hpp"
#include "problem/external.hpp"
#include "study/study.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/scratch_folder.hpp"

#include "airfoil/shape.hpp"
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <sstream>

using namespace jennopt;

namespace {

namespace fs = std::filesystem;

const std::string source = source_folder();

/// The program of configs/airfoil_xfoil.yaml.
ExternalConfig studied() {
    const Study study = read_study(source + "/configs/airfoil_xfoil.yaml");
    return *study.arms.front().config.problem.external;
}

/// The same problem built in.
std::unique_ptr<Problem> built_in() {
    const std::map<std::string, OptionValue> options{{"n_upper", std::int64_t{3}},
                                                     {"n_lower", std::int64_t{3}},
                                                     {"area_min", 0.9},
                                                     {"thickness_min", 0.9},
                                                     {"weight_bound", 0.06},
                                                     {"alpha_upper", 12.0}};
    return ProblemRegistry({build_folder() + "/problems"}).make("airfoil", options);
}

const Vector point{{0.02, -0.01, 0.015, 0.005, 0.01, -0.02, 3.0}};

/// xfoil.py with a program in XFOIL's place and a cache of its own.
class Client {
public:
    /// @param mode  see fake_xfoil.py
    explicit Client(const std::string& mode, const std::vector<std::string>& options = {}) {
        const fs::path fake = folder_.path() / "fake_xfoil.py";
        fs::copy_file(source + "/tests/cli/fake_xfoil.py", fake);
        fs::permissions(fake, fs::perms::owner_all);
        write_text(folder_.path() / "mode", mode);
        config = studied();
        config.command.insert(config.command.end(), {"--xfoil", fake.string()});
        config.command.insert(config.command.end(), options.begin(), options.end());
        config.environment["XDG_CACHE_HOME"] = (folder_.path() / "cache").string();
        config.keep_folders = KeepFolders::none;
    }

    [[nodiscard]] Evaluation evaluate(Derivatives wanted = Derivatives::first) const {
        return external_problem(config, source + "/configs")->evaluate(point, wanted);
    }

    [[nodiscard]] std::string failure() const {
        try {
            (void)evaluate();
        } catch (const EvaluationError& error) {
            return error.what();
        }
        return "";
    }

    [[nodiscard]] std::string file(const std::string& name) const {
        return read_text(folder_.path() / name);
    }

    [[nodiscard]] const fs::path& folder() const { return folder_.path(); }

    ExternalConfig config;

private:
    ScratchFolder folder_;
};

/// Of the built-in problem's output with this name.
Index output_of(const Problem& problem, const std::string& name) {
    for (Index k = 0; k < problem.info().n_y(); ++k) {
        if (problem.info().outputs[static_cast<std::size_t>(k)].name == name) {
            return k;
        }
    }
    FAIL("the built-in airfoil has no output '" << name << "'");
    return -1;
}

bool xfoil_is_installed() {
    return std::system("command -v xfoil > /dev/null && command -v cc > /dev/null") == 0;
}

}  // namespace

TEST_CASE("xfoil: inputs and outputs are those of the built-in airfoil", "[cli][external][xfoil]") {
    const ExternalConfig program = studied();
    const auto problem = built_in();
    REQUIRE(program.inputs.size() == problem->info().inputs.size());
    for (std::size_t j = 0; j < program.inputs.size(); ++j) {
        const Input& expected = problem->info().inputs[j];
        CHECK(program.inputs[j].name == expected.name);
        CHECK(program.inputs[j].unit == expected.unit);
        CHECK(program.inputs[j].lower == expected.lower);
        CHECK(program.inputs[j].upper == expected.upper);
    }
    for (const Output& output : program.outputs) {
        const auto k = static_cast<std::size_t>(output_of(*problem, output.name));
        CHECK(output.role == problem->info().outputs[k].role);
    }
}

TEST_CASE("xfoil: it is handed the built-in airfoil's section", "[cli][external][xfoil]") {
    const Client client("nothing");
    (void)client.evaluate(Derivatives::none);
    const auto drawings = built_in()->draw(point);
    const auto& line = drawings.front().lines.front();
    std::istringstream section(client.file("section.dat"));
    std::string name;
    std::getline(section, name);
    for (Index i = 0; i < line.x.size(); ++i) {
        double x = 0.0;
        double y = 0.0;
        REQUIRE(section >> x >> y);
        CHECK(std::abs(x - line.x(i)) < 1e-15);
        CHECK(std::abs(y - line.y(i)) < 1e-15);
    }
    CHECK_FALSE(section >> name);
    CHECK_THAT(client.file("commands"),
               Catch::Contains("ITER 20\nMACH 0.2\nVISC 1000000.0\n") &&
                   Catch::Contains("\nXTR 0.05 0.05\n") && Catch::Contains("\nALFA 3"));
}

TEST_CASE("xfoil: size and its partials are the built-in airfoil's", "[cli][external][xfoil]") {
    Client client("nothing");
    client.config.outputs = {{.name = "area_required"},
                             {.name = "thickness_required", .role = OutputRole::quantity},
                             {.name = "area", .role = OutputRole::quantity},
                             {.name = "thickness", .role = OutputRole::quantity},
                             {.name = "leading_edge_radius", .role = OutputRole::quantity}};
    const Evaluation found = client.evaluate();
    const auto problem = built_in();
    const Evaluation expected = problem->evaluate(point, Derivatives::first);
    for (std::size_t i = 0; i < client.config.outputs.size(); ++i) {
        const auto k = static_cast<Index>(i);
        const Index row = output_of(*problem, client.config.outputs[i].name);
        INFO(client.config.outputs[i].name);
        CHECK(std::abs(found.value(k) - expected.value(row)) < 1e-14);
        CHECK((found.jacobian.row(k) - expected.jacobian.row(row)).cwiseAbs().maxCoeff() < 1e-7);
    }
}

TEST_CASE("xfoil: lift, drag and moment come with central differences", "[cli][external][xfoil]") {
    const Client client("nothing");
    const Evaluation found = client.evaluate();
    std::istringstream section(client.file("section.dat"));
    std::string name;
    std::getline(section, name);
    double cl = 0.1 * point(6);
    for (double x = 0.0, y = 0.0; section >> x >> y;) {
        cl += y;
    }
    const auto x = built_in()->draw(point).front().lines.front().x;
    const Vector slopes = airfoil::cst_terms(x.tail(51), 3).colwise().sum();  // both sides alike
    Vector d_cl(7);
    d_cl << slopes, slopes, 0.1;
    Vector d_cd = cl / 50.0 * d_cl;
    d_cd(6) += 0.002 * point(6);
    CHECK(found.value(0) == Approx(0.01 + 0.001 * 9.0 + cl * cl / 100.0).epsilon(1e-14));
    CHECK(found.value(1) == Approx(0.5 - cl).epsilon(1e-14));
    CHECK(found.value(5) == Approx(-0.25 * cl).epsilon(1e-14));
    CHECK((found.jacobian.row(0).transpose() - d_cd).cwiseAbs().maxCoeff() < 1e-10);
    CHECK((found.jacobian.row(1).transpose() + d_cl).cwiseAbs().maxCoeff() < 1e-9);
    CHECK((found.jacobian.row(4).transpose() - d_cl).cwiseAbs().maxCoeff() < 1e-9);
    std::size_t files = 0;  // the library that XFOIL needs, whole
    for (const auto& entry : fs::directory_iterator(client.folder() / "cache" / "jennopt")) {
        CHECK(entry.path().extension() == ".so");
        ++files;
    }
    CHECK(files == 1);
}

TEST_CASE("xfoil: where a neighbour does not converge the partial is missing",
          "[cli][external][xfoil]") {
    const Evaluation found = Client("displaced").evaluate();
    for (const Index k : {0, 1, 4, 5}) {  // of the flow
        CHECK(found.jacobian.row(k).head(6).array().isNaN().all());
        CHECK(std::isfinite(found.jacobian(k, 6)));  // the angle is no other section
    }
    CHECK(found.jacobian.row(2).allFinite());
    CHECK(found.jacobian.row(3).allFinite());
}

TEST_CASE("xfoil: a point without an answer fails with XFOIL's last words",
          "[cli][external][xfoil]") {
    CHECK_THAT(Client("all").failure(),
               Catch::Contains("its status is failed: XFOIL has no answer; its last lines:\n") &&
                   Catch::Contains(" VISCAL:  Convergence failed;"));
    CHECK_THAT(Client("hang", {"--timeout", "0.5"}).failure(),
               Catch::Contains("it did not end within 0.5 seconds (--timeout) and was killed"));
    CHECK_THAT(Client("nothing", {"--xfoil", "no-such-xfoil"}).failure(),
               Catch::Contains("'no-such-xfoil' is not found, expected the program XFOIL in PATH "
                               "(apt-get install xfoil)"));
    CHECK_THAT(Client("nothing", {"--base", "naca2012"}).failure(),
               Catch::Contains("--base is 'naca2012', expected naca and four digits"));
}

TEST_CASE(
    "xfoil: XFOIL and the built-in airfoil agree in drag, and in lift but for what the layers take",
    "[cli][external][xfoil]") {
    if (!xfoil_is_installed()) {
        WARN("XFOIL or a C compiler is not installed: nothing is compared");
        return;
    }
    Client client("nothing", {"--xfoil", "xfoil"});
    const Evaluation found = client.evaluate();
    const auto problem = built_in();
    const Evaluation expected = problem->evaluate(point, Derivatives::first);
    INFO(found.value.transpose() << "\n" << expected.value.transpose());
    INFO(found.jacobian << "\n" << expected.jacobian);
    CHECK(found.value(0) == Approx(expected.value(0)).epsilon(0.05));
    // Boundary layers take a seventh of the lift away here; the built-in one is that of inviscid
    // flow.
    CHECK(found.value(4) == Approx(0.86 * expected.value(4)).epsilon(0.03));
    CHECK(found.jacobian(4, 6) == Approx(0.86 * expected.jacobian(4, 6)).epsilon(0.03));
}
