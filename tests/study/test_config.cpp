#include "study/config.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

StudyConfig config_of(const std::string& text, const std::vector<Override>& overrides = {}) {
    return StudyText(text).read(overrides).arms.at(0).config;
}

const std::string everything = R"(
study: all.keys-1
seed: 18446744073709551615
replicates: 2
problem: {name: rosenbrock, options: {dimension: 3, shift: 2.0, rotated: true, label: "7"}}
plugins: [mine, ../yours.so]
sampling: [{plan: grid, levels: [3, 4]}, {plan: sobol, count: 4}]
test: {plan: grid, levels: 5}
defaults: {hidden: [4], lambda: 0.1, gamma: 0.5, training: {trainer: adam, rate: 0.2}, eta: 7}
surrogates:
  nn: {kind: nn, activation: relu}
  jenn:
    hidden: [5, 6]
    normalize: false
    beta: {scale: 2, outputs: [1, 0.5]}
    gamma: {inputs: [1, 2, 3], samples: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0]}
    regularization: all_layers
    restarts: 3
    members: 5
    training: {max_iterations: 9, schedule: cosine, batch_size: 3, second_moment_decay: 0.5}
  better: {polish: jenn, epsilon: 0.1, slope_units: raw, guard: false,
           training: {rate: 0.3, bias_correction: false, jacobian: tangents}}
  low: {polish: nn, by: value}
optimization: {algorithm: mma, starts: 2, from: [[0, 0.5, 1]], truth_baseline: false}
)";

}  // namespace

TEST_CASE("config: what a file does not say has its default", "[study][config]") {
    const Study study = StudyText(small_study).read();
    CHECK(study.name == "small");
    CHECK(study.replicates == 5);
    REQUIRE(study.arms.size() == 1);
    CHECK(study.arms[0].label == "base");
    const StudyConfig& config = study.arms[0].config;
    CHECK(config.seed == 1);
    REQUIRE(config.sampling.size() == 1);
    CHECK(config.sampling[0].count == 100);
    REQUIRE(config.test.size() == 1);
    CHECK(config.test[0].count == 1000);
    REQUIRE(config.surrogates.size() == 2);
    CHECK(config.surrogates[0].name == "nn");
    CHECK(config.surrogates[0].kind == SurrogateKind::nn);
    CHECK(config.surrogates[0].fit.gamma.scale == 0.0);
    CHECK_FALSE(config.surrogates[1].fit.gamma.scale);
    CHECK_FALSE(config.surrogates[1].fit.lambda);
    CHECK(config.surrogates[1].fit.training.max_iterations == TrainingOptions{}.max_iterations);
    CHECK(config.surrogates[1].fit.restarts == 1);
    CHECK(config.surrogates[1].fit.members == 1);
}

TEST_CASE("config: every key reaches its field", "[study][config]") {
    const StudyConfig config = config_of(everything);
    CHECK(config.study == "all.keys-1");
    CHECK(config.seed == 18446744073709551615ULL);
    CHECK(config.replicates == 2);
    CHECK(config.problem.options.at("dimension") == OptionValue(std::int64_t{3}));
    CHECK(config.problem.options.at("shift") == OptionValue(2.0));
    CHECK(config.problem.options.at("rotated") == OptionValue(true));
    CHECK(config.problem.options.at("label") == OptionValue(std::string("7")));
    CHECK(config.plugins == std::vector<std::string>{"mine", "../yours.so"});
    REQUIRE(config.sampling.size() == 2);
    CHECK(config.sampling[0].plan == SamplingPlan::grid);
    CHECK(config.sampling[0].levels == std::vector<Index>{3, 4});
    CHECK(config.sampling[1].plan == SamplingPlan::sobol);
    CHECK(config.sampling[1].count == 4);
    CHECK(config.test.at(0).levels == std::vector<Index>{5});
    const SurrogateConfig& jenn = config.surrogates.at(1);
    CHECK(jenn.fit.hidden == std::vector<Index>{5, 6});
    CHECK_FALSE(jenn.fit.normalize);
    CHECK(jenn.fit.beta.scale == 2.0);
    CHECK(jenn.fit.beta.outputs == std::vector<double>{1.0, 0.5});
    CHECK(jenn.fit.gamma.inputs == std::vector<double>{1.0, 2.0, 3.0});
    CHECK(jenn.fit.gamma.samples.size() == 16);
    CHECK(jenn.fit.regularization == Regularization::all_layers);
    CHECK(jenn.fit.restarts == 3);
    CHECK(jenn.fit.members == 5);
    CHECK(jenn.fit.training.max_iterations == 9);
    CHECK(jenn.fit.training.schedule == RateSchedule::cosine);
    CHECK(jenn.fit.training.batch_size == 3);
    CHECK(jenn.fit.training.second_moment_decay == 0.5);
    CHECK(config.optimization.algorithm == Algorithm::mma);
    CHECK(config.optimization.starts == 2);
    CHECK(config.optimization.from == std::vector<std::vector<double>>{{0.0, 0.5, 1.0}});
    CHECK_FALSE(config.optimization.truth_baseline);
}

