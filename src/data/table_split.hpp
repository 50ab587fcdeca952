#pragma once

#include "data/table_problem.hpp"
#include "jennopt/core/random.hpp"

#include <vector>

namespace jennopt {

/// Number of rows to test on.
/// @param test  as TableOptions::test
/// @throws ConfigError if test is neither a whole number nor a share, or leaves no row to either
/// side; 0 is right
[[nodiscard]] Index test_rows(double test, Index rows);

/// Rows to train and to test on.
struct TableSplit {
    std::vector<Index> training;
    std::vector<Index> test;
};

/// Draws the test rows first and the training rows from the rest: more training rows keep those
/// that fewer would be, and change no test row. All rows of a point are on one side, so that there
/// are fewer test rows where no point with few enough rows is left.
/// @param points      rows at each point
/// @param n_training  0: all that are not tested on
/// @throws ConfigError if there are fewer rows than wanted, or no point has so few rows as n_test
[[nodiscard]] TableSplit split_rows(const std::vector<std::vector<Index>>& points,
                                    Index n_training,
                                    Index n_test,
                                    Rng rng);

}  // namespace jennopt
