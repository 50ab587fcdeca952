#include "jennopt/core/error.hpp"
#include "jennopt/data/sampling.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

using namespace jennopt;

namespace {

Bounds unit_box(Index n_x) {
    return {.lower = Vector::Zero(n_x), .upper = Vector::Ones(n_x)};
}

Matrix points(SamplingPlan plan, Index n_x, Index count, std::uint64_t seed) {
    return sample(unit_box(n_x), {{.plan = plan, .count = count}}, Rng(seed));
}

/// The number of points in each of `cells` equal intervals of one input.
std::vector<Index> histogram(const Matrix& U, Index j, Index cells) {
    std::vector<Index> counts(static_cast<std::size_t>(cells), 0);
    for (Index t = 0; t < U.cols(); ++t) {
        ++counts.at(static_cast<std::size_t>(std::floor(U(j, t) * static_cast<double>(cells))));
    }
    return counts;
}

bool one_in_each(const std::vector<Index>& counts) {
    return std::all_of(counts.begin(), counts.end(), [](Index count) { return count == 1; });
}

/// Of two inputs, the number of points in each box of a rows x columns chessboard.
std::vector<Index> chessboard(const Matrix& U, Index rows, Index columns) {
    std::vector<Index> counts(static_cast<std::size_t>(rows * columns), 0);
    for (Index t = 0; t < U.cols(); ++t) {
        const auto row = static_cast<Index>(U(0, t) * static_cast<double>(rows));
        const auto column = static_cast<Index>(U(1, t) * static_cast<double>(columns));
        ++counts.at(static_cast<std::size_t>(row * columns + column));
    }
    return counts;
}

double smallest_distance(const Matrix& U) {
    double smallest = std::numeric_limits<double>::infinity();
    for (Index a = 0; a < U.cols(); ++a) {
        for (Index b = 0; b < a; ++b) {
            smallest = std::min(smallest, (U.col(a) - U.col(b)).norm());
        }
    }
    return smallest;
}

/// Squared L2 star discrepancy by Warnock's formula (1972).
double discrepancy(const Matrix& U) {
    const auto m = static_cast<double>(U.cols());
    double pairs = 0.0;
    double single = 0.0;
    for (Index a = 0; a < U.cols(); ++a) {
        single += ((1.0 - U.col(a).array().square()) / 2.0).prod();
        for (Index b = 0; b < U.cols(); ++b) {
            pairs += (1.0 - U.col(a).array().max(U.col(b).array())).prod();
        }
    }
    return std::pow(3.0, -static_cast<double>(U.rows())) - 2.0 * single / m + pairs / (m * m);
}

const std::vector<SamplingPlan> drawn_plans = {SamplingPlan::random,
                                               SamplingPlan::latin_hypercube,
                                               SamplingPlan::maximin_latin_hypercube,
                                               SamplingPlan::sobol,
                                               SamplingPlan::halton};

}  // namespace

TEST_CASE("grid: every combination of the levels once, both bounds exact", "[data][sampling]") {
    const Bounds bounds{.lower = Vector{{0.1, -2.0}}, .upper = Vector{{0.7, 5.0}}};
    const Matrix X = sample(bounds, {{.plan = SamplingPlan::grid, .levels = {3, 4}}}, Rng(1));
    REQUIRE(X.cols() == 12);
    std::set<std::pair<double, double>> found;
    std::set<double> first;
    std::set<double> second;
    for (Index t = 0; t < X.cols(); ++t) {
        found.emplace(X(0, t), X(1, t));
        first.insert(X(0, t));
        second.insert(X(1, t));
    }
    CHECK(found.size() == 12);
    CHECK(first.size() == 3);
    CHECK(second.size() == 4);
    CHECK(X.row(0).minCoeff() == 0.1);
    CHECK(X.row(0).maxCoeff() == 0.7);
    CHECK(X.row(1).minCoeff() == -2.0);
    CHECK(X.row(1).maxCoeff() == 5.0);
    CHECK(*std::next(first.begin()) == Approx(0.4));
}

TEST_CASE("grid: one number of levels serves every input", "[data][sampling]") {
    const SamplingOptions plan{.plan = SamplingPlan::grid, .levels = {3}};
    CHECK(sample(unit_box(4), {plan}, Rng(1)).cols() == 81);
    CHECK(sample_count({plan}, 4) == 81);
}