TEST_CASE("config: surrogates start from the defaults", "[study][config]") {
    const StudyConfig config = config_of(everything);
    const SurrogateConfig& nn = config.surrogates.at(0);
    CHECK(nn.fit.hidden == std::vector<Index>{4});
    CHECK(nn.fit.lambda == 0.1);
    CHECK(nn.fit.gamma.scale == 0.0);
    CHECK(nn.fit.activation == Activation::relu);
    CHECK(nn.fit.training.trainer == Trainer::adam);
    CHECK(nn.fit.training.rate == 0.2);
    const SurrogateConfig& jenn = config.surrogates.at(1);
    CHECK(jenn.fit.gamma.scale == 0.5);
    CHECK(jenn.fit.training.rate == 0.2);
}

TEST_CASE("config: defaults may stand below the surrogates", "[study][config]") {
    const StudyConfig config = config_of(small_study + "defaults: {lambda: 3}\n");
    CHECK(config.surrogates.at(0).fit.lambda == 3.0);
}

TEST_CASE("config: a polished surrogate continues its base", "[study][config]") {
    const SurrogateConfig better = config_of(everything).surrogates.at(2);
    CHECK(better.polish == "jenn");
    CHECK(better.fit.hidden == std::vector<Index>{5, 6});
    CHECK(better.fit.gamma.inputs == std::vector<double>{1.0, 2.0, 3.0});
    CHECK(better.fit.regularization == Regularization::all_layers);
    CHECK(better.fit.training.max_iterations == 9);
    CHECK(better.fit.training.rate == 0.3);
    CHECK_FALSE(better.fit.training.bias_correction);
    CHECK(better.fit.training.jacobian == JacobianWay::forward_tangents);
    CHECK(better.polishing.eta == 7.0);
    CHECK(better.polishing.epsilon == 0.1);
    CHECK(better.polishing.slope_units == SlopeUnits::raw);
    CHECK_FALSE(better.polishing.guard);
    CHECK(better.polishing.by == PolishingBy::slope);
    const SurrogateConfig low = config_of(everything).surrogates.at(3);
    CHECK(low.kind == SurrogateKind::nn);
    CHECK(low.polishing.by == PolishingBy::value);
    CHECK(low.fit.gamma.scale == 0.0);
}

TEST_CASE("config: the resolved text reads back to the same configuration", "[study][config]") {
    for (const std::string& text : {small_study, everything}) {
        const Arm arm = StudyText(text).read().arms.at(0);
        const Arm again = StudyText(arm.resolved).read().arms.at(0);
        INFO(arm.resolved);
        CHECK(again.resolved == arm.resolved);
        CHECK(again.id == arm.id);
        CHECK(again.config.problem.options == arm.config.problem.options);
        CHECK(again.config.surrogates.size() == arm.config.surrogates.size());
        CHECK(again.config.surrogates.back().fit.training.rate ==
              arm.config.surrogates.back().fit.training.rate);
    }
}

