#include "data/table_split.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

Index test_rows(double test, Index rows) {
    if (test == 0.0) {
        return 0;
    }
    const auto all = static_cast<double>(rows);
    if (test >= 1.0 && test != std::floor(test)) {
        throw ConfigError(
            fmt::format("is {}, expected a whole number of rows, or a share below 1", test));
    }
    const auto count =
        static_cast<Index>(test < 1.0 ? std::round(test * all) : std::min(test, 1e15));
    constexpr Index fewest = 2;  // that have a spread
    if (count < fewest || count >= rows) {
        throw ConfigError(
            fmt::format("is {}, which is {} of the table's {} rows; expected {} to {}",
                        test,
                        count,
                        rows,
                        fewest,
                        rows - 1));
    }
    return count;
}

TableSplit split_rows(const std::vector<std::vector<Index>>& points,
                      Index n_training,
                      Index n_test,
                      Rng rng) {
    Index rows = 0;
    std::size_t fewest = points.front().size();
    for (const std::vector<Index>& point : points) {
        rows += std::ssize(point);
        fewest = std::min(fewest, point.size());
    }
    if (n_test > 0 && (std::ssize(points) < 2 || at(n_test) < fewest)) {
        throw ConfigError(fmt::format(
            "{} rows are tested on, but the table has {} points with at least {} rows each, which "
            "stay together; expected at least 2 points and {} rows",
            n_test,
            points.size(),
            fewest,
            fewest));
    }
    if (n_training + n_test > rows) {
        throw ConfigError(fmt::format(
            "is {}, but the table has {} rows, {} of them to test on; expected at most {}",
            n_training,
            rows,
            n_test,
            rows - n_test));
    }
    TableSplit split;
    for (const Index i : rng.permutation(std::ssize(points))) {
        const std::vector<Index>& point = points[at(i)];
        const bool is_tested = std::ssize(split.test) + std::ssize(point) <= n_test;
        std::vector<Index>& side = is_tested ? split.test : split.training;
        side.insert(side.end(), point.begin(), point.end());
    }
    if (n_training > 0) {
        split.training.resize(at(n_training));
    }
    return split;
}

}  // namespace jennopt
