#include "core/team.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

using namespace jennopt;

TEST_CASE("team: every member runs the task once a round, and the caller waits for all",
          "[core][team]") {
    const Index size = GENERATE(1, 2, 4);
    Team team(size);
    CHECK(team.size() == size);
    std::vector<int> rounds(static_cast<std::size_t>(size), 0);
    for (int round = 1; round <= 200; ++round) {
        team.run([&rounds](Index member) { ++rounds[static_cast<std::size_t>(member)]; });
        CHECK(rounds == std::vector<int>(static_cast<std::size_t>(size), round));
    }
}

TEST_CASE("team: members run at the same time, also after a sleep", "[core][team]") {
    Team team(2);
    for (int round = 0; round < 3; ++round) {
        std::atomic<int> arrived = 0;
        team.run([&arrived](Index /*member*/) {
            ++arrived;
            while (arrived < 2) {  // each waits for the other
                std::this_thread::yield();
            }
        });
        CHECK(arrived == 2);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}
