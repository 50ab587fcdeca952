#include "cli/workplace.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "study/config/describe.hpp"
#include "support/catch.hpp"

#include <fstream>
#include <string>

using namespace jennopt;

namespace {

/// Exit code 2, the message, and nothing written.
void check_refused(const Workplace& place, const std::string& options, const std::string& message) {
    INFO(options);
    const ProgramOutcome outcome = place.run(options);
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.output, Catch::Contains(message));
    CHECK_FALSE(std::filesystem::exists(place.output()));
}

std::string with(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("program: a study runs from YAML to report", "[cli]") {
    const Workplace place;
    const ProgramOutcome outcome = place.run();
    INFO(outcome.output);
    REQUIRE(outcome.exit_code == 0);
    CHECK_THAT(outcome.output,
               Catch::Contains("small\n=====\nSurrogate-based optimization of sinusoid: 2 "
                               "replicates, jennopt ") &&
                   Catch::Contains("report.html"));
    const auto folder = place.output() / "small";
    for (const char* name : {"metrics.csv",
                             "summary.csv",
                             "summary.json",
                             "report.html",
                             "report.md",
                             "study.json",
                             "figures"}) {
        CHECK(std::filesystem::exists(folder / name));
    }
    CHECK_THAT(read_text(folder / "summary.csv"),
               Catch::StartsWith("arm,surrogate,metric,median,q25,q75,min,max,n\n") &&
                   Catch::Contains("\nbase,jenn,r2_partials,") &&
                   Catch::Contains("\nbase,truth,true_evaluations,"));
    const std::string summary = read_text(folder / "summary.csv");
    const ProgramOutcome report = jennopt_program("report " + folder.string());
    CHECK(report.exit_code == 0);
    CHECK(read_text(folder / "summary.csv") == summary);
    CHECK_THAT(outcome.output, Catch::Contains(report.output));
}

TEST_CASE("program: check prints the plan and writes nothing", "[cli]") {
    const Workplace place;
    const ProgramOutcome outcome =
        jennopt_program("check " + place.file().string() + " --output " + place.output().string());
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.output,
               Catch::Contains("2 of each arm") && Catch::Contains("training samples 5") &&
                   Catch::Contains("Nothing was run"));
    CHECK_FALSE(std::filesystem::exists(place.output()));
}

TEST_CASE("program: check --partials compares a problem's partials with differences", "[cli]") {
    const Workplace place;
    const ProgramOutcome outcome = jennopt_program("check --partials " + place.file().string());
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(
        outcome.output,
        Catch::Contains("partials of sinusoid at 3 points, against differences: 3 of 3 agree"));
}

TEST_CASE("program: help, version, problems and describe answer", "[cli]") {
    CHECK_THAT(jennopt_program("").output, Catch::Contains("jennopt run STUDY.yaml"));
    CHECK_THAT(jennopt_program("run --help").output, Catch::Contains("--set KEY=VALUE"));
    CHECK_THAT(jennopt_program("--version").output, Catch::StartsWith("jennopt "));
    CHECK_THAT(jennopt_program("problems").output,
               Catch::Contains("rosenbrock") && Catch::Contains("hartmann6"));
    CHECK_THAT(jennopt_program("problems branin").output,
               Catch::Contains("known optimum: 0.3978") && Catch::Contains("partials: exact"));
    CHECK(jennopt_program("describe study").output == describe_study());
}

TEST_CASE("program: bad command lines are refused with exit code 2", "[cli]") {
    const Workplace place;
    const auto [arguments, message] = GENERATE(table<const char*, const char*>({
        {"runn x.yaml", "unknown command runn; did you mean 'run'?"},
        {"rnu x.yaml", "unknown command rnu; did you mean 'run'? The commands are run, check"},
        {"x.yaml", "did you mean 'run x.yaml'?"},
        {"optimize x.yaml", "unknown command optimize; the commands are run, check"},
        {"check --jobs 3 x.yaml", "jennopt check has no option --jobs (jennopt run has)"},
        {"run -quiet x.yaml", "jennopt run has no option -quiet; did you mean '--quiet'?"},
        {"run -x x.yaml", "jennopt run has no option -x; see jennopt run --help"},
        {"run --set", "--set is given without its value"},
        {"run -o a -o b x.yaml", "--output is given several times, expected once"},
        {"run --quiet=3 x.yaml", "--quiet is given with a value"},
        {"run --jobs 1e3 x.yaml", "--jobs is 1e3, expected a whole number"},
        {"problems hartmann7", "unknown problem 'hartmann7'; did you mean 'hartmann6'?"},
        {"run", "jennopt run takes STUDY.yaml..., found 0 arguments"},
        {"run --jbos 3 x.yaml", "jennopt run has no option --jbos; did you mean '--jobs'?"},
        {"run --jobs 0 x.yaml", "--jobs is 0, expected a whole number from 1 to 10000"},
        {"run --jobs many x.yaml", "--jobs is many, expected a whole number"},
        {"run --set sampling x.yaml", "--set sampling: expected KEY=VALUE"},
        {"run no/such.yaml", "no/such.yaml: no such file"},
        {"problems rosenbrok", "did you mean 'rosenbrock'?"},
        {"describe problem", "takes study, man or completion, found problem"},
        {"report no/such", "holds no study"},
        {"predict no/such.json x.csv", "no/such.json: no such file"},
    }));
    INFO(arguments);
    const ProgramOutcome outcome = jennopt_program(arguments);
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.output, Catch::Contains(message));
}

