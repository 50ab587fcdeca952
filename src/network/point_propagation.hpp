#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/network/network.hpp"

#include <memory>

namespace jennopt {

/// Value and full Jacobian of a network at one point after another, without allocation: what an
/// optimizer calls. One object serves one thread.
class PointPropagation {
public:
    /// Copies the weights: later changes of the network do not matter.
    explicit PointPropagation(const Network& network);
    ~PointPropagation();
    PointPropagation(PointPropagation&&) noexcept;
    PointPropagation& operator=(PointPropagation&&) noexcept;

    /// Where the point goes before evaluate(): (n_x), normalized units.
    [[nodiscard]] Eigen::Map<Vector> point();

    /// One forward pass and one backward sweep per output.
    void evaluate();

    /// yhat, (n_y), and dyhat/dx, (n_y, n_x), at the last point evaluated; normalized units.
    [[nodiscard]] Eigen::Map<const Vector> value() const;
    [[nodiscard]] Eigen::Map<const Matrix> jacobian() const;

private:
    struct Storage;
    std::unique_ptr<Storage> storage_;
};

}  // namespace jennopt
