#include "core/text_file.hpp"
#include "study/presence.hpp"
#include "study/work_claim.hpp"
#include "study/worker_identity.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <sys/stat.h>
#include <sys/wait.h>

#include <atomic>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace jennopt;

namespace {

/// A child that takes a claim and stands still.
class Holder {
public:
    Holder(const std::filesystem::path& folder, const std::string& name) {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        child_ = ::fork();
        if (child_ == 0) {
            // The identity is that of the parent: a child says so itself.
            WorkerIdentity self = this_worker();
            self.pid = ::getpid();
            self.start = "";
            std::ifstream stat("/proc/self/stat");
            std::string field;
            for (int i = 0; i < 22; ++i) {
                stat >> field;
            }
            self.start = field;
            std::ofstream(folder / (name + ".1")) << to_text(self);
            [[maybe_unused]] const ssize_t written = ::write(ends[1], "x", 1);
            for (;;) {
                ::pause();
            }
        }
        char ready = 0;
        REQUIRE(::read(ends[0], &ready, 1) == 1);
        ::close(ends[0]);
        ::close(ends[1]);
    }

    ~Holder() { end(); }

    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    void kill() const { ::kill(child_, SIGKILL); }

    void end() {
        if (child_ > 0) {
            kill();
            ::waitpid(child_, nullptr, 0);
            child_ = 0;
        }
    }

    [[nodiscard]] pid_t pid() const { return child_; }

private:
    pid_t child_ = 0;
};

void make_old(const std::filesystem::path& file, long seconds) {
    std::array<timespec, 2> times{};
    ::clock_gettime(CLOCK_REALTIME, &times[0]);
    times[0].tv_sec -= seconds;
    times[1] = times[0];
    REQUIRE(::utimensat(AT_FDCWD, file.c_str(), times.data(), 0) == 0);
}

std::string of_another_machine() {
    WorkerIdentity other = this_worker();
    other.host = "node7";
    other.machine = "other";
    other.boot = "other";
    return to_text(other);
}

}  // namespace

TEST_CASE("work claim: one of many threads gets it, and the next one after it is given free",
          "[study]") {
    const ScratchFolder folder;
    for (int round = 0; round < 20; ++round) {
        std::atomic<int> got = 0;
        std::atomic<int> ready = 0;
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                const auto claim = WorkClaim::try_take(folder.path(), "arm.r0");
                got += claim ? 1 : 0;
                ++ready;
                while (ready < 4) {
                    std::this_thread::yield();
                }
            });
        }
        threads.clear();
        CHECK(got == 1);
        CHECK(std::filesystem::is_empty(folder.path()));
    }
}

