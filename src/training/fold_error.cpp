#include "training/fold_error.hpp"

#include <cmath>

namespace jennopt {

namespace {

constexpr double least_error = 1e-300;

double log_of(const FoldError& error, double partials_share) {
    if (std::isnan(error.value)) {
        return std::log(error.partial + least_error);
    }
    if (std::isnan(error.partial)) {
        return std::log(error.value + least_error);
    }
    return (1.0 - partials_share) * std::log(error.value + least_error) +
           partials_share * std::log(error.partial + least_error);
}

}  // namespace

double log_error(const std::vector<FoldError>& errors, double partials_share) {
    FoldError all;
    for (const FoldError& error : errors) {
        all.value += error.samples * error.value;
        all.partial += error.samples * error.partial;
    }
    return log_of(all, partials_share);
}

FoldError mean_of(const std::vector<FoldError>& errors) {
    FoldError mean;
    for (const FoldError& error : errors) {
        mean.value += error.samples * error.value;
        mean.partial += error.samples * error.partial;
        mean.samples += error.samples;
    }
    mean.value /= mean.samples;
    mean.partial /= mean.samples;
    return mean;
}

Vector gains(const std::vector<FoldError>& a,
             const std::vector<FoldError>& b,
             double partials_share) {
    Vector gain(std::ssize(a));
    for (std::size_t i = 0; i < a.size(); ++i) {
        gain(static_cast<Index>(i)) = log_of(b[i], partials_share) - log_of(a[i], partials_share);
    }
    return gain;
}

bool is_better(const std::vector<FoldError>& a,
               const std::vector<FoldError>& b,
               double partials_share) {
    const Vector gain = gains(a, b, partials_share);
    const auto n = static_cast<double>(gain.size());
    const double deviation =
        gain.size() > 1 ? std::sqrt((gain.array() - gain.mean()).square().sum() / (n - 1.0)) : 0.0;
    return gain.mean() > deviation / std::sqrt(n);
}

}  // namespace jennopt
