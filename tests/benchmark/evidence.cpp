#include "benchmark/evidence.hpp"

#include "core/symmetric.hpp"
#include "training/residuals.hpp"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr int most_rounds = 15;
constexpr int most_estimates = 2;  // of the other parameters' precision after each training
constexpr double settled = 0.1;    // relative change of lambda and gamma
constexpr double fewest = 1e-3;    // share of the residuals that counts as free at least
constexpr double least_gamma = 1e-6;
constexpr double largest_gamma = 1e3;
constexpr double least_lambda = 1e-10;
constexpr double largest_lambda = 1e3;

/// Of a parameter's own curvature: keeps what has no prior from making H singular.
constexpr double ridge = 1e-10;

// As the candidates of select() are trained.
const TrainingOptions training{.trainer = Trainer::levenberg_marquardt,
                               .max_iterations = 110,
                               .warm_up = 50,
                               .loss_tolerance = 1e-2};

/// Values or partials at a trained network.
struct Part {
    double count = 0.0;
    double squares = 0.0;  // |r|^2
    Matrix normal;         // J^T J
};

Part part_of(const Network& network, const Dataset& data, double beta, double gamma) {
    const LossWeights weights =
        make_weights(data, {.scale = beta}, {.scale = gamma}, 0.0, Regularization::hidden_layers);
    Residuals residuals(network, data, weights);
    const Index p = network.n_parameters();
    Part part{.count = static_cast<double>(residuals.count()), .normal = Matrix::Zero(p, p)};
    residuals.linearize(network, [&](const auto& r, const auto& /*scale*/, const auto& J) {
        part.squares += r.squaredNorm();
        add_inner_products(J, part.normal);
    });
    part.normal = part.normal.selfadjointView<Eigen::Lower>();
    return part;
}

/// Parameters with a prior in common.
struct Group {
    Vector members;      // 1 in the group, else 0
    double decay = 0.0;  // sigma_v^2 times the precision of the prior
};

class Evidence {
public:
    Evidence(const Network& shape, const Dataset& data, OtherParameters others)
        : data_(data), others_(others) {
        const auto decayed = [&](Regularization regularization) -> Vector {
            const LossWeights unit = make_weights(data, {}, {}, 1.0, regularization);
            return Residuals(shape, data, unit).lambda();
        };
        hidden_.members = decayed(Regularization::hidden_layers);
        const Vector all = decayed(Regularization::all_layers);
        output_.members = all - hidden_.members;
        biases_.members = Vector::Ones(all.size()) - all;
    }

    /// sigma_v^2, and from it the next lambda and gamma; NaN where H is singular.
    double estimate(const Network& network, double& gamma, double& lambda) {
        const Part values = part_of(network, data_, 1.0, 0.0);
        const Part partials = part_of(network, data_, 0.0, 1.0);
        const Vector squares = network.theta().cwiseAbs2();
        const Matrix curvature = values.normal + gamma * partials.normal;
        hidden_.decay = lambda;
        if (others_ == OtherParameters::estimated && output_.decay == 0.0) {
            const double all_squares = values.squares + gamma * partials.squares;
            for (Group* group : {&output_, &biases_}) {
                group->decay = all_squares / (values.count + partials.count) *
                               group->members.sum() / group->members.dot(squares);
            }
        }
        double value_variance = std::numeric_limits<double>::quiet_NaN();
        for (int i = 0; i < most_estimates; ++i) {
            Matrix H = curvature;
            H.diagonal() *= 1.0 + ridge;
            for (const Group* group : {&hidden_, &output_, &biases_}) {
                H.diagonal() += group->decay * group->members;
            }
            const Eigen::LLT<Matrix> factor(H);
            if (factor.info() != Eigen::Success) {
                return std::numeric_limits<double>::quiet_NaN();
            }
            const Matrix inverse = factor.solve(Matrix::Identity(H.rows(), H.cols()));
            value_variance = variance(values, 1.0, inverse);
            const auto next_decay = [&](const Group& group) {
                const double open = group.decay * group.members.dot(inverse.diagonal());
                return value_variance * (group.members.sum() - open) / group.members.dot(squares);
            };
            if (others_ == OtherParameters::estimated) {
                output_.decay = next_decay(output_);
                biases_.decay = next_decay(biases_);
            }
            if (i + 1 == most_estimates) {
                lambda = next_decay(hidden_);
                gamma = value_variance / variance(partials, gamma, inverse);
            }
        }
        return value_variance;
    }

private:
    /// |r|^2 over the residuals that the parameters have not used up.
    static double variance(const Part& part, double weight, const Matrix& inverse) {
        const double used = weight * inverse.cwiseProduct(part.normal).sum();
        return part.squares / std::max(part.count - used, fewest * part.count) +
               std::numeric_limits<double>::min();
    }

    const Dataset& data_;
    OtherParameters others_;
    Group hidden_;
    Group output_;
    Group biases_;
};

}  // namespace

Selection select_by_evidence(const Network& start, const Dataset& data, OtherParameters others) {
    Evidence evidence(start, data, others);
    double gamma = 1.0;
    double lambda = 0.1;
    Selection best{.lambda = lambda, .gamma = gamma};
    double least = std::numeric_limits<double>::infinity();
    for (int round = 0; round < most_rounds; ++round) {
        best.candidates.push_back({.gamma = gamma, .lambda = lambda});
        const LossWeights weights =
            make_weights(data, {}, {.scale = gamma}, lambda, Regularization::hidden_layers);
        const Network network = train(start, data, weights, training, Rng(0)).network;
        double next_gamma = gamma;
        double next_lambda = lambda;
        const double variance = evidence.estimate(network, next_gamma, next_lambda);
        // Values without noise are fitted ever better until the parameters interpolate them. There
        // is no maximum before that; the estimate of the noise, which rises when few residuals are
        // free any more, tells where to stop.
        if (!(variance < least)) {
            break;
        }
        least = variance;
        best.gamma = gamma;
        best.lambda = lambda;
        gamma = std::clamp(next_gamma, least_gamma, largest_gamma);
        lambda = std::clamp(next_lambda, least_lambda, largest_lambda);
        const auto same = [](double a, double b) { return std::abs(a - b) <= settled * b; };
        if (same(gamma, best.gamma) && same(lambda, best.lambda)) {
            break;
        }
    }
    return best;
}

}  // namespace jennopt
