#include "jennopt/optimization/sequential.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "optimization/global_search.hpp"
#include "optimization/output_models.hpp"
#include "optimization/trust_region.hpp"
#include "optimization/unit_samples.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <numeric>

namespace jennopt {

double knob(const char* name, double standard) {
    const char* text = std::getenv(name);
    return text == nullptr ? standard : std::atof(text);
}

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double least_radius = 1e-7;
constexpr double same_point = 1e-12;
constexpr std::array kappas{2.0, 3.0, 1.0};

}  // namespace

struct Sequential::State {
    /// A proposal in the unit box and what is needed to judge it.
    struct Planned {
        Proposal proposal;
        Vector u;
        TrustStep step = {};  // local only
        double radius = 0.0;  // of the step's region
    };

    ProblemInfo problem;
    SequentialOptions options;
    Matrix starts;
    Rng rng;
    Bounds bounds;
    std::vector<Index> rows;

    UnitSamples samples;  // what arrived
    std::vector<Outcome> outcomes = {};
    Matrix failed = {};  // (n_x, failures), unit box
    std::optional<Index> best = {};  // of samples
    Index next_start = 0;
    Index round = 0;

    // local
    std::optional<Index> centre = {};  // of samples; none: the search is global
    double radius = 0.0;
    std::map<ProposingModel, std::shared_ptr<const OutputModels>> models = {};
    std::map<ProposingModel, double> score = {};
    // global
    Matrix basins = {};  // ends of local searches
    std::vector<Index> vain = {};  // samples of the global search since the last local one
    Index global_points = 0;
    std::shared_ptr<const GlobalSearch> global = {};
    double gain = std::numeric_limits<double>::infinity();
    std::optional<SequentialTermination> ended = {};

    mutable std::vector<Planned> planned = {};

    [[nodiscard]] double violation(Index t) const {
        return samples.n_y() > 1
                   ? std::max(0.0, samples.Y.col(t).tail(samples.n_y() - 1).maxCoeff())
                   : 0.0;
    }

    [[nodiscard]] bool better(Index a, Index b) const {
        const double va = violation(a);
        const double vb = violation(b);
        const bool fa = va <= options.constraint_tolerance;
        const bool fb = vb <= options.constraint_tolerance;
        if (fa != fb) {
            return fa;
        }
        return fa ? samples.Y(0, a) < samples.Y(0, b) : va < vb;
    }

    [[nodiscard]] double first_radius() const {
        return options.radius.value_or(rows.size() > 1 ? knob("RADIUSC", 0.5) : knob("RADIUS", 0.35));
    }

    [[nodiscard]] double spread() const {
        Vector y = samples.Y.row(0);
        const Index middle = y.size() / 2;
        std::nth_element(y.begin(), y.begin() + middle, y.end());
        const double median = y(middle);
        Vector away = (y.array() - median).abs();
        std::nth_element(away.begin(), away.begin() + middle, away.end());
        return away(middle);
    }

    [[nodiscard]] std::vector<ProposingModel> competing() const {
        if (options.model == ProposingModel::competition) {
            return {ProposingModel::kriging, ProposingModel::jenn};
        }
        return {options.model};
    }

    [[nodiscard]] ProposingModel winner() const {
        ProposingModel best_model = competing().front();
        for (const ProposingModel model : competing()) {
            const auto mine = score.find(model);
            const auto its = score.find(best_model);
            if (mine != score.end() && (its == score.end() || mine->second < its->second)) {
                best_model = model;
            }
        }
        return best_model;
    }

    [[nodiscard]] bool is_known(const Vector& u) const {
        const auto near = [&u](const auto& points) {
            return points.cols() > 0 &&
                   (points.colwise() - u).colwise().template lpNorm<Eigen::Infinity>().minCoeff() <
                       same_point;
        };
        return near(samples.U) || near(failed);
    }

