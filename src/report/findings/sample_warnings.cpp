#include "core/format.hpp"
#include "data/partials_check.hpp"
#include "data/table_remarks.hpp"
#include "report/findings/findings.hpp"
#include "report/findings/parts.hpp"
#include "report/number_text.hpp"
#include "report/replicate_files.hpp"

#include <algorithm>

namespace jennopt {

namespace {

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
    const std::string text =
        noise.kind == NoiseKind::additive ? "additive noise" : "multiplicative noise";
    std::vector<std::string> parts;
    for (const auto& [deviation, what] :
         {std::pair{noise.values, "values"}, std::pair{noise.partials, "partials"}}) {
        if (deviation > 0.0) {
            parts.push_back(fmt::format(" of {:g} on {}", deviation, what));
        }
    }
    return parts.empty() ? "" : fmt::format("{}{}", text, fmt::join(parts, " and"));
}

std::string on_purpose_warning(const StudyConfig& config) {
    const WrapperOptions& wrappers = config.problem.wrappers;
    const MissingOptions& missing = wrappers.missing;
    std::vector<std::string> parts{partials_options_text(wrappers.partials),
                                   noise_options_text(wrappers.noise)};
    const auto add = [&parts](bool is_done, const char* text, const auto& number) {
        parts.push_back(is_done ? fmt::format(fmt::runtime(text), number) : "");
    };
    add(missing.fraction > 0.0, "a share of {:g} of the partials left out", missing.fraction);
    add(!missing.inputs.empty(), "no partials by {}", fmt::join(missing.inputs, ", "));
    add(missing.fill == MissingFill::zero, "missing partials trained as {}", 0);
    add(wrappers.failures > 0.0, "a share of {:g} made to fail", wrappers.failures);
    std::erase(parts, "");
    return parts.empty()
               ? ""
               : fmt::format("Done by the study on purpose, to {} only: {}.",
                             config.optimizers.empty()   ? "training samples"
                             : config.surrogates.empty() ? "what optimizers see"
                                                         : "training samples and what optimizers "
                                                           "see",
                             fmt::join(parts, "; "));
}

/// Over the replicates of an arm.
template <auto Field>
Index sum_of(const ArmResults& arm) {
    Index sum = 0;
    for (const ReplicateRecord& replicate : arm.replicates) {
        sum += replicate.*Field;
    }
    return sum;
}

std::string failures_warning(const ArmResults& arm) {
    const Index failed = sum_of<&ReplicateRecord::failed>(arm);
    const Index tests = sum_of<&ReplicateRecord::failed_tests>(arm);
    Tally failures;
    for (const ReplicateRecord& replicate : arm.replicates) {
        failures.note(replicate.first_failure);
    }
    const Index all = failed + sum_of<&ReplicateRecord::samples>(arm);
    return failed + tests == 0
               ? ""
               : count_of(failed, all, "training sample") + " and " + plural(tests, "test sample") +
                     " failed and were left out" +
                     (failures.count == 0 ? "." : "; the first failure: ") + failures.first;
}

/// Only where partials were promised and a surrogate learns from them.
std::string masked_warning(const ArmResults& arm) {
    const Index missing = sum_of<&ReplicateRecord::missing_partials>(arm);
    const Index all =
        sum_of<&ReplicateRecord::samples>(arm) * arm.problem.n_x() * arm.problem.n_y();
    const auto& surrogates = arm.arm.config.surrogates;
    const bool uses_partials = std::ranges::any_of(surrogates, &SurrogateConfig::uses_partials);
    const char* text = "{} of {} partials of the training samples are missing and were masked.";
    return missing > 0 && uses_partials && arm.problem.has_partials
               ? fmt::format(fmt::runtime(text), missing, all)
               : "";
}

std::string single_sample_warning(const ArmResults& arm) {
    const auto single = std::ranges::count(arm.replicates, 1, &ReplicateRecord::samples);
    return single == 0 ? ""
                       : count_of(single, std::ssize(arm.replicates), "replicate") +
                             " learned from a single sample: nothing was scaled, and only its "
                             "partials show what the inputs do.";
}

std::string repeated_warning(const ArmResults& arm) {
    const Index repeated = sum_of<&ReplicateRecord::repeated>(arm);
    const Index all = sum_of<&ReplicateRecord::samples>(arm);
    return repeated == 0 ? ""
                         : count_of(repeated, all, "training sample") +
                               " lie where an earlier one does; such a point counts as often as it "
                               "was sampled.";
}

/// Rows that no sample varies: what they do cannot be learned from the samples.
template <typename Row>
void warn_constant(std::vector<std::string>& sentences,
                   const ArmResults& arm,
                   const std::vector<Row>& rows,
                   std::vector<Index> ConstantRows::*constant_rows,
                   const char* wording) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto is_constant = [&](const ReplicateRecord& replicate) {
            return replicate.samples > 1 &&
                   std::ranges::count(replicate.constant.*constant_rows, static_cast<Index>(i)) > 0;
        };
        if (const auto n = std::ranges::count_if(arm.replicates, is_constant); n > 0) {
            const std::string count = count_of(n, std::ssize(arm.replicates), "replicate");
            sentences.push_back(fmt::format(fmt::runtime(wording), rows[i].name, count));
        }
    }
}

