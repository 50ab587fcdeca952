#include "problem/partials_reason.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr double reason_uncertainties = 5.0;

/// " (degrees in a radian)", "" if the factor is none that is known.
std::string known_factor(double factor, const Input& input, double tolerance) {
    const double width = input.upper - input.lower;
    constexpr double degrees = 57.29577951308232;
    constexpr double thousand = 1000.0;
    const auto is = [factor, tolerance](double known) {
        return std::abs(factor - known) < tolerance * std::abs(known);
    };
    return is(degrees)          ? " (degrees in a radian)"
           : is(1.0 / degrees)  ? " (radians in a degree)"
           : is(thousand)       ? " (a thousand, as of m and mm)"
           : is(1.0 / thousand) ? " (a thousandth, as of mm and m)"
           : is(width)          ? " (the width of its bounds)"
           : is(1.0 / width)    ? " (one over the width of its bounds)"
                                : "";
}

/// Finds a pattern in the wrong partials.
class Suspicion {
public:
    Suspicion(const std::vector<AuditedPartial>& all, const ProblemInfo& info)
        : all_(all), info_(info) {}

    [[nodiscard]] std::string of(const AuditedPartial& partial) const {
        if (partial.has_kink) {
            return "not differentiable there";
        }
        if (partial.given == 0.0) {
            return zero_reason;
        }
        if (std::string other = other_owner(partial); !other.empty()) {
            return other;
        }
        const double factor = partial.given / partial.difference;
        const bool everywhere = has_factor_everywhere(partial, factor);
        if (everywhere && std::isfinite(factor)) {
            return factor_reason(
                factor, info_.inputs[static_cast<std::size_t>(partial.input)], 1e-3);
        }
        return is_alone(partial) ? "right at the other points" : "no simple pattern";
    }

private:
    [[nodiscard]] static bool same_entry(const AuditedPartial& a, const AuditedPartial& b) {
        return a.output == b.output && a.input == b.input;
    }

    /// The given number is right for another input or output, at every point.
    [[nodiscard]] std::string other_owner(const AuditedPartial& partial) const {
        for (Index k = 0; k < info_.n_y(); ++k) {
            for (Index j = 0; j < info_.n_x(); ++j) {
                if ((k != partial.output || j != partial.input) && fits(partial, k, j)) {
                    return owner_reason(info_.outputs[static_cast<std::size_t>(k)],
                                        info_.inputs[static_cast<std::size_t>(j)]);
                }
            }
        }
        return {};
    }

    [[nodiscard]] bool fits(const AuditedPartial& partial, Index k, Index j) const {
        return std::all_of(all_.begin(), all_.end(), [&](const AuditedPartial& mine) {
            if (!same_entry(mine, partial)) {
                return true;
            }
            const auto theirs =
                std::find_if(all_.begin(), all_.end(), [&](const AuditedPartial& other) {
                    return other.output == k && other.input == j && other.point == mine.point;
                });
            return theirs != all_.end() && std::abs(mine.given - theirs->difference) <=
                                               1e-4 * std::abs(theirs->difference) +
                                                   reason_uncertainties * theirs->uncertainty;
        });
    }

    [[nodiscard]] bool has_factor_everywhere(const AuditedPartial& partial, double factor) const {
        return std::all_of(all_.begin(), all_.end(), [&](const AuditedPartial& other) {
            return !same_entry(other, partial) ||
                   std::abs(other.given - factor * other.difference) <=
                       0.01 * std::abs(other.given) +
                           reason_uncertainties * std::abs(factor) * other.uncertainty;
        });
    }

    /// Wrong at this point, right at others.
    [[nodiscard]] bool is_alone(const AuditedPartial& partial) const {
        Index others = 0;
        Index wrong = 0;
        for (const AuditedPartial& other : all_) {
            if (same_entry(other, partial) && other.point != partial.point) {
                ++others;
                wrong += other.is_wrong() ? 1 : 0;
            }
        }
        return others > 0 && wrong == 0;
    }

    const std::vector<AuditedPartial>& all_;
    const ProblemInfo& info_;
};

}  // namespace

std::string factor_reason(double factor, const Input& input, double tolerance) {
    return std::abs(factor + 1.0) < tolerance
               ? "opposite sign"
               : fmt::format("factor {:.{}g}{}: units or scale of {}",
                             factor,
                             tolerance < 0.01 ? 4 : 2,
                             known_factor(factor, input, tolerance),
                             input.name);
}

std::string owner_reason(const Output& output, const Input& input) {
    return fmt::format("it is d {} / d {}", output.name, input.name);
}

std::string likely_reason(const AuditedPartial& partial,
                          const std::vector<AuditedPartial>& all,
                          const ProblemInfo& info) {
    return Suspicion(all, info).of(partial);
}

}  // namespace jennopt
