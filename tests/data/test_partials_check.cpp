#include "data/partials_check.hpp"
#include "jennopt/core/random.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <functional>
#include <limits>
#include <numbers>

using namespace jennopt;

namespace {

using Spoil = std::function<void(const Vector& x, Matrix& J)>;

const ProblemInfo info{.name = "rows",
                       .inputs = {{"a", "", -1.0, 1.0}, {"b", "", 0.0, 3.0}},
                       .outputs = {{"u", ""}, {"v", "", OutputRole::quantity}}};

/// u = sin(2 a) + a b, v = exp(-a) + b^2 on random points.
Dataset samples(Index m, const Spoil& spoil, double noise = 0.0) {
    Rng rng(7);
    Matrix X(2, m);
    std::vector<Evaluation> evaluations;
    for (Index t = 0; t < m; ++t) {
        const double a = 2.0 * rng.uniform() - 1.0;
        const double b = 3.0 * rng.uniform();
        X.col(t) << a, b;
        Evaluation y{
            .value = Vector{{std::sin(2.0 * a) + a * b, std::exp(-a) + b * b}},
            .jacobian = Matrix{{2.0 * std::cos(2.0 * a) + b, a}, {-std::exp(-a), 2.0 * b}}};
        y.value += noise * Vector{{rng.normal(), rng.normal()}};
        spoil(X.col(t), y.jacobian);
        evaluations.push_back(y);
    }
    return make_dataset(X, evaluations);
}

void nothing(const Vector& /*x*/, Matrix& /*J*/) {}

/// The reason of u by a, u by b, v by a, v by b; "agrees" of right ones.
std::vector<std::string> reasons(const Dataset& rows) {
    std::vector<std::string> all;
    for (const CheckedPartials& column : check_partials(rows, info)) {
        all.push_back(column.agrees() ? "agrees" : column.reason);
    }
    return all;
}

using Reasons = std::vector<std::string>;

}  // namespace

TEST_CASE("partials check: right partials agree with the values of near rows",
          "[data][partials_check]") {
    for (const Index m : {20, 60, 400}) {
        CHECK(reasons(samples(m, nothing)) == Reasons(4, "agrees"));
    }
    CHECK(partials_remarks(samples(60, nothing), info).empty());
}

TEST_CASE("partials check: a wrong sign, other units and exchanged columns are found",
          "[data][partials_check]") {
    constexpr double degrees = 180.0 / std::numbers::pi;
    for (const Index m : {30, 200}) {
        CHECK(reasons(samples(m, [](const Vector&, Matrix& J) { J(0, 0) *= -1.0; })) ==
              Reasons{"opposite sign", "agrees", "agrees", "agrees"});
        CHECK_THAT(reasons(samples(m, [](const Vector&, Matrix& J) { J(1, 0) *= degrees; }))[2],
                   Catch::Contains("(degrees in a radian): units or scale of a"));
        CHECK_THAT(reasons(samples(m, [](const Vector&, Matrix& J) { J(1, 1) /= degrees; }))[3],
                   Catch::Contains("(radians in a degree): units or scale of b"));
        CHECK_THAT(reasons(samples(m, [](const Vector&, Matrix& J) { J(0, 1) *= 1000.0; }))[1],
                   Catch::Contains("(a thousand, as of m and mm): units or scale of b"));
        CHECK(reasons(samples(m, [](const Vector&, Matrix& J) { J.row(0).reverseInPlace(); })) ==
              Reasons{"it is d u / d b", "it is d u / d a", "agrees", "agrees"});
        CHECK(reasons(samples(m, [](const Vector&, Matrix& J) { J.colwise().reverseInPlace(); })) ==
              Reasons{"it is d v / d a", "it is d v / d b", "it is d u / d a", "it is d u / d b"});
    }
}

