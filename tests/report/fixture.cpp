#include "report/fixture.hpp"

#include "core/format.hpp"
#include "jennopt/core/random.hpp"
#include "jennopt/data/csv.hpp"
#include "jennopt/data/normalization.hpp"
#include "jennopt/surrogate/accuracy.hpp"
#include "jennopt/surrogate/model_file.hpp"

#include <Eigen/Dense>

#include <cmath>
#include <limits>

namespace fs = std::filesystem;
using namespace jennopt;

namespace {

constexpr Index n_features = 70;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// sum 100 (x_(i+1) - x_i^2)^2 + (1 - x_i)^2 in [-2, 2]^n_x, minimum 0 at (1, ..., 1).
class Valley : public Problem {
public:
    Valley(Index n_x, bool constraint) : Problem(make_info(n_x, constraint)) {}

private:
    static ProblemInfo make_info(Index n_x, bool constraint) {
        ProblemInfo info;
        info.name = "rosenbrock";
        info.summary = "Curved valley with steep walls and a flat floor";
        info.formula = "f(x) = sum_i 100 (x_(i+1) - x_i^2)^2 + (1 - x_i)^2";
        info.source = "Rosenbrock, H. H. (1960), The Computer Journal 3, 175-184";
        for (Index j = 0; j < n_x; ++j) {
            info.inputs.push_back({fmt::format("x{}", j + 1), "", -2.0, 2.0});
        }
        info.outputs = {{"f", "", OutputRole::objective}};
        if (constraint) {
            info.outputs.push_back({"g", "", OutputRole::constraint});
        } else if (n_x > 1) {
            info.known_optimum = KnownOptimum{Matrix::Ones(n_x, 1), 0.0, "by inspection"};
        }
        info.is_cheap = true;
        return info;
    }

