#pragma once

#include "jennopt/optimization/sequential.hpp"
#include "study/config.hpp"

#include "python/arrays.hpp"
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// The sequential optimizer as Python has it: ask and tell.
///
/// Points that are asked for before an answer is told are one round, as a batch of a study is: its
/// answers are taken in when the last one is there, or, without those that are missing, when more
/// points are asked for. Missing ones are then taken in when they are told.
class PythonOptimizer {
public:
    /// @param study_text  a study of one optimizer of a problem without a program
    explicit PythonOptimizer(const std::string& study_text);

    /// The next points, (count, n_x) or fewer; none once there is nothing more to gain.
    [[nodiscard]] OutArray ask(Index count);

    /// What came of points, asked for or not: Y (m, n_y) with NaN where the evaluation failed, J
    /// (m, n_y, n_x) with NaN where a partial is missing.
    void tell(const InArray& X, const InArray& Y, const std::optional<InArray>& J);

    /// Values, partials and violation at the best point so far, or None.
    [[nodiscard]] nb::object best() const;

    [[nodiscard]] std::string termination() const;

    [[nodiscard]] double expected_gain() const { return state_.expected_gain(); }

    [[nodiscard]] Index pending() const;

    [[nodiscard]] const ProblemInfo& problem() const { return problem_; }

private:
    struct Asked {
        Proposal proposal;
        std::optional<Outcome> answer;
    };

    explicit PythonOptimizer(const StudyConfig& config);

    void begin_round();
    [[nodiscard]] bool is_pending(const Vector& x) const;

    ProblemInfo problem_;
    double constraint_tolerance_;
    Sequential state_;
    std::vector<Asked> round_;
    std::vector<Vector> late_;     ///< of earlier rounds, without an answer
    std::vector<Outcome> others_;  ///< that were not asked for in this round
};

/// Adds Optimizer.
void add_optimizer(nb::module_& module);

}  // namespace jennopt