TEST_CASE("sampling: every plan stays inside the bounds and fills them", "[data][sampling]") {
    const Bounds bounds{.lower = Vector{{-3.0, 1e6, 0.0}}, .upper = Vector{{-1.0, 1e6 + 1.0, 0.0}}};
    for (const SamplingPlan plan : drawn_plans) {
        const Matrix X = sample(bounds, {{.plan = plan, .count = 200}}, Rng(3));
        REQUIRE(X.cols() == 200);
        for (Index t = 0; t < X.cols(); ++t) {
            REQUIRE(bounds.contains(X.col(t)));
        }
        CHECK(X.row(0).minCoeff() < -2.9);
        CHECK(X.row(0).maxCoeff() > -1.1);
    }
}

TEST_CASE("sampling: the same stream gives the same points, another stream others",
          "[data][sampling]") {
    for (const SamplingPlan plan : drawn_plans) {
        CHECK(points(plan, 3, 20, 5) == points(plan, 3, 20, 5));
        const Matrix difference = points(plan, 3, 20, 5) - points(plan, 3, 20, 6);
        CHECK((difference.array() != 0.0).all());
    }
}

TEST_CASE("latin hypercube: exactly one point per row of the chessboard in each input",
          "[data][sampling]") {
    for (const SamplingPlan plan :
         {SamplingPlan::latin_hypercube, SamplingPlan::maximin_latin_hypercube}) {
        for (const Index count : {1, 2, 7, 100}) {
            const Matrix U = points(plan, 4, count, 9);
            for (Index j = 0; j < 4; ++j) {
                REQUIRE(one_in_each(histogram(U, j, count)));
            }
        }
    }
}

TEST_CASE("maximin latin hypercube: the smallest distance is clearly larger than without",
          "[data][sampling]") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        for (const Index n_x : {2, 6}) {
            const double spread =
                smallest_distance(points(SamplingPlan::maximin_latin_hypercube, n_x, 40, seed));
            double best_plain = 0.0;
            for (std::uint64_t draw = 0; draw < 20; ++draw) {
                best_plain =
                    std::max(best_plain,
                             smallest_distance(points(
                                 SamplingPlan::latin_hypercube, n_x, 40, 100 * seed + draw)));
            }
            REQUIRE(spread > 1.1 * best_plain);
        }
    }
}

TEST_CASE("sobol: 2^k points put one into each box of every 2^a x 2^b chessboard",
          "[data][sampling]") {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const Matrix U = points(SamplingPlan::sobol, 2, 64, seed);
        for (const Index rows : {1, 2, 4, 8, 16, 32, 64}) {
            REQUIRE(one_in_each(chessboard(U, rows, 64 / rows)));
        }
    }
}

TEST_CASE("sobol: in many inputs 2^k points are a latin hypercube", "[data][sampling]") {
    const Matrix U = points(SamplingPlan::sobol, 20, 128, 2);
    for (Index j = 0; j < 20; ++j) {
        REQUIRE(one_in_each(histogram(U, j, 128)));
    }
}

TEST_CASE("halton: 2^a 3^b points put one into each box of that chessboard", "[data][sampling]") {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        REQUIRE(one_in_each(chessboard(points(SamplingPlan::halton, 2, 72, seed), 8, 9)));
        REQUIRE(one_in_each(chessboard(points(SamplingPlan::halton, 2, 108, seed), 4, 27)));
    }
}

TEST_CASE("halton: inputs with high bases are not correlated", "[data][sampling]") {
    const Index n_x = 20;
    const Index count = 100;
    Matrix U = points(SamplingPlan::halton, n_x, count, 1);
    U.colwise() -= U.rowwise().mean().eval();
    double worst = 0.0;
    for (Index i = 0; i < n_x; ++i) {
        for (Index j = 0; j < i; ++j) {
            worst = std::max(
                worst, std::abs(U.row(i).dot(U.row(j))) / (U.row(i).norm() * U.row(j).norm()));
        }
    }
    CHECK(worst < 0.4);  // 190 pairs of independent rows reach about 0.3, the plain sequence 0.99
}

