#include "jennopt/network/activation.hpp"
#include "support/catch.hpp"
#include "support/check_derivatives.hpp"

#include <cmath>

using namespace jennopt;

TEST_CASE("activation: first and second derivative agree with central differences",
          "[network][activation]") {
    const auto activation = GENERATE(Activation::tanh, Activation::linear, Activation::relu);
    const double z = GENERATE(-20.0, -2.0, -0.3, 1e-3, 0.7, 1.5, 4.0, 20.0);
    const auto of = [activation](double (*g)(Activation, double)) {
        return [=](const Vector& x) { return Vector::Constant(1, g(activation, x(0))); };
    };
    const Vector at = Vector::Constant(1, z);
    require_derivatives(
        of(activate), at, Matrix::Constant(1, 1, first_derivative(activation, z)), 1e-9);
    require_derivatives(
        of(first_derivative), at, Matrix::Constant(1, 1, second_derivative(activation, z)), 1e-9);
}

TEST_CASE("activation: values known by heart", "[network][activation]") {
    CHECK(activate(Activation::tanh, std::log(2.0)) == Approx(0.6).epsilon(1e-15));
    CHECK(first_derivative(Activation::tanh, 0.0) == 1.0);
    CHECK(second_derivative(Activation::tanh, 0.0) == 0.0);
    CHECK(activate(Activation::linear, -3.5) == -3.5);
    CHECK(activate(Activation::relu, -3.5) == 0.0);
    CHECK(activate(Activation::relu, 3.5) == 3.5);
    CHECK(first_derivative(Activation::relu, 0.0) == 0.0);
    CHECK(second_derivative(Activation::relu, 3.5) == 0.0);
}

TEST_CASE("activation: names are those of the study file", "[network][activation]") {
    CHECK(name_of(Activation::tanh) == "tanh");
    CHECK(name_of(Activation::linear) == "linear");
    CHECK(name_of(Activation::relu) == "relu");
}
