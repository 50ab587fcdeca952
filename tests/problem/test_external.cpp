#include "core/json.hpp"
#include "core/parallel.hpp"
#include "problem/evaluation_scope.hpp"
#include "problem/external_answer.hpp"
#include "problem/external_files.hpp"
#include "problem/external_program.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace jennopt;

TEST_CASE("external: values and partials arrive, null and left out partials are missing",
          "[problem][external]") {
    const Evaluation result = ExternalProgram(good_answer).evaluate();
    CHECK(result.value == Vector{{1.5, -2.0}});
    CHECK(result.jacobian(0, 0) == 3.0);
    CHECK(std::isnan(result.jacobian(0, 1)));
    CHECK(std::isnan(result.jacobian(1, 0)));
    CHECK(result.jacobian(1, 1) == 4.0);
}

TEST_CASE("external: only the partials that are declared are taken", "[problem][external]") {
    ExternalProgram program(good_answer);
    program.config.partials = {"b"};
    CHECK(std::isnan(program.evaluate().jacobian(0, 0)));
    CHECK(program.evaluate().jacobian(1, 1) == 4.0);
    program.config.partials = {};
    CHECK_FALSE(program.problem()->info().has_partials);
    CHECK(program.evaluate().jacobian.array().isNaN().all());
    CHECK(program.evaluate(Derivatives::none).jacobian.size() == 0);
}

TEST_CASE("external: the program is told the point on standard input and in a file",
          "[problem][external]") {
    ExternalProgram program(
        "cat > seen.json; cmp seen.json point.json || exit 9\n"
        "cp seen.json $JENNOPT_STUDY_FOLDER; " +
        good_answer);
    const auto point = [&](Derivatives wanted) {
        const EvaluationScope scope(program.folder() / "programs", "training/000012");
        (void)program.evaluate(wanted);
        return Json::parse(read_text(program.folder() / "seen.json"));
    };
    const Json told = point(Derivatives::first);
    CHECK(told.at("evaluation") == "training/000012");
    CHECK(told.at("inputs") == Json{{"a", 0.25}, {"b", 0.1}});
    CHECK(told.at("x") == Json{0.25, 0.1});
    CHECK(told.at("outputs_wanted") == Json{"y", "g"});
    CHECK(told.at("partials_wanted") == Json{"a", "b"});
    CHECK(told.at("folder") == (program.folder() / "programs" / "training-000012").string());
    CHECK(point(Derivatives::none).at("partials_wanted").empty());
    CHECK(std::filesystem::is_empty(program.folder() / "programs"));
}

TEST_CASE("external: the last JSON object with values counts, or the file result.json",
          "[problem][external]") {
    const std::string noise = "echo 'step {1} \"of {'; echo '{\"values\": {\"y\": 0, \"g\": 0}}'\n";
    const std::string more = "\necho '{\"seconds\": 3}'; echo done";
    CHECK(ExternalProgram(noise + good_answer + more).evaluate().value(0) == 1.5);
    CHECK(ExternalProgram(R"(echo '{'; echo '  "values": {"y": 7,'; echo '"g": 0}}')")
              .evaluate()
              .value(0) == 7.0);
    CHECK(ExternalProgram(noise + good_answer + " > result.json").evaluate().value(0) == 1.5);
}

TEST_CASE("external: lines of a log in JSON after the answer are not the answer",
          "[problem][external]") {
    const auto value = [](const std::string& more) {
        return ExternalProgram(good_answer + "\necho '" + more + "'").evaluate().value(0);
    };
    CHECK(value(R"({"level": "info", "status": "converged"})") == 1.5);
    CHECK(value(R"({"status": "ok"})") == 1.5);
    CHECK(value(R"({"values": 3}{"values": {"residual": 1e-9}})") == 1.5);
    CHECK(value(R"({"status": "ok", "values": {"y": 2, "g": 0}})") == 2.0);
    CHECK_THAT(ExternalProgram(good_answer + "\necho '{\"status\": \"failed\"}'").failure(),
               Catch::Contains("its status is failed"));
}

TEST_CASE("external: launcher, environment and paths beside the study reach the program",
          "[problem][external]") {
    ExternalProgram program(
        "test \"$1\" = \"$JENNOPT_STUDY_FOLDER/data.txt\" || exit 3\n"
        "test $COLOR-$LAUNCHED = red-yes || exit 4\n" +
        good_answer);
    write_text(program.folder() / "data.txt", "");
    program.config.command.emplace_back("data.txt");
    program.config.launcher = {"env", "LAUNCHED=yes"};
    program.config.environment = {{"COLOR", "red"}};
    CHECK(program.failure().empty());
}

