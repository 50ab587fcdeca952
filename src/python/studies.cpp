#include "python/studies.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "report/kept_truth.hpp"
#include "report/report.hpp"
#include "study/study.hpp"

#include "python/function_problem.hpp"
#include "python/interruptible.hpp"
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace jennopt {

namespace {

/// "key.path=value".
Override override_of(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
        throw ConfigError(fmt::format("'{}': expected key.path=value", text));
    }
    return {text.substr(0, equals), text.substr(equals + 1)};
}

/// A study file as Python runs it.
class PythonStudy {
public:
    /// @param places  folders of problem plugins beside those that the study names
    PythonStudy(const std::filesystem::path& file,
                const std::vector<std::string>& overrides,
                std::vector<std::filesystem::path> places)
        : study_(read_study(file, overrides_of(overrides))), places_(std::move(places)) {}

    [[nodiscard]] const std::string& name() const { return study_.name; }

    /// @param function  the problem, where the study file has inputs and outputs; None: the study's
    /// @return the study's folder, the report as text, and whether a surrogate in it is usable
    nb::tuple run(const nb::object& function, RunOptions options, const nb::object& progress) {
        const std::vector<PlannedArm> arms = planned(function);
        std::filesystem::path folder;
        ReportOutcome outcome;
        run_interruptibly(
            [&](const ActivityObserver& observer) {
                folder = jennopt::run(study_, arms, options, [&](const StudyProgress& now) {
                    observer(now.fraction, now.activity);
                });
                TruthSources sources{.named = places_};
                for (const PlannedArm& arm : arms) {
                    sources.loaded.emplace(arm.arm->id, arm.problem);
                }
                const StudyResults results = read_study_folder(folder, sources);
                outcome = write_report(results);
                keep_truths(results);
            },
            progress);
        return nb::make_tuple(folder, outcome.text, outcome.has_usable_fit);
    }

private:
    static std::vector<Override> overrides_of(const std::vector<std::string>& texts) {
        std::vector<Override> overrides;
        for (const std::string& text : texts) {
            overrides.push_back(override_of(text));
        }
        return overrides;
    }

    [[nodiscard]] std::vector<PlannedArm> planned(const nb::object& function) const {
        std::vector<std::filesystem::path> places = plugin_places(study_);
        places.insert(places.end(), places_.begin(), places_.end());
        std::vector<PlannedArm> arms = plan(study_, ProblemRegistry(places));
        for (PlannedArm& arm : arms) {
            const bool has_none = arm.arm->config.problem.has_no_program();
            if (has_none == function.is_none()) {
                throw ConfigError(fmt::format(
                    "{}: {}",
                    study_.file.string(),
                    has_none ? "has inputs and outputs and nothing that evaluates them, expected "
                               "run(problem=function)"
                             : "names its problem itself, expected run() without one, or "
                               "problem: {inputs: ..., outputs: ...} in the file"));
            }
            if (has_none) {
                ProblemInfo info = arm.problem->info();
                info.summary = "a Python function";
                arm.problem = std::make_shared<const FunctionProblem>(
                    std::move(info), nb::cast<nb::callable>(function));
            }
        }
        return arms;
    }

    Study study_;
    std::vector<std::filesystem::path> places_;
};

}  // namespace

void add_studies(nb::module_& module) {
    nb::class_<PythonStudy>(module, "_Study")
        .def(nb::init<const std::filesystem::path&,
                      const std::vector<std::string>&,
                      std::vector<std::filesystem::path>>())
        .def_prop_ro("name", &PythonStudy::name)
        .def(
            "run",
            [](PythonStudy& self,
               const nb::object& function,
               const std::filesystem::path& output,
               Index jobs,
               bool force,
               bool retry_failed,
               const nb::object& progress) {
                return self.run(function,
                                {.output = output,
                                 .jobs = jobs,
                                 .force = force,
                                 .retry_failed = retry_failed,
                                 .command = "jennopt.Study(...).run(...)"},
                                progress);
            },
            nb::arg("problem").none(),
            nb::arg("output"),
            nb::arg("jobs"),
            nb::arg("force"),
            nb::arg("retry_failed"),
            nb::arg("progress").none());
}

}  // namespace jennopt
