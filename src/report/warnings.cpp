#include "core/format.hpp"
#include "jennopt/report/comparison.hpp"
#include "report/networks.hpp"
#include "report/number_text.hpp"
#include "report/sample_warnings.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace jennopt {

namespace {

// A prediction this many of its own test errors too low is a flaw that the search found.
constexpr double far_in_rmse = 3.0;

void warn_unfinished(std::vector<std::string>& sentences, const ReportArm& arm) {
    const auto done = static_cast<Index>(arm.replicates.size());
    if (done < arm.arm.config.replicates) {
        sentences.push_back(fmt::format("Unfinished: {} of {} are there.",
                                        done,
                                        plural(arm.arm.config.replicates, "replicate")));
    }
}

/// Claimed optima at which the truth could not be evaluated, and starts that a failure ended.
void warn_searches(std::vector<std::string>& sentences,
                   const std::string& name,
                   const std::vector<const OptimumRecord*>& optima) {
    Index unchecked = 0;
    Index ended = 0;
    std::string first;
    for (const OptimumRecord* optimum : optima) {
        unchecked += optimum->failure.empty() ? 0 : 1;
        first = first.empty() ? optimum->failure : first;
        for (const SearchRun& run : optimum->search.runs) {
            ended += run.failure.empty() ? 0 : 1;
            first = first.empty() ? run.failure : first;
        }
    }
    if (unchecked > 0) {
        sentences.push_back(
            fmt::format("{}: the truth could not be evaluated at the optimum in {}: {}",
                        name,
                        plural(unchecked, "replicate"),
                        first));
    }
    if (ended > 0) {
        sentences.push_back(fmt::format(
            "{}: a failing evaluation ended {}: {}", name, plural(ended, "local search"), first));
    }
}

void warn_truth(std::vector<std::string>& sentences, const ReportArm& arm) {
    for (const ReplicateRecord& replicate : arm.replicates) {
        if (!replicate.truth_failure.empty()) {
            sentences.push_back("The truth could not be searched directly: " +
                                replicate.truth_failure);
            return;
        }
    }
}

void warn_truth_searches(std::vector<std::string>& sentences, const ReportArm& arm) {
    std::vector<const OptimumRecord*> optima;
    for (const ReplicateRecord& replicate : arm.replicates) {
        if (replicate.truth) {
            optima.push_back(&*replicate.truth);
        }
    }
    warn_searches(sentences, "direct search on the truth", optima);
}

std::vector<const SurrogateRecord*> records_of(const ReportArm& arm, const std::string& name) {
    std::vector<const SurrogateRecord*> records;
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const SurrogateRecord& record : replicate.surrogates) {
            if (record.name == name) {
                records.push_back(&record);
            }
        }
    }
    return records;
}

std::vector<std::string> expected_names(const ReportArm& arm) {
    std::vector<std::string> names = surrogate_names(arm);
    for (const SurrogateConfig& config : arm.arm.config.surrogates) {
        if (std::find(names.begin(), names.end(), config.name) == names.end()) {
            names.push_back(config.name);
        }
    }
    return names;
}

void warn_gap(std::vector<std::string>& sentences,
              const std::string& name,
              const std::vector<const SurrogateRecord*>& records,
              Index objective) {
    Index far = 0;
    const SurrogateRecord* worst = nullptr;
    double largest = 0.0;
    for (const SurrogateRecord* record : records) {
        const Vector& rmse = record->accuracy.rmse_values;
        const double gap = record->optimum.verdict.true_value - record->optimum.predicted;
        if (objective < rmse.size() && gap > far_in_rmse * rmse(objective)) {
            ++far;
            if (gap > largest) {
                largest = gap;
                worst = record;
            }
        }
    }
    if (worst != nullptr) {
        sentences.push_back(
            fmt::format("{} promises too much in {} of {}: at its optimum the true value is more "
                        "than {:.0f} test errors "
                        "(RMSE) above the predicted one, at worst {} instead of {}.",
                        name,
                        far,
                        plural(static_cast<Index>(records.size()), "replicate"),
                        far_in_rmse,
                        short_number(worst->optimum.verdict.true_value),
                        short_number(worst->optimum.predicted)));
    }
}

