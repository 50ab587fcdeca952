#include "study/plan.hpp"

#include "core/format.hpp"
#include "data/partials_check.hpp"
#include "data/table_remarks.hpp"
#include "jennopt/core/error.hpp"
#include "record/metric.hpp"
#include "study/config/settings.hpp"
#include "study/optimizer_checks.hpp"
#include "study/problem_maker.hpp"
#include "study/surrogate_checks.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace jennopt {

namespace {

/// Collects what the problem or the data object to, each with its place in the study file.
class Objections {
public:
    /// Runs the check; what it throws becomes a line.
    template <typename Check>
    void collect(const Arm& arm, const std::string& path, Check&& check) {
        try {
            check();
        } catch (const ConfigError& error) {
            const std::string line =
                fmt::format("{}: {}: {}", place_of(arm, path), path, error.what());
            if (std::ranges::find(lines_, line) == lines_.end()) {
                lines_.push_back(line);  // once, though every arm of a sweep may have it
            }
        }
    }

    /// @throws ConfigError with all lines if there are any
    void raise() const {
        if (!lines_.empty()) {
            throw ConfigError(fmt::format("{}", fmt::join(lines_, "\n")));
        }
    }

private:
    std::vector<std::string> lines_;
};

void check_search(const SearchOptions& search, const ProblemInfo& problem, std::uint64_t seed) {
    (void)problem.objective();
    (void)make_starts(search, problem.bounds(), Rng(seed));
    if (search.algorithm == Algorithm::lbfgs && !problem.constraints().empty()) {
        throw ConfigError(fmt::format(
            "algorithm lbfgs cannot take the {} constraints of {}; use slsqp, mma or ccsaq",
            problem.constraints().size(),
            problem.name));
    }
}

/// How many samples an arm trains on; 0 if that is not right.
Index check_samples(const Arm& arm, const Problem& problem, Objections& objections) {
    const StudyConfig& config = arm.config;
    Index m = 0;
    if (config.problem.is_table()) {
        const Index rows = table_of(problem).rows().m();
        std::optional<Index> tested;
        objections.collect(arm, "problem.table.test", [&] {
            tested = test_rows(config.problem.table.test, rows);
        });
        objections.collect(arm, "sampling.count", [&] {
            m = tested ? training_rows(config, table_of(problem)) : 0;
        });
        return m;
    }
    const Index n_x = problem.info().n_x();
    objections.collect(arm, "test", [&] {
        if (!config.test.empty()) {
            (void)sample_count(config.test, n_x);
        }
    });
    objections.collect(arm, "sampling", [&] { m = sample_count(config.sampling, n_x); });
    return m;
}

/// What can be found wrong with an arm once its problem is known.
void check(const PlannedArm& planned,
           const std::filesystem::path& study_folder,
           Objections& objections) {
    const Arm& arm = *planned.arm;
    const Problem& clean = *planned.problem;
    const StudyConfig& config = arm.config;
    const ProblemInfo problem = wrapped_info(clean.info(), config.problem.wrappers);
    objections.collect(
        arm, "optimization", [&] { check_search(config.optimization, problem, config.seed); });
    const WrapperOptions& wrappers = config.problem.wrappers;
    objections.collect(
        arm, "problem.partials.only", [&] { require_inputs(wrappers.partials.only, problem); });
    objections.collect(
        arm, "problem.missing.inputs", [&] { require_inputs(wrappers.missing.inputs, problem); });
    const CollectCheck collect = [&](const auto& path, const auto& check) {
        objections.collect(arm, path, check);
    };
    check_optimizers(config, problem, study_folder, collect);
    const Index m = config.surrogates.empty() ? 0 : check_samples(arm, clean, objections);
    if (m == 0) {
        return;
    }
    const Index given = planned.given ? std::ssize(planned.given->rows) : 0;
    check_surrogates(config, problem, m + given, collect);
}

/// Collects what is wrong with an external program, each with its place; true if something is.
bool refuse_program(const Arm& arm,
                    const std::filesystem::path& study_folder,
                    Objections& refused) {
    if (!arm.config.problem.external) {
        return false;
    }
    const auto found = objections(*arm.config.problem.external, study_folder);
    for (const ExternalObjection& objection : found) {
        refused.collect(arm, "problem.external." + objection.path, [&] {
            throw ConfigError(objection.message);
        });
    }
    return !found.empty();
}

/// Refuses r2_value[drag] where no problem has several outputs with a drag among them.
void check_outputs(const Study& study, const std::vector<PlannedArm>& arms, Objections& refused) {
    std::set<std::string> outputs;
    for (const PlannedArm& arm : arms) {
        for (const Output& output : arm.problem->info().outputs) {
            if (arm.problem->info().n_y() > 1) {
                outputs.insert("[" + output.name + "]");
            }
        }
    }
    for (std::size_t i = 0; i < study.figures.size(); ++i) {
        const SweepFigure& figure = study.figures[i];
        for (const auto& [key, metric] : {std::pair("x", figure.x),
                                          std::pair("y", figure.y),
                                          std::pair("color", figure.color)}) {
            const std::size_t bracket = metric.find('[');
            refused.collect(study.arms.front(), fmt::format("figures.{}.{}", i, key), [&] {
                if (bracket != std::string::npos && !outputs.contains(metric.substr(bracket))) {
                    throw ConfigError(fmt::format(
                        "is '{}', expected one of several outputs of the problem", metric));
                }
            });
        }
    }
}

/// The rows that a study names; those of the arm before where the problem is the same.
std::shared_ptr<const GivenData> read_given(const PlannedArm& arm,
                                            const std::filesystem::path& folder,
                                            const std::vector<PlannedArm>& arms) {
    const StudyConfig& config = arm.arm->config;
    if (config.data.empty()) {
        return nullptr;
    }
    if (!arms.empty()) {
        const StudyConfig& before = arms.back().arm->config;
        if (before.data == config.data &&
            clean_text(before.problem) == clean_text(config.problem)) {
            return arms.back().given;
        }
    }
    return std::make_shared<const GivenData>(
        read_given_data(folder / config.data, arm.problem->info()));
}

}  // namespace

