#include "training/tangent_kernel.hpp"

#include "core/at.hpp"

namespace jennopt {

TangentKernel::TangentKernel(Index rows) : free_(rows, rows), decayed_(rows, rows) {}

void TangentKernel::update(FactoredJacobian& J) {
    J.outer_products(free_, decayed_);
    rows_.clear();
    for (Index row = 0; row < J.rows(); ++row) {
        if (J.scale()(row) > 0.0) {
            rows_.push_back(row);
        }
    }
    run_.assign(rows_.size(), 1);
    for (std::size_t i = rows_.size(); i-- > 1;) {
        if (rows_[i] == rows_[i - 1] + 1) {
            run_[i - 1] = run_[i] + 1;
        }
    }
}

void TangentKernel::fill(double free, double decayed, const Vector& scale, Matrix& sum) const {
    const Index n = std::ssize(rows_);
    sum.resize(n, n);
    for (Index c = 0; c < n; ++c) {
        const Index column = rows_[at(c)];
        for (Index row = c, size = 0; row < n; row += size) {
            size = run_[at(row)];
            const Index from = rows_[at(row)];
            sum.col(c).segment(row, size) =
                scale(column) *
                scale.segment(from, size)
                    .cwiseProduct(free_.col(column).segment(from, size) / free +
                                  decayed_.col(column).segment(from, size) / decayed);
        }
        sum(c, c) += 1.0;
    }
}

}  // namespace jennopt
