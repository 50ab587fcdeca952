#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/counting_problem.hpp"
#include "study/evaluation_store.hpp"
#include "support/catch.hpp"
#include "support/disk_calls.hpp"
#include "support/scratch_folder.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <memory>
#include <thread>

using namespace jennopt;

namespace {

namespace fs = std::filesystem;

const std::string counting = "counting-1";

/// A store of three evaluations of the bowl, in the order of their x1.
class BowlStore {
public:
    BowlStore() { (void)evaluate_all(); }

    /// Asks for all three and merges.
    /// @return what the store said
    [[nodiscard]] std::vector<std::string> evaluate_all() const {
        std::vector<std::string> remarks;
        EvaluationStore store(folder());
        store.on_remark([&](const std::string& remark) { remarks.push_back(remark); });
        for (const double x : {-0.5, 0.0, 0.5}) {
            (void)store.evaluate(problem, counting, Vector{{x, 0.25}});
        }
        store.finish();
        return remarks;
    }

    [[nodiscard]] const fs::path& folder() const { return folder_.path(); }

    [[nodiscard]] fs::path file(const std::string& name = "000001.jsonl") const {
        return folder() / name;
    }

    [[nodiscard]] std::string text() const { return read_text(file()); }

    CountingProblem problem;

private:
    ScratchFolder folder_;
};

}  // namespace

TEST_CASE("damaged store: a bad line is named, set aside once, and its evaluation made again",
          "[study][store]") {
    BowlStore bowl;
    const std::string whole = bowl.text();
    std::string text = whole;
    const std::size_t begin = text.find('\n') + 1;
    text[text.find("0.25", begin) + 2] = '3';
    const std::string bad = text.substr(begin, text.find('\n', begin) - begin);
    write_text(bowl.file(), text);
    const std::vector<std::string> remarks = bowl.evaluate_all();
    REQUIRE(remarks.size() == 1);
    CHECK_THAT(remarks.front(),
               Catch::StartsWith(bowl.file().string() +
                                 ":2: is no evaluation, its checksum is wrong; it is left out"));
    CHECK(bowl.problem.evaluations == 4);
    CHECK(bowl.text() == whole);
    const std::string aside = read_text(bowl.file("damaged.txt"));
    CHECK_THAT(aside, Catch::Contains("\n" + bad + "\n"));
    CHECK(bowl.evaluate_all().empty());
    // As if a kill had come between the two files.
    write_text(bowl.file("000002.jsonl"), bad + "\n");
    CHECK(bowl.evaluate_all().size() == 1);
    CHECK(read_text(bowl.file("damaged.txt")) == aside);
    CHECK(bowl.problem.evaluations == 4);
}

TEST_CASE("damaged store: what is no file of evaluations stays, is named, and keeps nobody waiting",
          "[study][store]") {
    BowlStore bowl;
    const std::string whole = bowl.text();
    REQUIRE(::mkfifo(bowl.file("000002.jsonl").c_str(), 0600) == 0);
    fs::create_directory(bowl.file("000003.jsonl"));
    const std::vector<std::string> remarks = bowl.evaluate_all();
    REQUIRE(remarks.size() == 3);
    CHECK_THAT(remarks[0],
               Catch::EndsWith("000002.jsonl: it is no file, it is left out; remove it"));
    CHECK_THAT(remarks[1], Catch::Contains("000003.jsonl: it is no file"));
    CHECK_THAT(remarks[2], Catch::Contains("its files stay as they are"));
    CHECK(bowl.text() == whole);
    CHECK(bowl.problem.evaluations == 3);
    EvaluationStore store(bowl.folder());
    (void)store.evaluate(bowl.problem, counting, Vector{{0.7, 0.7}});
    CHECK(fs::exists(bowl.file("000004.jsonl")));
}

