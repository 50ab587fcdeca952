#include "study/sample_notes.hpp"

#include "data/repetition.hpp"
#include "jennopt/data/normalization.hpp"

namespace jennopt {

void note_samples(ReplicateRecord& record, const Evaluated& training) {
    record.samples = training.data.m();
    record.failed = training.failed;
    record.missing_partials = training.data.missing_partials();
    record.repeated = count_repeated(training.data.X);
    record.constant = constant_rows(training.data);
    record.first_failure = training.first_failure;
}

}  // namespace jennopt
