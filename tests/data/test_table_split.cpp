#include "data/table_split.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <set>

using namespace jennopt;

namespace {

/// So many points with one row each.
std::vector<std::vector<Index>> single(Index rows) {
    std::vector<std::vector<Index>> points;
    for (Index row = 0; row < rows; ++row) {
        points.push_back({row});
    }
    return points;
}

}  // namespace

TEST_CASE("table split: draws disjoint rows, and more of them keep those that fewer would be",
          "[data][table]") {
    const TableSplit few = split_rows(single(50), 10, 20, Rng(1));
    const TableSplit more = split_rows(single(50), 30, 20, Rng(1));
    CHECK(few.test == more.test);
    CHECK(std::equal(few.training.begin(), few.training.end(), more.training.begin()));
    std::set<Index> all(more.test.begin(), more.test.end());
    all.insert(more.training.begin(), more.training.end());
    CHECK(all.size() == 50);
    CHECK(split_rows(single(50), 0, 20, Rng(1)).training == more.training);
    CHECK(split_rows(single(50), 10, 20, Rng(2)).test != few.test);
    CHECK_THROWS_WITH(split_rows(single(50), 31, 20, Rng(1)),
                      "is 31, but the table has 50 rows, 20 of them to test on; expected at most "
                      "30");
}

TEST_CASE("table split: the rows of a point are all on one side", "[data][table]") {
    std::vector<std::vector<Index>> points = single(20);
    points.push_back({20, 21, 22});
    points.push_back({23, 24});
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
        const TableSplit split = split_rows(points, 0, 5, Rng(seed));
        CHECK(split.test.size() == 5);
        CHECK(split.training.size() == 20);
        for (const std::vector<Index>& point : points) {
            const auto tested = std::ranges::count_if(point, [&](Index row) {
                return std::ranges::find(split.test, row) != split.test.end();
            });
            CHECK((tested == 0 || tested == std::ssize(point)));
        }
    }
    CHECK_THROWS_WITH(split_rows({{0, 1, 2}, {3, 4, 5}}, 0, 2, Rng(1)),
                      Catch::Contains("expected at least 2 points and 3 rows"));
}

TEST_CASE("table split: rows to test on are a number or a share", "[data][table]") {
    CHECK(test_rows(0.2, 50) == 10);
    CHECK(test_rows(20, 50) == 20);
    CHECK_THROWS_WITH(test_rows(2.5, 50), Catch::Contains("whole number of rows"));
    CHECK_THROWS_WITH(test_rows(50, 50), Catch::Contains("expected 2 to 49"));
    CHECK_THROWS_WITH(test_rows(0.001, 50), Catch::Contains("which is 0 of"));
}
