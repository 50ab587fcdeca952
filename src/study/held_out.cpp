#include "study/held_out.hpp"

#include "core/at.hpp"
#include "core/parallel.hpp"
#include "core/point_key.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/krige.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace jennopt {

namespace {

constexpr Index usual_folds = 5;
constexpr Index one_each_below = 10;  // points: a fold is then one of them

/// The samples at each distinct point, in the order of the points.
std::vector<std::vector<Index>> samples_by_point(const Dataset& data) {
    std::map<std::string, std::size_t> places;
    std::vector<std::vector<Index>> points;
    for (Index t = 0; t < data.m(); ++t) {
        const auto [place, is_new] = places.try_emplace(point_key(data.X.col(t)), points.size());
        if (is_new) {
            points.emplace_back();
        }
        points[place->second].push_back(t);
    }
    return points;
}

Evaluated part_of(const Evaluated& all, const std::vector<Index>& samples) {
    Evaluated part{.data = subset(all.data, samples)};
    for (const Index t : samples) {
        part.arrived.push_back(all.arrived[at(t)]);
    }
    return part;
}

Dataset nowhere_known(const Dataset& like) {
    const Matrix none =
        Matrix::Constant(like.n_y(), like.m(), std::numeric_limits<double>::quiet_NaN());
    return {.X = like.X, .Y = none, .J = std::vector<Matrix>(like.J.size(), none)};
}

void fill_in(Dataset& all, const std::vector<Index>& samples, const Dataset& part) {
    all.Y(Eigen::all, samples) = part.Y;
    for (std::size_t j = 0; j < all.J.size(); ++j) {
        all.J[j](Eigen::all, samples) = part.J[j];
    }
}

/// Without the samples at these points.
Dataset without(const Dataset& data, const Matrix& points) {
    std::vector<Index> kept;
    for (Index t = 0; t < data.m(); ++t) {
        const bool is_held =
            (points.colwise() - data.X.col(t)).cwiseAbs().colwise().sum().minCoeff() == 0.0;
        if (!is_held) {
            kept.push_back(t);
        }
    }
    return subset(data, kept);
}

std::vector<KrigingParameters> parameters_of(const Surrogate& surrogate) {
    std::vector<KrigingParameters> parameters;
    for (const Kriging& kriging : surrogate.kriging) {
        parameters.push_back(kriging.parameters());
    }
    return parameters;
}

}  // namespace

HeldOut::HeldOut(const Evaluated& training, const Rng& rng) : training_(training) {
    const std::vector<std::vector<Index>> points = samples_by_point(training.data);
    const Index n = std::ssize(points);
    if (n < 2) {
        return;
    }
    const Index folds = n < one_each_below ? n : usual_folds;
    Rng shuffle = rng.child("cross-validation");
    const std::vector<Index> order = shuffle.permutation(n);
    std::vector<Index> fold_of(at(training.data.m()));
    for (Index i = 0; i < n; ++i) {
        for (const Index t : points[at(order[at(i)])]) {
            fold_of[at(t)] = i % folds;
        }
    }
    held_.resize(at(folds));
    kept_.resize(at(folds));
    for (Index t = 0; t < training.data.m(); ++t) {
        for (Index f = 0; f < folds; ++f) {
            (fold_of[at(t)] == f ? held_ : kept_)[at(f)].push_back(t);
        }
    }
}

std::optional<Trained> HeldOut::make(const TrainingTask& task,
                                     const Trained& trained,
                                     Index fold,
                                     const FitObserver& observer) const {
    const std::vector<Index>& kept = kept_[at(fold)];
    try {
        if (trained.surrogate.is_kriging()) {
            return Trained{.surrogate = krige(subset(trained.surrogate.samples, kept),
                                              trained.surrogate.normalization,
                                              parameters_of(trained.surrogate)),
                           .weights = {},
                           .selection = {},
                           .near = {}};
        }
        SurrogateConfig config = task.config;
        config.fit.lambda = trained.selection.lambda;
        config.fit.gamma.scale = trained.selection.gamma;
        config.fit.gamma.inputs =
            products(std::move(config.fit.gamma.inputs), trained.selection.gamma_inputs);
        config.fit.training.output_layer = trained.selection.output_layer;
        config.fit.linear = trained.selection.linear;
        const Evaluated part = part_of(training_, kept);
        std::optional<Trained> base;
        if (task.base != nullptr) {
            base = networks_.at(config.polish)[at(fold)];
            if (!base) {
                return std::nullopt;
            }
            base->near = without(task.base->near, training_.data.X(Eigen::all, held_[at(fold)]));
            base->near = base->near.m() == 0 ? part.data : base->near;
        }
        SurrogateRecord unused;
        return train_surrogate(
            {config, part, base ? &*base : nullptr, task.problem, task.rng, 1, observer}, unused);
    } catch (const Interrupted&) {
        throw;
    } catch (const Error&) {  // shows as values that are not known
        return std::nullopt;
    }
}

HeldOutPrediction HeldOut::predict(const TrainingTask& task,
                                   const Trained& trained,
                                   const std::function<FitObserver(Index fold)>& observe) {
    const Dataset none = nowhere_known(training_.data);
    HeldOutPrediction result{.values = none, .spread = std::nullopt};
    std::vector<std::optional<Trained>> made(at(folds()));
    if (trained.surrogate.has_spread()) {
        result.spread = none;
    }
    std::vector<FitObserver> observers;
    for (Index f = 0; f < folds(); ++f) {
        observers.push_back(observe(f));
    }
    parallel_for(folds(), task.threads, [&](Index f) {
        std::optional<Trained> without_fold = make(task, trained, f, observers[at(f)]);
        if (!without_fold) {
            return;
        }
        const std::vector<Index>& held = held_[at(f)];
        const Surrogate& surrogate = without_fold->surrogate;
        const Matrix X = training_.data.X(Eigen::all, held);
        fill_in(result.values, held, jennopt::predict(surrogate, X, true));
        if (result.spread && surrogate.has_spread()) {
            fill_in(*result.spread, held, spread(surrogate, X, true));
        }
        if (!surrogate.is_kriging()) {  // which is never polished, and large
            made[at(f)] = std::move(without_fold);
        }
    });
    networks_[task.config.name] = std::move(made);
    return result;
}

Dataset HeldOut::judge(const TrainingTask& task,
                       const Trained& trained,
                       const ActivityObserver& observer,
                       SurrogateRecord& record) {
    HeldOutPrediction found = predict(task, trained, [&](Index /*fold*/) {
        return watch(task.config, [&observer](double fraction, std::string_view activity) {
            observer(fraction, "cross-validation, " + std::string(activity));
        });
    });
    measure(training_.data,
            found.values,
            found.spread ? &*found.spread : nullptr,
            trained.surrogate.normalization.log_x,
            record);
    return std::move(found.values);
}

}  // namespace jennopt