    /// Samples that the local models are fitted to: nearest to the centre.
    [[nodiscard]] std::vector<Index> neighbours() const {
        const Index n = samples.n_x();
        const auto most = static_cast<Index>(knob("LOCAL0", 10) + knob("LOCAL1", 3) * static_cast<double>(n));
        std::vector<Index> order(static_cast<std::size_t>(samples.m()));
        std::iota(order.begin(), order.end(), Index{0});
        const Vector distance = (samples.U.colwise() - samples.U.col(*centre)).colwise().squaredNorm();
        std::ranges::stable_sort(order, {}, [&](Index t) { return distance(t); });
        order.resize(static_cast<std::size_t>(std::min(most, samples.m())));
        const double cut = knob("CUT", 0);
        if (cut > 0 && static_cast<Index>(order.size()) > n + 2) {
            std::vector<double> above;
            const double y_c = samples.Y(0, *centre);
            for (const Index t : order) {
                above.push_back(samples.Y(0, t) - y_c);
            }
            std::vector<double> sorted = above;
            std::ranges::sort(sorted);
            const double limit = cut * std::max(sorted[static_cast<std::size_t>(n + 1)], 0.0);
            std::vector<Index> kept;
            for (std::size_t i = 0; i < order.size(); ++i) {
                if (above[i] <= limit || order[i] == *centre) {
                    kept.push_back(order[i]);
                }
            }
            if (static_cast<Index>(kept.size()) >= 2) {
                order = kept;
            }
        }
        std::ranges::sort(order);
        return order;
    }

    [[nodiscard]] TrustCentre centre_point() const {
        return {.u = samples.U.col(*centre),
                .y = {.value = samples.Y.col(*centre),
                      .jacobian = samples.J[static_cast<std::size_t>(*centre)]}};
    }

    [[nodiscard]] SmoothFunction local_model(TrustCentre& at) const {
        if (samples.m() == 1 && at.y.jacobian.allFinite()) {
            const TrustCentre fixed = at;
            return [fixed](const ConstVectorRef& u) {
                Evaluation y = fixed.y;
                y.value += fixed.y.jacobian * (u - fixed.u);
                return y;
            };
        }
        return corrected(models.at(winner()), at);
    }

    [[nodiscard]] TrustStep local_step(double within) const {
        TrustCentre at = centre_point();
        const SmoothFunction model = local_model(at);
        if (samples.m() == 1 && rows.size() == 1 && knob("CORNER", 0) == 0) {
            // steepest descent
            const Vector g = at.y.jacobian.row(0);
            TrustStep step;
            step.u = (at.u - within * g / g.lpNorm<Eigen::Infinity>()).cwiseMax(0.0).cwiseMin(1.0);
            step.y = model(step.u);
            step.merit.scale = Vector::Constant(1, 1.0);
            step.gain = at.y.value(0) - step.y.value(0);
            step.length = (step.u - at.u).lpNorm<Eigen::Infinity>() / within;
            return step;
        }
        return trust_step(model, at, within, options.constraint_tolerance);
    }

    void fit_models() {
        if (!centre) {
            return;
        }
        const UnitSamples near = samples.subset(neighbours());
        for (const ProposingModel model : competing()) {
            const auto before = models.find(model);
            models[model] = std::make_shared<OutputModels>(
                model,
                near,
                before == models.end() ? nullptr : before->second.get(),
                rng.child("models", round).child(name_of(model)));
        }
    }

    void score_models(const Vector& u, const Matrix& J) {
        if (models.empty() || !centre) {
            return;
        }
        const TrustCentre at = centre_point();
        if (!J.allFinite() || !at.y.jacobian.allFinite()) {
            return;
        }
        for (const auto& [model, fitted] : models) {
            TrustCentre copy = at;
            const Evaluation y = corrected(fitted, copy)(u);
            double sum = 0.0;
            for (Index k = 0; k < J.rows(); ++k) {
                const double change = (J.row(k) - at.y.jacobian.row(k)).norm();
                const double error = (J.row(k) - y.jacobian.row(k)).norm();
                sum += std::clamp(std::log((error + 1e-300) / (change + 1e-300)), -6.0, 2.0);
            }
            sum /= static_cast<double>(J.rows());
            const auto old = score.find(model);
            score[model] = old == score.end() ? sum : 0.6 * old->second + 0.4 * sum;
        }
    }