/// What was said of the first replicate that lost the surrogate.
std::string reason_of_loss(const ReportArm& arm, const std::string& name) {
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const LostSurrogate& lost : replicate.lost) {
            if (lost.name == name) {
                return lost.reason;
            }
        }
    }
    return "no reason is recorded";
}

void warn_surrogate(std::vector<std::string>& sentences,
                    const ReportArm& arm,
                    const ProblemInfo& problem,
                    const std::string& name) {
    const std::vector<const SurrogateRecord*> records = records_of(arm, name);
    const auto count = [&records](auto condition) {
        return static_cast<Index>(std::count_if(records.begin(), records.end(), condition));
    };
    const auto present = static_cast<Index>(records.size());
    const auto all = static_cast<Index>(arm.replicates.size());
    if (present < all) {
        sentences.push_back(fmt::format("{} was lost in {} of {}: {}.",
                                        name,
                                        all - present,
                                        plural(all, "replicate"),
                                        reason_of_loss(arm, name)));
    }
    warn_gap(sentences, name, records, problem.objective());
    std::vector<const OptimumRecord*> optima;
    std::transform(
        records.begin(), records.end(), std::back_inserter(optima), [](const auto* record) {
            return &record->optimum;
        });
    warn_searches(sentences, name, optima);
    const double tolerance = arm.arm.config.optimization.constraint_tolerance;
    if (const Index outside =
            count([tolerance](const auto* r) { return r->optimum.verdict.violation > tolerance; });
        outside > 0) {
        sentences.push_back(
            fmt::format("{} claims an optimum that violates a true constraint in {} of {}.",
                        name,
                        outside,
                        plural(present, "replicate")));
    }
    if (const Index refused =
            count([](const auto* r) { return r->polishing && !r->polishing->kept; });
        refused > 0) {
        sentences.push_back(fmt::format(
            "{}: the guard refused the polishing in {} of {}; there it is its base unchanged.",
            name,
            refused,
            plural(present, "replicate")));
    }
}

/// A value below a stated global minimum says that the statement, or the problem, is wrong.
void warn_below_known(std::vector<std::string>& sentences,
                      const ReportArm& arm,
                      const ProblemInfo& problem) {
    if (!problem.known_optimum || !std::isfinite(problem.known_optimum->value)) {
        return;
    }
    const double known = problem.known_optimum->value;
    const double slack = 1e-6 * std::max(1.0, std::abs(known));
    double least = known;
    const auto look = [&](const OptimumRecord& optimum) {
        if (!optimum.search.runs.empty() &&
            optimum.verdict.violation <= arm.arm.config.optimization.constraint_tolerance) {
            least = std::min(least, optimum.verdict.true_value);
        }
    };
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const SurrogateRecord& record : replicate.surrogates) {
            look(record.optimum);
        }
        if (replicate.truth) {
            look(*replicate.truth);
        }
    }
    if (least < known - slack) {
        sentences.push_back(
            fmt::format("A true value of {} was found, below the stated global minimum {}: the "
                        "statement is wrong.",
                        short_number(least, 6),
                        short_number(known, 6)));
    }
}

}  // namespace

std::vector<std::string> warnings(const ReportInput& input, std::size_t arm) {
    const ReportArm& here = input.arms.at(arm);
    std::vector<std::string> sentences;
    warn_unfinished(sentences, here);
    if (here.replicates.empty()) {
        return sentences;
    }
    warn_truth(sentences, here);
    warn_truth_searches(sentences, here);
    std::ranges::move(sample_warnings(here), std::back_inserter(sentences));
    std::ranges::move(network_warnings(here), std::back_inserter(sentences));
    for (const std::string& name : expected_names(here)) {
        warn_surrogate(sentences, here, here.problem, name);
    }
    warn_below_known(sentences, here, here.problem);
    return sentences;
}

}  // namespace jennopt
