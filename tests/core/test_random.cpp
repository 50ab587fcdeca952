#include "jennopt/core/random.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>

using namespace jennopt;

TEST_CASE("rng: the same seed gives the same numbers, another seed others", "[core][random]") {
    Rng a(7);
    Rng b(7);
    Rng c(8);
    const double first = a.uniform();
    CHECK(first == b.uniform());
    CHECK(first != c.uniform());
}

TEST_CASE("rng: the sequence is pinned, so that no compiler or edit changes results",
          "[core][random]") {
    Rng rng(1);
    CHECK(rng.below(1000000) == 826472);
    CHECK(rng.uniform() == 0.47214495083232122);
    CHECK(rng.normal() == Approx(-0.89299068305190077).epsilon(1e-15));
}

TEST_CASE("rng: a child depends on its name and not on what its parent drew", "[core][random]") {
    Rng parent(3);
    Rng before = parent.child("training");
    (void)parent.uniform();
    Rng after = parent.child("training");
    CHECK(before.uniform() == after.uniform());
    CHECK(parent.child("training").uniform() != parent.child("sampling").uniform());
    CHECK(parent.child("r", 0).uniform() != parent.child("r", 1).uniform());
    CHECK(parent.child("ab").child("c").uniform() != parent.child("a").child("bc").uniform());
}

TEST_CASE("rng: uniform numbers fill the unit interval evenly", "[core][random]") {
    Rng rng(11);
    double sum = 0.0;
    for (int i = 0; i < 20000; ++i) {
        const double u = rng.uniform();
        REQUIRE(u >= 0.0);
        REQUIRE(u < 1.0);
        sum += u;
    }
    CHECK(sum / 20000 == Approx(0.5).margin(0.01));
}

TEST_CASE("rng: normal numbers have mean 0, variance 1 and the right tail", "[core][random]") {
    Rng rng(5);
    const int n = 40000;
    double sum = 0.0;
    double squares = 0.0;
    int beyond_two = 0;
    for (int i = 0; i < n; ++i) {
        const double z = rng.normal();
        sum += z;
        squares += z * z;
        beyond_two += std::abs(z) > 2.0 ? 1 : 0;
    }
    CHECK(sum / n == Approx(0.0).margin(0.02));
    CHECK(squares / n == Approx(1.0).margin(0.03));
    CHECK(static_cast<double>(beyond_two) / n == Approx(0.0455).margin(0.005));
}

TEST_CASE("rng: a permutation holds each index once", "[core][random]") {
    Rng rng(2);
    std::vector<Index> order = rng.permutation(50);
    CHECK(!std::is_sorted(order.begin(), order.end()));
    std::sort(order.begin(), order.end());
    for (Index i = 0; i < 50; ++i) {
        REQUIRE(order[static_cast<std::size_t>(i)] == i);
    }
}
