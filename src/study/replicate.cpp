#include "study/replicate.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/optimization/verification.hpp"
#include "jennopt/surrogate/model_file.hpp"
#include "jennopt/training/selection.hpp"
#include "problem/integer_inputs.hpp"
#include "problem/names.hpp"
#include "problem/wrappers.hpp"
#include "record/metric.hpp"
#include "study/best_point.hpp"
#include "study/claim.hpp"
#include "study/evaluation.hpp"
#include "study/optimizers.hpp"
#include "study/problem_maker.hpp"
#include "study/problem_views.hpp"
#include "study/results_folder.hpp"
#include "study/row_weights.hpp"
#include "study/sample_notes.hpp"
#include "study/trained.hpp"
#include "study/watch.hpp"
#include "surrogate/predictor.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace jennopt {

namespace {

/// Shares of a replicate's time that its parts are taken to need, for the progress bar only.
constexpr double sampling_share = 0.2;
constexpr double surrogates_share = 0.7;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr Verdict unknown{nan, nan, nan, nan};

class Replicate {
public:
    explicit Replicate(const ReplicateTask& task)
        : task_(task),
          config_(task.arm.config),
          rng_(Rng(config_.seed).child("replicate", task.replicate)),
          views_(task.problem, config_.problem, task.store, rng_),
          truth_(views_.truth()),
          info_(views_.samples().info()),
          best_(info_, config_.optimization.constraint_tolerance) {
        record_.arm = task.arm.id;
        record_.replicate = task.replicate;
    }

    ReplicateRecord run() {
        if (!config_.surrogates.empty()) {
            run_one_shot();
        }
        std::ranges::move(run_optimizers(task_, views_, rng_),
                          std::back_inserter(record_.optimizers));
        for (const OptimizerRecord& optimizer : record_.optimizers) {
            best_.offer(*optimizer.best);
        }
        record_.best_evaluated = best_.found();
        write_record(task_.folder, record_);
        write_optima(task_.folder / "optima.csv", info_, record_);
        return std::move(record_);
    }

private:
    /// Samples, surrogates, and the direct search.
    void run_one_shot() {
        const SamplePoints points = sample_points(config_, task_.problem, rng_);
        Evaluated training = evaluate_points(views_.samples(), points.training, "training", 0.0);
        if (task_.given != nullptr) {
            add_rows(training, points.training, *task_.given);
        }
        outcomes_ = sample_outcomes(training, points.training, task_.given);
        Evaluated test = evaluate_points(truth_, points.test, "test", sampling_share / 2);
        keep_repeats(task_.problem, points, training, test);
        write_samples(training.data, "training");
        write_samples(test.data, "test");
        note_samples(record_, training, test);
        note_best_sample(training.data);
        if (config_.problem.is_table()) {
            best_.offer("row of the table", table_of(task_.problem).rows());
        } else {
            best_.offer("test sample", test.data);
        }
        starts_ = make_starts(config_.optimization, info_.bounds(), rng_.child("starts"));
        for (const SurrogateConfig& surrogate :
             with_row_weights(config_.surrogates, task_.problem, points.training_rows)) {
            try {
                run_surrogate(surrogate, training, test.data);
            } catch (const TrainingDiverged& error) {
                record_.lost.push_back({surrogate.name, error.what()});
            } catch (const ConfigError& error) {  // the samples that arrived leave it nothing
                record_.lost.push_back({surrogate.name, error.what()});
            }
        }
        search_truth();
    }

    Evaluated evaluate_points(const Problem& problem,
                              const Matrix& X,
                              const std::string& name,
                              double from) {
        EvaluationOptions options{.group = name, .threads = task_.threads};
        if (task_.replicate == 0 && name == "training") {
            options.stop_after = config_.stop_after;
        }
        options.is_under_way = [&](const ConstVectorRef& x) { return views_.is_under_way(x); };
        options.on_progress = [&](double fraction) {
            task_.observer(from + sampling_share / 2 * fraction, name + " samples");
        };
        return evaluate_all(problem, X, options);
    }

    void write_samples(const Dataset& samples, const std::string& name) const {
        write_csv(task_.folder / (name + ".csv"),
                  to_table(samples, names_of(info_.inputs), names_of(info_.outputs)));
    }

    /// A disturbed sample is judged by the truth at its point, which no surrogate pays for.
    void note_best_sample(const Dataset& samples) {
        BestPoint best(info_, config_.optimization.constraint_tolerance);
        best.offer("training sample", samples);
        if (!best.found()) {
            return;
        }
        EvaluatedPoint point = *best.found();
        if (disturbs(config_.problem.wrappers, task_.problem.info())) {
            const EvaluationResult truth = attempt(truth_, point.x);
            if (!truth.failure.empty()) {
                return;
            }
            point.verdict = judge(point.x, truth);
            point.outputs = truth.y.value;
        }
        best_.offer(point);
        record_.best_sample = std::move(point);
    }

