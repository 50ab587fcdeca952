#include "problem/evaluation_scope.hpp"
#include "problem/external_program.hpp"
#include "problem/launch.hpp"
#include "problem/run_mark.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <stdexcept>

using namespace jennopt;

namespace {

/// Evaluates in the scope of a study, which does not get to keep the answer where it is killed.
void evaluate_in_study(const ExternalProgram& program, bool killed) {
    try {
        const EvaluationScope scope(program.folder() / "programs", "training/000000");
        CHECK(program.evaluate().value(0) == 1.5);
        if (killed) {
            throw std::runtime_error("killed");
        }
    } catch (const std::runtime_error&) {
    }
}

const std::string counting = "echo >> $JENNOPT_STUDY_FOLDER/count\n";

}  // namespace

TEST_CASE("run mark: an answer that was ready is not asked for again", "[problem][run_mark]") {
    const ExternalProgram program(counting + good_answer);
    const auto folder = program.folder() / "programs" / "training-000000";
    evaluate_in_study(program, true);
    CHECK(std::filesystem::exists(folder / mark_file));
    evaluate_in_study(program, true);
    evaluate_in_study(program, false);
    CHECK(program.counted() == 1);
    CHECK_FALSE(std::filesystem::exists(folder));
    evaluate_in_study(program, false);
    CHECK(program.counted() == 2);
}

TEST_CASE("run mark: it is asked for again where anything is different", "[problem][run_mark]") {
    ExternalProgram program(counting + good_answer);
    const auto folder = program.folder() / "programs" / "training-000000";
    const auto runs_again = [&](const auto& change) {
        evaluate_in_study(program, true);
        const std::size_t before = program.counted();
        change();
        evaluate_in_study(program, true);
        return program.counted() == before + 1;
    };
    CHECK_FALSE(runs_again([] {}));
    CHECK(runs_again([&] { program.config.environment["A"] = "1"; }));
    CHECK(runs_again([&] {
        program.config.inputs[1].name = "c";
        program.config.partials = {};
    }));
    CHECK(runs_again([&] {
        using namespace std::chrono_literals;
        const auto script = program.folder() / "run.sh";
        std::filesystem::last_write_time(script, std::filesystem::last_write_time(script) - 1h);
    }));
    CHECK(runs_again([&] { write_text(folder / mark_file, "another start of the system\n"); }));
    CHECK(runs_again([&] { std::filesystem::remove(folder / mark_file); }));
    CHECK(runs_again([&] { write_text(folder / "stdout.txt", "cut"); }));
}

TEST_CASE("run mark: a failure is run again", "[problem][run_mark]") {
    ExternalProgram program(counting + R"(echo '{"status": "failed"}')");
    program.config.keep_folders = KeepFolders::all;
    for (int i = 0; i < 2; ++i) {
        const EvaluationScope scope(program.folder() / "programs", "training/000000");
        CHECK_THAT(program.failure(), Catch::Contains("its status is failed"));
    }
    CHECK(program.counted() == 2);
}

TEST_CASE("run mark: a folder that another process reads is left alone", "[problem][run_mark]") {
    const ExternalProgram program(good_answer);
    const auto first = program.folder() / "programs" / "training-000000";
    std::filesystem::create_directories(first);
    write_text(first / "answer", "");
    const Descriptor reading = use_folder(first);
    evaluate_in_study(program, true);
    CHECK(std::filesystem::exists(first / "answer"));
    CHECK(std::filesystem::exists(program.folder() / "programs" / "training-000000-2" / mark_file));
}
