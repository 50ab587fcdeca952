#include "study/shared_evaluations.hpp"

namespace jennopt {

SharedEvaluations::SharedEvaluations(const EvaluationFiles& files)
    : files_(files), requests_(files.folder() / "requests") {
    if (!files.has_others()) {
        requests_.clear();  // of runs that were killed
    }
}

std::optional<WorkClaim> SharedEvaluations::try_claim(const std::string& name) const {
    return WorkClaim::try_take(files_.claims(), name);
}

bool SharedEvaluations::is_claimed(const std::string& name) const {
    return WorkClaim::holder(files_.claims(), name).has_value();
}

void SharedEvaluations::expect(const EvaluationRequest& request) {
    expected_.try_emplace(request.name, request);
}

void SharedEvaluations::post_expected() {
    if (expected_.empty() || !files_.has_others()) {
        return;
    }
    for (const auto& [name, request] : expected_) {
        requests_.post(request);
    }
}

void SharedEvaluations::withdraw(const std::string& name) {
    expected_.erase(name);
    requests_.withdraw(name);
}

void SharedEvaluations::withdraw_all() {
    expected_.clear();
    requests_.withdraw_all();
}

}  // namespace jennopt
