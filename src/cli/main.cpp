#include "cli/command_line.hpp"
#include "cli/commands.hpp"
#include "cli/manual.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/crash_message.hpp"
#include "study/config/describe.hpp"
#include "study/evaluation_store.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
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
        fmt::print("{}", describe_study());
    } else if (what == "man") {
        fmt::print("{}", manual_page());
    } else if (what == "completion") {
        fmt::print("{}", bash_completion());
    } else {
        throw ConfigError(
            fmt::format("jennopt describe takes study, man or completion, found {}", what));
    }
}

ExitCode dispatch(const CommandLine& line) {
    if (line.version) {
        fmt::print("jennopt {}\n", JENNOPT_VERSION);
    } else if (line.help) {
        fmt::print("{}", help_text(line.command));
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
        predict_command(line);
    } else if (line.command == "export") {
        export_command(line);
    } else if (line.command == "suggest") {
        suggest_command(line);
    }
    return done;
}

/// Full disks show when the last of the output is written.
void require_printed() {
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        throw Error(fmt::format("the output cannot be written ({})", std::strerror(errno)));
    }
}

}  // namespace

int main(int argc, char* argv[]) {
    const std::span<const char* const> words(argv + 1, static_cast<std::size_t>(argc) - 1);
    report_crashes();
    try {
        const ExitCode code = dispatch(parse_command_line(words));
        require_printed();
        return code;
    } catch (const ConfigError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return bad_input;
    } catch (const std::filesystem::filesystem_error& error) {
        fmt::print(
            stderr, "{}: cannot be used ({})\n", error.path1().string(), error.code().message());
        return bad_input;
    } catch (const std::bad_alloc&) {
        fmt::print(stderr,
                   "there is too little memory: expected fewer samples, neurons or networks, or a "
                   "smaller --jobs; what is finished is kept\n");
        return internal_error;
    } catch (const Interrupted& stop) {
        fmt::print(stderr, "{}\n", stop.what());
        return interrupted;
    } catch (const StoreFailure& error) {
        fmt::print(
            stderr,
            "{}\nthe last evaluation is lost and no other; the same command goes on when there "
            "is space\n",
            error.what());
        return internal_error;
    } catch (const MachineFailure& error) {
        fmt::print(
            stderr,
            "{}\nthe machine failed, not the design: nothing is lost, the same command goes on "
            "from here\n",
            error.what());
        return evaluations_failed;
    } catch (const EvaluationError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return evaluations_failed;
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return internal_error;
    } catch (const std::exception& error) {
        fmt::print(stderr, "internal error: {}\n", error.what());
        return internal_error;
    }
}
