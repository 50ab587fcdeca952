#include "optimization/output_models.hpp"

#include "jennopt/surrogate/fit.hpp"

#include <utility>

namespace jennopt {

namespace {

constexpr Index neurons = 24;
constexpr double network_lambda = 1e-5;
constexpr double most_misfit = 1e-2;  // of the range of the values

/// Whether the samples' values are met: not where a kink makes the covariances break down.
bool interpolates(const WarpedKriging& model, const ConstMatrixRef& U, const Vector& y) {
    Vector predicted(y.size());
    for (Index t = 0; t < y.size(); ++t) {
        predicted(t) = model.predict(U.col(t));
    }
    return (predicted - y).lpNorm<Eigen::Infinity>() <= most_misfit * (y.maxCoeff() - y.minCoeff());
}

}  // namespace

/// A network of one hidden layer, for one output, on noise-free data.
OutputModels::Network OutputModels::fit_network(ProposingModel model,
                                                const UnitSamples& samples,
                                                Index output,
                                                const Rng& rng) {
    const Vector y = samples.Y.row(output);
    const Matrix partials = samples.partials(output);
    const WarpedSamples warped =
        output == 0 ? likeliest_warp(samples.U, y, partials, {}, price_of_warp(partials))
                    : WarpedSamples{.warp = {}, .y = y, .dydx = partials};
    Dataset data{.X = samples.U, .Y = warped.y.transpose(), .J = {}};
    for (Index j = 0; j < samples.n_x(); ++j) {
        data.J.emplace_back(warped.dydx.row(j));
    }
    FitOptions options{.hidden = {neurons}};
    options.lambda = network_lambda;
    options.gamma.scale = model == ProposingModel::nn ? 0.0 : 1.0;
    options.training.warm_up = 20;
    options.training.max_iterations = 150;
    return {.warp = warped.warp, .of_warped = Predictor(fit(data, options, rng).surrogate)};
}

OutputModels::OutputModels(ProposingModel model,
                           const UnitSamples& samples,
                           const OutputModels* before,
                           const Rng& rng)
    : n_x_(samples.n_x()) {
    for (Index k = 0; k < samples.n_y(); ++k) {
        if (model != ProposingModel::kriging) {
            networks_.push_back(fit_network(model, samples, k, rng.child("output", k)));
            continue;
        }
        KrigingOptions options{.max_evaluations = most_likelihoods};
        if (before != nullptr && !before->kriging_.empty()) {
            options.start = before->kriging_[static_cast<std::size_t>(k)].kriging.parameters();
        }
        const Vector y = samples.Y.row(k);
        const Matrix partials = samples.partials(k);
        WarpedKriging fitted = fit_warped_kriging(samples.U, y, partials, options, k == 0);
        if (!interpolates(fitted, samples.U, y)) {
            is_exact_ = false;
            options.noise = KrigingNoise::fitted;
            options.start.reset();
            fitted = fit_warped_kriging(samples.U, y, partials, options, k == 0);
        }
        kriging_.push_back(std::move(fitted));
    }
}

Evaluation OutputModels::operator()(const ConstVectorRef& u) const {
    const auto outputs = static_cast<Index>(std::max(kriging_.size(), networks_.size()));
    Evaluation y{.value = Vector(outputs), .jacobian = Matrix(outputs, n_x_)};
    Vector gradient;
    for (Index k = 0; k < outputs; ++k) {
        const auto output = static_cast<std::size_t>(k);
        if (kriging_.empty()) {
            const Network& network = networks_[output];
            const Evaluation& w = network.of_warped(u);
            y.value(k) = network.warp.inverse(w.value(0));
            y.jacobian.row(k) = network.warp.inverse_slope(w.value(0)) * w.jacobian.row(0);
        } else {
            y.value(k) = kriging_[output].predict(u, &gradient);
            y.jacobian.row(k) = gradient.transpose();
        }
    }
    return y;
}

SmoothFunction corrected(std::shared_ptr<const OutputModels> models, TrustCentre& centre) {
    const Evaluation there = (*models)(centre.u);
    centre.y.jacobian = centre.y.jacobian.array().isNaN().select(there.jacobian, centre.y.jacobian);
    const Vector shift = centre.y.value - there.value;
    const Matrix tilt = centre.y.jacobian - there.jacobian;
    return [models = std::move(models), shift, tilt, u_c = centre.u](const ConstVectorRef& u) {
        Evaluation y = (*models)(u);
        y.value += shift + tilt * (u - u_c);
        y.jacobian += tilt;
        return y;
    };
}

}  // namespace jennopt
