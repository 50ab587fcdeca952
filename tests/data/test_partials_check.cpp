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

namespace {

using Function = std::function<Evaluation(const Vector& x)>;

Dataset samples_of(const Matrix& X, const Function& function) {
    std::vector<Evaluation> evaluations;
    for (Index t = 0; t < X.cols(); ++t) {
        evaluations.push_back(function(X.col(t)));
    }
    return make_dataset(X, evaluations);
}

ProblemInfo one_output(Index inputs) {
    ProblemInfo all{.name = "rows", .outputs = {{"y", ""}}};
    for (Index j = 0; j < inputs; ++j) {
        all.inputs.push_back({"x" + std::to_string(j + 1), "", 0.0, 1.0});
    }
    return all;
}

Evaluation fourth_powers(const Vector& x) {
    return {.value = Vector::Constant(1, x.array().pow(4.0).sum()),
            .jacobian = 4.0 * x.array().pow(3.0).matrix().transpose()};
}

Evaluation form(const Vector& x) {  // 3 a^2 + a b - 2 b^2
    const double a = x(0);
    const double b = x(1);
    return {.value = Vector::Constant(1, 3.0 * a * a + a * b - 2.0 * b * b),
            .jacobian = Matrix{{6.0 * a + b, a - 4.0 * b}}};
}

Matrix random_points(Index n, Index m) {
    Rng rng(11);
    return Matrix::NullaryExpr(n, m, [&rng] { return rng.uniform(); });
}

bool is_unlike(const CheckedPartials& column) {
    return column.reason.find("no simple pattern") == 0;
}

}  // namespace

TEST_CASE("partials check: inputs that change together determine no partial by each",
          "[data][partials_check]") {
    Matrix X(2, 21);
    X.row(0).setLinSpaced(0.0, 1.0);
    X.row(1) = 1.0 - X.row(0).array();
    const auto found =
        check_partials(samples_of(X,
                                  [](const Vector& x) {
                                      return Evaluation{.value = Vector{{x(0) + 2.0 * x(1)}},
                                                        .jacobian = Matrix{{1.0, 2.0}}};
                                  }),
                       one_output(2));
    for (const CheckedPartials& column : found) {
        CHECK_FALSE(column.is_wrong());
        CHECK(column.open == "it changes together with other inputs");
    }
}

TEST_CASE("partials check: two values of an input determine no partial by it",
          "[data][partials_check]") {
    Matrix X(5, 32);
    for (Index t = 0; t < X.cols(); ++t) {
        for (Index j = 0; j < X.rows(); ++j) {
            X(j, t) = static_cast<double>((t >> j) & 1);
        }
    }
    const auto found = check_partials(samples_of(X, fourth_powers), one_output(5));
    for (const CheckedPartials& column : found) {
        CHECK_FALSE(column.is_wrong());
        CHECK(column.open == "the rows have fewer than three values of it");
    }
    CHECK_THAT(partials_text(found, one_output(5)),
               Catch::Contains("; of 5 the rows do not tell") &&
                   Catch::Contains("not determined: the rows have fewer than three values of it"));
}

TEST_CASE("partials check: a repeated point counts once", "[data][partials_check]") {
    Matrix X = Matrix::Constant(2, 20, 0.3);
    X.col(7).setConstant(0.8);
    const auto twice = check_partials(samples_of(X, fourth_powers), one_output(2));
    CHECK(std::ranges::none_of(twice, &CheckedPartials::is_wrong));
    for (Index t = 0; t < X.cols(); ++t) {
        X.col(t) << static_cast<double>(t % 2), static_cast<double>(t / 2 % 2);
    }
    const auto corners = check_partials(samples_of(X, fourth_powers), one_output(2));
    CHECK(std::ranges::none_of(corners, &CheckedPartials::is_wrong));
    CHECK(corners.front().known == 20);
}

TEST_CASE("partials check: partials that are no slopes of the values are found",
          "[data][partials_check]") {
    const Dataset right = samples_of(random_points(2, 40), form);
    const ProblemInfo two = one_output(2);
    CHECK(std::ranges::all_of(check_partials(right, two), &CheckedPartials::agrees));

    Dataset shifted = right;
    for (Matrix& slice : shifted.J) {
        slice << right.J[static_cast<std::size_t>(&slice - shifted.J.data())].rightCols(39),
            slice.leftCols(1).eval();
    }
    CHECK(std::ranges::any_of(check_partials(shifted, two), is_unlike));

    Dataset cell = right;
    cell.J[0](0, 5) = 1e6;
    const auto found = check_partials(cell, two);
    CHECK(is_unlike(found[0]));
    CHECK_FALSE(found[1].is_wrong());

    Dataset scaled = right;
    scaled.J[0].array() *= right.X.row(0).array();
    CHECK(is_unlike(check_partials(scaled, two)[0]));
}
