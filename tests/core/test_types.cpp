#include "jennopt/core/types.hpp"
#include "support/catch.hpp"

using namespace jennopt;

TEST_CASE("bounds: logarithmic components are laid out by their logarithm", "[core][bounds]") {
    const Bounds bounds{
        .lower = Vector{{1e-6, -1.0}}, .upper = Vector{{1e2, 3.0}}, .logarithmic = {0}};
    const Vector x = bounds.from_unit(Vector{{0.5, 0.25}});
    CHECK(x(0) == Approx(1e-2));
    CHECK(x(1) == 0.0);
    CHECK((bounds.to_unit(x) - Vector{{0.5, 0.25}}).norm() < 1e-14);
    CHECK(bounds.from_unit(Vector{{0.0, 0.0}}) == bounds.lower);
    CHECK(bounds.from_unit(Vector{{1.0, 1.0}}) == bounds.upper);
    constexpr double step = 1e-6;
    const Vector e = Vector::Constant(2, step);
    const Vector u{{0.3, 0.6}};
    const Vector difference = (bounds.from_unit(u + e) - bounds.from_unit(u - e)) / (2.0 * step);
    CHECK((bounds.widths(bounds.from_unit(u)) - difference).cwiseQuotient(difference).norm() <
          1e-8);
}