TEST_CASE("damaged store: a large file of anything takes little memory and is left where it is",
          "[study][store]") {
    BowlStore bowl;
    std::ofstream(bowl.file("000002.jsonl")) << "x";
    fs::resize_file(bowl.file("000002.jsonl"), std::uintmax_t{1} << 27U);
    std::ofstream lines(bowl.file("000003.jsonl"));
    for (int i = 0; i < 3000; ++i) {
        lines << i << '\n';
    }
    lines.close();
    rusage before{};
    rusage after{};
    ::getrusage(RUSAGE_SELF, &before);
    const std::vector<std::string> remarks = bowl.evaluate_all();
    ::getrusage(RUSAGE_SELF, &after);
    CHECK(after.ru_maxrss - before.ru_maxrss < 50'000);  // kB
    REQUIRE(remarks.size() == 5);
    CHECK_THAT(remarks[0], Catch::Contains("000002.jsonl:1: is no evaluation, it is longer than"));
    CHECK_THAT(remarks[3], Catch::Contains("2998 more lines are damaged"));
    CHECK(fs::exists(bowl.file("000002.jsonl")));
    CHECK(fs::exists(bowl.file("000003.jsonl")));
    CHECK(bowl.problem.evaluations == 3);
}

TEST_CASE("damaged store: what does not fit the problem any more is evaluated again, and said",
          "[study][store]") {
    BowlStore bowl;
    std::string text = bowl.text();
    for (const char* x : {"0.0", "0.5"}) {
        text +=
            fmt::format(R"({{"problem":"counting-2","x":[{},0.25],"status":"ok","y":[1,2]}})", x);
        text += '\n';
    }
    write_text(bowl.file(), text);
    std::vector<std::string> remarks;
    {
        EvaluationStore store(bowl.folder());
        store.on_remark([&](const std::string& remark) { remarks.push_back(remark); });
        for (const double x : {0.0, 0.5, 0.0}) {
            const auto result =
                store.evaluate(bowl.problem, "counting-2", Vector{{x, 0.25}}, Derivatives::none);
            CHECK(result.y.value.size() == 1);
        }
        CHECK(bowl.problem.evaluations == 5);
        REQUIRE(remarks.size() == 1);
        CHECK_THAT(remarks.front(),
                   Catch::Contains("the evaluation of counting at x = [0, 0.25] has 2 outputs, now "
                                   "they are 1: the problem changed"));
        store.finish();
    }
    EvaluationStore again(bowl.folder());
    (void)again.evaluate(bowl.problem, "counting-2", Vector{{0.5, 0.25}}, Derivatives::none);
    CHECK(bowl.problem.evaluations == 5);
    const std::string merged = bowl.text();
    CHECK(std::ranges::count(merged, '\n') == 5);
}

TEST_CASE("damaged store: a failure of the machine is not kept, and whoever waits tries itself",
          "[study][store]") {
    const ScratchFolder folder;
    std::atomic<int> calls = 0;
    const CountingProblem problem([&](const Vector& /*x*/) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        if (++calls == 1) {
            throw MachineFailure("no licence is free");
        }
        return false;
    });
    std::atomic<int> failed = 0;
    {
        EvaluationStore store(folder.path());
        std::vector<std::jthread> threads;
        for (int t = 0; t < 3; ++t) {
            threads.emplace_back([&] {
                try {
                    (void)store.evaluate(problem, counting, Vector{{0.1, 0.1}});
                } catch (const MachineFailure&) {
                    ++failed;
                }
            });
        }
        threads.clear();
        store.finish();
    }
    CHECK(failed == 1);
    CHECK(calls == 2);
    const std::string text = read_text(folder.path() / "000001.jsonl");
    CHECK(std::ranges::count(text, '\n') == 1);
    CHECK(text.find("failed") == std::string::npos);
}

TEST_CASE("damaged store: on a full disk an evaluation is not counted, and no half line is left",
          "[study][store]") {
    BowlStore bowl;
    auto opened = std::make_unique<EvaluationStore>(bowl.folder());
    EvaluationStore& store = *opened;
    (void)store.evaluate(bowl.problem, counting, Vector{{0.1, 0.1}});
    const std::uintmax_t size = fs::file_size(bowl.file("000002.jsonl"));
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{size + 50, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    std::string message;
    try {
        (void)store.evaluate(bowl.problem, counting, Vector{{0.2, 0.2}});
    } catch (const StoreFailure& failure) {
        message = failure.what();
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    CHECK_THAT(message, Catch::Contains("000002.jsonl: cannot be written (File too large)"));
    CHECK(fs::file_size(bowl.file("000002.jsonl")) == size);
    CHECK(store.count().answered == 1);
    (void)store.evaluate(bowl.problem, counting, Vector{{0.2, 0.2}});
    opened.reset();
    CHECK(EvaluationStore(bowl.folder()).torn() == 0);
    CHECK(bowl.problem.evaluations == 6);
}

TEST_CASE("damaged store: a dear evaluation is on the disk before it is used, cheap ones together",
          "[study][store]") {
    const ScratchFolder folder;
    bool is_dear = true;
    const CountingProblem problem([&](const Vector& /*x*/) {
        if (is_dear) {
            std::this_thread::sleep_for(std::chrono::milliseconds(12));
        }
        return false;
    });
    EvaluationStore store(folder.path());
    const WatchedDisk disk;
    const fs::path file = folder.path() / "000001.jsonl";
    const auto synced = [&] {
        std::uintmax_t size = 0;
        for (const DiskCall& call : disk.calls()) {
            size = call.path == file.string() ? call.size : size;
        }
        return size;
    };
    for (const double x : {0.1, 0.2}) {
        (void)store.evaluate(problem, counting, Vector{{x, 0.0}});
        CHECK(synced() == fs::file_size(file));
    }
    is_dear = false;
    for (int i = 0; i < 1000; ++i) {
        (void)store.evaluate(problem, counting, Vector{{0.001 * i, 0.5}});
    }
    const std::size_t calls = disk.calls().size();
    CHECK(calls < 500);
    store.sync();
    CHECK(synced() == fs::file_size(file));
    store.sync();
    CHECK(disk.calls().size() <= calls + 1);
}
