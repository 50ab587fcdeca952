#include "study/replicate.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/model_file.hpp"
#include "jennopt/training/selection.hpp"
#include "problem/names.hpp"
#include "problem/wrappers.hpp"
#include "record/metric.hpp"
#include "study/best_point.hpp"
#include "study/claim.hpp"
#include "study/direct_search.hpp"
#include "study/environment.hpp"
#include "study/evaluation.hpp"
#include "study/evaluation_plan.hpp"
#include "study/held_out.hpp"
#include "study/optimizers.hpp"
#include "study/optimum_check.hpp"
#include "study/problem_maker.hpp"
#include "study/problem_views.hpp"
#include "study/results_folder.hpp"
#include "study/row_weights.hpp"
#include "study/sample_notes.hpp"
#include "study/seal.hpp"
#include "study/trained.hpp"
#include "study/watch.hpp"
#include "surrogate/predictor.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

/// Shares of a replicate's time that its parts are taken to need, for the progress bar only.
constexpr double sampling_share = 0.2;
constexpr double surrogates_share = 0.7;

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
        keep_repeats(task_.problem, points.training_rows, training);
        if (task_.given != nullptr) {
            add_rows(training, points.training, *task_.given);
        }
        outcomes_ = sample_outcomes(training, points.training, task_.given);
        write_samples(training.data, "training");
        note_samples(record_, training);
        const Dataset test = evaluate_tests(points);
        note_best_sample(training.data);
        if (config_.problem.is_table()) {
            best_.offer("row of the table", table_of(task_.problem).rows());
        }
        if (test.m() == 0) {
            held_out_.emplace(training, rng_);
            record_.folds = held_out_->folds();
            make_folder(task_.folder / "held_out");
        }
        starts_ = make_starts(config_.optimization, info_.bounds(), rng_.child("starts"));
        for (const SurrogateConfig& surrogate :
             with_row_weights(config_.surrogates, task_.problem, points.training_rows)) {
            try {
                run_surrogate(surrogate, training, test);
            } catch (const TrainingDiverged& error) {
                record_.lost.push_back({surrogate.name, error.what()});
            } catch (const ConfigError& error) {  // the samples that arrived leave it nothing
                record_.lost.push_back({surrogate.name, error.what()});
            }
        }
        search_directly();
    }

    /// Nothing where accuracy is cross-validated.
    Dataset evaluate_tests(const SamplePoints& points) {
        if (points.test.cols() == 0) {
            return {};
        }
        Evaluated test = evaluate_points(truth_, points.test, "test", sampling_share / 2);
        keep_repeats(task_.problem, points.test_rows, test);
        write_samples(test.data, "test");
        record_.failed_tests = test.failed;
        record_.first_failure =
            record_.failed > 0 ? record_.first_failure : std::move(test.first_failure);
        if (!config_.problem.is_table()) {
            best_.offer("test sample", test.data);
        }
        return std::move(test.data);
    }

    Evaluated evaluate_points(const Problem& problem,
                              const Matrix& X,
                              const std::string& name,
                              double from) {
        EvaluationOptions options{.group = name, .threads = task_.threads};
        if (task_.replicate == 0 && name == "training") {
            options.stop_after = config_.failures.stop_after;
        }
        options.is_under_way = [&](const ConstVectorRef& x) { return views_.is_under_way(x); };
        options.on_progress = [&](double fraction) {
            task_.observer(from + sampling_share / 2 * fraction, name + " samples");
        };
        views_.expect(X);
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
            point.verdict = judge(info_, truth, tolerance());
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
        const TrainingTask training_task{
            config, training, base, info_, rng_, task_.threads, observer};
        Trained trained = train_surrogate(training_task, record);
        record.train_seconds = clock.seconds();
        save(task_.folder / "models" / (config.name + ".json"),
             named(trained.surrogate, info_, data.X));
        if (held_out_) {
            const ActivityObserver note = [&](double /*fraction*/, std::string_view activity) {
                task_.observer(sampling_share + share * (position + 1.0), activity);
            };
            write_samples(held_out_->judge(training_task, trained, note, record),
                          "held_out/" + config.name);
        } else {
            measure(trained.surrogate, test, record);
        }
        const Stopwatch search_clock;
        Predictor predictor(trained.surrogate);
        const Model model = [&](const ConstVectorRef& x) { return predictor(x); };
        search_claim(model, info_, starts_, config_.optimization, record.optimum);
        record.search_seconds = search_clock.seconds();
        const std::vector<EvaluationResult> truth =
            check_on_truth(record.optimum, model, config.name);
        // Of a polished one that of its base too, which the guard uses.
        const Index of_base =
            base == nullptr ? 0 : find_surrogate(record_, config.polish)->optimum.checks;
        note_cost(record,
                  config,
                  info_,
                  data.m() + training.failed,
                  config_.problem.is_table() ? 0 : record.optimum.checks + of_base);
        // Checked optimum and closest training samples: where polishing must not make things worse.
        const std::vector<Index> nearest =
            nearest_samples(data, record.optimum.x, info_.bounds(), data.n_x() + 1);
        trained.near = join(subset(data, nearest), truth.back());
        if (base != nullptr) {
            trained.checks = base->checks;
        }
        trained.checks.insert(trained.checks.end(), truth.begin(), truth.end());
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

    /// The truth at the claim of a finished search, and at those that failed before it.
    std::vector<EvaluationResult> check_on_truth(OptimumRecord& optimum,
                                                 const Model& model,
                                                 const std::string& surrogate) {
        if (config_.problem.is_table()) {
            const EvaluationResult none{.x = optimum.x, .failure = "a table has rows only"};
            optimum.verdict = judge(info_, none, tolerance());  // a prediction
            return {none};
        }
        std::vector<EvaluationResult> truth =
            check_optimum(optimum, {truth_, info_, model, tolerance(), record_.best_sample});
        if (truth.back().failure.empty()) {
            best_.offer("optimum of " + surrogate, truth.back().x, truth.back().y);
        }
        return truth;
    }

    [[nodiscard]] double tolerance() const { return config_.optimization.constraint_tolerance; }

    void search_directly() {
        if (!searches_truth(config_, info_)) {
            return;
        }
        search_truth({.truth = truth_,
                      .problem = info_,
                      .starts = starts_,
                      .options = config_.optimization,
                      .differences = config_.problem.wrappers.partials,
                      .before_each =
                          [this] {
                              task_.observer(sampling_share + surrogates_share,
                                             "searching the truth");
                          },
                      .best = best_},
                     record_);
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
    std::optional<HeldOut> held_out_;  // where there are no test samples
    ReplicateRecord record_;
};

}  // namespace

ReplicateRecord run_replicate(const ReplicateTask& task) {
    make_folder(task.folder);
    make_folder(task.folder / "models");
    write_text(task.folder / "config.resolved.yaml", task.arm.resolved);
    write_text(task.folder / "environment.json", environment());
    ReplicateRecord record = Replicate(task).run();
    if (task.store != nullptr) {
        task.store->sync();
    }
    seal(task.folder);
    return record;
}

}  // namespace jennopt
