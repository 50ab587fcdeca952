#include "data/repetition.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace jennopt {

Index count_repeated(const ConstMatrixRef& X) {
    std::vector<Index> order(static_cast<std::size_t>(X.cols()));
    std::iota(order.begin(), order.end(), Index{0});
    std::sort(order.begin(), order.end(), [&X](Index a, Index b) {
        const auto x = X.col(a);
        const auto y = X.col(b);
        return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end());
    });
    Index repeated = 0;
    for (std::size_t i = 1; i < order.size(); ++i) {
        repeated += X.col(order[i]) == X.col(order[i - 1]) ? 1 : 0;
    }
    return repeated;
}

}  // namespace jennopt