/// Samples, and how one of them is called: "Line" 9 of "runs.csv".
struct NamedSamples {
    const char* what;
    std::string whole;
    Dataset data;
    std::vector<Index> numbers = {};  ///< of the samples; none: from 1 on

    [[nodiscard]] Index number(Index sample) const {
        return numbers.empty() ? sample + 1 : numbers.at(static_cast<std::size_t>(sample));
    }
};

std::vector<NamedSamples> named_samples(const StudyResults& study, const ArmResults& arm) {
    if (const TableProblem* table = table_problem(arm)) {
        const TableOrigin& origin = table->origin();
        return {origin.lines.empty()
                    ? NamedSamples{"Row", "the table", table->rows()}
                    : NamedSamples{"Line", origin.file, table->rows(), origin.lines}};
    }
    std::vector<NamedSamples> all;
    for (const ReplicateRecord& replicate : arm.replicates) {
        // A study on which only records are left can still be reported on.
        if (std::filesystem::exists(folder_of(study, arm, replicate) / "training.csv")) {
            all.push_back({"Training sample",
                           fmt::format("replicate {}", replicate.replicate),
                           read_training(study, arm, replicate)});
        }
    }
    return all;
}

/// The farthest value of an output, and how many others there are.
std::string far_warning(const std::vector<NamedSamples>& samples, Index k, const Output& output) {
    Index count = 0;
    double farthest = 0.0;
    std::string text;
    for (const NamedSamples& named : samples) {
        const Vector values = named.data.Y.row(k);
        for (const FarValue& far : far_values(values)) {
            ++count;
            if (far.deviations > farthest) {
                farthest = far.deviations;
                text = fmt::format("{} {} of {} is far from the rest: {} = {:g}",
                                   named.what,
                                   named.number(far.sample),
                                   named.whole,
                                   output.name,
                                   values(far.sample));
            }
        }
    }
    const std::string others = count > 1 ? fmt::format(" (and {} more)", count - 1) : "";
    return count == 0
               ? ""
               : fmt::format(
                     "{}, {} deviations off the median{}.", text, short_number(farthest), others);
}

}  // namespace

std::vector<std::string> sample_warnings(const StudyResults& study, const ArmResults& arm) {
    std::vector<std::string> sentences{on_purpose_warning(arm.arm.config),
                                       failures_warning(arm),
                                       masked_warning(arm),
                                       single_sample_warning(arm),
                                       repeated_warning(arm)};
    if (const TableProblem* table = table_problem(arm)) {
        sentences.push_back(failed_remark(table->origin()));
        sentences.push_back(bounds_remark(*table));
        sentences.push_back(repeated_remark(*table));
        std::ranges::move(partials_remarks(table->rows(), table->info()),
                          std::back_inserter(sentences));
    }
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
    const std::vector<NamedSamples> samples = named_samples(study, arm);
    for (Index k = 0; k < arm.problem.n_y(); ++k) {
        const Output& output = arm.problem.outputs[static_cast<std::size_t>(k)];
        sentences.push_back(far_warning(samples, k, output));
    }
    return sentences;
}

}  // namespace jennopt
