#pragma once

#include "jennopt/data/dataset.hpp"
#include "report/study_folder.hpp"

#include <optional>

namespace jennopt {

/// All samples of an arm's table, a column per row of its file; null where the problem is none.
[[nodiscard]] const Dataset* table_rows(const ArmResults& arm);

/// The least objective of the rows of a table, of the training samples otherwise; nothing where
/// neither is known.
[[nodiscard]] std::optional<double> least_sampled(const ArmResults& arm,
                                                  const ReplicateRecord& replicate);

/// Values that lie far from the others.
struct FarValue {
    Index sample = 0;         ///< index into the values
    double deviations = 0.0;  ///< how many off the median
};

/// Those more than ten robust standard deviations (1.4826 times the median absolute deviation) off
/// the median and three times as far as every other value, farthest first. Values that only have a
/// long tail are none.
[[nodiscard]] std::vector<FarValue> far_values(const Vector& values);

}  // namespace jennopt
