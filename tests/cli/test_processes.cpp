#include "cli/workplace.hpp"
#include "core/text_file.hpp"
#include "study/finished_study.hpp"
#include "study/worker_identity.hpp"
#include "support/catch.hpp"

#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace jennopt;

namespace {

constexpr const char* eight_replicates = R"(study: small
replicates: 8
problem: {name: sinusoid}
sampling: {plan: grid, levels: 5}
test: {plan: random, count: 20}
surrogates:
  jenn: {kind: jenn, hidden: [5], training: {max_iterations: 100}}
optimization: {starts: 3}
)";

/// A run of the program in the background.
class Background {
public:
    Background(const Workplace& place, const std::vector<std::string>& options) {
        std::vector<std::string> words{program_file(),
                                       "run",
                                       place.file().string(),
                                       "--output",
                                       place.output().string(),
                                       "--jobs",
                                       "1"};
        words.insert(words.end(), options.begin(), options.end());
        std::vector<char*> pointers;
        for (std::string& word : words) {
            pointers.push_back(word.data());
        }
        pointers.push_back(nullptr);
        process_ = ::fork();
        if (process_ == 0) {
            const int nowhere = ::open("/dev/null", O_WRONLY);
            ::dup2(nowhere, STDOUT_FILENO);
            ::dup2(nowhere, STDERR_FILENO);
            ::execv(pointers.front(), pointers.data());
            ::_exit(127);
        }
    }

    ~Background() {
        if (process_ > 0) {
            ::kill(process_, SIGKILL);
            (void)wait();
        }
    }

    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

    void kill(int signal) const { ::kill(process_, signal); }

    int wait() {
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

private:
    pid_t process_ = 0;
};

/// Everything but measured times, and what is made from them.
std::map<std::string, std::string> results(const Workplace& place) {
    std::map<std::string, std::string> files = contents(place.output() / "small");
    std::erase_if(files, [](const auto& item) {
        const std::string name = std::filesystem::path(item.first).filename();
        return name == "metrics.csv" || name.starts_with("summary") || name.starts_with("report") ||
               name == "log.txt" || name == "study.json";
    });
    return files;
}

}  // namespace

TEST_CASE("processes: several in one folder leave the same bytes as one", "[cli]") {
    const Workplace alone(eight_replicates);
    REQUIRE(alone.run("--jobs 1 --quiet").exit_code == 0);
    const Workplace shared(eight_replicates);
    {
        Background first(shared, {});
        Background second(shared, {"--quiet"});
        Background third(shared, {});
        CHECK(first.wait() == 0);
        CHECK(second.wait() == 0);
        CHECK(third.wait() == 0);
    }
    const auto expected = results(alone);
    const auto found = results(shared);
    CHECK(found.size() == expected.size());
    for (const auto& [name, text] : expected) {
        INFO(name);
        REQUIRE(found.contains(name));
        CHECK(found.at(name) == text);
    }
}

TEST_CASE("processes: one that is killed is replaced by those that go on", "[cli]") {
    const Workplace alone(eight_replicates);
    REQUIRE(alone.run("--jobs 1 --quiet").exit_code == 0);
    const Workplace shared(eight_replicates);
    Background first(shared, {});
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    const auto claims = shared.output() / "small" / "claims";
    const auto has_claim = [&claims] {  // of a replicate
        std::error_code absent;
        for (const auto& entry : std::filesystem::directory_iterator(claims, absent)) {
            if (entry.path().filename().string().find(".r") != std::string::npos) {
                return true;
            }
        }
        return false;
    };
    while (!has_claim() && std::chrono::steady_clock::now() < end) {
        std::this_thread::yield();
    }
    Background second(shared, {});
    first.kill(SIGKILL);
    CHECK(first.wait() == -SIGKILL);
    CHECK(second.wait() == 0);
    CHECK(results(shared) == results(alone));
}

TEST_CASE("processes: another study, --force and --retry-failed wait for those at work", "[cli]") {
    const Workplace place;
    REQUIRE(place.run("--quiet").exit_code == 0);
    const auto claims = place.output() / "small" / "claims";
    std::filesystem::create_directory(claims);
    WorkerIdentity worker = this_worker();
    std::ofstream(claims / "process-other-1.1") << to_text(worker);
    const std::string who = "process " + std::to_string(worker.pid) + " on " + worker.host;
    const auto before = contents(place.output());
    for (const char* options : {"--force", "--retry-failed", "--set replicates=3"}) {
        INFO(options);
        const ProgramOutcome outcome = place.run(options);
        CHECK(outcome.exit_code == 2);
        CHECK_THAT(outcome.output, Catch::Contains(who + " is at work in this folder"));
        CHECK(contents(place.output()) == before);
    }
    CHECK(place.run("--quiet").exit_code == 0);
    worker.start = "1";  // it has ended, and its number was given again
    std::ofstream(claims / "process-other-1.1") << to_text(worker);
    CHECK(place.run("--set replicates=3 --quiet").exit_code == 0);
    CHECK_FALSE(std::filesystem::exists(claims));
}
