#include "study/study_text.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <map>
#include <set>

using namespace jennopt;

namespace {

Study swept(const std::string& sweep, const std::vector<Override>& overrides = {}) {
    return StudyText(small_study + sweep).read(overrides);
}

std::vector<std::string> labels(const Study& study) {
    std::vector<std::string> found;
    for (const Arm& arm : study.arms) {
        found.push_back(arm.label);
    }
    return found;
}

std::map<std::string, std::string> ids(const Study& study) {
    std::map<std::string, std::string> found;
    for (const Arm& arm : study.arms) {
        found[arm.label] = arm.id;
    }
    return found;
}

std::string error_of(const std::string& line) {
    const std::vector<std::string> errors = StudyText(small_study + line + "\n").errors();
    INFO(line);
    REQUIRE(errors.size() == 1);
    return errors.front();
}

}  // namespace

TEST_CASE("sweep: the arms are the product of the axes in the order of the file",
          "[study][sweep]") {
    const Study study =
        swept("sweep:\n  sampling.count: [9, 16]\n  defaults.training.trainer: [adam, lbfgs]\n");
    CHECK(labels(study) ==
          std::vector<std::string>{"sampling.count=9, defaults.training.trainer=adam",
                                   "sampling.count=9, defaults.training.trainer=lbfgs",
                                   "sampling.count=16, defaults.training.trainer=adam",
                                   "sampling.count=16, defaults.training.trainer=lbfgs"});
    CHECK(study.arms[1].config.sampling.at(0).count == 9);
    CHECK(study.arms[1].config.surrogates.at(1).fit.training.trainer == Trainer::lbfgs);
    CHECK(study.arms[2].config.sampling.at(0).count == 16);
    CHECK(study.arms[2].config.surrogates.at(1).fit.training.trainer == Trainer::adam);
}

TEST_CASE("sweep: a named value sets several keys", "[study][sweep]") {
    const Study study = swept(
        "defaults: {training: {memory: 3, rate: 5}}\n"
        "sweep:\n"
        "  trainer:\n"
        "    as_is: {}\n"
        "    adam: {defaults.training: {trainer: adam, rate: 0.5}, surrogates.jenn.lambda: 2}\n");
    CHECK(labels(study) == std::vector<std::string>{"trainer=as_is", "trainer=adam"});
    CHECK(study.arms[0].config.surrogates.at(1).fit.training.memory == 3);
    const SurrogateConfig& jenn = study.arms[1].config.surrogates.at(1);
    CHECK(jenn.fit.training.trainer == Trainer::adam);
    CHECK(jenn.fit.training.rate == 0.5);
    CHECK(jenn.fit.training.memory == TrainingOptions{}.memory);
    CHECK(jenn.fit.lambda == 2.0);
    CHECK(study.arms[1].config.surrogates.at(0).fit.lambda != 2.0);
}

TEST_CASE("sweep: the choices of an arm are its axes with their values", "[study][sweep]") {
    using Choices = std::vector<std::pair<std::string, std::string>>;
    const Study study = swept(
        "sweep:\n"
        "  defaults.hidden: [[4], [5, 6]]\n"
        "  trainer: {fast: {}, slow: {defaults.training.trainer: adam}}\n");
    CHECK(study.arms.at(1).choices == Choices{{"defaults.hidden", "[4]"}, {"trainer", "slow"}});
    CHECK(study.arms.at(2).choices == Choices{{"defaults.hidden", "[5, 6]"}, {"trainer", "fast"}});
    CHECK(swept("").arms.at(0).choices.empty());
}

TEST_CASE("sweep: lists and maps can be values, elements of lists can be swept", "[study][sweep]") {
    const Study study = swept(
        "sampling: [{plan: grid, levels: 3}, {plan: random, count: 5}]\n"
        "sweep: {defaults.hidden: [[4], [5, 6]], sampling.1: [{plan: sobol}, {count: 7}]}\n");
    REQUIRE(study.arms.size() == 4);
    CHECK(study.arms[3].label == "defaults.hidden=[5, 6], sampling.1={count: 7}");
    CHECK(study.arms[3].config.surrogates.at(0).fit.hidden == std::vector<Index>{5, 6});
    CHECK(study.arms[2].config.sampling.at(1).plan == SamplingPlan::sobol);
    CHECK(study.arms[3].config.sampling.at(1).count == 7);
    CHECK(study.arms[3].config.sampling.at(0).levels == std::vector<Index>{3});
}

