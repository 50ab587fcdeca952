#include "problem/crash_message.hpp"
#include "support/catch.hpp"

#include <sys/resource.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>
#include <unistd.h>

using namespace jennopt;

namespace {

/// Takes the process down at x1 > 0.
class Crashing final : public Problem {
public:
    explicit Crashing(int signal)
        : Problem({.name = "crashing",
                   .summary = "",
                   .formula = "",
                   .source = "",
                   .inputs = box_inputs(2, -1.0, 1.0),
                   .outputs = {{.name = "y", .unit = ""}}}),
          signal_(signal) {}

private:
    static double deeper(const volatile double* above, double y) {
        std::array<volatile double, 100> local{};
        local[0] = y + *above;
        return y < 0.0 ? y : deeper(local.data(), y + 1.0) + local[0];
    }

    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives /*wanted*/) const override {
        if (x(0) > 0.0) {
            if (signal_ == SIGSEGV) {  // a stack that is used up leaves the handler none
                const double first = x(0);
                return {.value = Vector::Constant(1, deeper(&first, 0.0)), .jacobian = {}};
            }
            std::raise(signal_);
        }
        return {.value = Vector::Zero(1), .jacobian = Matrix::Zero(1, 2)};
    }

    int signal_;
};

struct Death {
    int signal = 0;
    std::string message = {};
};

/// What a process says and how it ends that evaluates at these points.
Death death_of(int signal, const std::vector<Vector>& points) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const rlimit no_core{0, 0};
        ::setrlimit(RLIMIT_CORE, &no_core);
        ::dup2(ends[1], STDERR_FILENO);
        report_crashes();
        const Crashing problem(signal);
        for (const Vector& x : points) {
            (void)problem.evaluate(x, Derivatives::first);
        }
        std::raise(signal);
        ::_exit(0);
    }
    ::close(ends[1]);
    Death death;
    std::array<char, 256> part{};
    for (ssize_t n = 0; (n = ::read(ends[0], part.data(), part.size())) > 0;) {
        death.message.append(part.data(), static_cast<std::size_t>(n));
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    death.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return death;
}

}  // namespace

TEST_CASE("crash_message: a problem that takes the process down is named with its point",
          "[problem][crash_message]") {
    const std::vector<Vector> points{Vector{{-0.5, 0.25}}, Vector{{0.1, -1e-7}}};
    const auto [name, expected] =
        GENERATE(table<int, std::string>({{SIGSEGV, "segmentation fault"}, {SIGABRT, "abort"}}));
    const Death death = death_of(name, points);
    CHECK(death.signal == name);
    CHECK(death.message ==
          "problem 'crashing' at [0.1, -1e-07]: its code ended the program: " + expected + "\n");
}

TEST_CASE("crash_message: outside of an evaluation nothing is said", "[problem][crash_message]") {
    const Death death = death_of(SIGABRT, {Vector{{-0.5, 0.25}}});
    CHECK(death.signal == SIGABRT);
    CHECK(death.message.empty());
}
