#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/fit.hpp"
#include "jennopt/surrogate/krige.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "support/scratch_folder.hpp"
#include "support/shell.hpp"
#include "surrogate/c_source.hpp"

#include <string>

using namespace jennopt;

namespace {

Dataset positive_samples() {
    Rng rng(1);
    Dataset data = random_dataset(3, 2, 12, rng);
    data.X = data.X.cwiseAbs().array() + 0.1;
    return data;
}

NamedSurrogate named_model(Surrogate surrogate, const Dataset& samples) {
    ProblemInfo problem{.name = "made_up",
                        .inputs = box_inputs(samples.n_x(), 0.0, 10.0),
                        .outputs = {{.name = "y1", .role = OutputRole::quantity},
                                    {.name = "y2", .role = OutputRole::quantity}}};
    return named(std::move(surrogate), problem, samples.X);
}

NamedSurrogate network_model(const FitOptions& options) {
    const Dataset samples = positive_samples();
    return named_model(fit(samples, options, Rng(2)).surrogate, samples);
}

FitOptions quick(Activation activation) {
    FitOptions options{.hidden = {5, 4}, .activation = activation, .lambda = 0.01};
    options.gamma.scale = 1.0;
    options.training.max_iterations = 20;
    return options;
}

/// What the file's own comparison prints.
std::string self_test(const std::string& source) {
    const ScratchFolder folder;
    write_text(folder.path() / "wing.c", source);
    const std::string place = folder.path().string();
    return shell_output(
        "cd '" + place +
        "' && cc -std=c99 -Wall -Wextra -Werror -pedantic -c wing.c 2>&1 && "
        "cc -std=c99 -Wall -Wextra -Werror -pedantic -DSELF_TEST wing.c -lm 2>&1 && "
        "./a.out && echo agrees");
}

}  // namespace

TEST_CASE("C source: its own comparison finds no difference", "[surrogate][c_source]") {
    const std::string agrees = "0 of 160 numbers differ\nagrees\n";
    for (const Activation activation : {Activation::tanh, Activation::relu, Activation::linear}) {
        CHECK(self_test(c_source(network_model(quick(activation)), "wing")) == agrees);
    }
    FitOptions ensemble = quick(Activation::tanh);
    ensemble.members = 3;
    ensemble.log_x = {0, 2};
    CHECK(self_test(c_source(network_model(ensemble), "wing")) == agrees);
    const Dataset samples = positive_samples();
    CHECK(self_test(c_source(named_model(krige(samples, {}), samples), "wing")) == agrees);
    CHECK(self_test(c_source(named_model(krige(samples, {.log_x = {1}}), samples), "wing")) ==
          agrees);
    NamedSurrogate unknown = network_model(quick(Activation::tanh));
    unknown.origin.reset();
    CHECK(self_test(c_source(unknown, "wing")) == agrees);
}

TEST_CASE("C source: its own comparison finds a changed weight", "[surrogate][c_source]") {
    std::string source = c_source(network_model(quick(Activation::tanh)), "wing");
    const std::size_t place = source.find("parameters[N_MEMBERS][N_PARAMETERS] = {{") +
                              std::string("parameters[N_MEMBERS][N_PARAMETERS] = {{").size();
    source.insert(place, "1e-6 + ");
    CHECK_THAT(self_test(source), Catch::Matches("[1-9][0-9]* of 160 numbers differ\n"));
}

TEST_CASE("C source: values and partials, no partials, and points outside",
          "[surrogate][c_source]") {
    const NamedSurrogate model = network_model(quick(Activation::tanh));
    const ScratchFolder folder;
    write_text(folder.path() / "wing.c", c_source(model, "wing"));
    write_text(folder.path() / "main.c", R"(
#include <stdio.h>
int wing_evaluate(const double *x, double *y, double *J);
int main(void) {
    const double inside[] = {0.6, 0.7, 0.8}, outside[] = {0.6, 99.0, -1.0};
    double y[2], J[6];
    printf("%d ", wing_evaluate(inside, y, J));
    printf("%.17g %.17g ", y[1], J[4]);
    printf("%d ", wing_evaluate(outside, y, NULL));
    return 0;
})");
    const std::string place = folder.path().string();
    const std::string output =
        shell_output("cd '" + place + "' && cc -std=c99 main.c wing.c -lm && ./a.out");
    const Evaluation expected = evaluate(model.surrogate, Vector{{0.6, 0.7, 0.8}});
    int in = -1;
    int out = -1;
    double y = 0.0;
    double slope = 0.0;
    REQUIRE(std::sscanf(output.c_str(), "%d %lf %lf %d", &in, &y, &slope, &out) == 4);
    CHECK(in == 0);
    CHECK(out == 2);
    CHECK(y == Approx(expected.value(1)).epsilon(1e-12));
    CHECK(slope == Approx(expected.jacobian(1, 1)).epsilon(1e-12));
}

TEST_CASE("C source: names that C does not take are refused, and stay in their comment",
          "[surrogate][c_source]") {
    NamedSurrogate model = network_model(quick(Activation::tanh));
    for (const char* name : {"", "2wings", "a-b", "flügel"}) {
        CHECK_THROWS_WITH(c_source(model, name), Catch::Contains("is no name of C"));
    }
    model.input_names.front() = "a */ int x; /*";
    model.output_names.front() = "y\n#error";
    CHECK(self_test(c_source(model, "wing")) == "0 of 160 numbers differ\nagrees\n");
}
