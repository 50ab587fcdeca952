#include "report/sample_warnings.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"

#include <algorithm>

namespace jennopt {

namespace {

std::string partials_text(const PartialsOptions& partials) {
    const std::string of =
        partials.only.empty() ? "" : fmt::format(" by {} only", fmt::join(partials.only, ", "));
    switch (partials.source) {
        case PartialsSource::exact:
            return of.empty() ? "" : "partials" + of;
        case PartialsSource::none:
            return "no partials";
        case PartialsSource::finite_difference:
            return fmt::format("partials{} from {} differences, step {:g} of an input's width{}",
                               of,
                               partials.scheme == DifferenceScheme::central ? "central" : "forward",
                               partials.step,
                               partials.outside ? " (also outside of the bounds)" : "");
    }
    return {};
}

std::string noise_text(const NoiseOptions& noise) {
    const auto on = [](double deviation, const char* what) {
        return deviation > 0.0 ? fmt::format(" of {:g} on {}", deviation, what) : std::string();
    };
    const bool both = noise.values > 0.0 && noise.partials > 0.0;
    return fmt::format("{} noise{}{}{}",
                       noise.kind == NoiseKind::additive ? "additive" : "multiplicative",
                       on(noise.values, "values"),
                       both ? " and" : "",
                       on(noise.partials, "partials"));
}

/// What the study does to its training samples on purpose.
void warn_disturbed(std::vector<std::string>& sentences, const WrapperOptions& wrappers) {
    std::vector<std::string> parts;
    if (const std::string text = partials_text(wrappers.partials); !text.empty()) {
        parts.push_back(text);
    }
    if (wrappers.noise.values > 0.0 || wrappers.noise.partials > 0.0) {
        parts.push_back(noise_text(wrappers.noise));
    }
    if (wrappers.missing.fraction > 0.0) {
        parts.push_back(
            fmt::format("a share of {:g} of the partials left out", wrappers.missing.fraction));
    }
    if (!wrappers.missing.inputs.empty()) {
        parts.push_back(fmt::format("no partials by {}", fmt::join(wrappers.missing.inputs, ", ")));
    }
    if (wrappers.missing.fill == MissingFill::zero) {
        parts.emplace_back("missing partials trained as 0");
    }
    if (wrappers.failures > 0.0) {
        parts.push_back(fmt::format("a share of {:g} made to fail", wrappers.failures));
    }
    if (!parts.empty()) {
        sentences.push_back(fmt::format("The study's own doing, in training samples only: {}.",
                                        fmt::join(parts, "; ")));
    }
}

void warn_failures(std::vector<std::string>& sentences, const ReportArm& arm) {
    Index failed = 0;
    Index failed_tests = 0;
    Index asked = 0;
    std::string first;
    for (const ReplicateRecord& replicate : arm.replicates) {
        failed += replicate.failed;
        failed_tests += replicate.failed_tests;
        asked += replicate.samples + replicate.failed;
        first = first.empty() ? replicate.first_failure : first;
    }
    if (failed + failed_tests > 0) {
        sentences.push_back(fmt::format(
            "{} of {} training samples and {} failed and were left out; the first said: {}",
            failed,
            asked,
            plural(failed_tests, "test sample"),
            first));
    }
}

void warn_masked(std::vector<std::string>& sentences, const ReportArm& arm) {
    const ProblemInfo& problem = arm.problem;
    Index missing = 0;
    Index all = 0;
    for (const ReplicateRecord& replicate : arm.replicates) {
        missing += replicate.missing_partials;
        all += replicate.samples * problem.n_x() * problem.n_y();
    }
    if (missing > 0) {
        sentences.push_back(
            fmt::format("{} of {} partials of the training samples are missing and were masked.",
                        missing,
                        all));
    }
}

void warn_few_points(std::vector<std::string>& sentences, const ReportArm& arm) {
    Index single = 0;
    Index repeated = 0;
    Index all = 0;
    for (const ReplicateRecord& replicate : arm.replicates) {
        single += replicate.samples == 1 ? 1 : 0;
        repeated += replicate.repeated;
        all += replicate.samples;
    }
    if (single > 0) {
        sentences.push_back(fmt::format(
            "{} of {} learned from a single sample: nothing was scaled, and only its partials tell "
            "what the inputs do.",
            single,
            plural(static_cast<long>(arm.replicates.size()), "replicate")));
    }
    if (repeated > 0) {
        sentences.push_back(fmt::format(
            "{} of {} training samples lie where an earlier one does; such a point counts as often "
            "as it was sampled.",
            repeated,
            all));
    }
}

/// A row that no sample varies: what it does cannot be learned from them.
void warn_constant(std::vector<std::string>& sentences,
                   const ReportArm& arm,
                   const std::string& name,
                   const std::string& consequence,
                   const std::vector<Index> ConstantRows::*rows,
                   Index row) {
    const auto count = static_cast<Index>(std::count_if(
        arm.replicates.begin(), arm.replicates.end(), [&](const ReplicateRecord& replicate) {
            const std::vector<Index>& constant = replicate.constant.*rows;
            return replicate.samples > 1 &&
                   std::find(constant.begin(), constant.end(), row) != constant.end();
        }));
    if (count > 0) {
        sentences.push_back(
            fmt::format("{} is the same in all training samples of {} of {}: {}.",
                        name,
                        count,
                        plural(static_cast<Index>(arm.replicates.size()), "replicate"),
                        consequence));
    }
}

void warn_constants(std::vector<std::string>& sentences, const ReportArm& arm) {
    const ProblemInfo& problem = arm.problem;
    for (Index j = 0; j < problem.n_x(); ++j) {
        warn_constant(sentences,
                      arm,
                      "Input " + problem.inputs[static_cast<std::size_t>(j)].name,
                      "it was not scaled, and only its partials tell what it does",
                      &ConstantRows::inputs,
                      j);
    }
    for (Index k = 0; k < problem.n_y(); ++k) {
        warn_constant(sentences,
                      arm,
                      "Output " + problem.outputs[static_cast<std::size_t>(k)].name,
                      "it was not scaled by its values",
                      &ConstantRows::outputs,
                      k);
    }
}

}  // namespace

std::vector<std::string> sample_warnings(const ReportArm& arm) {
    std::vector<std::string> sentences;
    warn_disturbed(sentences, arm.arm.config.problem.wrappers);
    warn_failures(sentences, arm);
    warn_masked(sentences, arm);
    warn_few_points(sentences, arm);
    warn_constants(sentences, arm);
    return sentences;
}

}  // namespace jennopt