TEST_CASE("sobol and halton: lower discrepancy than random points", "[data][sampling]") {
    for (const Index n_x : {2, 5}) {
        double random = std::numeric_limits<double>::infinity();
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            random = std::min(random, discrepancy(points(SamplingPlan::random, n_x, 256, seed)));
        }
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            REQUIRE(discrepancy(points(SamplingPlan::sobol, n_x, 256, seed)) < random);
            REQUIRE(discrepancy(points(SamplingPlan::halton, n_x, 256, seed)) < random);
        }
    }
}

TEST_CASE("sampling: plans follow one another and a further plan changes none before it",
          "[data][sampling]") {
    const SamplingOptions grid{.plan = SamplingPlan::grid, .levels = {17}};
    const SamplingOptions random{.plan = SamplingPlan::random, .count = 100};
    const Rng rng(8);
    const Matrix two = sample(unit_box(2), {grid, random}, rng);
    REQUIRE(two.cols() == 389);
    CHECK(sample_count({grid, random}, 2) == 389);
    CHECK(two.leftCols(289) == sample(unit_box(2), {grid}, rng));
    const Matrix three = sample(unit_box(2), {grid, random, random}, rng);
    CHECK(three.leftCols(389) == two);
    CHECK((three.rightCols(100).array() != two.rightCols(100).array()).all());
}

TEST_CASE("sampling: plans that grow keep their points when the count does, the others do not",
          "[data][sampling]") {
    for (const SamplingPlan plan : {SamplingPlan::random,
                                    SamplingPlan::latin_hypercube,
                                    SamplingPlan::maximin_latin_hypercube,
                                    SamplingPlan::sobol,
                                    SamplingPlan::halton}) {
        INFO(name_of(plan));
        const Matrix few = points(plan, 3, 21, 5);
        const Matrix many = points(plan, 3, 64, 5);
        CHECK((few == many.leftCols(21)) == grows(plan));
    }
    CHECK_FALSE(grows(SamplingPlan::grid));
}

TEST_CASE("sampling: counts and levels out of range are refused by name", "[data][sampling]") {
    const auto refused = [](const SamplingOptions& plan, Index n_x, const char* text) {
        CHECK_THROWS_AS(sample(unit_box(n_x), {plan}, Rng(1)), ConfigError);
        CHECK_THROWS_WITH(sample_count({plan}, n_x), text);
    };
    using enum SamplingPlan;
    refused(
        {.plan = sobol, .count = 0}, 2, "sampling plan sobol: count is 0, expected 1 to 100000000");
    refused({.plan = random, .count = 100'000'001},
            2,
            "sampling plan random: count is 100000001, expected 1 to 100000000");
    refused({.plan = maximin_latin_hypercube, .count = 10'001},
            2,
            "sampling plan maximin_latin_hypercube: count is 10001, expected 1 to 10000");
    refused({.plan = sobol, .count = 4},
            3668,
            "sampling plan sobol: 3668 inputs, expected at most 3667");
    refused({.plan = grid, .levels = {}},
            2,
            "sampling plan grid: levels has 0 entries, expected 1 or one per input (2)");
    refused({.plan = grid, .levels = {2, 2}},
            3,
            "sampling plan grid: levels has 2 entries, expected 1 or one per input (3)");
    refused({.plan = grid, .levels = {3, 1}},
            2,
            "sampling plan grid: levels is 1, expected at least 2");
    refused({.plan = grid, .levels = {10}},
            20,
            "sampling plan grid: levels [10] for 20 inputs give more than 100000000 points");
}

TEST_CASE("sampling: no plan, too many points in all and a broken box are refused",
          "[data][sampling]") {
    CHECK_THROWS_WITH(sample(unit_box(2), {}, Rng(1)), "sampling: no plan, expected at least 1");
    const SamplingOptions most{.plan = SamplingPlan::random, .count = 100'000'000};
    CHECK_THROWS_WITH(sample_count({most, most}, 1),
                      "sampling: 200000000 points in 2 plans, expected at most 100000000");
    const Bounds uneven{.lower = Vector::Zero(2), .upper = Vector::Ones(3)};
    CHECK_THROWS_AS(sample(uneven, {{}}, Rng(1)), ShapeError);
    const Bounds swapped{.lower = Vector{{0.0, 2.0}}, .upper = Vector{{1.0, 1.0}}};
    CHECK_THROWS_WITH(sample(swapped, {{}}, Rng(1)),
                      "bounds of input 1: [2, 1], expected finite and lower <= upper");
}