    void begin_local(Index at, double with_radius) {
        centre = at;
        radius = with_radius;
        models.clear();
        score.clear();
        vain.clear();
    }

    void end_local() {
        basins.conservativeResize(samples.n_x(), basins.cols() + 1);
        basins.col(basins.cols() - 1) = samples.U.col(*centre);
        centre.reset();
        models.clear();
    }

    /// Ends local searches that have nothing more to gain, and prepares the next proposals.
    void prepare() {
        planned.clear();
        if (best && options.target && violation(*best) <= options.constraint_tolerance &&
            samples.Y(0, *best) <= *options.target) {
            ended = SequentialTermination::target;
            return;
        }
        if (centre) {
            if (samples.m() > 1) {
                fit_models();
            }
            Planned plan{.proposal = {.x = {}, .kind = ProposalKind::local, .model = winner()}, .u = {}};
            plan.step = local_step(radius);
            plan.radius = radius;
            plan.u = plan.step.u;
            plan.proposal.x = bounds.from_unit(plan.u);
            plan.proposal.predicted = plan.step.y.value(0);
            const bool small = samples.m() > 1 && plan.step.length < 0.999 &&
                               plan.step.gain <= options.tolerance * spread();
            if (std::getenv("TRACE") != nullptr) {
                if (small || is_known(plan.u)) fmt::print("   END small={} known={} viol={:.2e} rho={}\n", small, is_known(plan.u), violation(*centre), plan.step.merit.rho);
                fmt::print("   local r={:.2e} gain={:.3e} len={:.2f} model={} m={}\n", radius, plan.step.gain, plan.step.length, name_of(winner()), samples.m());
            }
            if (small || radius < least_radius || is_known(plan.u)) {
                end_local();
            } else {
                gain = plan.step.gain;
                planned.push_back(std::move(plan));
                return;
            }
        }
        if (samples.m() > 0 && next_start > 0) {
            global = std::make_shared<GlobalSearch>(
                samples,
                global ? global->parameters() : std::vector<KrigingParameters>{},
                rng.child("global", round));
        }
    }

    void extend(Index count) const {
        Index starts_used = next_start;
        while (static_cast<Index>(planned.size()) < count && !ended) {
            const auto i = static_cast<Index>(planned.size());
            Planned plan;
            plan.proposal.predicted = nan;
            if (!best && !centre) {
                plan.proposal.kind = ProposalKind::start;
                if (starts_used < starts.cols()) {
                    plan.u = bounds.to_unit(starts.col(starts_used)).cwiseMax(0.0).cwiseMin(1.0);
                    plan.proposal.x = starts.col(starts_used);
                } else {
                    Rng draw = rng.child("start", starts_used);
                    plan.u.resize(samples.n_x());
                    for (double& entry : plan.u) {
                        entry = draw.uniform();
                    }
                }
                ++starts_used;
            } else if (centre && i < 3) {
                const double within = i == 1 ? 0.3 * radius : std::min(2.0 * radius, 1.0);
                plan.step = local_step(within);
                plan.radius = within;
                plan.u = plan.step.u;
                plan.proposal.kind = ProposalKind::local;
                plan.proposal.model = winner();
                plan.proposal.predicted = plan.step.y.value(0);
            } else {
                Matrix taken(samples.n_x(), samples.m() + failed.cols() + i);
                taken << samples.U, failed, [&] {
                    Matrix others(samples.n_x(), i);
                    for (Index o = 0; o < i; ++o) {
                        others.col(o) = planned[static_cast<std::size_t>(o)].u;
                    }
                    return others;
                }();
                GlobalSearch fallback = global ? *global
                                               : GlobalSearch(samples, {}, rng.child("global", round));
                const double kappa =
                    kappas[static_cast<std::size_t>((global_points + i) % 3)];
                auto candidate = fallback.minimize_at(
                    kappa, taken, i == 0 ? 1e-4 : 0.03, rng.child("screen", 1000 * round + i));
                for (double more = 2.0 * kappa; more < 20 && candidate.optimistic > samples.Y(0,*best) - 1e-3*spread(); more *= 2.0) {
                    candidate = fallback.minimize_at(more, taken, i == 0 ? 1e-4 : 0.03, rng.child("screen", 1000 * round + i));
                }
                plan.u = candidate.u;
                plan.proposal.kind = ProposalKind::global;
                plan.proposal.predicted = candidate.mean;
                if (std::getenv("TRACE") != nullptr) fmt::print("   global kappa={} optimistic={:.4f} mean={:.4f}\n", kappa, candidate.optimistic, candidate.mean);
            }
            if (plan.proposal.x.size() == 0) {
                plan.proposal.x = bounds.from_unit(plan.u);
            }
            planned.push_back(std::move(plan));
        }
    }

