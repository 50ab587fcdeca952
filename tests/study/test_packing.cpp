#include "core/archive.hpp"
#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/growing_study.hpp"
#include "study/packing.hpp"
#include "study/reproduction.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace jennopt;

namespace fs = std::filesystem;

namespace {

constexpr const char* text =
    "study: packed\nreplicates: 1\nproblem: {name: counting}\n"
    "data: ../given/runs.csv\n"
    "sampling: {plan: sobol, count: 4}\ntest: none\n"
    "defaults: {hidden: [2], lambda: 0.001, gamma: 1, training: {max_iterations: 5}}\n"
    "surrogates: {nn: {kind: nn}}\n"
    "optimization: {starts: 1, max_evaluations: 5, truth_baseline: false}\n";

/// A finished study in home/configs, with rows beside it.
class Finished {
public:
    Finished() {
        fs::create_directories(home() / "configs");
        fs::create_directories(home() / "given");
        write_text(home() / "given" / "runs.csv", "x1,x2,y\n0.5,0.5,1\n");
        write_text(home() / "configs" / "study.yaml", text);
        write_text(home() / "configs" / "helper.py", "print()");
        study_ = read_study(home() / "configs" / "study.yaml", {{"seed", "7"}});
        results_ = run(study_,
                       arms_with(study_, problem_),
                       {.output = home() / "out",
                        .command = "jennopt run " + (home() / "configs" / "study.yaml").string(),
                        .plugin_path = {home()}},
                       silent);
    }

    [[nodiscard]] fs::path home() const { return scratch_.path() / "home"; }

    [[nodiscard]] const fs::path& results() const { return results_; }

    [[nodiscard]] fs::path archive() const { return scratch_.path() / "packed.tar.gz"; }

    [[nodiscard]] fs::path elsewhere() const { return scratch_.path() / "elsewhere"; }

    /// The study of an archive, run again.
    /// @return sentences of the comparison
    [[nodiscard]] std::vector<std::string> reproduce(const UnpackedStudy& unpacked) {
        const Study study = read_study(unpacked.file, unpacked.overrides);
        take_evaluations(unpacked, study.name);
        const fs::path again =
            run(study, arms_with(study, problem_), {.output = unpacked.output}, silent);
        return compare_results(unpacked, again);
    }

    [[nodiscard]] int evaluations() const { return problem_->evaluations; }

private:
    ScratchFolder scratch_;
    std::shared_ptr<const CountingProblem> problem_ = std::make_shared<const CountingProblem>();
    Study study_;
    fs::path results_;
};

/// Every file below a folder, by its name from there.
std::vector<std::string> files_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            names.push_back(entry.path().lexically_relative(folder).string());
        }
    }
    std::ranges::sort(names);
    return names;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

TEST_CASE("packing: an archive has all of a study, and nothing of the machine it was run on",
          "[study][packing]") {
    const Finished finished;
    write_text(finished.results() / "report.md",
               "made by jennopt run " + (finished.home() / "configs" / "study.yaml").string());
    const Packed packed = pack(finished.results(), finished.archive());
    CHECK(packed.remarks.empty());
    CHECK(packed.bytes > 0);
    const UnpackedStudy unpacked = unpack_study(finished.archive(), finished.elsewhere());
    const std::vector<std::string> names = files_in(unpacked.folder);
    CHECK(names.size() == packed.files + 1);  // and which archive it was
    for (const char* name : {"configs/study.yaml",
                             "given/runs.csv",
                             "archive.json",
                             "results/packed/study.json",
                             "results/packed/study.yaml",
                             "results/packed/inputs.json",
                             "results/packed/evaluations/000001.jsonl"}) {
        INFO(name);
        CHECK(has(names, name));
    }
    CHECK_FALSE(has(names, "results/packed/log.txt"));
    CHECK_FALSE(has(names, "results/packed/.lock"));
    for (const std::string& name : names) {
        INFO(name);
        CHECK(read_text(unpacked.folder / name).find(finished.home().string()) ==
              std::string::npos);
    }
    const Json json = Json::parse(read_text(unpacked.results / "study.json"));
    CHECK(json.at("folder") == "../../configs");
    CHECK(json.at("command") == "jennopt run study.yaml --set seed=7");
    CHECK(read_text(unpacked.file) == text);
}

