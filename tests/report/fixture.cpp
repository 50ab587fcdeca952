#include "report/fixture.hpp"

#include "core/format.hpp"
#include "data/csv.hpp"
#include "jennopt/core/random.hpp"
#include "jennopt/surrogate/model_file.hpp"
#include "report/quick_search.hpp"
#include "report/quick_surrogate.hpp"
#include "report/valley.hpp"

#include <algorithm>

namespace fs = std::filesystem;
using namespace jennopt;

namespace {

std::vector<TrainingProgress> made_up_history(double final_loss, Rng rng) {
    std::vector<TrainingProgress> history;
    double loss = 1.0;
    for (Index i = 0; i <= 300; i += i < 20 ? 1 : 10) {
        loss = std::max(final_loss, loss * (0.75 + 0.2 * rng.uniform()));
        history.push_back({i, {0.6 * loss, 0.4 * loss, 0.0}, loss});
    }
    return history;
}

SurrogateConfig config_of(const std::string& name, SurrogateKind kind, const std::string& base) {
    SurrogateConfig config;
    config.name = name;
    config.kind = kind;
    config.polish = base;
    config.fit.hidden = {quick_features};
    config.fit.gamma.scale = kind == SurrogateKind::nn ? 0.0 : 1.0;
    return config;
}

Arm make_arm(const FakeStudyOptions& options, Index count) {
    Arm arm;
    arm.label = options.counts.size() == 1 ? "base" : fmt::format("sampling.count={}", count);
    arm.id = options.counts.size() == 1 ? "base-1a2b3c" : fmt::format("sampling.count-{}", count);
    arm.config.study = "quickstart";
    arm.config.replicates = options.replicates;
    arm.config.problem.name = "rosenbrock";
    arm.config.sampling = {{SamplingPlan::latin_hypercube, count, {}}};
    arm.config.test = {{SamplingPlan::random, options.test_count, {}}};
    arm.config.surrogates = {config_of("nn", SurrogateKind::nn, ""),
                             config_of("jenn", SurrogateKind::jenn, ""),
                             config_of("jenn_polished", SurrogateKind::jenn, "jenn")};
    arm.resolved = "study: quickstart\nseed: 1\nreplicates: 5\nproblem:\n  name: rosenbrock\n";
    return arm;
}

struct Files {
    fs::path folder;
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
};

SurrogateRecord make_surrogate(const Files& files,
                               const SurrogateConfig& config,
                               const Problem& truth,
                               const Dataset& training,
                               const Dataset& test,
                               const Rng& rng) {
    const bool polished = !config.polish.empty();
    const Surrogate surrogate = quick_surrogate(
        training, config.kind == SurrogateKind::jenn, polished ? 100.0 : 0.0, rng.child("weights"));
    save(files.folder / "models" / (config.name + ".json"),
         {surrogate, files.inputs, files.outputs});
    SurrogateRecord record;
    record.name = config.name;
    record.kind = polished ? "polished jenn" : config.name;
    record.parameters = surrogate.members.front().n_parameters();
    record.iterations = 300;
    record.termination = polished ? "loss_change" : "max_iterations";
    record.history =
        made_up_history(polished ? 1e-4 : 1e-3, rng.child("history").child(config.name));
    record.loss = record.history.back().loss;
    record.accuracy = quick_accuracy(test, predict(surrogate, test.X, true));
    record.optimum =
        quick_search([&surrogate](const ConstVectorRef& x) { return evaluate(surrogate, x); },
                     truth,
                     rng.child("search"));
    record.true_evaluations = training.m() + (polished ? 12 : 1);
    record.true_cost = 2.0 * static_cast<double>(record.true_evaluations);
    record.train_seconds = polished ? 0.41 : 0.22;
    record.search_seconds = 0.013;
    if (polished) {
        record.polishing = PolishingOutcome{true, 0.021, 0.0043, 0.011, 0.012};
    }
    return record;
}

ReplicateRecord make_replicate(const Files& files,
                               const Arm& arm,
                               const Problem& truth,
                               Index replicate) {
    const Rng rng = Rng(7).child("replicate", replicate);
    fs::create_directories(files.folder / "models");
    const Dataset training =
        sample_truth(truth, arm.config.sampling[0].count, rng.child("training samples"));
    const Dataset test = sample_truth(truth, arm.config.test[0].count, rng.child("test"));
    write_csv(files.folder / "training.csv", to_table(training, files.inputs, files.outputs));
    write_csv(files.folder / "test.csv", to_table(test, files.inputs, files.outputs));
    ReplicateRecord record;
    record.arm = arm.id;
    record.replicate = replicate;
    record.samples = training.m();
    for (const SurrogateConfig& config : arm.config.surrogates) {
        record.surrogates.push_back(make_surrogate(files, config, truth, training, test, rng));
    }
    record.truth = quick_search(
        [&truth](const ConstVectorRef& x) { return truth.evaluate(x, Derivatives::first); },
        truth,
        rng.child("search"));
    record.truth_evaluations = record.truth->search.evaluations;
    write_record(files.folder, record);
    return record;
}

}  // namespace

FakeStudy fake_study(const fs::path& folder, const FakeStudyOptions& options) {
    FakeStudy study{std::make_unique<Valley>(options.n_x, options.constraint), {}};
    StudyResults& input = study.input;
    input.folder = folder;
    input.study = "quickstart";
    const ProblemInfo& problem = study.truth->info();
    input.command = "jennopt run configs/quickstart.yaml";
    input.version = "0.1.0";
    Files files;
    for (const Input& each : problem.inputs) {
        files.inputs.push_back(each.name);
    }
    for (const Output& each : problem.outputs) {
        files.outputs.push_back(each.name);
    }
    for (const Index count : options.counts) {
        ArmResults arm{make_arm(options, count), {}, problem, study.truth.get()};
        for (Index r = 0; r < options.replicates; ++r) {
            files.folder = folder / arm.arm.id / fmt::format("r{}", r);
            arm.replicates.push_back(make_replicate(files, arm.arm, *study.truth, r));
        }
        input.arms.push_back(std::move(arm));
    }
    return study;
}

StudyResults made_up_input(const std::vector<double>& nn_distances,
                           const std::vector<double>& jenn_distances) {
    StudyResults input;
    input.study = "made_up";
    input.arms.resize(1);
    input.arms[0].problem = Valley(2, false).info();
    input.arms[0].arm.label = "base";
    input.arms[0].arm.id = "base";
    input.arms[0].arm.config.replicates = static_cast<Index>(nn_distances.size());
    for (std::size_t r = 0; r < nn_distances.size(); ++r) {
        ReplicateRecord replicate;
        replicate.replicate = static_cast<Index>(r);
        replicate.samples = 25;
        for (const auto& [name, distance] :
             {std::pair{"nn", nn_distances[r]}, std::pair{"jenn", jenn_distances[r]}}) {
            SurrogateRecord record;
            record.name = name;
            record.kind = name;
            record.accuracy.r2_value = 0.9;
            record.accuracy.r2_partials = record.name == "jenn" ? 0.95 : 0.8;
            record.accuracy.rmse_values = Vector::Constant(1, 1.0);
            record.optimum.search.runs.resize(1);
            record.optimum.x = Vector::Ones(2);
            record.optimum.verdict = {distance * distance, 0.0, distance, distance};
            record.optimum.predicted = distance * distance;
            record.true_evaluations = 26;
            record.true_cost = 52.0;
            replicate.surrogates.push_back(record);
        }
        input.arms[0].replicates.push_back(replicate);
    }
    return input;
}