TEST_CASE("partials check: zeros that were not computed are told from a flat function",
          "[data][partials_check]") {
    const std::string zero = "zero: is it computed?";
    CHECK(reasons(samples(100, [](const Vector&, Matrix& J) { J(0, 0) = 0.0; }))[0] == zero);
    CHECK(reasons(samples(100, [](const Vector&, Matrix& J) { J.row(1).setZero(); })) ==
          Reasons{"agrees", "agrees", zero, zero});
    const Reasons some = reasons(samples(100, [](const Vector& x, Matrix& J) {
        if (x(0) > 0.5) {
            J.setZero();
        }
    }));
    CHECK_THAT(some[0], Catch::StartsWith(zero + " in "));
    CHECK_THAT(some[3], Catch::StartsWith(zero + " in "));

    Rng rng(3);
    Matrix X(1, 60);
    std::vector<Evaluation> flat;
    for (Index t = 0; t < X.cols(); ++t) {
        const double x = 2.0 * rng.uniform() - 1.0;
        X(0, t) = x;
        flat.push_back({.value = Vector::Constant(1, std::max(0.0, x)),
                        .jacobian = Matrix::Constant(1, 1, x > 0.0 ? 1.0 : 0.0)});
    }
    const ProblemInfo one{.name = "ramp", .inputs = {{"x", "", -1.0, 1.0}}, .outputs = {{"y", ""}}};
    CHECK(check_partials(make_dataset(X, flat), one).front().agrees());
}

TEST_CASE("partials check: where rows are too few, too far apart or noisy nothing is said",
          "[data][partials_check]") {
    CHECK(reasons(samples(6, [](const Vector&, Matrix& J) { J *= -1.0; })) == Reasons(4, ""));
    CHECK(reasons(samples(100, nothing, 30.0)) == Reasons(4, ""));

    Rng rng(5);  // far fewer rows than its waves take
    Matrix X(2, 100);
    std::vector<Evaluation> waves;
    for (Index t = 0; t < X.cols(); ++t) {
        X.col(t) << 10.0 * rng.uniform() - 5.0, 10.0 * rng.uniform() - 5.0;
        const Eigen::ArrayXd phase = 2.0 * std::numbers::pi * X.col(t).array();
        const double u = X.col(t).squaredNorm() - 10.0 * phase.cos().sum();
        const Eigen::RowVectorXd slope =
            (2.0 * X.col(t).array() + 20.0 * std::numbers::pi * phase.sin()).matrix().transpose();
        waves.push_back({.value = Vector{{u, 1.0}}, .jacobian = Matrix::Zero(2, 2)});
        waves.back().jacobian.row(0) = slope;
    }
    const auto found = check_partials(make_dataset(X, waves), info);
    CHECK(std::ranges::none_of(found, &CheckedPartials::is_wrong));
}

TEST_CASE("partials check: missing partials and columns are left out", "[data][partials_check]") {
    constexpr double missing = std::numeric_limits<double>::quiet_NaN();
    const Dataset rows = samples(100, [](const Vector& x, Matrix& J) {
        J(0, 0) *= -1.0;
        J(1, 0) = missing;
        J(0, 1) = x(0) > 0.6 ? missing : J(0, 1);
    });
    CHECK(reasons(rows) == Reasons{"opposite sign", "agrees", "agrees"});
    CHECK(partials_remarks(rows, info) ==
          Reasons{"The partials of u by a contradict the values of the rows (opposite sign)."});
    const std::string text = partials_text(check_partials(rows, info), info);
    CHECK_THAT(text,
               Catch::StartsWith("partials of rows, against differences of values between "
                                 "near rows: 2 of 3 columns agree, 1 is wrong\n"));
}

TEST_CASE("partials check: a logarithmic input is near where its logarithm is",
          "[data][partials_check]") {
    Rng rng(9);
    Matrix X(2, 40);
    std::vector<Evaluation> evaluations;
    for (Index t = 0; t < X.cols(); ++t) {
        const double a = std::pow(10.0, 6.0 * rng.uniform());
        const double b = 3.0 * rng.uniform();
        X.col(t) << a, b;
        const double u = std::sin(std::log10(a)) + a / 1e6 + b;
        const double slope = std::cos(std::log10(a)) / (a * std::numbers::ln10) + 1e-6;
        evaluations.push_back(
            {.value = Vector{{u, 0.0}}, .jacobian = Matrix{{slope, -1.0}, {0.0, 0.0}}});
    }
    ProblemInfo log_info = info;
    log_info.inputs[0].lower = 1.0;
    log_info.inputs[0].upper = 1e6;
    log_info.inputs[0].scale = InputScale::log;
    const auto found = check_partials(make_dataset(X, evaluations), log_info);
    CHECK(found[0].agrees());
    CHECK(found[1].reason == "opposite sign");
}
