#include "report/truth_source.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "record/metric.hpp"
#include "record/problem_file.hpp"
#include "report/kept_truth.hpp"
#include "report/number_text.hpp"
#include "report/study_folder.hpp"
#include "study/problem_maker.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

bool offers(const ProblemRegistry& registry, const std::string& name) {
    const std::vector<std::string> names = registry.names();
    return std::ranges::find(names, name) != names.end();
}

/// Makes the problems of arms from what may be loaded.
class TruthMaker {
public:
    TruthMaker(const TruthSources& sources, const fs::path& study_file_folder, bool only_built_in)
        : sources_(sources),
          named_(sources.named),
          built_in_(only_built_in ? sources.built_in : std::vector<fs::path>{}),
          from_named_(named_, study_file_folder),
          from_built_in_(built_in_, study_file_folder) {}

    /// Null where its code is not to be loaded.
    [[nodiscard]] std::shared_ptr<const Problem> make(const Arm& arm) {
        const ProblemConfig& config = arm.config.problem;
        if (const auto found = sources_.loaded.find(arm.id); found != sources_.loaded.end()) {
            return found->second;
        }
        if (config.is_table() || offers(named_, config.name)) {
            return from_named_.make(config);
        }
        return offers(built_in_, config.name) ? from_built_in_.make(config) : nullptr;
    }

private:
    const TruthSources& sources_;
    ProblemRegistry named_;
    ProblemRegistry built_in_;
    ProblemMaker from_named_;
    ProblemMaker from_built_in_;
};

/// What a run kept of a problem.
std::shared_ptr<const Problem> kept_truth(const fs::path& arm_folder, const ProblemInfo& info) {
    return has_answers(arm_folder)
               ? std::make_shared<const KeptTruth>(info, read_answers(arm_folder, info))
               : nullptr;
}

ProblemInfo kept_info(const StudyResults& study, const ArmResults& arm) {
    const fs::path folder = study.folder / arm.arm.id;
    if (!has_problem(folder)) {
        throw ConfigError(
            fmt::format("{}: keeps nothing of the problem {}, whose code no report loads because a "
                        "folder names "
                        "it; {} keeps it, or name its module with --plugin-path",
                        folder.string(),
                        arm.arm.config.problem.name,
                        study.command));
    }
    return read_problem(folder);
}

}  // namespace

void attach_truths(StudyResults& study,
                   const TruthSources& sources,
                   const std::vector<fs::path>& plugins,
                   const fs::path& study_file_folder) {
    // The last of the places is the folder of the program's own problems; an archive names none.
    const bool only_built_in =
        plugins.size() <= 1 && std::ranges::all_of(study.arms, [](const ArmResults& arm) {
            return arm.arm.config.plugins.empty();
        });
    TruthMaker maker(sources, study_file_folder, only_built_in);
    for (ArmResults& arm : study.arms) {
        const ProblemConfig& config = arm.arm.config.problem;
        ProblemInfo info;
        std::shared_ptr<const Problem> truth;
        if (config.external) {  // no report runs a program, which need not be here any more
            info = external_info(*config.external);
        } else if (std::shared_ptr<const Problem> real = maker.make(arm.arm)) {
            info = real->info();
            truth = config.is_table() ? std::move(real)
                                      : std::make_shared<const AskedTruth>(std::move(real));
        } else {
            info = kept_info(study, arm);
            truth = kept_truth(study.folder / arm.arm.id, info);
        }
        arm.problem = wrapped_info(std::move(info), config.wrappers);
        arm.truth = truth.get();
        study.problems.push_back(std::move(truth));
    }
}

void keep_truths(const StudyResults& study) {
    for (std::size_t a = 0; a < study.arms.size(); ++a) {
        const ArmResults& arm = study.arms[a];
        const auto* asked = dynamic_cast<const AskedTruth*>(arm.truth);
        if (asked == nullptr) {
            continue;
        }
        TruthAnswers answers = asked->answers();
        for (const ReplicateRecord& replicate : arm.replicates) {
            answers.partials_errors.push_back({replicate.replicate, {}});
        }
        for (const ArmMetric& metric : study.partials_errors) {
            for (std::size_t r = 0; metric.arm == a && r < metric.values.size(); ++r) {
                PartialsError& error = answers.partials_errors.at(r).error;
                (metric.metric == metrics::partials_error ? error.mean : error.pooled) =
                    metric.values[r];
            }
        }
        if (study.partials_errors.empty()) {
            answers.partials_errors.clear();
        }
        write_problem(study.folder / arm.arm.id, asked->info());
        write_answers(study.folder / arm.arm.id, answers);
    }
}

std::vector<std::string> truth_notes(const StudyResults& study) {
    std::vector<std::string> labels;
    Index values = 0;
    for (const ArmResults& arm : study.arms) {
        const auto* kept = dynamic_cast<const KeptTruth*>(arm.truth);
        const bool is_missing = arm.truth == nullptr && !arm.arm.config.problem.external;
        values += kept == nullptr ? 0 : kept->missing();
        if (is_missing || (kept != nullptr && kept->missing() > 0)) {
            labels.push_back(arm.arm.label);
        }
    }
    if (labels.empty()) {
        return {};
    }
    return {fmt::format(
        "The true function of {}{} is not at hand: {} left out of figures and of digits. {} keeps "
        "it; --plugin-path with its module shows it, too.",
        labels.front(),
        labels.size() == 1 ? "" : fmt::format(" and of {} other arms", labels.size() - 1),
        values == 0 ? "it is" : plural(static_cast<long>(values), "value") + " are",
        study.command)};
}

}  // namespace jennopt
