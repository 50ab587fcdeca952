#include "report/validation.hpp"

#include "core/format.hpp"

#include <algorithm>

namespace jennopt {

Index folds_of(const ArmResults& arm) {
    Index folds = 0;
    for (const ReplicateRecord& replicate : arm.replicates) {
        folds = std::max(folds, replicate.folds);
    }
    return folds;
}

std::string judged_samples(const ArmResults& arm) {
    return folds_of(arm) > 0 ? "samples held back" : "test samples";
}

std::string r2_words(const ArmResults& arm) {
    return folds_of(arm) > 0 ? fmt::format("cross-validated R2 ({} folds)", folds_of(arm)) : "R2";
}

std::string r2_opening(const ArmResults& arm, std::string_view what) {
    std::string words =
        fmt::format("{} of {}{}", r2_words(arm), what, folds_of(arm) > 0 ? "" : " on test samples");
    words.front() = words.front() == 'c' ? 'C' : words.front();
    return words;
}

}  // namespace jennopt
