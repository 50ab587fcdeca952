#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/problem/problem.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

enum class PartialsSource {
    exact,             ///< the problem's own
    none,              ///< all missing
    finite_difference  ///< differences of the values
};

template <>
inline constexpr auto enum_names<PartialsSource> = std::to_array<Named<PartialsSource>>(
    {{PartialsSource::exact, "exact"},
     {PartialsSource::none, "none"},
     {PartialsSource::finite_difference, "finite_difference", "finite differences"}});

enum class DifferenceScheme { forward, central };

template <>
inline constexpr auto enum_names<DifferenceScheme> = std::to_array<Named<DifferenceScheme>>(
    {{DifferenceScheme::forward, "forward"}, {DifferenceScheme::central, "central"}});

/// Where partials come from.
struct PartialsOptions {
    PartialsSource source = PartialsSource::exact;
    DifferenceScheme scheme = DifferenceScheme::central;
    double step = 1e-6;             ///< of differences, in widths of the input's bounds, > 0
    bool outside = false;           ///< steps of differences may leave the bounds
    std::vector<std::string> only;  ///< inputs that have partials; empty: all of them

    bool operator==(const PartialsOptions&) const = default;
};

enum class NoiseKind {
    multiplicative,  ///< y (1 + deviation n), n standard normal
    additive         ///< y + deviation n, in the units of y
};

template <>
inline constexpr auto enum_names<NoiseKind> = std::to_array<Named<NoiseKind>>(
    {{NoiseKind::multiplicative, "multiplicative"}, {NoiseKind::additive, "additive"}});

struct NoiseOptions {
    double values = 0.0;    ///< standard deviation, >= 0
    double partials = 0.0;  ///< the same for every partial
    NoiseKind kind = NoiseKind::multiplicative;

    bool operator==(const NoiseOptions&) const = default;
};

enum class MissingFill {
    masked,  ///< NaN: without weight in the loss
    zero     ///< 0, which looks like a partial: what it costs to be careless
};

template <>
inline constexpr auto enum_names<MissingFill> = std::to_array<Named<MissingFill>>(
    {{MissingFill::masked, "masked"}, {MissingFill::zero, "zero"}});

struct MissingOptions {
    /// Chance of each partial to be missing, in [0, 1]; a larger one takes the same and more.
    double fraction = 0.0;
    std::vector<std::string> inputs;  ///< whose partials are all missing
    /// What a missing partial becomes, whatever it is missing for; not with PartialsSource::none.
    MissingFill fill = MissingFill::masked;

    bool operator==(const MissingOptions&) const = default;
};

/// What stands between a problem and whoever evaluates it.
struct WrapperOptions {
    PartialsOptions partials;
    NoiseOptions noise;
    MissingOptions missing;
    double failures = 0.0;  ///< chance of each point to fail, in [0, 1)
    double delay = 0.0;     ///< seconds that each evaluation of the problem takes longer, >= 0

    bool operator==(const WrapperOptions&) const = default;
};

/// @throws ConfigError for a name that is no input of the problem, with the nearest one
void require_inputs(const std::vector<std::string>& names, const ProblemInfo& info);

/// The problem as it looks through the options: with or without partials, and at which price.
/// Differences cost one value per input and side.
[[nodiscard]] ProblemInfo wrapped_info(ProblemInfo info, const WrapperOptions& options);

/// What test samples, the check of an optimum and the direct search evaluate: the problem as it is.
/// Differences are the best partials that a problem without any has.
[[nodiscard]] WrapperOptions undisturbed(const WrapperOptions& options, const ProblemInfo& info);

/// True where values or partials of a sample may differ from the undisturbed ones.
[[nodiscard]] bool disturbs(WrapperOptions options, const ProblemInfo& info);

/// A problem that holds another one and gives what is left of it: partials replaced by
/// differences, noise, missing partials, failures.
///
/// What happens at a point depends on the stream and the point only, not on the order of the
/// evaluations or their number. Differences are those of the noisy values, as a simulation with
/// noise would give them; unless they may be outside their steps stay within the bounds, and a
/// partial is missing where a step fails.
class WrappedProblem final : public Problem {
public:
    /// @param inner  must outlive this object
    /// @throws ConfigError as require_inputs
    WrappedProblem(const Problem& inner, WrapperOptions options, Rng rng);

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override;
    [[nodiscard]] Evaluation evaluate_inner(const ConstVectorRef& x, Derivatives wanted) const;
    [[nodiscard]] Matrix differences(const ConstVectorRef& x, const Vector& value) const;
    [[nodiscard]] Vector difference(const ConstVectorRef& x, const Vector& value, Index j) const;
    void mask(const ConstVectorRef& x, Matrix& jacobian) const;
    [[nodiscard]] Rng stream(std::string_view purpose, const ConstVectorRef& x) const;

    const Problem& inner_;
    WrapperOptions options_;
    std::vector<bool> hidden_;  // inputs without partials
    Rng rng_;
};

}  // namespace jennopt
