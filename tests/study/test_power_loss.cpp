#include "jennopt/core/random.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"
#include "support/catch.hpp"
#include "support/disk_calls.hpp"

#include <algorithm>

using namespace jennopt;

namespace {

namespace fs = std::filesystem;

constexpr const char* small_study = R"(study: small
replicates: 2
seed: 3
problem: {name: counting}
sampling: {plan: latin_hypercube, count: 6}
test: {plan: random, count: 5}
defaults: {hidden: [3], training: {max_iterations: 20}}
surrogates:
  jenn: {kind: jenn}
optimization: {starts: 2, max_evaluations: 20}
)";

/// A study that has been run, and what it left.
class Finished {
public:
    Finished()
        : study(study_from(small_study, scratch)),
          arms(arms_with(study, std::make_shared<const CountingProblem>())) {
        (void)run_again();
        whole = results();
    }

    /// @return what it said
    [[nodiscard]] std::vector<std::string> run_again() const {
        std::vector<std::string> remarks;
        (void)run(
            study, arms, {.output = scratch.path() / "out"}, [&](const StudyProgress& progress) {
                if (!progress.remark.empty()) {
                    remarks.emplace_back(progress.remark);
                }
            });
        return remarks;
    }

    [[nodiscard]] fs::path place() const { return scratch.path() / "out" / "small"; }

    [[nodiscard]] fs::path replicate(int number) const {
        return place() / study.arms.front().id / ("r" + std::to_string(number));
    }

    /// All files but what was set aside.
    [[nodiscard]] std::map<std::string, std::string> results() const {
        auto files = contents(place());
        files.erase("evaluations/damaged.txt");
        return files;
    }

    ScratchFolder scratch;
    Study study;
    std::vector<PlannedArm> arms;
    std::map<std::string, std::string> whole;
};

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace

TEST_CASE("power loss: a file is on the disk before it has its name, then its folder, DONE is last",
          "[study][power_loss]") {
    using Kind = DiskCall::Kind;
    const ScratchFolder scratch;
    const Study study = study_from(small_study, scratch);
    const WatchedDisk disk;
    const fs::path place = run(study,
                               arms_with(study, std::make_shared<const CountingProblem>()),
                               {.output = scratch.path() / "out"},
                               silent);
    const std::vector<DiskCall> calls = disk.calls();
    const fs::path store = place / "evaluations" / "000001.jsonl";
    std::map<std::string, std::uintmax_t> synced;
    std::vector<std::string> named;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (calls[i].kind == Kind::sync) {
            synced[calls[i].path] = calls[i].size;
            continue;
        }
        const fs::path file = calls[i].path;
        INFO(file);
        named.push_back(file.string());
        REQUIRE(i > 0);
        CHECK(calls[i - 1].path == calls[i].from);
        REQUIRE(i + 1 < calls.size());
        CHECK(calls[i + 1].kind == Kind::sync);
        CHECK(fs::path(calls[i + 1].path) == file.parent_path());
        if (file.filename() == "DONE") {
            CHECK(synced.contains(store.string()));
        }
    }
    for (int r : {0, 1}) {
        const fs::path replicate = place / study.arms.front().id / ("r" + std::to_string(r));
        const auto is_inside = [&](const std::string& file) {
            return file.starts_with(replicate.string() + "/");
        };
        std::vector<std::string> inside;
        std::ranges::copy_if(named, std::back_inserter(inside), is_inside);
        CHECK(inside.size() == files_in(replicate).size());  // nothing was written another way
        CHECK(inside.back() == (replicate / "DONE").string());
        CHECK(synced.contains(replicate.parent_path().string()));  // which holds its name
    }
    CHECK(synced.contains(place.parent_path().string()));
}