TEST_CASE("config: the resolved text says what the file leaves out", "[study][config]") {
    const std::string resolved = StudyText(small_study).read().arms.at(0).resolved;
    CHECK_THAT(resolved, Catch::Contains("seed: 1\n"));
    CHECK_THAT(resolved, Catch::Contains("truth_baseline: true\n"));
    CHECK_THAT(resolved, Catch::Contains("second_moment_decay: 0.99\n"));
    for (const char* rare : {"bias_correction", "jacobian", "output_layer", "by:"}) {
        CHECK_THAT(resolved, !Catch::Contains(rare));
    }
    CHECK_THAT(resolved, Catch::Contains("lambda: auto\n"));
}

TEST_CASE("config: lambda and gamma take the word auto and beta does not", "[study][config]") {
    const StudyText text(small_study + "defaults: {lambda: 2, gamma: {scale: 3}}\n");
    const Study study = text.read({{"surrogates.jenn.lambda", "auto"}, {"defaults.gamma", "auto"}});
    const SurrogateConfig& jenn = study.arms.at(0).config.surrogates.at(1);
    CHECK_FALSE(jenn.fit.lambda);
    CHECK_FALSE(jenn.fit.gamma.scale);
    CHECK(study.arms.at(0).config.surrogates.at(0).fit.lambda == 2.0);
    CHECK_THAT(study.arms.at(0).resolved, Catch::Contains("scale: auto\n"));
    CHECK_THAT(
        StudyText(small_study + "defaults: {beta: auto, lambda: automatic}\n").errors().at(0),
        Catch::EndsWith("defaults.beta: is 'auto', expected a number >= 0 or a map"));
    CHECK_THAT(StudyText(small_study + "defaults: {lambda: automatic}\n").errors().at(0),
               Catch::EndsWith("is 'automatic', expected a number >= 0 or auto"));
}

TEST_CASE("config: places of keys are kept for errors found later", "[study][config]") {
    const StudyText text(small_study + "optimization: {from: [[1, 2], [3, 4]]}\n");
    const Arm arm = text.read({{"seed", "3"}}).arms.at(0);
    const auto ends = [&](const std::string& path) {
        const std::string place = place_of(arm, path);
        return place.substr(place.find(':'));
    };
    CHECK(ends("problem.name") == ":2:17");
    CHECK(ends("problem.options.dimension") == ":2:10");
    CHECK(ends("optimization.from.1") == ":6:31");
    CHECK(ends("surrogates.jenn.gamma") == ":5:9");
    CHECK(ends("sampling") == ":1:1");
    CHECK(place_of(arm, "seed") == "--set 1 (seed=3)");
}

TEST_CASE("config: an override goes through the same rules", "[study][config]") {
    const StudyConfig config = config_of(everything,
                                         {{"sampling.1.count", "12"},
                                          {"surrogates.jenn.gamma", "0.25"},
                                          {"optimization", "{algorithm: ccsaq}"},
                                          {"problem.options.extra", "'3'"},
                                          {"surrogates.other", "{kind: nn}"},
                                          {"seed", "5"},
                                          {"seed", "6"}});
    CHECK(config.sampling.at(1).count == 12);
    CHECK(config.surrogates.at(1).fit.gamma.scale == 0.25);
    CHECK(config.optimization.algorithm == Algorithm::ccsaq);
    CHECK(config.optimization.starts == SearchOptions{}.starts);
    CHECK(config.problem.options.at("extra") == OptionValue(std::string("3")));
    CHECK(config.surrogates.at(4).name == "other");
    CHECK(config.seed == 6);
}

TEST_CASE("config: the id of an arm is the same on every machine", "[study][config]") {
    const StudyText text(
        "study: a\nproblem: {name: rosenbrock}\nsurrogates: {nn: {kind: nn}}\n"
        "sweep: {sampling.count: [9, 16]}\n");
    const Study study = text.read();
    CHECK(study.arms.at(0).id == "sampling.count=9-ec524d94");
    CHECK(study.arms.at(1).id == "sampling.count=16-6ea18bd8");
}
