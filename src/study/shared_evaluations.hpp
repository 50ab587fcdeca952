#pragma once

#include "study/evaluation_files.hpp"
#include "study/evaluation_requests.hpp"
#include "study/work_claim.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// What the processes at work in one folder of evaluations tell each other: which evaluation each
/// is at, and which ones it will ask for. One thread at a time, but for what is const.
class SharedEvaluations {
public:
    /// @param files  must outlive this object
    explicit SharedEvaluations(const EvaluationFiles& files);

    /// Takes an evaluation for this process; nothing where another one is at it.
    [[nodiscard]] std::optional<WorkClaim> try_claim(const std::string& name) const;

    [[nodiscard]] bool is_claimed(const std::string& name) const;

    /// Notes what will be asked for.
    void expect(const EvaluationRequest& request);

    /// Posts all that was noted, if there are others to see it.
    void post_expected();

    /// It was answered.
    void withdraw(const std::string& name);
    void withdraw_all();

    /// What all processes have posted.
    [[nodiscard]] std::vector<EvaluationRequest> requests() const { return requests_.read(); }

private:
    const EvaluationFiles& files_;
    EvaluationRequests requests_;
    std::map<std::string, EvaluationRequest> expected_;  // by name
};

}  // namespace jennopt
