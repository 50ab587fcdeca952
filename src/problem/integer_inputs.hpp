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

    /// rounded(x) first, then one step down and up from it in each of these inputs, inside the
    /// bounds; x itself where there are none.
    [[nodiscard]] std::vector<Vector> around(const ConstVectorRef& x) const;

private:
    std::vector<Index> inputs_;
    Bounds bounds_;
};

}  // namespace jennopt