TEST_CASE("power loss: the store is on the disk to its last line when a replicate is done",
          "[study][power_loss]") {
    const ScratchFolder scratch;
    const Study study = study_from(small_study, scratch);
    const WatchedDisk disk;
    std::uintmax_t size = 0;
    fs::path store;
    try {
        (void)run(study,
                  arms_with(study, std::make_shared<const CountingProblem>()),
                  {.output = scratch.path() / "out"},
                  [&](const StudyProgress& progress) {
                      if (progress.finished == 1) {
                          store = scratch.path() / "out/small/evaluations/000001.jsonl";
                          size = fs::file_size(store);
                          throw Interrupted("stop");
                      }
                  });
    } catch (const Interrupted&) {
    }
    const std::vector<DiskCall> calls = disk.calls();
    const auto last = std::find_if(calls.rbegin(), calls.rend(), [&](const DiskCall& call) {
        return call.path == store.string();
    });
    REQUIRE(last != calls.rend());
    CHECK(last->size == size);
}

TEST_CASE("power loss: whatever of a finished replicate is cut off, it ends with the same bytes",
          "[study][power_loss]") {
    Finished finished;
    Rng rng(11);
    for (int trial = 0; trial < 25; ++trial) {
        const std::vector<fs::path> files = files_in(finished.replicate(trial % 2));
        INFO("trial " << trial);
        bool is_cut = false;
        for (const fs::path& file : files) {
            // Nobody reads environment.json. The last line break of timing.json is no loss.
            if (file.filename() != "environment.json" && rng.uniform() < 0.3) {
                const auto size = static_cast<double>(fs::file_size(file)) - 2.0;
                const double part = std::max(0.0, 1.4 * rng.uniform() - 0.4);
                fs::resize_file(file, static_cast<std::uintmax_t>(part * size));
                is_cut = true;
            }
        }
        const std::vector<std::string> remarks = finished.run_again();
        CHECK(remarks.size() == (is_cut ? 1 : 0));
        CHECK(finished.results() == finished.whole);
    }
}

TEST_CASE("power loss: a bit that flips in a finished replicate is found, and said",
          "[study][power_loss]") {
    Finished finished;
    for (const fs::path& file : files_in(finished.replicate(1))) {
        const std::string name = file.filename().string();
        if (name == "environment.json" || name == "timing.json") {
            continue;
        }
        INFO(name);
        std::string text = read_text(file);
        text[text.size() / 2] ^= 1;
        std::ofstream(file, std::ios::binary) << text;
        const std::vector<std::string> remarks = finished.run_again();
        REQUIRE(remarks.size() == 1);
        CHECK_THAT(remarks.front(),
                   Catch::Contains("replicate 1, is made again") && Catch::Contains(name));
        CHECK(finished.results() == finished.whole);
    }
}

TEST_CASE("power loss: the store may lose its end, or what of it was not written",
          "[study][power_loss]") {
    Finished finished;
    const fs::path store = finished.place() / "evaluations" / "000001.jsonl";
    for (const double kept : {0.0, 0.3, 0.77}) {
        fs::remove_all(finished.replicate(0));
        const auto size = static_cast<double>(fs::file_size(store));
        fs::resize_file(store, static_cast<std::uintmax_t>(kept * size));
        (void)finished.run_again();
    }
    // Replicate 1 is finished and asked for nothing: its evaluations are gone.
    fs::remove_all(finished.replicate(1));
    (void)finished.run_again();
    CHECK(finished.results() == finished.whole);
    const std::string text = read_text(store);
    std::ofstream(store, std::ios::binary) << text << std::string(5000, '\0');
    fs::remove_all(finished.replicate(1));
    CHECK(finished.run_again().size() == 1);
    CHECK(finished.results() == finished.whole);
}

TEST_CASE(
    "power loss: a replicate of a version without checksums counts as finished if it is whole",
    "[study][power_loss]") {
    Finished finished;
    const fs::path record = finished.replicate(0) / "record.json";
    std::string text = read_text(record);
    const std::string key = " \"sealed\": true,\n";
    REQUIRE(text.find(key) != std::string::npos);
    write_text(record, text.erase(text.find(key), key.size()));
    write_text(finished.replicate(0) / "DONE", "");
    CHECK(finished.run_again().empty());
    write_text(finished.replicate(0) / "models" / "jenn.json", "");
    CHECK(finished.run_again().size() == 1);
    CHECK(finished.results() == finished.whole);
}
