#pragma once

#include "jennopt/core/types.hpp"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace jennopt {

/// Names an evaluation for a program, its folder and other processes; the same whoever asks for it.
/// @param problem  fingerprint
/// @param point    point_key() of it
[[nodiscard]] std::string name_of_evaluation(const std::string& problem, const std::string& point);

/// A point that a process will ask for.
struct EvaluationRequest {
    std::string name;     ///< of the evaluation, a plain file name
    std::string problem;  ///< fingerprint
    Vector x;             ///< raw units
};

/// Points that processes want evaluated, a file each in a folder that all of them see, so that
/// those without work of their own can help.
class EvaluationRequests {
public:
    explicit EvaluationRequests(std::filesystem::path folder);

    /// Withdraws what this process posted.
    ~EvaluationRequests();
    EvaluationRequests(const EvaluationRequests&) = delete;
    EvaluationRequests& operator=(const EvaluationRequests&) = delete;
    EvaluationRequests(EvaluationRequests&&) = delete;
    EvaluationRequests& operator=(EvaluationRequests&&) = delete;

    /// Each once, however often it is posted.
    void post(const EvaluationRequest& request);

    void withdraw(const std::string& name);

    /// All that this process posted.
    void withdraw_all();

    /// Those of all processes, in the order of their names.
    [[nodiscard]] std::vector<EvaluationRequest> read() const;

    /// Removes those of all processes: where no other is at work.
    void clear();

private:
    [[nodiscard]] std::filesystem::path file_of(const std::string& name) const;

    std::filesystem::path folder_;
    std::set<std::string> posted_;
};

}  // namespace jennopt
