#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/manual.hpp"
#include "cli/output.hpp"
#include "core/format.hpp"
#include "core/instruction_set.hpp"
#include "jennopt/core/error.hpp"
#include "problem/crash_message.hpp"
#include "study/config/describe.hpp"
#include "study/evaluation_store.hpp"

#include <filesystem>
#include <new>
#include <span>

namespace {

using namespace jennopt;

/// Exit codes, the same for every command.
enum ExitCode {
    done = 0,
    not_as_hoped = 1,  // no surrogate is left, or a partial is wrong
    bad_input = 2,
    evaluations_failed = 3,
    internal_error = 4,  // or the machine has not enough of something
    interrupted = 130
};

void describe_command(const CommandLine& line) {
    const std::string& what = line.arguments.front();
    if (what == "study") {
        print_result("{}", describe_study());
    } else if (what == "man") {
        print_result("{}", manual_page());
    } else if (what == "completion") {
        print_result("{}", bash_completion());
    } else {
        throw ConfigError(
            fmt::format("jennopt describe takes study, man or completion, found {}", what));
    }
}

ExitCode dispatch(const CommandLine& line) {
    if (line.version) {
        print_result("jennopt {}\n", JENNOPT_VERSION);
    } else if (line.help) {
        print_result("{}", help_text(line.command));
    } else if (line.command == "run") {
        return run_command(line) ? done : not_as_hoped;
    } else if (line.command == "check") {
        return check_command(line) ? done : not_as_hoped;
    } else if (line.command == "plan") {
        plan_command(line);
    } else if (line.command == "problems") {
        problems_command(line);
    } else if (line.command == "describe") {
        describe_command(line);
    } else if (line.command == "report") {
        return report_command(line) ? done : not_as_hoped;
    } else if (line.command == "pack") {
        pack_command(line);
    } else if (line.command == "predict") {
        return predict_command(line) ? done : not_as_hoped;
    } else if (line.command == "export") {
        export_command(line);
    } else if (line.command == "suggest") {
        suggest_command(line);
    }
    return done;
}

/// What a command leaves besides what it prints.
const char* kept_by(const CommandLine& line) {
    return !line.help && (line.command == "run" || line.command == "report")
               ? "; the study's folder and its report are complete"
               : "";
}

}  // namespace

int main(int argc, char* argv[]) {
    const std::span<const char* const> words(argv + 1, static_cast<std::size_t>(argc) - 1);
    guard_standard_streams();
    report_crashes();
    try {
        const CommandLine line = parse_command_line(words);
        if (line.command != "plan") {  // which is for other machines
            use_instruction_set(line.simd);
        }
        const ExitCode code = dispatch(line);
        require_printed(kept_by(line));
        return code;
    } catch (const ConfigError& error) {
        print_message("{}\n", error.what());
        return bad_input;
    } catch (const std::filesystem::filesystem_error& error) {
        print_message("{}: cannot be used ({})\n", error.path1().string(), error.code().message());
        return bad_input;
    } catch (const std::bad_alloc&) {
        print_message(
            "there is too little memory: expected fewer samples, neurons or networks, or a "
            "smaller --jobs, or a larger limit where one is set (ulimit -v); what is finished is "
            "kept\n");
        return internal_error;
    } catch (const Interrupted& stop) {
        print_message("{}\n", stop.what());
        return interrupted;
    } catch (const StoreFailure& error) {
        print_message(
            "{}\nthe last evaluation is lost and no other; the same command goes on when there "
            "is space\n",
            error.what());
        return internal_error;
    } catch (const MachineFailure& error) {
        print_message(
            "{}\nthe machine failed, not the design: nothing is lost, the same command goes on "
            "from here\n",
            error.what());
        return evaluations_failed;
    } catch (const EvaluationError& error) {
        print_message("{}\n", error.what());
        return evaluations_failed;
    } catch (const Error& error) {
        print_message("{}\n", error.what());
        return internal_error;
    } catch (const std::exception& error) {
        print_message("internal error: {}\n", error.what());
        return internal_error;
    }
}