    /// @return index among the samples, none if it failed
    std::optional<Index> add(const Outcome& outcome) {
        outcomes.push_back(outcome);
        const Vector u = bounds.to_unit(outcome.x);
        if (outcome.failed) {
            failed.conservativeResize(samples.n_x(), failed.cols() + 1);
            failed.col(failed.cols() - 1) = u;
            return std::nullopt;
        }
        const Index m = samples.m();
        samples.U.conservativeResize(Eigen::NoChange, m + 1);
        samples.Y.conservativeResize(Eigen::NoChange, m + 1);
        samples.U.col(m) = u;
        samples.Y.col(m) = outcome.y.value(rows);
        samples.J.emplace_back(outcome.y.jacobian(rows, Eigen::all) *
                               (bounds.upper - bounds.lower).asDiagonal());
        if (!best || better(m, *best)) {
            best = m;
        }
        return m;
    }

    void step_region(const Planned& plan, std::optional<Index> arrived) {
        const double length = plan.step.length * plan.radius;
        if (!arrived) {
            radius = 0.5 * length;
            return;
        }
        const Merit& merit = plan.step.merit;
        const double before = merit(samples.Y.col(*centre)) * merit.scale(0);
        const double after = merit(samples.Y.col(*arrived)) * merit.scale(0);
        const double ratio = plan.step.gain > 0.0 ? (before - after) / plan.step.gain : -1.0;
        if (ratio > 0.75 && plan.step.length >= 0.8) {
            radius = std::min(std::max(radius, 2.0 * plan.radius), knob("MAXRADIUS", 0.5));
        } else if (ratio < 0.1) {
            radius = std::clamp(0.5 * length, 0.25 * plan.radius, 0.5 * plan.radius);
        } else if (ratio < 0.3) {
            radius = std::max(0.5 * plan.radius, 0.5 * length);
        }
        if (std::getenv("TRACE") != nullptr) fmt::print("     ratio={:.3f} y={:.5g}\n", ratio, samples.Y(0, *arrived));
        if (after < before) {
            centre = arrived;
        }
    }
};

Sequential::Sequential(const ProblemInfo& problem,
                       const SequentialOptions& options,
                       const ConstMatrixRef& starts,
                       const Rng& rng)
    : state_(std::make_unique<State>(State{.problem = problem,
                                           .options = options,
                                           .starts = starts,
                                           .rng = rng,
                                           .bounds = problem.bounds(),
                                           .rows = {problem.objective()},
                                           .samples = {}})) {
    const std::vector<Index> constraints = problem.constraints();
    state_->rows.insert(state_->rows.end(), constraints.begin(), constraints.end());
    state_->samples.U.resize(problem.n_x(), 0);
    state_->samples.Y.resize(static_cast<Index>(state_->rows.size()), 0);
    state_->failed.resize(problem.n_x(), 0);
    state_->basins.resize(problem.n_x(), 0);
}