TEST_CASE("external: a retry may succeed", "[problem][external]") {
    ExternalProgram program(
        "cd $JENNOPT_STUDY_FOLDER; echo >> count; [ $(wc -l < count) -gt 2 ] || exit 5\n" +
        good_answer);
    program.config.retries = 2;
    CHECK(program.failure().empty());
    CHECK(program.counted() == 3);
}

TEST_CASE("external: after all retries the first failure is told", "[problem][external]") {
    ExternalProgram program("cd $JENNOPT_STUDY_FOLDER; echo >> count; exit $(wc -l < count)");
    program.config.retries = 2;
    const std::string failure = program.failure();
    CHECK_THAT(failure,
               Catch::StartsWith("problem 'two' at [0.25, 0.1]: it ended with exit status 1") &&
                   Catch::Contains("so did 2 more attempts"));
    CHECK(program.counted() == 3);
}

TEST_CASE("external: what a program declares failed is not tried again", "[problem][external]") {
    ExternalProgram program(
        "echo >> $JENNOPT_STUDY_FOLDER/count\n"
        R"(echo '{"status": "failed", "message": "the mesh collapsed"}')");
    program.config.retries = 2;
    CHECK_THAT(program.failure(), Catch::Contains("its status is failed: the mesh collapsed"));
    CHECK(program.counted() == 1);
}

TEST_CASE("external: several threads may evaluate at once", "[problem][external]") {
    const ExternalProgram program(
        R"(sed 's/.*"a":\([^,]*\),"b":\([^}]*\)}.*/{"values": {"y": \1, "g": \2}}/')");
    const auto problem = program.problem();
    constexpr Index count = 60;
    Matrix seen(2, count);
    parallel_for(count, 6, [&](Index t) {
        const Vector x{{static_cast<double>(t) / count, 0.1 * static_cast<double>(t % 7)}};
        seen.col(t) = problem->evaluate(x, Derivatives::none).value - x;
    });
    CHECK(seen.isZero(0.0));
}

TEST_CASE("external: a template is filled in, and results are found by pattern",
          "[problem][external]") {
    ExternalProgram program(
        "mkdir out; sed 's/a=/found /' in/case.txt > out/y.txt; cat in/case.txt\n"
        "echo 'dg/db: -1.5D+01'");
    write_text(program.folder() / "case.template", "a={{a}}\nb={{b:.3e}}\n{one} brace }}\n");
    program.config.templates = {{"in/case.txt", "case.template"}};
    program.config.results = {
        {"y", {{"out/y.txt", "found ([0-9.]+)"}, {{"a", {"", "no such ([0-9])"}}}}},
        {"g", {{"", "b=(.*)"}, {{"b", {"", "dg/db: (.*)"}}}}}};
    const Evaluation result = program.evaluate();
    CHECK(result.value == Vector{{0.25, 0.1}});
    CHECK(result.jacobian(1, 1) == -15.0);
    CHECK(std::isnan(result.jacobian(0, 0)));
    CHECK(std::isnan(result.jacobian(0, 1)));
}

TEST_CASE("external: a template may have double braces of its own", "[problem][external]") {
    ExternalProgram program("cp case.txt $JENNOPT_STUDY_FOLDER; " + good_answer);
    program.config.templates = {{"case.txt", "t"}};
    write_text(program.folder() / "t", "{{{{ b }} {{{a}}} {{{{{{{a}}}\n{{b}}{{{{");
    (void)program.evaluate();
    CHECK(read_text(program.folder() / "case.txt") == "{{ b }} {0.25} {{{0.25}\n0.1{{");
}

TEST_CASE("external: the last line that matches a pattern counts", "[problem][external]") {
    ExternalProgram program("echo 'y = 1'; echo 'y = 2'; echo 'y = +3.5'; echo 'g: nothing'");
    program.config.results = {{"y", {{"", "y = (.*)"}, {}}}, {"g", {{"", "y = (.)"}, {}}}};
    CHECK_THAT(program.failure(),
               Catch::Contains("'+' in what it printed is no number, where the output 'g'"));
    program.config.results.at("g").value.pattern = "g = (.*)";
    CHECK_THAT(program.failure(), Catch::Contains("no line of what it printed matches 'g = (.*)'"));
    program.config.results.at("g").value.file = "g.txt";
    CHECK_THAT(program.failure(), Catch::Contains("it left no file g.txt, where the output 'g'"));
}