    Evaluation do_evaluate(const ConstVectorRef& x, Derivatives wanted) const override {
        const Index n = x.size();
        Evaluation y{Vector::Zero(info().n_y()), Matrix::Zero(info().n_y(), n)};
        for (Index i = 0; i + 1 < n; ++i) {
            const double bend = x(i + 1) - x(i) * x(i);
            y.value(0) += 100.0 * bend * bend + (1.0 - x(i)) * (1.0 - x(i));
            y.jacobian(0, i) += -400.0 * bend * x(i) - 2.0 * (1.0 - x(i));
            y.jacobian(0, i + 1) += 200.0 * bend;
        }
        if (n == 1) {
            y.value(0) = (1.0 - x(0)) * (1.0 - x(0)) + std::sin(5.0 * x(0));
            y.jacobian(0, 0) = -2.0 * (1.0 - x(0)) + 5.0 * std::cos(5.0 * x(0));
        }
        if (y.value.size() > 1) {
            y.value(1) = x.sum() - 1.5;
            y.jacobian.row(1).setOnes();
        }
        if (wanted == Derivatives::none) {
            y.jacobian.resize(0, 0);
        }
        return y;
    }
};

Dataset sample_truth(const Problem& truth, Index count, Rng rng) {
    const Bounds bounds = truth.info().bounds();
    Matrix X(bounds.lower.size(), count);
    for (Index t = 0; t < count; ++t) {
        for (Index j = 0; j < X.rows(); ++j) {
            X(j, t) = bounds.lower(j) + (bounds.upper(j) - bounds.lower(j)) * rng.uniform();
        }
    }
    std::vector<Evaluation> evaluations;
    for (Index t = 0; t < count; ++t) {
        evaluations.push_back(truth.evaluate(X.col(t), Derivatives::first));
    }
    return make_dataset(X, evaluations);
}

/// Features (m, 1 + n_features) of the hidden layer, and their derivative along input j below one
/// another.
Matrix features(const Network& network, const Matrix& X) {
    const Matrix Z = (network.weights(1) * X).colwise() + network.biases(1);
    Matrix F(X.cols(), n_features + 1);
    F << Z.array().tanh().matrix().transpose(), Vector::Ones(X.cols());
    return F;
}

Matrix feature_slopes(const Network& network, const Matrix& X, Index j) {
    const Matrix A = features(network, X).leftCols(n_features);
    Matrix F = Matrix::Zero(X.cols(), n_features + 1);
    F.leftCols(n_features) =
        (1.0 - A.array().square()).matrix() * network.weights(1).col(j).asDiagonal();
    return F;
}

Surrogate fit(const Dataset& raw, bool with_partials, double flat_weight, Rng rng) {
    Surrogate surrogate{fit_normalization(raw), {Network({raw.n_x(), n_features, raw.n_y()})}};
    const Dataset data = normalize(raw, surrogate.normalization);
    Network& network = surrogate.members.front();
    auto hidden = network.weights(1);
    auto bias = network.biases(1);
    for (Index i = 0; i < n_features; ++i) {
        for (Index j = 0; j < raw.n_x(); ++j) {
            hidden(i, j) = 0.9 * rng.normal();
        }
        bias(i) = rng.normal();
    }
    const Index n_blocks = with_partials ? 1 + raw.n_x() : 1;
    Matrix A(n_blocks * raw.m(), n_features + 1);
    Matrix b(A.rows(), raw.n_y());
    A.topRows(raw.m()) = features(network, data.X);
    b.topRows(raw.m()) = data.Y.transpose();
    for (Index j = 0; j + 1 < n_blocks; ++j) {
        const Matrix& slope = data.J[static_cast<std::size_t>(j)];
        const Vector weight =
            (1.0 + flat_weight * (-10.0 * slope.row(0).array().square()).exp()).sqrt();
        A.middleRows((1 + j) * raw.m(), raw.m()) =
            weight.asDiagonal() * feature_slopes(network, data.X, j);
        b.middleRows((1 + j) * raw.m(), raw.m()) = weight.asDiagonal() * slope.transpose();
    }
    const Matrix normal = A.transpose() * A + 1e-7 * Matrix::Identity(A.cols(), A.cols());
    const Matrix C = normal.ldlt().solve(A.transpose() * b);
    network.weights(2) = C.topRows(n_features).transpose();
    network.biases(2) = C.row(n_features).transpose();
    return surrogate;
}

/// Projected descent with backtracking on the objective (penalized by the constraint).
template <typename Function>
SearchRun descend(const Function& model, const Bounds& bounds, const Vector& start, Matrix& path) {
    SearchRun run{start, start, 0.0, 0.0, 0, SearchTermination::no_progress};
    const auto merit = [&](const Evaluation& y) {
        return y.value(0) + (y.value.size() > 1 ? 500.0 * std::max(0.0, y.value(1)) : 0.0);
    };
    Evaluation y = model(run.x);
    std::vector<Vector> points{run.x};
    double step = 1e-2;
    for (int i = 0; i < 400 && step > 1e-12; ++i) {
        Vector slope = y.jacobian.row(0).transpose();
        if (y.value.size() > 1 && y.value(1) > 0.0) {
            slope += 500.0 * y.jacobian.row(1).transpose();
        }
        const Vector next = (run.x - step * slope).cwiseMax(bounds.lower).cwiseMin(bounds.upper);
        const Evaluation trial = model(next);
        ++run.evaluations;
        if (merit(trial) < merit(y)) {
            run.x = next;
            y = trial;
            step *= 1.5;
            points.push_back(next);
        } else {
            step *= 0.4;
        }
    }
    run.objective = y.value(0);
    run.violation = y.value.size() > 1 ? std::max(0.0, y.value(1)) : 0.0;
    path.resize(start.size(), static_cast<Index>(points.size()));
    for (std::size_t i = 0; i < points.size(); ++i) {
        path.col(static_cast<Index>(i)) = points[i];
    }
    return run;
}

template <typename Function>
OptimumRecord search_all(const Function& model, const Problem& truth, Rng rng) {
    const Bounds bounds = truth.info().bounds();
    OptimumRecord optimum;
    for (int s = 0; s < 5; ++s) {
        Vector start(bounds.lower.size());
        for (double& x : start) {
            x = -2.0 + 4.0 * rng.uniform();
        }
        Matrix path;
        const SearchRun run = descend(model, bounds, start, path);
        optimum.search.evaluations += run.evaluations;
        if (optimum.search.runs.empty() ||
            run.objective <
                optimum.search.runs[static_cast<std::size_t>(optimum.search.best)].objective) {
            optimum.search.best = s;
            optimum.search.path = path;
        }
        optimum.search.runs.push_back(run);
    }
    const SearchRun& best = optimum.search.runs[static_cast<std::size_t>(optimum.search.best)];
    const Evaluation there = truth.evaluate(best.x, Derivatives::first);
    optimum.x = best.x;
    optimum.predicted = best.objective;
    optimum.verdict.true_value = there.value(0);
    optimum.verdict.violation = there.value.size() > 1 ? std::max(0.0, there.value(1)) : 0.0;
    optimum.verdict.gradient_norm = 4.0 * there.jacobian.row(0).norm();
    optimum.verdict.distance = truth.info().known_optimum
                                   ? (best.x - truth.info().known_optimum->X.col(0)).norm()
                                   : missing;
    return optimum;
}

std::vector<TrainingProgress> made_up_history(double final_loss, Rng rng) {
    std::vector<TrainingProgress> history;
    double loss = 1.0;
    for (Index i = 0; i <= 300; i += i < 20 ? 1 : 10) {
        loss = std::max(final_loss, loss * (0.75 + 0.2 * rng.uniform()));
        history.push_back({i, {0.6 * loss, 0.4 * loss, 0.0}, loss});
    }
    return history;
}

Accuracy accuracy_of(const Dataset& truth, const Dataset& prediction) {
    Accuracy accuracy;
    const auto r2 = [](const auto& y, const auto& yhat) {
        return 1.0 - (y - yhat).squaredNorm() / (y.array() - y.mean()).matrix().squaredNorm();
    };
    accuracy.r2_values = Vector::Zero(truth.n_y());
    accuracy.rmse_values = Vector::Zero(truth.n_y());
    for (Index k = 0; k < truth.n_y(); ++k) {
        accuracy.r2_values(k) = r2(truth.Y.row(k), prediction.Y.row(k));
        accuracy.rmse_values(k) = (truth.Y.row(k) - prediction.Y.row(k)).norm() /
                                  std::sqrt(static_cast<double>(truth.m()));
    }
    accuracy.r2_value = accuracy.r2_values.mean();
    accuracy.rmse_value = accuracy.rmse_values(0);
    for (std::size_t j = 0; j < truth.J.size(); ++j) {
        accuracy.r2_partials +=
            r2(truth.J[j].row(0), prediction.J[j].row(0)) / static_cast<double>(truth.J.size());
    }
    accuracy.rmse_partials =
        (truth.J[0] - prediction.J[0]).norm() / std::sqrt(static_cast<double>(truth.J[0].size()));
    accuracy.rmse_jacobian = Matrix::Constant(truth.n_y(), truth.n_x(), accuracy.rmse_partials);
    return accuracy;
}

SurrogateConfig config_of(const std::string& name, SurrogateKind kind, const std::string& base) {
    SurrogateConfig config;
    config.name = name;
    config.kind = kind;
    config.polish = base;
    config.fit.hidden = {n_features};
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
    const Surrogate surrogate = fit(
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
    record.accuracy = accuracy_of(test, predict(surrogate, test.X, true));
    record.optimum =
        search_all([&surrogate](const ConstVectorRef& x) { return evaluate(surrogate, x); },
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
    record.truth = search_all(
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
    ReportInput& input = study.input;
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
        ReportArm arm{make_arm(options, count), {}, problem, study.truth.get()};
        for (Index r = 0; r < options.replicates; ++r) {
            files.folder = folder / arm.arm.id / fmt::format("r{}", r);
            arm.replicates.push_back(make_replicate(files, arm.arm, *study.truth, r));
        }
        input.arms.push_back(std::move(arm));
    }
    return study;
}

ReportInput made_up_input(const std::vector<double>& nn_distances,
                          const std::vector<double>& jenn_distances) {
    ReportInput input;
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
