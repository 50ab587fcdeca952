#include "data/near_pairs.hpp"

#include "core/at.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace jennopt {

std::vector<NearPair> near_pairs(const Matrix& U, Index neighbours) {
    constexpr Index most_pairs = 3000;
    constexpr double most_distances = 2e7;
    const Index m = U.cols();
    const auto affordable = static_cast<Index>(most_distances / static_cast<double>(m));
    const Index looked_at = std::clamp(std::min(affordable, most_pairs / neighbours), Index{1}, m);
    std::set<std::pair<Index, Index>> known;
    std::vector<NearPair> pairs;
    for (Index i = 0; i < looked_at; ++i) {
        const Index a = i * m / looked_at;
        const Vector squares = (U.colwise() - U.col(a)).colwise().squaredNorm().transpose();
        std::vector<Index> order;
        for (Index b = 0; b < m; ++b) {
            if (squares(b) > 0.0) {
                order.push_back(b);
            }
        }
        const auto count = std::min(at(neighbours), order.size());
        std::partial_sort(
            order.begin(),
            order.begin() + static_cast<std::ptrdiff_t>(count),
            order.end(),
            [&](Index p, Index q) { return std::pair(squares(p), p) < std::pair(squares(q), q); });
        for (std::size_t n = 0; n < count; ++n) {
            const Index b = order[n];
            if (known.emplace(std::min(a, b), std::max(a, b)).second) {
                pairs.push_back({a, b, std::sqrt(squares(b))});
            }
        }
    }
    return pairs;
}

}  // namespace jennopt
