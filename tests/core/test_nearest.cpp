#include "core/nearest.hpp"
#include "support/catch.hpp"

using namespace jennopt;

TEST_CASE("nearest: a slip of one or two letters finds the name", "[core][nearest]") {
    const std::vector<std::string> names = {"ackley", "branin", "rastrigin", "rosenbrock"};
    CHECK(nearest("rosenbrok", names) == "rosenbrock");
    CHECK(nearest("rosenborck", names) == "rosenbrock");
    CHECK(nearest("rastriginn", names) == "rastrigin");
    CHECK(nearest("brannin", names) == "branin");
    CHECK(nearest("ackley", names) == "ackley");
}

TEST_CASE("nearest: nothing is suggested for a name unlike every candidate", "[core][nearest]") {
    CHECK(nearest("wing", {"ackley", "branin"}).empty());
    CHECK(nearest("abc", {"ade"}).empty());
    CHECK(nearest("", {"a"}).empty());
    CHECK(nearest("a", {}).empty());
}

TEST_CASE("nearest: the smallest distance wins, the first among equals", "[core][nearest]") {
    CHECK(nearest("seeds", {"speed", "seed"}) == "seed");
    CHECK(nearest("cost", {"cast", "cost_", "most"}) == "cast");
}

TEST_CASE("nearest: a hint is a clause of a sentence or nothing", "[core][nearest]") {
    CHECK(did_you_mean("epoch", {"epochs"}) == "; did you mean 'epochs'?");
    CHECK(did_you_mean("epoch", {"lambda"}).empty());
}

TEST_CASE("nearest: two neighbors that changed places are one slip", "[core][nearest]") {
    CHECK(nearest("rnu", {"check", "run"}) == "run");
    CHECK(nearest("tset", {"data", "test"}) == "test");
    CHECK(nearest("chekc", {"check"}) == "check");
}

TEST_CASE("nearest: capital letters, and - or a blank for _, are no slip", "[core][nearest]") {
    CHECK(nearest("MAX-ITERATIONS", {"max_seconds", "max_iterations"}) == "max_iterations");
    CHECK(nearest("NN", {"jenn", "nn"}) == "nn");
    CHECK(nearest("starts from", {"starts_from"}) == "starts_from");
}