std::string clean_text(ProblemConfig problem) {
    problem.wrappers = {};
    return emit(write(problem_keys(problem)));
}

std::vector<std::filesystem::path> plugin_places(const Study& study) {
    std::vector<std::filesystem::path> places;
    for (const std::string& plugin : study.arms.front().config.plugins) {
        places.push_back(study.file.parent_path() / plugin);
    }
    return places;
}

std::optional<std::filesystem::path> missing_table(const Study& study) {
    for (const Arm& arm : study.arms) {
        const TableOptions& table = arm.config.problem.table;
        std::filesystem::path file = study.file.parent_path() / table.file;
        if (table.optional && !std::filesystem::exists(file)) {
            return file;
        }
    }
    return std::nullopt;
}

std::vector<PlannedArm> plan(const Study& study, const ProblemRegistry& registry) {
    std::vector<PlannedArm> arms;
    Objections objections;
    const std::filesystem::path folder = std::filesystem::absolute(study.file).parent_path();
    ProblemMaker maker(registry, folder);
    for (const Arm& arm : study.arms) {
        if (refuse_program(arm, folder, objections)) {
            continue;
        }
        const char* key = arm.config.problem.is_table() ? "problem.table" : "problem";
        objections.collect(arm, key, [&] {
            PlannedArm planned{&arm, maker.make(arm.config.problem)};
            objections.collect(
                arm, "data", [&] { planned.given = read_given(planned, folder, arms); });
            check(planned, folder, objections);
            arms.push_back(std::move(planned));
        });
    }
    if (arms.size() == study.arms.size()) {
        check_outputs(study, arms, objections);
    }
    objections.raise();
    return arms;
}

std::vector<std::string> table_warnings(const std::vector<PlannedArm>& arms) {
    std::vector<std::string> sentences;
    std::set<const Problem*> done;
    for (const PlannedArm& arm : arms) {
        if (arm.arm->config.problem.is_table() && done.insert(arm.problem.get()).second) {
            const TableProblem& table = table_of(*arm.problem);
            sentences.push_back(bounds_remark(table));
            sentences.push_back(repeated_remark(table));
            std::ranges::move(partials_remarks(table.rows(), table.info()),
                              std::back_inserter(sentences));
        }
    }
    std::erase(sentences, "");
    return sentences;
}

std::vector<std::string> notes(const std::vector<PlannedArm>& arms) {
    std::vector<std::string> sentences;
    for (const PlannedArm& arm : arms) {
        const bool is_table = arm.arm->config.problem.is_table();
        const std::string text = is_table ? origin_text(table_of(*arm.problem).origin())
                                 : arm.given && arm.given->has_remarks() ? arm.given->text()
                                                                         : "";
        const std::string sentence = "data: " + text;
        if (!text.empty() && std::ranges::find(sentences, sentence) == sentences.end()) {
            sentences.push_back(sentence);
        }
    }
    std::ranges::move(table_warnings(arms), std::back_inserter(sentences));
    return sentences;
}

Index planned_samples(const PlannedArm& arm) {
    const StudyConfig& config = arm.arm->config;
    return config.problem.is_table() ? training_rows(config, table_of(*arm.problem))
                                     : sample_count(config.sampling, arm.problem->info().n_x());
}

}  // namespace jennopt
