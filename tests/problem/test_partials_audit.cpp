#include "jennopt/core/error.hpp"
#include "problem/partials_audit.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <functional>

using namespace jennopt;

namespace {

using Spoil = std::function<void(const Vector& x, Matrix& jacobian)>;
using Disturb = std::function<double(const Vector& x)>;

/// (x0^2 x1, 100 sin x1 + x2) with exact partials, which a test spoils.
class Spoiled final : public Problem {
public:
    explicit Spoiled(Spoil spoil, Disturb disturb = nullptr)
        : Problem({.name = "spoiled",
                   .summary = "",
                   .inputs = {{"a", "", 0.5, 2.5}, {"b", "", 0.1, 1.1}, {"c", "", 1.0, 5.0}},
                   .outputs = {{"p", "", OutputRole::objective}, {"q", "", OutputRole::quantity}}}),
          spoil_(std::move(spoil)),
          disturb_(std::move(disturb)) {}

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives /*wanted*/) const override {
        Evaluation y{.value = Vector{{x(0) * x(0) * x(1), 100.0 * std::sin(x(1)) + x(2)}},
                     .jacobian = Matrix{{2.0 * x(0) * x(1), x(0) * x(0), 0.0},
                                        {0.0, 100.0 * std::cos(x(1)), 1.0}}};
        y.value(0) += disturb_ ? disturb_(x) : 0.0;
        spoil_(x, y.jacobian);
        return y;
    }

    Spoil spoil_;
    Disturb disturb_;
};

const Spoil nothing = [](const Vector& /*x*/, Matrix& /*J*/) {};

PartialsAudit audit(const Problem& problem) {
    return audit_partials(problem, audit_points(problem.info().bounds(), 3, Rng(1)));
}

/// The reason of the worst partial, which must be the only wrong entry, at every point.
std::string reason_of(const Spoil& spoil, Index wrong = 3) {
    const PartialsAudit result = audit(Spoiled(spoil));
    CHECK(result.n_wrong() == wrong);
    return result.given.front().reason;
}

}  // namespace

TEST_CASE("audit: exact partials agree, to many digits", "[problem][audit]") {
    const PartialsAudit result = audit(Spoiled(nothing));
    CHECK(result.given.size() == 18);
    CHECK(result.n_wrong() == 0);
    for (const AuditedPartial& partial : result.given) {
        CHECK(std::abs(partial.difference - partial.given) < 1e-8);
        CHECK(std::abs(partial.difference - partial.given) <= partial.uncertainty + 1e-15);
    }
}

TEST_CASE("audit: each kind of fault is told", "[problem][audit]") {
    CHECK(reason_of([](const Vector&, Matrix& J) { J(0, 1) *= -1.0; }) == "opposite sign");
    CHECK(reason_of([](const Vector&, Matrix& J) { J(0, 0) *= 1.5; }) ==
          "factor 1.5: units or scale of a");
    CHECK(reason_of([](const Vector&, Matrix& J) { J(1, 2) *= 4.0; }) ==
          "factor 4 (the width of its bounds): units or scale of c");
    CHECK(reason_of([](const Vector&, Matrix& J) { J(1, 1) = 0.0; }) == "zero: is it computed?");
    CHECK(reason_of([](const Vector&, Matrix& J) { std::swap(J(0, 0), J(0, 1)); }, 6)
              .starts_with("it is d p / d "));
    CHECK(reason_of([](const Vector& x, Matrix& J) { J(0, 0) += std::sin(40.0 * x(0)); }) ==
          "no simple pattern");
    const Matrix X = audit_points(Spoiled(nothing).info().bounds(), 3, Rng(1));
    CHECK(
        reason_of([&](const Vector& x, Matrix& J) { J(0, 0) += x == Vector(X.col(1)) ? 1.0 : 0.0; },
                  1) == "right at the other points");
}

TEST_CASE("audit: a small fault is found, noise is not taken for one", "[problem][audit]") {
    CHECK(audit(Spoiled([](const Vector&, Matrix& J) { J(0, 0) *= 1.001; })).n_wrong() == 3);
    const Disturb jitter = [](const Vector& x) {
        return 1e-6 * std::sin(1e9 * (x(0) + 3.0 * x(1) + 7.0 * x(2)));
    };
    const PartialsAudit noisy = audit(Spoiled(nothing, jitter));
    CHECK(noisy.n_wrong() == 0);
    const PartialsAudit both =
        audit(Spoiled([](const Vector&, Matrix& J) { J(0, 0) *= 1.1; }, jitter));
    CHECK(both.n_wrong() == 3);
}

TEST_CASE("audit: a kink at the point is named", "[problem][audit]") {
    const Spoiled kinked(nothing, [](const Vector& x) { return 3.0 * std::abs(x(1) - 0.6); });
    const PartialsAudit result = audit_partials(kinked, Matrix{{1.5}, {0.6}, {2.0}});
    // Central differences see no slope of the kink: the given one agrees there, but one side's does
    // not.
    CHECK(result.n_wrong() == 0);
    const Spoiled sided([](const Vector&, Matrix& J) { J(0, 1) += 3.0; },
                        [](const Vector& x) { return 3.0 * std::abs(x(1) - 0.6); });
    const PartialsAudit one_side = audit_partials(sided, Matrix{{1.5}, {0.6}, {2.0}});
    REQUIRE(one_side.n_wrong() == 1);
    CHECK(one_side.given.front().reason == "not differentiable there");
}

TEST_CASE("audit: missing partials are counted, failing steps are survived", "[problem][audit]") {
    const double nan = std::nan("");
    CHECK(audit(Spoiled([&](const Vector&, Matrix& J) { J(1, 0) = nan; })).missing == 3);
    const Spoiled failing(nothing, [&](const Vector& x) { return x(0) > 1.51 ? nan : 0.0; });
    const PartialsAudit result = audit_partials(failing, Matrix{{1.5}, {0.6}, {2.0}});
    CHECK(result.n_wrong() == 0);
}

TEST_CASE("audit: the table shows the worst first, with its point", "[problem][audit]") {
    const Spoiled problem([](const Vector&, Matrix& J) { J(0, 1) *= -1.0; });
    const std::string text = audit_text(audit(problem), problem.info());
    CHECK_THAT(text,
               Catch::StartsWith("partials of spoiled at 3 points, against differences: 15 of 18 "
                                 "agree, 3 are wrong\n") &&
                   Catch::Contains("opposite sign") && Catch::Contains("point 3: x = ["));
}