TEST_CASE("sweep: another value or axis order renames no arm", "[study][sweep]") {
    const auto before = ids(swept("sweep: {sampling.count: [9, 25]}\n"));
    const auto after = ids(swept("sweep: {sampling.count: [4, 9, 16, 25]}\n"));
    CHECK(after.size() == 4);
    for (const auto& [label, id] : before) {
        CHECK(after.at(label) == id);
    }
    std::set<std::string> different;
    for (const auto& [label, id] : after) {
        different.insert(id);
    }
    CHECK(different.size() == 4);
}

TEST_CASE("sweep: an id is fit for a folder and ends with a hash", "[study][sweep]") {
    const Study study = swept(
        "sweep: {defaults.hidden: [[4, 4]], sampling: [{plan: maximin_latin_hypercube, count: "
        "9}]}\n");
    const std::string& id = study.arms.at(0).id;
    CHECK(id.find_first_not_of(
              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.=_-") ==
          std::string::npos);
    REQUIRE(id.size() == 49);
    CHECK(id[40] == '-');
    CHECK(id.find_first_not_of("0123456789abcdef", 41) == std::string::npos);
}

TEST_CASE("sweep: the hash follows what changes results and nothing else", "[study][sweep]") {
    const std::string base = swept("").arms.at(0).id;
    CHECK(swept("", {{"study", "other"}}).arms.at(0).id == base);
    CHECK(swept("", {{"replicates", "9"}}).arms.at(0).id == base);
    CHECK(swept("", {{"plugins", "[x]"}}).arms.at(0).id == base);
    CHECK(swept("defaults: {lambda: auto}\n").arms.at(0).id == base);
    CHECK(swept("", {{"seed", "2"}}).arms.at(0).id != base);
    CHECK(swept("", {{"problem.options.dimension", "3"}}).arms.at(0).id != base);
    CHECK(swept("", {{"surrogates.nn.lambda", "0"}}).arms.at(0).id != base);
}

TEST_CASE("sweep: --set reaches the sweep", "[study][sweep]") {
    const std::string text = "sweep: {sampling.count: [9, 25]}\n";
    CHECK(labels(swept(text, {{"sweep", "{}"}})) == std::vector<std::string>{"base"});
    CHECK(labels(swept(text, {{"sweep.sampling.count", "[3]"}})) ==
          std::vector<std::string>{"sampling.count=3"});
    CHECK(swept(text, {{"defaults.lambda", "5"}}).arms.at(1).config.surrogates.at(0).fit.lambda ==
          5.0);
}

TEST_CASE("sweep: what all arms share cannot be swept", "[study][sweep]") {
    for (const char* key :
         {"study", "seed", "replicates", "plugins", "sweep", "problem.table", "problem.external"}) {
        const std::string name(key);
        CHECK_THAT(error_of("sweep: {" + name + ": [1, 2]}"),
                   Catch::StartsWith("study.yaml:6:9: sweep." + name + ": cannot be swept: "));
    }
    CHECK_THAT(error_of("sweep: {t: {a: {replicates: 3}}}"),
               Catch::StartsWith("study.yaml:6:17: sweep.t.a.replicates: cannot be swept"));
}

TEST_CASE("sweep: a list of maps is a list of grids", "[study][sweep]") {
    using Choices = std::vector<std::pair<std::string, std::string>>;
    const Study study = swept(
        "sweep:\n"
        "  - {}\n"
        "  - {sampling.count: [10, 20], defaults.gamma: [2]}\n"
        "  - {defaults.lambda: [0, 1e-3]}\n");
    CHECK(labels(study) == std::vector<std::string>{"base",
                                                    "sampling.count=10, defaults.gamma=2",
                                                    "sampling.count=20, defaults.gamma=2",
                                                    "defaults.lambda=0",
                                                    "defaults.lambda=1e-3"});
    CHECK(study.arms.at(0).choices.empty());
    CHECK(study.arms.at(4).choices == Choices{{"defaults.lambda", "1e-3"}});
    CHECK(study.arms.at(2).config.sampling.at(0).count == 20);
    CHECK(study.arms.at(4).config.sampling.at(0).count == SamplingOptions{}.count);
    CHECK(study.arms.at(4).config.surrogates.at(0).fit.lambda == 1e-3);
    CHECK(ids(study).at("defaults.lambda=0") ==
          ids(swept("sweep: {defaults.lambda: [0]}\n")).at("defaults.lambda=0"));
}

TEST_CASE("sweep: grids that cannot be told apart are an error", "[study][sweep]") {
    CHECK_THAT(error_of("sweep: [{sampling.count: [9]}, {sampling: [{count: 9}]}]"),
               Catch::StartsWith("study.yaml:6:8: sweep: makes the arms 'sampling.count=9' and "
                                 "'sampling={count: 9}' the same"));
    CHECK_THAT(error_of("sweep: [{t: {a: {}}}, {t: {a: {seed: 2}}}]"),
               Catch::Contains("sweep.1.t.a.seed"));
    CHECK_THAT(error_of("sweep: [{t: {a: {}}}, {t: {a: {defaults.lambda: 2}}}]"),
               Catch::StartsWith("study.yaml:6:8: sweep: makes two different arms 't=a'"));
    CHECK_THAT(error_of("sweep: []"), Catch::StartsWith("study.yaml:6:8: sweep: is an empty list"));
    CHECK_THAT(error_of("sweep: [{}, 3]"),
               Catch::StartsWith("study.yaml:6:13: sweep.1: is 3, expected a map of axes"));
    CHECK_THAT(error_of("sweep: [{sampling.count: []}]"),
               Catch::StartsWith("study.yaml:6:26: sweep.0.sampling.count: has no values"));
}

TEST_CASE("sweep: --set reaches the grids of a list", "[study][sweep]") {
    const StudyText study(small_study +
                          "sweep: [{sampling.count: [9]}, {sampling.count: [4], defaults.lambda: "
                          "[0]}]\n");
    CHECK(labels(study.read({{"sweep.0.sampling.count", "[3]"}})).front() == "sampling.count=3");
    CHECK(study.errors({{"defaults.lambda", "5"}}).empty());
    CHECK_THAT(study.errors({{"sampling.count", "5"}}).at(0),
               Catch::Contains("is swept by the study") &&
                   Catch::Contains("'sweep.0.sampling.count=[...]'"));
    CHECK_THAT(study.errors({{"sweep.sampling.count", "[3]"}}).at(0),
               Catch::Contains("sweep is a list of 2, expected the number of an element"));
}

TEST_CASE("sweep: problems are swept by name, as a whole or by a named axis", "[study][sweep]") {
    const auto problem = [](const Study& study, std::size_t arm) {
        return study.arms.at(arm).config.problem;
    };
    const Study names = swept("sweep: {problem.name: [rosenbrock, branin]}\n");
    CHECK(problem(names, 0).name == "rosenbrock");
    CHECK(problem(names, 1).name == "branin");
    const Study whole =
        swept("sweep: {problem: [{name: branin}, {name: ackley, options: {dimension: 3}}]}\n");
    CHECK(problem(whole, 0).options.empty());
    CHECK(problem(whole, 1).options.at("dimension") == OptionValue(std::int64_t{3}));
    const Study options = swept("sweep: {problem.options: [{dimension: 3}, {}]}\n");
    CHECK(options.arms.at(0).label == "problem.options={dimension: 3}");
    CHECK(problem(options, 1).options.empty());
    const Study named = swept(
        "sweep: {problem: {b: {problem: {name: branin}}, h: {problem: {name: hartmann6}, "
        "sampling.count: 100}}}\n");
    CHECK(labels(named) == std::vector<std::string>{"problem=b", "problem=h"});
    CHECK(problem(named, 1).name == "hartmann6");
    CHECK(named.arms.at(1).config.sampling.at(0).count == 100);
}

TEST_CASE("sweep: tables and programs are not in a sweep", "[study][sweep]") {
    CHECK_THAT(error_of("sweep: {problem: [{name: branin}, {table: {}}]}"),
               Catch::StartsWith("study.yaml:6:43: sweep.problem.table: cannot be swept: all arms "
                                 "have the same table or program"));
    CHECK_THAT(error_of("sweep: {p: {a: {problem: {external: {}}}}}"),
               Catch::StartsWith("study.yaml:6:37: sweep.p.a.problem.external: cannot be swept"));
    CHECK_THAT(error_of("sweep: {problem: [3]}"),
               Catch::StartsWith("study.yaml:6:19: problem: is 3, expected a map of keys"));
}

TEST_CASE("sweep: --set below what every arm replaces is refused", "[study][sweep]") {
    const StudyText study(small_study + "sweep: {problem: [{name: branin}, {name: ackley}]}\n");
    CHECK_THAT(
        study.errors({{"problem.options.dimension", "3"}}).at(0),
        Catch::Contains("is swept by the study") && Catch::Contains("'sweep.problem=[...]'"));
    const StudyText named(small_study +
                          "sweep: {problem: {b: {problem: {name: branin}}, r: {}}}\n");
    CHECK(named.errors({{"problem.options.dimension", "3"}}).empty());
}

TEST_CASE("sweep: a wrong axis is an error at its place", "[study][sweep]") {
    CHECK_THAT(error_of("sweep: 3"),
               Catch::StartsWith("study.yaml:6:8: sweep: is 3, expected a map"));
    CHECK_THAT(error_of("sweep: {sampling.count: 9}"),
               Catch::StartsWith("study.yaml:6:25: sweep.sampling.count: is 9, expected a list"));
    CHECK_THAT(error_of("sweep: {sampling.count: []}"),
               Catch::StartsWith("study.yaml:6:25: sweep.sampling.count: has no values"));
    CHECK_THAT(error_of("sweep: {sampling.count: [9, 9]}"),
               Catch::StartsWith("study.yaml:6:29: sweep.sampling.count: has 9 twice"));
    CHECK_THAT(error_of("sweep: {t: {a: 3}}"),
               Catch::StartsWith("study.yaml:6:16: sweep.t.a: is 3, expected a map of the keys"));
    CHECK_THAT(error_of("sweep: {t: {a b: {}}}"),
               Catch::StartsWith("study.yaml:6:13: sweep.t.a b: is not fit"));
    CHECK_THAT(error_of("sweep: {sampling.cuont: [9]}"),
               Catch::StartsWith("study.yaml:6:9: sampling.cuont: is not a known key; did you mean "
                                 "'count'?"));
    CHECK_THAT(error_of("sweep: {sampling.count: [9, 0]}"),
               Catch::StartsWith("study.yaml:6:29: sampling.count: is 0, expected an integer"));
    CHECK_THAT(
        error_of("sweep: {surrogates.jen.lambda: [9]}"),
        Catch::StartsWith("study.yaml:6:9: surrogates.jen.lambda: there is no surrogate 'jen'"));
}

TEST_CASE("sweep: an axis without effect is an error", "[study][sweep]") {
    CHECK_THAT(error_of("sweep: {defaults.eta: [1, 2]}"),
               Catch::StartsWith("study.yaml:6:8: sweep: makes the arms 'defaults.eta=1' and "
                                 "'defaults.eta=2' the same"));
}

TEST_CASE("sweep: a fault that all arms share is said once", "[study][sweep]") {
    const auto errors =
        StudyText(small_study + "optimization: {starts: 0}\nsweep: {sampling.count: [9, 16]}\n")
            .errors();
    REQUIRE(errors.size() == 1);
    CHECK_THAT(errors[0], Catch::StartsWith("study.yaml:6:24: optimization.starts: is 0"));
}

TEST_CASE("sweep: a product beyond all reason is refused", "[study][sweep]") {
    std::string values = "0";
    for (int i = 1; i < 101; ++i) {
        values += ", " + std::to_string(i);
    }
    CHECK_THAT(error_of("sweep: {defaults.lambda: [" + values + "], defaults.eta: [" + values +
                        "], defaults.beta: [" + values + "]}"),
               Catch::StartsWith("study.yaml:6:8: sweep: has more than 10000 combinations"));
}
