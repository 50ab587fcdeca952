#pragma once

#include "record/record.hpp"
#include "study/evaluation.hpp"

namespace jennopt {

/// How many training samples arrived and failed, miss partials, repeat a point or are constant, for
/// the record.
void note_samples(ReplicateRecord& record, const Evaluated& training);

}  // namespace jennopt
