#include "core/format.hpp"
#include "report/findings/rows.hpp"
#include "report/findings/warnings.hpp"
#include "report/number_text.hpp"
#include "report/replicate_files.hpp"

#include <algorithm>

namespace jennopt {

namespace {

using Sentences = std::vector<std::string>;

std::string partials_options_text(const PartialsOptions& partials) {
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

std::string noise_options_text(const NoiseOptions& noise) {
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

void warn_on_purpose(Sentences& sentences, const WrapperOptions& wrappers) {
    Sentences parts;
    if (const std::string text = partials_options_text(wrappers.partials); !text.empty()) {
        parts.push_back(text);
    }
    if (wrappers.noise.values > 0.0 || wrappers.noise.partials > 0.0) {
        parts.push_back(noise_options_text(wrappers.noise));
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
        sentences.push_back(fmt::format(
            "Done by the study on purpose, to training samples only: {}.", fmt::join(parts, "; ")));
    }
}

template <auto Field>
long sum_of(const ArmResults& arm) {
    long sum = 0;
    for (const ReplicateRecord& replicate : arm.replicates) {
        sum += replicate.*Field;
    }
    return sum;
}

void warn_failures(Sentences& sentences, const ArmResults& arm) {
    const long failed = sum_of<&ReplicateRecord::failed>(arm);
    const long failed_tests = sum_of<&ReplicateRecord::failed_tests>(arm);
    if (failed + failed_tests == 0) {
        return;
    }
    const auto first = std::find_if(
        arm.replicates.begin(), arm.replicates.end(), [](const ReplicateRecord& replicate) {
            return !replicate.first_failure.empty();
        });
    sentences.push_back(fmt::format(
        "{} and {} failed and were left out{}",
        count_of(failed, failed + sum_of<&ReplicateRecord::samples>(arm), "training sample"),
        plural(failed_tests, "test sample"),
        first == arm.replicates.end() ? "." : "; the first failure: " + first->first_failure));
}

/// Only where partials were promised and a surrogate learns from them.
void warn_masked(Sentences& sentences, const ArmResults& arm) {
    const std::vector<SurrogateConfig>& surrogates = arm.arm.config.surrogates;
    const bool uses_partials =
        std::any_of(surrogates.begin(), surrogates.end(), [](const SurrogateConfig& config) {
            return config.kind == SurrogateKind::jenn;
        });
    const long missing = sum_of<&ReplicateRecord::missing_partials>(arm);
    if (missing > 0 && uses_partials && arm.problem.has_partials) {
        sentences.push_back(fmt::format(
            "{} of {} partials of the training samples are missing and were masked.",
            missing,
            sum_of<&ReplicateRecord::samples>(arm) * arm.problem.n_x() * arm.problem.n_y()));
    }
}

void warn_few_points(Sentences& sentences, const ArmResults& arm) {
    const auto single = std::count_if(
        arm.replicates.begin(), arm.replicates.end(), [](const ReplicateRecord& replicate) {
            return replicate.samples == 1;
        });
    if (single > 0) {
        sentences.push_back(fmt::format(
            "{} learned from a single sample: nothing was scaled, and only its partials show what "
            "the inputs do.",
            count_of(single, static_cast<long>(arm.replicates.size()), "replicate")));
    }
    if (const long repeated = sum_of<&ReplicateRecord::repeated>(arm); repeated > 0) {
        sentences.push_back(fmt::format(
            "{} lie where an earlier one does; such a point counts as often as it was sampled.",
            count_of(repeated, sum_of<&ReplicateRecord::samples>(arm), "training sample")));
    }
}

/// Rows that no sample varies: what they do cannot be learned from the samples.
template <typename Row>
void warn_constant(Sentences& sentences,
                   const ArmResults& arm,
                   const std::vector<Row>& rows,
                   std::vector<Index> ConstantRows::*constant_rows,
                   const char* wording) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto count = std::count_if(
            arm.replicates.begin(), arm.replicates.end(), [&](const ReplicateRecord& replicate) {
                const std::vector<Index>& constant = replicate.constant.*constant_rows;
                return replicate.samples > 1 &&
                       std::count(constant.begin(), constant.end(), static_cast<Index>(i)) > 0;
            });
        if (count > 0) {
            sentences.push_back(fmt::format(
                fmt::runtime(wording),
                rows[i].name,
                count_of(count, static_cast<long>(arm.replicates.size()), "replicate")));
        }
    }
}

void warn_constants(Sentences& sentences, const ArmResults& arm) {
    warn_constant(sentences,
                  arm,
                  arm.problem.inputs,
                  &ConstantRows::inputs,
                  "Input {} is the same in all training samples of {}: it was not scaled, and only "
                  "its partials show what it does.");
    warn_constant(sentences,
                  arm,
                  arm.problem.outputs,
                  &ConstantRows::outputs,
                  "Output {} is the same in all training samples of {}: it was not scaled by its "
                  "values.");
}

/// The farthest of all values, and how many others there are.
class FarSamples {
public:
    /// @param what, whole  place of a sample: "Row" 8 of "the table"
    void look_at(const Vector& values, const char* what, const std::string& whole) {
        for (const FarValue& far : far_values(values)) {
            ++count_;
            if (far.deviations > deviations_) {
                deviations_ = far.deviations;
                value_ = values(far.sample);
                place_ = fmt::format("{} {} of {}", what, far.sample + 1, whole);
            }
        }
    }

    void warn(Sentences& sentences, const std::string& output) const {
        if (count_ > 0) {
            sentences.push_back(
                fmt::format("{} is far from the rest: {} = {:g}, {} deviations off the median{}.",
                            place_,
                            output,
                            value_,
                            short_number(deviations_),
                            count_ > 1 ? fmt::format(" (and {} more)", count_ - 1) : ""));
        }
    }

private:
    double deviations_ = 0.0;
    double value_ = 0.0;
    std::string place_;
    long count_ = 0;
};

void warn_far(Sentences& sentences, const StudyResults& study, const ArmResults& arm) {
    std::vector<FarSamples> far(arm.problem.outputs.size());
    const auto look_at = [&far](const Dataset& data, const char* what, const std::string& whole) {
        for (std::size_t k = 0; k < far.size(); ++k) {
            far[k].look_at(data.Y.row(static_cast<Index>(k)), what, whole);
        }
    };
    if (const Dataset* rows = table_rows(arm)) {
        look_at(*rows, "Row", "the table");
    } else {
        for (const ReplicateRecord& replicate : arm.replicates) {
            // A study on which only records are left can still be reported on.
            if (std::filesystem::exists(folder_of(study, arm, replicate) / "training.csv")) {
                look_at(read_training(study, arm, replicate),
                        "Training sample",
                        fmt::format("replicate {}", replicate.replicate));
            }
        }
    }
    for (std::size_t k = 0; k < far.size(); ++k) {
        far[k].warn(sentences, arm.problem.outputs[k].name);
    }
}

}  // namespace

std::vector<std::string> sample_warnings(const StudyResults& study, const ArmResults& arm) {
    Sentences sentences;
    warn_on_purpose(sentences, arm.arm.config.problem.wrappers);
    warn_failures(sentences, arm);
    warn_masked(sentences, arm);
    warn_few_points(sentences, arm);
    warn_constants(sentences, arm);
    warn_far(sentences, study, arm);
    return sentences;
}

}  // namespace jennopt