TEST_CASE("program: a study that cannot run is refused with its place before anything is written",
          "[cli]") {
    const Workplace place;
    check_refused(place,
                  "--set problem.name=sinusoit",
                  "study.yaml:3:10: problem: unknown problem 'sinusoit'; did you mean 'sinusoid'?");
    check_refused(place, "--set problem.options.size=3", "option 'size'");
    check_refused(place, "--set optimization.from=[[9]]", "optimization.from: start 1 is [9]");
    check_refused(place,
                  "--set 'surrogates.jenn.gamma={samples: [1, 2]}'",
                  "gamma.samples has 2 entries, expected 5");
    check_refused(place,
                  "--set 'surrogates.jenn={beta: 0, gamma: {outputs: [0]}}'",
                  "surrogates.jenn: output 0 has nothing to learn from");
    check_refused(place,
                  "--set 'surrogates.jenn={kind: kriging}' --set 'sampling={count: 2500}'",
                  "surrogates.jenn: kriging of 2500 samples with 1 partials each has 5000 "
                  "observations, expected at most 4000");
    check_refused(place, "--plugin-path /no/such/folder", "/no/such/folder");
    const Workplace two(with(with(small_study, "kind: nn", "kind: nnn"), "levels: 5", "levels: 1"));
    check_refused(two, "", "study.yaml:4:32: sampling.levels: is 1");
    check_refused(
        two, "", "study.yaml:8:14: surrogates.nn.kind: is 'nnn', expected one of nn, jenn");
    const Workplace constrained(with(
        with(small_study, "sinusoid", "speed_reducer"), "{plan: grid, levels: 5}", "{count: 20}"));
    check_refused(constrained,
                  "--set optimization.algorithm=lbfgs",
                  "lbfgs cannot take the 11 constraints of speed_reducer");
}

TEST_CASE("program: interrupted it exits with 130, and the same command goes on", "[cli]") {
    const Workplace place(with(small_study,
                               "max_iterations: 100",
                               "max_iterations: 100000000, loss_tolerance: 0, trainer: adam"));
    const ProgramOutcome stopped =
        jennopt_program("run " + place.file().string() + " --output " + place.output().string() +
                        " & sleep 1; kill -INT $!; wait $!");
    CHECK(stopped.exit_code == 130);
    CHECK_THAT(stopped.output, Catch::Contains("the same command goes on from here"));
    CHECK_THAT(read_text(place.output() / "small" / "evaluations" / "000001.jsonl"),
               Catch::Contains(R"("status":"ok")"));
}

TEST_CASE("program: when every training diverges there is a report, advice, and exit code 1",
          "[cli]") {
    const Workplace place;
    const std::string options = "--set defaults.training='{trainer: adam, rate: 1e160}'";
    const ProgramOutcome outcome = place.run(options);
    INFO(outcome.output);
    CHECK(outcome.exit_code == 1);
    CHECK_THAT(outcome.output,
               Catch::Contains("jenn was lost in 2 of 2 replicates: training diverged"));
    CHECK(std::filesystem::exists(place.output() / "small" / "report.html"));
    const ProgramOutcome errors = place.run(options + " --quiet 2>&1 >/dev/null");
    CHECK(errors.exit_code == 1);
    CHECK_THAT(errors.output,
               Catch::StartsWith("small: no surrogate is left, all 4 were lost; nn in the first "
                                 "replicate: training diverged: the loss is ") &&
                   Catch::Contains("(adam, rate 1e+160)") &&
                   Catch::Contains("try a smaller rate, normalize: true, or trainer: auto"));
}

TEST_CASE("program: one surrogate that is left is enough for exit code 0", "[cli]") {
    const Workplace place;
    const ProgramOutcome outcome =
        place.run("--quiet --set surrogates.nn.training='{trainer: adam, rate: 1e160}'");
    INFO(outcome.output);
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.output,
               Catch::Contains("nn was lost in 2 of 2 replicates") &&
                   !Catch::Contains("no surrogate is left"));
}

TEST_CASE("program: what the problem objects to is told all at once", "[cli]") {
    const Workplace place;
    const ProgramOutcome outcome =
        place.run("--set optimization.from=[[9]] --set surrogates.jenn.gamma='{samples: [1]}'");
    CHECK(outcome.exit_code == 2);
    CHECK_THAT(outcome.output,
               Catch::Contains("optimization.from: start 1 is [9]") &&
                   Catch::Contains("surrogates.jenn: gamma.samples has 1 entries"));
}

TEST_CASE("program: an output that is a file is bad input", "[cli]") {
    const Workplace place;
    std::ofstream(place.output()) << "a file";
    CHECK(place.run().exit_code == 2);
}