    void run_surrogate(const SurrogateConfig& config,
                       const Evaluated& training,
                       const Dataset& test) {
        const Dataset& data = training.data;
        const auto position = static_cast<double>(record_.surrogates.size());
        const double share = surrogates_share / static_cast<double>(config_.surrogates.size());
        const FitObserver observer = watch(config, [&](double fraction, std::string_view activity) {
            task_.observer(sampling_share + share * (position + fraction), activity);
        });
        const Stopwatch clock;
        SurrogateRecord record{.name = config.name};
        const Trained* base = config.polish.empty() ? nullptr : &base_of(config);
        Trained trained =
            train_surrogate({config, training, base, info_, rng_, task_.threads, observer}, record);
        record.train_seconds = clock.seconds();
        save(task_.folder / "models" / (config.name + ".json"),
             {trained.surrogate, names_of(info_.inputs), names_of(info_.outputs)});
        measure(trained.surrogate, test, record);

        const Stopwatch search_clock;
        Predictor predictor(trained.surrogate);
        const Model model = [&](const ConstVectorRef& x) { return predictor(x); };
        search_claim(model, info_, starts_, config_.optimization, record.optimum);
        record.search_seconds = search_clock.seconds();
        const EvaluationResult truth = check_on_truth(record.optimum, config.name);
        note_cost(record, config, data.m() + training.failed);
        // The checked optimum and the training samples closest to it: where polishing must not make
        // things worse.
        const std::vector<Index> nearest =
            nearest_samples(data, record.optimum.x, info_.bounds(), data.n_x() + 1);
        trained.near = join(subset(data, nearest), truth);
        if (base != nullptr) {
            trained.checks = base->checks;
        }
        trained.checks.push_back(truth);
        trained_.push_back(std::move(trained));
        record_.surrogates.push_back(std::move(record));
        if (config.infill > 0) {
            const double done = sampling_share + share * (position + 1.0);
            record_.optimizers.push_back(
                run_infill(task_, views_, rng_, {config, outcomes_, trained_.back().checks, done}));
        }
    }

    [[nodiscard]] const Trained& base_of(const SurrogateConfig& config) const {
        const auto base =
            std::ranges::find(record_.surrogates, config.polish, &SurrogateRecord::name);
        if (base == record_.surrogates.end()) {
            throw TrainingDiverged(fmt::format("there is no {} to polish", config.polish));
        }
        return trained_.at(static_cast<std::size_t>(base - record_.surrogates.begin()));
    }

    /// The samples, the check of the claimed optimum and, for a polished one, that of its base,
    /// which the guard uses.
    void note_cost(SurrogateRecord& record, const SurrogateConfig& config, Index samples) const {
        const Index checks = config_.problem.is_table() ? 0 : config.polish.empty() ? 1 : 2;
        const double price = config.uses_partials() ? info_.gradient_price : 0.0;
        record.true_evaluations = samples + checks;
        record.true_cost =
            static_cast<double>(samples) * (1.0 + price) + static_cast<double>(checks);
    }

    /// Fills in the true values at a claim, which come back.
    EvaluationResult check_on_truth(OptimumRecord& optimum, const std::string& surrogate) {
        if (config_.problem.is_table()) {
            optimum.verdict = unknown;  // a prediction: there is no true function
            return {.x = optimum.x, .failure = "a table has rows only"};
        }
        EvaluationResult truth = attempt(truth_, optimum.x);
        optimum.failure = truth.failure;
        optimum.verdict = judge(optimum.x, truth);
        if (truth.failure.empty()) {
            best_.offer("optimum of " + surrogate, optimum.x, truth.y);
        }
        return truth;
    }

    [[nodiscard]] Verdict judge(const Vector& x, const EvaluationResult& truth) const {
        return truth.failure.empty()
                   ? verify(info_, x, truth.y, config_.optimization.constraint_tolerance)
                   : unknown;
    }

    void search_truth() {
        if (!config_.optimization.truth_baseline || !info_.has_partials ||
            !IntegerInputs(info_).empty() || config_.problem.is_table()) {
            return;
        }
        std::vector<EvaluationResult> visited;
        const Model model = [&](const ConstVectorRef& x) {
            task_.observer(sampling_share + surrogates_share, "searching the truth");
            visited.push_back(attempt(truth_, x));
            if (!visited.back().failure.empty()) {
                throw EvaluationError(visited.back().failure);
            }
            best_.offer("direct search", x, visited.back().y);
            return visited.back().y;
        };
        OptimumRecord optimum;
        try {
            search_claim(model, info_, starts_, config_.optimization, optimum);
        } catch (const EvaluationError& error) {
            record_.truth_failure = error.what();
            return;
        }
        // The search has been there: a second evaluation is not needed.
        optimum.verdict =
            judge(optimum.x, *std::ranges::find(visited, optimum.x, &EvaluationResult::x));
        record_.truth_evaluations = optimum.search.evaluations;
        record_.truth_progress =
            best_so_far(visited, info_, config_.optimization.constraint_tolerance);
        record_.truth = std::move(optimum);
    }

    const ReplicateTask& task_;
    const StudyConfig& config_;
    Rng rng_;
    ProblemViews views_;
    const Problem& truth_;
    const ProblemInfo& info_;  // with the partials, and their price, of the samples
    BestPoint best_;           // of all true evaluations
    Matrix starts_;
    std::vector<Outcome> outcomes_;  // of the training samples
    std::vector<Trained> trained_;
    ReplicateRecord record_;
};

}  // namespace

ReplicateRecord run_replicate(const ReplicateTask& task) {
    std::filesystem::create_directories(task.folder / "models");
    write_text(task.folder / "config.resolved.yaml", task.arm.resolved);
    write_text(task.folder / "environment.json", environment());
    ReplicateRecord record = Replicate(task).run();
    write_text(task.folder / "DONE", "");
    return record;
}

}  // namespace jennopt
