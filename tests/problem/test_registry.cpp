#include "jennopt/core/error.hpp"
#include "jennopt/problem/registry.hpp"
#include "support/catch.hpp"
#include "support/check_derivatives.hpp"
#include "support/places.hpp"

#include <algorithm>

using namespace jennopt;

namespace {

const std::filesystem::path builtin = build_folder() + "/problems";
const std::filesystem::path bad_plugins = build_folder() + "/tests/problem/plugins";
const std::filesystem::path outside = build_folder() + "/tests/problem/outside/build";

/// The message of the ConfigError for a module of the folder of bad plugins.
std::string refusal(const std::string& name,
                    const std::map<std::string, OptionValue>& options = {}) {
    try {
        (void)ProblemRegistry({bad_plugins}).make(name, options);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "accepted";
}

bool has_fused_avx2() {
#ifdef __x86_64__
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return true;  // nothing wide is compiled there
#endif
}

std::string module(const std::string& name) {
    return (bad_plugins / (name + ".so")).string();
}

}  // namespace

TEST_CASE("registry: the names are those of the modules, in order", "[problem][registry]") {
    const std::vector<std::string> names = ProblemRegistry({builtin}).names();
    CHECK(std::is_sorted(names.begin(), names.end()));
    CHECK(std::count(names.begin(), names.end(), "rosenbrock") == 1);
    CHECK(ProblemRegistry({builtin / "branin.so"}).names() == std::vector<std::string>{"branin"});
    CHECK(ProblemRegistry({}).names().empty());
}

TEST_CASE("registry: a problem is made with its options", "[problem][registry]") {
    const ProblemRegistry registry({builtin});
    CHECK(registry.make("rosenbrock")->info().n_x() == 2);
    CHECK(registry.make("rosenbrock", {{"dimension", std::int64_t{5}}})->info().n_x() == 5);
    REQUIRE(registry.options("rosenbrock").size() == 1);
    CHECK(registry.options("rosenbrock").front().name == "dimension");
    CHECK(registry.options("branin").empty());
}

TEST_CASE("registry: of two modules of one name the earlier counts", "[problem][registry]") {
    const std::filesystem::path folder = build_folder() + "/tests/problem/shadow";
    std::filesystem::create_directories(folder);
    std::filesystem::copy_file(bad_plugins / "no_library.so",
                               folder / "branin.so",
                               std::filesystem::copy_options::overwrite_existing);
    CHECK(ProblemRegistry({builtin, folder}).make("branin")->info().name == "branin");
    CHECK_THROWS_AS(ProblemRegistry({folder, builtin}).make("branin"), ConfigError);
}

TEST_CASE("registry: a place that does not exist is refused", "[problem][registry]") {
    CHECK_THROWS_WITH(ProblemRegistry({builtin, "no/such/place"}),
                      Catch::StartsWith("no/such/place does not exist"));
}

TEST_CASE("registry: an unknown name is refused with the nearest and all others",
          "[problem][registry]") {
    const ProblemRegistry registry({builtin / "branin.so", builtin / "rosenbrock.so"});
    CHECK_THROWS_WITH(registry.make("rosenbrok"),
                      "unknown problem 'rosenbrok'; did you mean 'rosenbrock'? "
                      "(problems: branin, rosenbrock)");
    CHECK_THROWS_WITH(registry.options("wing"),
                      "unknown problem 'wing' (problems: branin, rosenbrock)");
    CHECK_THROWS_WITH(ProblemRegistry({}).make("wing"), "unknown problem 'wing' (problems: none)");
}

TEST_CASE("registry: bad options are refused in the name of the problem", "[problem][registry]") {
    CHECK_THROWS_WITH(
        ProblemRegistry({builtin}).make("rosenbrock", {{"dimension", std::int64_t{1}}}),
        "problem 'rosenbrock': option 'dimension' is '1', expected a whole number from 2 to 1000");
    CHECK_THROWS_WITH(ProblemRegistry({builtin}).make("branin", {{"dimension", std::int64_t{2}}}),
                      "problem 'branin': unknown option 'dimension' (options: none)");
}

TEST_CASE("registry: a file that is no library is refused with the loader's words",
          "[problem][registry]") {
    CHECK_THAT(
        refusal("no_library"),
        Catch::StartsWith("problem 'no_library': " + module("no_library") + " does not load: "));
    CHECK(refusal("no_library").size() > refusal("no_library").find("load: ") + 10);
}

TEST_CASE("registry: a module without entry point is refused", "[problem][registry]") {
    CHECK(refusal("no_entry_point") ==
          "problem 'no_entry_point': " + module("no_entry_point") +
              " has no entry point, expected a function jennopt_plugin of C linkage");
}

TEST_CASE("registry: a module of another interface version is refused before it is read",
          "[problem][registry]") {
    CHECK(refusal("other_version") == "problem 'other_version': " + module("other_version") +
                                          " has plugin interface version 9999, expected " +
                                          std::to_string(plugin_interface_version) +
                                          ": rebuild it");
}

TEST_CASE("registry: a module whose memory is laid out otherwise is refused, with what to do",
          "[problem][registry]") {
    CHECK(refusal("wide_alignment") ==
          "problem 'wide_alignment': " + module("wide_alignment") +
              " was compiled with EIGEN_MAX_ALIGN_BYTES 32, expected 16: rebuild it by "
              "jennopt_add_problem, or without -march=... and -mavx...");
    CHECK(refusal("checked_containers") ==
          "problem 'checked_containers': " + module("checked_containers") +
              " was compiled with _GLIBCXX_DEBUG 1, expected 0: rebuild it with this one");
}

TEST_CASE("registry: a module for the processor at hand works as jennopt_add_problem builds it",
          "[problem][registry]") {
    if (!has_fused_avx2()) {
        WARN("left out: the processor has no AVX2");
        return;
    }
    const auto bowl = ProblemRegistry({bad_plugins}).make("wide");
    for (int i = 0; i < 100; ++i) {
        const Evaluation evaluation = bowl->evaluate(Vector::Constant(7, 0.5), Derivatives::first);
        CHECK(evaluation.value(0) == 1.75);
        CHECK(evaluation.jacobian == Matrix::Constant(1, 7, 1.0));
    }
}

TEST_CASE("registry: a module whose problem has another name is refused", "[problem][registry]") {
    CHECK(refusal("misnamed") ==
          "problem 'misnamed': " + module("misnamed") +
              " holds a problem named 'another', expected 'misnamed' as its file is named");
}

TEST_CASE("registry: what a module throws keeps its message", "[problem][registry]") {
    CHECK(refusal("throwing", {{"early", true}}) == "problem 'throwing': mesh.cgns was not found");
    const auto problem = ProblemRegistry({bad_plugins}).make("throwing");
    CHECK_THROWS_AS(problem->evaluate(Vector{{0.5}}, Derivatives::none), EvaluationError);
    CHECK_THROWS_WITH(problem->evaluate(Vector{{0.5}}, Derivatives::none),
                      "problem 'throwing' at [0.5]: the solver ran out of memory");
}

// Hidden, because it needs the module that the CTest fixtures of this folder build.
TEST_CASE("registry: a problem built outside the tree", "[.][outside]") {
    const auto cantilever = ProblemRegistry({outside}).make("cantilever", {{"load", 500.0}});
    const Vector x{{0.05, 0.1}};
    const Evaluation evaluation = cantilever->evaluate(x, Derivatives::first);
    CHECK(evaluation.value(0) == Approx(39.25));
    CHECK(evaluation.value(1) == Approx(2000.0 / (210e9 * 0.05 * 1e-3) / 1e-3 - 1.0));
    require_derivatives(
        [&](const Vector& at) { return cantilever->evaluate(at, Derivatives::none).value; },
        x,
        evaluation.jacobian,
        1e-6);
}
