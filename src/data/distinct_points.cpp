#include "data/distinct_points.hpp"

#include "core/at.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace jennopt {

namespace {

/// Of those that are known; NaN if none is.
double mean_of(const Matrix& values, Index k, const std::vector<Index>& rows) {
    double sum = 0.0;
    Index known = 0;
    for (const Index t : rows) {
        if (!std::isnan(values(k, t))) {
            sum += values(k, t);
            ++known;
        }
    }
    return known == 0   ? std::numeric_limits<double>::quiet_NaN()
           : known == 1 ? sum
                        : sum / static_cast<double>(known);
}

}  // namespace

Dataset distinct_points(const Dataset& rows) {
    std::map<std::vector<double>, std::size_t> places;
    std::vector<std::vector<Index>> points;
    for (Index t = 0; t < rows.m(); ++t) {
        const Vector x = rows.X.col(t);
        const auto [place, is_new] = places.emplace(std::vector(x.begin(), x.end()), points.size());
        if (is_new) {
            points.emplace_back();
        }
        points[place->second].push_back(t);
    }
    if (std::ssize(points) == rows.m()) {
        return rows;
    }
    Dataset means = empty_dataset(rows.n_x(), rows.n_y());
    means.X.resize(rows.n_x(), std::ssize(points));
    means.Y.resize(rows.n_y(), std::ssize(points));
    for (Matrix& slice : means.J) {
        slice.resize(rows.n_y(), std::ssize(points));
    }
    for (Index p = 0; p < std::ssize(points); ++p) {
        means.X.col(p) = rows.X.col(points[at(p)].front());
        for (Index k = 0; k < rows.n_y(); ++k) {
            means.Y(k, p) = mean_of(rows.Y, k, points[at(p)]);
            for (Index j = 0; j < rows.n_x(); ++j) {
                means.J[at(j)](k, p) = mean_of(rows.J[at(j)], k, points[at(p)]);
            }
        }
    }
    return means;
}

}  // namespace jennopt