TEST_CASE("packing: an archive run elsewhere evaluates nothing and makes the same bytes",
          "[study][packing]") {
    Finished finished;
    (void)pack(finished.results(), finished.archive());
    const int before = finished.evaluations();
    const UnpackedStudy unpacked = unpack_study(finished.archive(), finished.elsewhere());
    CHECK(unpacked.is_new);
    const std::vector<std::string> said = finished.reproduce(unpacked);
    CHECK(finished.evaluations() == before);
    REQUIRE(said.size() == 3);
    CHECK(said[0] ==
          fmt::format("nothing was evaluated, all {} evaluations were in the archive", before));
    CHECK_THAT(said[1], Catch::StartsWith("all ") && Catch::Contains("are the same to the byte"));
    CHECK(said[2] == "the environment is the one that it was made in");
    // The same again goes on there; another archive does not.
    CHECK_FALSE(unpack_study(finished.archive(), finished.elsewhere()).is_new);
    write_text(finished.results() / "more.txt", "");
    fs::remove(finished.archive());
    (void)pack(finished.results(), finished.archive());
    CHECK_THROWS_WITH(
        unpack_study(finished.archive(), finished.elsewhere()),
        Catch::Contains("is there already") && Catch::Contains("not unpacked over it"));
}

TEST_CASE("packing: what differs from the archive is said", "[study][packing]") {
    Finished finished;
    (void)pack(finished.results(), finished.archive());
    const UnpackedStudy unpacked = unpack_study(finished.archive(), finished.elsewhere());
    fs::path replicate;
    for (const auto& entry : fs::directory_iterator(unpacked.results)) {
        if (fs::exists(entry.path() / "r0" / "DONE")) {
            replicate = entry.path() / "r0";
        }
    }
    write_text(replicate / "environment.json", R"({"compiler": "old"})");
    write_text(replicate / "training.csv", "x1,x2,y\n");
    write_text(unpacked.results / "evaluations" / "000001.jsonl", "");
    const std::vector<std::string> said = finished.reproduce(unpacked);
    REQUIRE(said.size() == 3);
    CHECK_THAT(said[0], Catch::Contains(" evaluations were made, 0 were in the archive"));
    CHECK_THAT(said[1],
               Catch::Contains("the first that differs: ") && Catch::EndsWith("training.csv"));
    CHECK_THAT(said[2],
               Catch::Contains("the environment differs: ") &&
                   Catch::Contains("compiler was old, is GNU"));
}

TEST_CASE("packing: files that no archive could hold are refused or named", "[study][packing]") {
    const Finished finished;
    const Packed more = pack(finished.results(), finished.archive(), {"helper.py"});
    CHECK(has(files_in(unpack_study(finished.archive(), finished.elsewhere()).folder),
              "configs/helper.py"));
    const fs::path other = finished.home() / "other.tar.gz";
    CHECK_THROWS_WITH(pack(finished.results(), other, {"nothing.py"}),
                      Catch::Contains("--with nothing.py: expected a file or folder"));
    fs::create_symlink("/etc", finished.results() / "link");
    write_text(finished.home() / "given" / "runs.csv", "x1,x2,y\n0.5,0.5,2\n");
    const Packed packed = pack(finished.results(), other);
    REQUIRE(packed.remarks.size() == 2);
    CHECK_THAT(packed.remarks[0],
               Catch::Contains("../given/runs.csv has changed since the last run"));
    CHECK(packed.remarks[1] == "link is a link and left out");
    fs::remove(finished.home() / "given" / "runs.csv");
    CHECK_THROWS_WITH(pack(finished.results(), finished.home() / "third.tgz"),
                      Catch::Contains("runs.csv: is not there any more"));
    CHECK_THROWS_WITH(pack(finished.home(), other), Catch::Contains("holds no study"));
    fs::remove(finished.results() / "inputs.json");
    CHECK_THROWS_WITH(pack(finished.results(), other),
                      Catch::Contains("was made by an older jennopt"));
}

TEST_CASE("packing: an archive that says it lies elsewhere is refused", "[study][packing]") {
    const ScratchFolder scratch;
    const auto refusal = [&](const std::string& json) {
        const fs::path file = scratch.path() / "w.tgz";
        fs::remove(file);
        const std::vector<ArchiveFile> files{{"w/archive.json", "", json}};
        write_archive(file, files);
        try {
            (void)unpack_study(file, scratch.path() / "out");
        } catch (const ConfigError& error) {
            CHECK_FALSE(fs::exists(scratch.path() / "out" / "w"));
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK_THAT(refusal(R"({"study": "../s.yaml", "results": "r", "jennopt": "0"})"),
               Catch::Contains("leads out of the archive"));
    CHECK_THAT(refusal(R"({"study": "s.yaml", "results": "/r", "jennopt": "0"})"),
               Catch::Contains("leads out of the archive"));
    CHECK_THAT(refusal(R"({"study": 1})"), Catch::Contains("expected an archive of jennopt pack"));
    CHECK_THAT(refusal("{"), Catch::Contains("archive.json"));
}