Sequential::~Sequential() = default;

Sequential::Sequential(const Sequential& other) : state_(std::make_unique<State>(*other.state_)) {}

Sequential& Sequential::operator=(const Sequential& other) {
    state_ = std::make_unique<State>(*other.state_);
    return *this;
}

Sequential::Sequential(Sequential&&) noexcept = default;
Sequential& Sequential::operator=(Sequential&&) noexcept = default;

std::vector<Proposal> Sequential::propose(Index count) const {
    state_->extend(count);
    std::vector<Proposal> proposals;
    for (Index i = 0; i < count && i < static_cast<Index>(state_->planned.size()); ++i) {
        proposals.push_back(state_->planned[static_cast<std::size_t>(i)].proposal);
    }
    return proposals;
}

void Sequential::absorb(std::span<const Outcome> round) {
    State& state = *state_;
    state.extend(static_cast<Index>(round.size()));
    const std::vector<State::Planned> planned = std::move(state.planned);
    state.planned.clear();
    const std::optional<Index> best_before = state.best;
    const Index known = state.samples.m();
    std::vector<std::optional<Index>> arrived;
    for (const Outcome& outcome : round) {
        if (!outcome.failed) {
            state.score_models(state.bounds.to_unit(outcome.x),
                               outcome.y.jacobian(state.rows, Eigen::all) *
                                   (state.bounds.upper - state.bounds.lower).asDiagonal());
        }
        arrived.push_back(state.add(outcome));
    }
    ++state.round;
    bool matched_local = false;
    const bool was_local = state.centre.has_value();
    for (std::size_t i = 0; i < round.size(); ++i) {
        const bool matches = i < planned.size() && planned[i].proposal.x == round[i].x;
        if (!matches) {
            continue;
        }
        switch (planned[i].proposal.kind) {
            case ProposalKind::start:
                ++state.next_start;
                break;
            case ProposalKind::local:
                if (state.centre && !matched_local) {
                    matched_local = true;
                    state.step_region(planned[i], arrived[i]);
                }
                break;
            case ProposalKind::global:
            case ProposalKind::restart:
                ++state.global_points;
                if (arrived[i]) {
                    state.vain.push_back(*arrived[i]);
                }
                break;
        }
    }
    const bool improved = state.best && (!best_before || state.better(*state.best, *best_before));
    if (!was_local && improved) {
        state.begin_local(*state.best, !best_before ? state.first_radius() : knob("RADIUS2", 0.2));
    } else if (!was_local && static_cast<double>(state.vain.size()) >= knob("VAIN", 10)) {
        std::optional<Index> from;
        for (const Index t : state.vain) {
            const double near =
                state.basins.cols() > 0 ? (state.basins.colwise() - state.samples.U.col(t))
                                              .colwise()
                                              .lpNorm<Eigen::Infinity>()
                                              .minCoeff()
                                        : 1.0;
            if (near > knob("NEAR", 0.05) && (!from || state.better(t, *from))) {
                from = t;
            }
        }
        if (from) {
            state.begin_local(*from, knob("RADIUS2", 0.2));
        } else {
            state.vain.clear();
        }
    }
    (void)known;
    state.prepare();
}

std::optional<Outcome> Sequential::best() const {
    if (!state_->best) {
        return std::nullopt;
    }
    Index at = 0;
    for (const Outcome& outcome : state_->outcomes) {
        if (!outcome.failed && at++ == *state_->best) {
            return outcome;
        }
    }
    return std::nullopt;
}

std::optional<SequentialTermination> Sequential::termination() const {
    return state_->ended;
}

double Sequential::expected_gain() const {
    return state_->gain;
}

}  // namespace jennopt
