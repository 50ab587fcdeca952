#include "study/optimizer_starts.hpp"

#include "core/format.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/data/sampling.hpp"
#include "problem/names.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace jennopt {

namespace {

Vector inside(const ConstVectorRef& x, const Bounds& bounds, const std::string& what) {
    if (x.size() != bounds.lower.size() || !bounds.contains(x)) {
        throw ConfigError(fmt::format("{} is {}, expected {} numbers between {} and {}",
                                      what,
                                      to_text(x),
                                      bounds.lower.size(),
                                      to_text(bounds.lower),
                                      to_text(bounds.upper)));
    }
    return x;
}

Matrix columns_of(const std::vector<Vector>& points) {
    Matrix X(points.front().size(), static_cast<Index>(points.size()));
    for (Index s = 0; s < X.cols(); ++s) {
        X.col(s) = points[static_cast<std::size_t>(s)];
    }
    return X;
}

Matrix given_starts(const std::vector<std::vector<double>>& points, const Bounds& bounds) {
    std::vector<Vector> starts;
    for (const std::vector<double>& point : points) {
        const Eigen::Map<const Vector> x(point.data(), static_cast<Index>(point.size()));
        starts.push_back(inside(x, bounds, fmt::format("start {}", starts.size() + 1)));
    }
    return columns_of(starts);
}

Matrix starts_from(const std::filesystem::path& file, const ProblemInfo& problem, Index replicate) {
    std::vector<std::string> wanted{"seed", "k"};
    const std::vector<std::string> inputs = names_of(problem.inputs);
    wanted.insert(wanted.end(), inputs.begin(), inputs.end());
    const Table table = read_csv(file, wanted, Gaps::refused);
    std::vector<Index> places;
    for (const std::string& name : wanted) {
        places.push_back(std::ranges::find(table.columns, name) - table.columns.begin());
    }
    std::vector<std::pair<double, Index>> rows;  // by k
    for (Index row = 0; row < table.rows.rows(); ++row) {
        if (table.rows(row, places[0]) == static_cast<double>(replicate)) {
            rows.emplace_back(table.rows(row, places[1]), row);
        }
    }
    if (rows.empty()) {
        throw ConfigError(
            fmt::format("{}: has no row with seed {}, expected starts for replicate "
                        "{}",
                        file.string(),
                        replicate,
                        replicate));
    }
    std::ranges::sort(rows);
    const std::vector<Index> columns(places.begin() + 2, places.end());
    std::vector<Vector> starts;
    for (const auto& [k, row] : rows) {
        const Vector x = table.rows(row, columns).transpose();
        starts.push_back(inside(
            x,
            problem.bounds(),
            fmt::format(
                "{}:{}: the start", file.string(), table.lines[static_cast<std::size_t>(row)])));
    }
    return columns_of(starts);
}

}  // namespace

Matrix optimizer_starts(const StartsConfig& starts,
                        const ProblemInfo& problem,
                        const std::filesystem::path& study_folder,
                        Index replicate,
                        const Rng& rng) {
    if (!starts.file.empty()) {
        return starts_from(study_folder / starts.file, problem, replicate);
    }
    if (!starts.points.empty()) {
        return given_starts(starts.points, problem.bounds());
    }
    return sample(problem.bounds(),
                  {{.plan = SamplingPlan::latin_hypercube, .count = starts.count}},
                  rng.child("starts"));
}

}  // namespace jennopt
