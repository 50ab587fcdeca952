#pragma once

#include "jennopt/problem/problem.hpp"

#include <vector>

namespace jennopt {

/// The inputs of a problem that are whole numbers.
class IntegerInputs {
public:
    explicit IntegerInputs(const ProblemInfo& problem);

    [[nodiscard]] bool empty() const { return inputs_.empty(); }

    [[nodiscard]] const std::vector<Index>& inputs() const { return inputs_; }

    /// x (n_x), raw units, with these inputs at the nearest whole number inside the bounds.
    [[nodiscard]] Vector rounded(const ConstVectorRef& x) const;

    /// rounded(x) first, then what is one step down or up from it inside the bounds in one of these
    /// inputs; x itself where there are none.
    /// @param together  in several at once, too, where they are at most 4
    [[nodiscard]] std::vector<Vector> around(const ConstVectorRef& x, bool together = false) const;

    /// A point that may be an answer: inside the bounds, whole in these inputs.
    [[nodiscard]] bool admits(const ConstVectorRef& x) const;

private:
    std::vector<Index> inputs_;
    Bounds bounds_;
};

}  // namespace jennopt