TEST_CASE("program: arms may differ in the problem's options", "[cli]") {
    const Workplace place(with(with(small_study, "{name: sinusoid}", "{name: styblinski_tang}"),
                               "{plan: grid, levels: 5}",
                               "{count: 10}") +
                          "sweep: {problem.options.dimension: [1, 3]}\n");
    check_refused(place, "--set problem.options.dimension=2", "is swept by the study");
    const ProgramOutcome outcome = place.run("--quiet");
    INFO(outcome.output);
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.output, !Catch::Contains("the statement is wrong"));
    CHECK_THAT(read_text(place.output() / "small" / "study.json"),
               Catch::Contains(R"("command": "jennopt run )" + place.file().string() + "\""));
}

TEST_CASE("program: arms may differ in the problem", "[cli]") {
    const Workplace place(small_study +
                          std::string("sweep: {problem.name: [sinusoid, x_sin_x]}\n"));
    const ProgramOutcome check = jennopt_program("check --partials " + place.file().string());
    CHECK_THAT(check.output,
               Catch::Contains("study small, problem sinusoid (") &&
                   Catch::Contains(", problem x_sin_x (") &&
                   Catch::Contains("partials of sinusoid at 3 points") &&
                   Catch::Contains("partials of x_sin_x at 3 points"));
    const ProgramOutcome outcome = place.run("--quiet");
    INFO(outcome.output);
    REQUIRE(outcome.exit_code == 0);
    const auto folder = place.output() / "small";
    const Json summary = Json::parse(read_text(folder / "summary.json"));
    CHECK(summary.at("problem") == Json{"sinusoid", "x_sin_x"});
    CHECK(summary.at("rows").front().at("problem") == "sinusoid");
    CHECK(summary.at("rows").back().at("problem") == "x_sin_x");
    CHECK_THAT(read_text(folder / "report.html"),
               Catch::Contains("optimization of sinusoid, x_sin_x: 2 arms × 2 replicates") &&
                   Catch::Contains("<h3>problem.name=sinusoid</h3>\n<p>sinusoid: ") &&
                   Catch::Contains("<h3>problem.name=x_sin_x</h3>\n<p>x_sin_x: "));
}

TEST_CASE("program: a heading names the problem where the arm's label does not", "[cli]") {
    const Workplace place(small_study + std::string("sweep: {case: {a: {}, b: {problem: {name: "
                                                    "x_sin_x}}}}\n"));
    const ProgramOutcome outcome = place.run("--quiet");
    CHECK_THAT(outcome.output,
               Catch::Contains("\ncase=a (sinusoid)\n-----") &&
                   Catch::Contains("\ncase=b (x_sin_x)\n-----"));
}

TEST_CASE("program: a study whose optional table is not there is left out", "[cli]") {
    const Workplace place;
    const auto data = place.folder() / "data.yaml";
    const std::string table = "table: {file: rows.csv, inputs: [a], outputs: [y]";
    write_text(
        data,
        "study: data\nproblem: {" + table + ", optional: true}}\nsurrogates: {nn: {kind: nn}}\n");
    const std::string sentence = "data: left out, " + (place.folder() / "rows.csv").string() +
                                 " is not there; see the head of " + data.string() + "\n";
    const ProgramOutcome alone = jennopt_program("run " + data.string());
    CHECK(alone.exit_code == 0);
    CHECK(alone.output == sentence);
    CHECK(jennopt_program("check " + data.string()).output == sentence);

    const ProgramOutcome both = place.run("--quiet " + data.string());
    CHECK(both.exit_code == 0);
    CHECK_THAT(both.output,
               Catch::StartsWith(sentence + "small\n=====\n") && Catch::EndsWith(sentence));
    const ProgramOutcome errors = place.run("--quiet " + data.string() + " 2>&1 >/dev/null");
    CHECK(errors.output == sentence + sentence);

    CHECK(
        jennopt_program("run " + data.string() + " --set problem.table.optional=false").exit_code ==
        2);
    write_text(place.folder() / "rows.csv", "a,z\n1,2\n3,4\n");
    const ProgramOutcome broken = jennopt_program("run " + data.string());
    CHECK(broken.exit_code == 2);
    CHECK_THAT(broken.output, Catch::Contains("has no column \"y\""));
}

TEST_CASE("program: without test samples the report says that R2 is cross-validated", "[cli]") {
    const Workplace place;
    const std::string options = "--set test=none --set 'sampling={count: 12}'";
    const ProgramOutcome outcome = place.run(options);
    INFO(outcome.output);
    REQUIRE(outcome.exit_code == 0);
    CHECK_THAT(outcome.output,
               Catch::Contains("Cross-validated R2 (5 folds) of values") &&
                   Catch::Contains("It is cross-validated (5 folds)") &&
                   !Catch::Contains("test samples") && !Catch::Contains("left out"));
    const std::string page = read_text(place.output() / "small" / "report.html");
    CHECK_THAT(page, Catch::Contains("each predicted by surrogates made without it (5 folds)"));
    CHECK_THAT(read_text(place.output() / "small" / "summary.json"),
               Catch::Contains("\"cross_validation_folds\": 5"));
}
