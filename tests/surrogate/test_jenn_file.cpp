#include "jennopt/surrogate/krige.hpp"
#include "support/catch.hpp"
#include "surrogate/model_file_fixture.hpp"

#include <cmath>

using namespace jennopt;

TEST_CASE("model file: JENN's parameters predict what their numbers say",
          "[surrogate][model_file]") {
    const TemporaryFile file("jenn.json");
    file.write(jenn_parameters().dump());
    const NamedSurrogate model = load(file.path());
    CHECK(model.input_names == std::vector<std::string>{"x1", "x2"});
    CHECK(model.output_names == std::vector<std::string>{"y1"});
    // At (3, 2): u = (1, 1), tanh(-0.1); at (1, -3): u = 0, tanh(0.1).
    const double t = std::tanh(0.1);
    const Evaluation y = evaluate(model.surrogate, Vector{{3.0, 2.0}});
    CHECK(y.value(0) == Approx(10.0 + 4.0 * (-0.5 * t - 0.25)).epsilon(1e-14));
    CHECK(y.jacobian(0, 0) == Approx(4.0 / 2.0 * 0.5 * (1.0 - t * t) * 0.2).epsilon(1e-14));
    CHECK(y.jacobian(0, 1) == Approx(4.0 / 5.0 * 0.5 * (1.0 - t * t) * -0.4).epsilon(1e-14));
    CHECK(evaluate(model.surrogate, Vector{{1.0, -3.0}}).value(0) ==
          Approx(10.0 + 4.0 * (0.5 * t - 0.25)).epsilon(1e-14));
}

TEST_CASE("model file: a constant row of JENN has sigma 2.2e-16, written as such or as 0",
          "[surrogate][model_file]") {
    const double sigma = GENERATE(0.0, 2.220446049250313e-16);
    const TemporaryFile file("sigma.json");
    Json json = jenn_parameters();
    json["sigma_x"][1][0] = sigma;
    file.write(json.dump());
    const Surrogate surrogate = load(file.path()).surrogate;
    CHECK(surrogate.normalization.sigma_x(1) == 2.220446049250313e-16);
    const Evaluation y = evaluate(surrogate, Vector{{1.0, -3.0}});
    CHECK(y.value(0) == Approx(10.0 + 4.0 * (0.5 * std::tanh(0.1) - 0.25)).epsilon(1e-14));
}

TEST_CASE("model file: JENN's parameters of a network read back to the same bits",
          "[surrogate][model_file]") {
    const TemporaryFile file("exported.json");
    const NamedSurrogate model = random_model();
    file.write(jenn_parameters(model));
    const Surrogate read = load(file.path()).surrogate;
    CHECK(read.members.front().theta() == model.surrogate.members.front().theta());
    CHECK(read.members.front().activation(1) == Activation::relu);
    CHECK(read.members.front().activation(2) == Activation::tanh);
    CHECK(read.normalization.mu_x == model.surrogate.normalization.mu_x);
    CHECK(read.normalization.sigma_x == model.surrogate.normalization.sigma_x);
    CHECK(read.normalization.mu_y == model.surrogate.normalization.mu_y);
    CHECK(read.normalization.sigma_y == model.surrogate.normalization.sigma_y);
    const Json json = file.read();
    CHECK(json.at("a") == Json::array({"linear", "relu", "tanh"}));
    CHECK(json.at("W").at(0) == Json::parse("[[1.0, 0.0], [0.0, 1.0]]"));
    CHECK(json.at("b").at(0) == Json::parse("[[0.0], [0.0]]"));
}

TEST_CASE("model file: what JENN has no file for is refused with the reason",
          "[surrogate][model_file]") {
    NamedSurrogate two = random_model();
    two.surrogate.members.push_back(two.surrogate.members.front());
    CHECK_THROWS_WITH(jenn_parameters(two), Catch::Contains("ensemble of 2 networks"));
    CHECK_THROWS_WITH(jenn_parameters(model_with_origin()),
                      Catch::Contains("takes the logarithm of length"));
    NamedSurrogate small = random_model();
    small.surrogate.normalization.sigma_x(1) = 1e-20;
    CHECK_THROWS_WITH(jenn_parameters(small), Catch::Contains("divides an input by 1e-20"));
    Rng rng(3);
    const Dataset samples = random_dataset(2, 1, 5, rng);
    const NamedSurrogate kriging{
        .surrogate = krige(samples, {}), .input_names = {"a", "b"}, .output_names = {"y"}};
    CHECK_THROWS_WITH(jenn_parameters(kriging), Catch::Contains("is kriging"));
}