TEST_CASE("work claim: that of a living process is respected, that of a dead one taken over",
          "[study]") {
    const ScratchFolder folder;
    Holder holder(folder.path(), "arm.r0");
    CHECK_FALSE(WorkClaim::try_take(folder.path(), "arm.r0"));
    CHECK(WorkClaim::holder(folder.path(), "arm.r0")->pid == holder.pid());
    CHECK(WorkClaim::try_take(folder.path(), "arm.r1"));
    SECTION("killed and waited for") {
        holder.end();
    }
    SECTION("killed, and nobody has waited for it yet") {
        holder.kill();
        siginfo_t state{};
        REQUIRE(::waitid(P_PID, static_cast<id_t>(holder.pid()), &state, WEXITED | WNOWAIT) == 0);
    }
    CHECK(WorkClaim::lost_holder(folder.path(), "arm.r0"));
    CHECK_FALSE(WorkClaim::holder(folder.path(), "arm.r0"));
    {
        const auto claim = WorkClaim::try_take(folder.path(), "arm.r0");
        REQUIRE(claim);
        CHECK(WorkClaim::holder(folder.path(), "arm.r0")->pid == ::getpid());
        CHECK_FALSE(WorkClaim::try_take(folder.path(), "arm.r0"));
    }
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("work claim: a number of a process that was given again is not the process", "[study]") {
    const ScratchFolder folder;
    WorkerIdentity earlier = this_worker();
    earlier.start = "1";
    std::ofstream(folder.path() / "arm.r0.1") << to_text(earlier);
    CHECK(WorkClaim::try_take(folder.path(), "arm.r0"));
}

TEST_CASE("work claim: of a machine that was started again it is void at once", "[study]") {
    const ScratchFolder folder;
    WorkerIdentity earlier = this_worker();
    if (earlier.machine.empty()) {
        WARN("this machine has no /etc/machine-id: not tested");
        return;
    }
    earlier.boot = "before";
    std::ofstream(folder.path() / "arm.r0.1") << to_text(earlier);
    CHECK(WorkClaim::try_take(folder.path(), "arm.r0"));
}

TEST_CASE("work claim: another machine's is void when it was not renewed for two minutes",
          "[study]") {
    const ScratchFolder folder;
    const auto file = folder.path() / "arm.r0.1";
    SECTION("its holder is known") {
        std::ofstream(file) << of_another_machine();
    }
    SECTION("it is cut off") {
        std::ofstream(file) << "";
    }
    SECTION("it is nonsense") {
        std::ofstream(file) << R"({"pid": [[]], "host": -1)";
    }
    CHECK_FALSE(WorkClaim::try_take(folder.path(), "arm.r0"));
    make_old(file, 60);
    CHECK_FALSE(WorkClaim::try_take(folder.path(), "arm.r0"));
    make_old(file, 130);
    CHECK(WorkClaim::lost_holder(folder.path(), "arm.r0"));
    CHECK(WorkClaim::try_take(folder.path(), "arm.r0"));
}

TEST_CASE("work claim: who comes back after a takeover does not take it from the next", "[study]") {
    const ScratchFolder folder;
    const auto file = folder.path() / "arm.r0.1";
    std::ofstream(file) << of_another_machine();
    make_old(file, 200);
    const auto second = WorkClaim::try_take(folder.path(), "arm.r0");
    REQUIRE(second);
    ::utimensat(AT_FDCWD, file.c_str(), nullptr, 0);  // the first one renews its claim again
    CHECK(std::filesystem::exists(folder.path() / "arm.r0.2"));
    CHECK_FALSE(WorkClaim::try_take(folder.path(), "arm.r0"));
    std::filesystem::remove(file);  // and gives it free
    CHECK(std::filesystem::exists(folder.path() / "arm.r0.2"));
}

TEST_CASE("work claim: waiting ends when it is given free, or when the one who waits is stopped",
          "[study]") {
    const ScratchFolder folder;
    auto first = WorkClaim::try_take(folder.path(), "setup");
    REQUIRE(first);
    int asked = 0;
    const auto claim = WorkClaim::take(folder.path(), "setup", [&](const Worker& who) {
        CHECK(who.pid == ::getpid());
        if (++asked == 2) {
            first.reset();
        }
    });
    CHECK(asked == 2);
    CHECK_THROWS_AS(
        WorkClaim::take(folder.path(),
                        "setup",
                        [](const Worker& /*who*/) { throw std::runtime_error("stop"); }),
        std::runtime_error);
}

TEST_CASE("work claim: presence shows the others at work, and what the dead left is removed",
          "[study]") {
    const ScratchFolder folder;
    const auto place = folder.path() / "claims";
    {
        const Presence alone(place);
        CHECK(alone.others().empty());
        {
            const Presence second(place);
            CHECK(alone.others().size() == 1);
            CHECK(second.others().size() == 1);
        }
        CHECK(alone.others().empty());
        const Holder holder(place, "process-x");
        REQUIRE(alone.others().size() == 1);
        CHECK(alone.others().front().text().starts_with("process "));
        remove_void_claims(place);
        CHECK(alone.others().size() == 1);
    }
    const auto unfinished = unfinished_file(place);
    std::ofstream(unfinished) << "";
    remove_void_claims(place);
    CHECK(std::filesystem::exists(unfinished));
    make_old(unfinished, 4000);
    remove_void_claims(place);
    CHECK_FALSE(std::filesystem::exists(place));
    remove_void_claims(place);
}

TEST_CASE("work claim: one has it while others take over from the dead, and remove what they left",
          "[study]") {
    const ScratchFolder folder;
    const auto place = folder.path() / "claims";
    WorkerIdentity dead = this_worker();
    dead.start = "1";
    const auto text = folder.path() / "dead";
    std::ofstream(text) << to_text(dead);
    std::optional<Presence> at_work(place);
    std::atomic<int> holders = 0;
    std::atomic<int> taken = 0;
    std::atomic<int> taken_twice = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 3; ++t) {
        threads.emplace_back([&] {
            while (taken < 2000) {
                if (const auto claim = WorkClaim::try_take(place, "arm.r0")) {
                    taken_twice += ++holders > 1 ? 1 : 0;
                    ++taken;
                    std::this_thread::yield();
                    --holders;
                }
            }
        });
    }
    threads.emplace_back([&] {
        while (taken < 2000) {
            ::link(text.c_str(), (place / "arm.r0.1").c_str());
            remove_void_claims(place);
        }
    });
    threads.clear();
    CHECK(taken_twice == 0);
    at_work.reset();
    remove_void_claims(place);
    CHECK_FALSE(std::filesystem::exists(place));
}

TEST_CASE("work claim: what is left above when a process was killed while it gave a claim free",
          "[study]") {
    const ScratchFolder folder;
    const auto place = folder.path() / "claims";
    std::filesystem::create_directory(place);
    WorkerIdentity other = this_worker();
    SECTION("is removed") {
        other.start = "1";
        std::ofstream(place / "arm.r0.2") << to_text(other);
        std::ofstream(place / "arm.r0.4") << to_text(other);
        CHECK(WorkClaim::try_take(place, "arm.r0"));
        remove_void_claims(place);
        CHECK_FALSE(std::filesystem::exists(place));
    }
    SECTION("is respected while it is at work") {
        std::ofstream(place / "arm.r0.2") << to_text(other);
        CHECK_FALSE(WorkClaim::try_take(place, "arm.r0"));
        CHECK_FALSE(std::filesystem::exists(place / "arm.r0.1"));
        remove_void_claims(place);
        CHECK(std::filesystem::exists(place / "arm.r0.2"));
    }
}

TEST_CASE("work claim: a folder that cannot be written to is an error that names it", "[study]") {
    const ScratchFolder folder;
    std::ofstream(folder.path() / "claims") << "a file";
    CHECK_THROWS_WITH(WorkClaim::try_take(folder.path() / "claims", "setup"),
                      Catch::Contains("claims") && Catch::Contains("is a file"));
}
