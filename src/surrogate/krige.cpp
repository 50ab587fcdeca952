#include "jennopt/surrogate/krige.hpp"

#include "core/format.hpp"
#include "core/parallel.hpp"
#include "jennopt/core/error.hpp"
#include "surrogate/kriging_likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <utility>

namespace jennopt {

namespace {

/// Below so many times the nugget a fitted noise is none.
constexpr double least_noise_over_nugget = 1e4;
/// However many partials each has.
constexpr Index least_fitted_samples = 20;

/// Inputs from 0 to 1 over the samples, and the usual normalization of the outputs.
Normalization unit_normalization(const Dataset& raw, const std::vector<Index>& log_x) {
    Normalization normalization = fit_normalization(raw, log_x);
    const std::vector<Index> constant = constant_rows(raw).inputs;
    Vector least = raw.X.rowwise().minCoeff();
    Vector most = raw.X.rowwise().maxCoeff();
    for (const Index j : log_x) {
        least(j) = std::log(least(j));
        most(j) = std::log(most(j));
    }
    for (Index j = 0; j < raw.n_x(); ++j) {
        if (std::ranges::find(constant, j) == constant.end()) {
            normalization.mu_x(j) = least(j);
            normalization.sigma_x(j) = most(j) - least(j);
        }
    }
    return normalization;
}

/// The partials of one output, (n_x, m).
Matrix slices_of(const Dataset& data, Index output) {
    Matrix dydx(data.n_x(), data.m());
    for (Index j = 0; j < data.n_x(); ++j) {
        dydx.row(j) = data.J[static_cast<std::size_t>(j)].row(output);
    }
    return dydx;
}

/// Samples of which the parameters are fitted to, in an order without a period: samples of a grid
/// have one. All of them where they are few.
std::vector<Index> fitted_samples(Index m, Index most) {
    constexpr double golden_ratio = 0.6180339887498949;
    std::vector<Index> chosen;
    for (Index i = 0; i < std::min(m, most); ++i) {
        const double turn = golden_ratio * static_cast<double>(i);
        const double place = (turn - std::floor(turn)) * static_cast<double>(m);
        chosen.push_back(m <= most ? i : static_cast<Index>(place));
    }
    std::ranges::sort(chosen);
    const auto repeated = std::ranges::unique(chosen);
    chosen.erase(repeated.begin(), repeated.end());
    return chosen;
}

bool is_noisy(const KrigingParameters& parameters) {
    const KrigingParameters nugget;
    return parameters.value_noise > least_noise_over_nugget * nugget.value_noise ||
           parameters.partial_noise > least_noise_over_nugget * nugget.partial_noise;
}

}  // namespace

void require_few_observations(Index m, Index n_x) {
    const Index count = m * (1 + n_x);
    if (count > max_observations) {
        throw ConfigError(
            fmt::format("kriging of {} samples{} has {} observations, expected at most {}; use "
                        "fewer samples{} or "
                        "kind: jenn",
                        m,
                        n_x > 0 ? fmt::format(" with {} partials each", n_x) : "",
                        count,
                        max_observations,
                        n_x > 0 && m <= max_observations ? ", partials: false" : ""));
    }
}

Surrogate krige(const Dataset& raw,
                const KrigeOptions& options,
                Index threads,
                const KrigingObserver& observer) {
    validate(raw);
    if (raw.m() == 0) {
        throw ShapeError("the dataset has no samples, expected at least 1 to learn from");
    }
    Dataset samples = raw;
    for (Matrix& slice : samples.J) {
        if (!options.partials) {
            slice.setConstant(std::numeric_limits<double>::quiet_NaN());
        }
    }
    const auto known = std::ranges::count_if(
        samples.J, [](const Matrix& slice) { return !slice.array().isNaN().all(); });
    require_few_observations(raw.m(), known);
    Normalization normalization = unit_normalization(samples, options.log_x);
    const Index most = std::max(least_fitted_samples, max_fitted_observations / (1 + known));
    const Dataset data = normalize(subset(samples, fitted_samples(raw.m(), most)), normalization);
    std::mutex mutex;
    const KrigingObserver observe_one = [&] {
        const std::lock_guard lock(mutex);
        observer();
    };
    std::vector<KrigingParameters> parameters(static_cast<std::size_t>(raw.n_y()));
    parallel_for(raw.n_y(), threads, [&](Index k) {
        try {
            // Lengths are of the inputs themselves, so that they can be read.
            parameters[static_cast<std::size_t>(k)] =
                fit_kriging(data.X,
                            data.Y.row(k).transpose(),
                            slices_of(data, k),
                            {.fit_rotation = false,
                             .noise = options.noise,
                             .start = {},
                             .observer = observer ? observe_one : nullptr});
        } catch (const Interrupted&) {
            throw;
        } catch (const Error& error) {
            throw TrainingDiverged(error.what());
        }
    });
    return krige(std::move(samples), std::move(normalization), parameters);
}

Surrogate krige(Dataset samples,
                Normalization normalization,
                std::span<const KrigingParameters> parameters) {
    const Dataset data = normalize(samples, normalization);
    Surrogate surrogate{.normalization = std::move(normalization)};
    for (Index k = 0; k < data.n_y(); ++k) {
        surrogate.kriging.emplace_back(data.X,
                                       data.Y.row(k).transpose(),
                                       slices_of(data, k),
                                       parameters[static_cast<std::size_t>(k)]);
    }
    surrogate.samples = std::move(samples);
    return surrogate;
}

std::vector<KrigedOutput> kriged_outputs(const Surrogate& surrogate) {
    const Normalization& n = surrogate.normalization;
    std::vector<KrigedOutput> result;
    for (const Kriging& kriging : surrogate.kriging) {
        const KrigingParameters& found = kriging.parameters();
        const double sigma = n.sigma_y(static_cast<Index>(result.size()));
        KrigedOutput output{.length = n.sigma_x.cwiseProduct(found.length),
                            .deviation = sigma * std::sqrt(found.variance),
                            .additive = found.additive,
                            .partial_noise = Vector::Zero(surrogate.n_x())};
        if (is_noisy(found)) {
            output.value_noise = output.deviation * std::sqrt(found.value_noise);
            output.partial_noise =
                output.deviation * std::sqrt(found.partial_noise) * output.length.cwiseInverse();
        }
        result.push_back(std::move(output));
    }
    return result;
}

}  // namespace jennopt
