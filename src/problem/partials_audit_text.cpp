#include "core/format.hpp"
#include "problem/partials_audit.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr Index most_shown = 20;

std::string table_of(const PartialsAudit& audit, const ProblemInfo& info) {
    std::string text = fmt::format("  {:<16} {:<16} {:>5} {:>13} {:>13} {:>11}  {}\n",
                                   "output",
                                   "input",
                                   "point",
                                   "given",
                                   "difference",
                                   "uncertainty",
                                   "likely reason");
    Index shown = 0;
    for (const AuditedPartial& partial : audit.given) {
        if (!partial.is_wrong() || shown++ == most_shown) {
            break;
        }
        text += fmt::format("  {:<16} {:<16} {:>5} {:>13.6g} {:>13.6g} {:>11.1e}  {}\n",
                            info.outputs[static_cast<std::size_t>(partial.output)].name,
                            info.inputs[static_cast<std::size_t>(partial.input)].name,
                            partial.point + 1,
                            partial.given,
                            partial.difference,
                            partial.uncertainty,
                            partial.reason);
    }
    if (audit.n_wrong() > most_shown) {
        text += fmt::format("  and {} more\n", audit.n_wrong() - most_shown);
    }
    for (Index t = 0; t < audit.X.cols(); ++t) {
        text += fmt::format("  point {}: x = {}\n", t + 1, to_text(audit.X.col(t)));
    }
    return text;
}

}  // namespace

Matrix audit_points(const Bounds& bounds, Index count, Rng rng) {
    constexpr double margin = 0.1;
    Matrix X(bounds.lower.size(), count);
    for (Index t = 0; t < count; ++t) {
        for (Index j = 0; j < X.rows(); ++j) {
            const double u = margin + (1.0 - 2.0 * margin) * rng.uniform();
            X(j, t) = bounds.lower(j) + u * (bounds.upper(j) - bounds.lower(j));
        }
        for (const Index j : bounds.logarithmic) {
            const double u = (X(j, t) - bounds.lower(j)) / (bounds.upper(j) - bounds.lower(j));
            X(j, t) = std::exp(std::lerp(std::log(bounds.lower(j)), std::log(bounds.upper(j)), u));
        }
    }
    return X;
}

std::string audit_text(const PartialsAudit& audit, const ProblemInfo& info) {
    const auto all = static_cast<Index>(audit.given.size());
    const Index wrong = audit.n_wrong();
    const auto unsure =
        std::count_if(audit.given.begin(), audit.given.end(), [](const AuditedPartial& partial) {
            return std::isinf(partial.uncertainty);
        });
    std::string text = fmt::format(
        "partials of {} at {} points, against differences: {} of {} agree, {} are wrong{}{}\n",
        info.name,
        audit.X.cols(),
        all - wrong,
        all,
        wrong,
        audit.missing > 0 ? fmt::format(", {} are missing", audit.missing) : "",
        unsure > 0
            ? fmt::format("; {} could not be compared, because evaluations around the point failed",
                          unsure)
            : "");
    if (audit.skipped > 0) {
        text += fmt::format("  {} of {} points failed and {} skipped; the first failure: {}\n",
                            audit.skipped,
                            audit.skipped + audit.X.cols(),
                            audit.skipped == 1 ? "was" : "were",
                            audit.first_failure);
    }
    return wrong > 0 ? text + table_of(audit, info) : text;
}

}  // namespace jennopt