TEST_CASE("external: folders are kept as wanted", "[problem][external]") {
    const auto kept = [](KeepFolders keep, const std::string& script) {
        ExternalProgram program(script);
        program.config.keep_folders = keep;
        program.config.retries = 1;
        {
            const EvaluationScope scope(program.folder() / "programs", "check/jenn");
            (void)program.failure();
        }
        std::string names;
        for (const char* name : {"check-jenn", "check-jenn-2"}) {
            names += std::filesystem::exists(program.folder() / "programs" / name / "point.json")
                         ? std::string(name) + " "
                         : "";
        }
        return names;
    };
    CHECK(kept(KeepFolders::failed, good_answer).empty());
    CHECK(kept(KeepFolders::failed, "exit 1") == "check-jenn check-jenn-2 ");
    CHECK(kept(KeepFolders::all, good_answer) == "check-jenn ");
    CHECK(kept(KeepFolders::none, "exit 1").empty());
}

TEST_CASE("external: what a killed run left in the folder is not seen", "[problem][external]") {
    const ExternalProgram program("[ ! -e old ] || exit 6\n" + good_answer);
    std::filesystem::create_directories(program.folder() / "programs" / "test-000001");
    write_text(program.folder() / "programs" / "test-000001" / "old", "");
    const EvaluationScope scope(program.folder() / "programs", "test/000001");
    CHECK(program.failure().empty());
}

TEST_CASE("external: a program or a template that is not there is found without running",
          "[problem][external]") {
    ExternalProgram program(good_answer);
    program.config.command = {"no-such-program"};
    program.config.launcher = {"./run.sh"};
    program.config.templates = {{"x", "missing"}, {"y", "wrong"}};
    write_text(program.folder() / "wrong", "{{a}}\n{{c}}\n");
    const auto found = objections(program.config, program.folder());
    REQUIRE(found.size() == 4);
    CHECK(found[0].path == "launcher.0");
    CHECK_THAT(found[0].message, Catch::Contains("may not be executed"));
    CHECK(found[1].path == "command.0");
    CHECK_THAT(found[1].message, Catch::StartsWith("is 'no-such-program': command not found"));
    CHECK(found[2].path == "templates.x");
    CHECK_THAT(found[2].message, Catch::Contains("missing: no such file"));
    CHECK(found[3].path == "templates.y");
    CHECK_THAT(found[3].message, Catch::Contains("wrong, line 2: {{c}} is no input"));
    CHECK_THROWS_AS(program.problem(), ConfigError);
}

TEST_CASE("external: a script that is not there is found without running", "[problem][external]") {
    ExternalProgram program(good_answer);
    write_text(program.folder() / "there.py", "");
    write_text(program.folder() / "t", "{{a}}\n");
    program.config.templates = {{"made.sh", "t"}};
    program.config.command = {"sh", "-u", "there.py", "made.sh", "x=1", "gone.py"};
    const auto found = objections(program.config, program.folder());
    REQUIRE(found.size() == 1);
    CHECK(found[0].path == "command.5");
    CHECK_THAT(found[0].message, Catch::StartsWith("is 'gone.py': no such file in "));
}

TEST_CASE("external: integers are told as whole numbers", "[problem][external]") {
    ExternalProgram program(good_answer);
    program.config.inputs[0].integer = true;
    const std::string told =
        point_json(program.config, "e", program.folder(), Vector{{3.0, 0.5}}, Derivatives::none);
    CHECK_THAT(told, Catch::Contains(R"("a":3,)") && Catch::Contains(R"("x":[3,0.5])"));
    CHECK(fill_template("n={{a:d}}, b={{b}}", program.config.inputs, Vector{{3.0, 0.5}}) ==
          "n=3, b=0.5");
}

TEST_CASE("external: a template says where its braces are wrong", "[problem][external]") {
    ExternalProgram program(good_answer);
    program.config.templates = {{"x", "t"}};
    const auto message = [&](const std::string& text) {
        write_text(program.folder() / "t", text);
        return objections(program.config, program.folder()).at(0).message;
    };
    CHECK_THAT(message("\n\n{{a:x}}"), Catch::Contains("t, line 3: {{a:x}} has no format"));
    CHECK_THAT(message("{{a\n}}"), Catch::Contains("line 1: {{ has no }} in its line"));
    CHECK_THAT(message("{{widht}}"),
               Catch::Contains("expected one of a, b") && Catch::EndsWith("{{{{ stands for {{"));
}
