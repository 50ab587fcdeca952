#pragma once

#include "jennopt/problem/problem.hpp"

#include <map>
#include <memory>
#include <string>

namespace jennopt {

/// A problem whose outputs are wanted for something else than it says: other roles and limits.
class RestatedProblem final : public Problem {
public:
    /// @param goals  role and limits of outputs by their names; the others keep theirs, but for an
    ///               objective where the goals have one: it becomes a quantity
    /// @throws ConfigError for a name that is no output, with the nearest one, and for what
    ///         Problem refuses
    RestatedProblem(std::shared_ptr<const Problem> inner,
                    const std::map<std::string, Output>& goals);

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override;
    [[nodiscard]] std::vector<Drawing> do_draw(const ConstVectorRef& x) const override;

    std::shared_ptr<const Problem> inner_;
};

}  // namespace jennopt
