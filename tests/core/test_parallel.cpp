#include "core/parallel.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

using namespace jennopt;

TEST_CASE("parallel_for: every index is done once, for any number of threads", "[core][parallel]") {
    const Index threads = GENERATE(1, 2, 5, 50);
    std::vector<std::atomic<int>> done(20);
    parallel_for(20, threads, [&](Index i) { ++done[static_cast<std::size_t>(i)]; });
    for (const auto& count : done) {
        CHECK(count == 1);
    }
}

TEST_CASE("parallel_for: an exception arrives with its text and ends the work",
          "[core][parallel]") {
    const Index threads = GENERATE(1, 2);
    std::atomic<int> begun = 0;
    CHECK_THROWS_WITH(parallel_for(1000,
                                   threads,
                                   [&](Index i) {
                                       ++begun;
                                       if (i == 3) {
                                           throw Error("task three");
                                       }
                                       std::this_thread::sleep_for(std::chrono::milliseconds(1));
                                   }),
                      "task three");
    CHECK(begun < 1000);
}
