#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/core/random.hpp"
#include "report/document.hpp"
#include "report/figures/figures.hpp"
#include "report/sections.hpp"
#include "report/study_folder.hpp"
#include "study/finished_study.hpp"
#include "study/seal.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

#include <functional>

using namespace jennopt;

namespace {

namespace fs = std::filesystem;

constexpr const char* damaged_study = R"(study: small
replicates: 2
problem: {name: rosenbrock}
sampling: {plan: random, count: 6}
test: {plan: random, count: 4}
budget: 8
defaults: {hidden: [2], training: {max_iterations: 5}}
surrogates: {jenn: {kind: jenn}, krig: {kind: kriging}}
optimizers: {best: {}}
optimization: {starts: 2, max_evaluations: 6}
)";

fs::path plugins() {
    return build_folder() + "/problems";
}

/// A finished study in which files are damaged and put right again.
class Folder {
public:
    Folder() {
        const Study study = study_from(damaged_study, scratch_);
        place = run(study,
                    plan(study, ProblemRegistry({plugins()})),
                    {.output = scratch_.path() / "out"},
                    silent);
        replicate = place / study.arms.front().id / "r0";
    }

    /// What a report of it ends with: "" or the error. Anything else than an error of ours ends the
    /// test.
    [[nodiscard]] std::string report() const {
        try {
            const StudyResults study = read_study_folder(place, {.built_in = {plugins()}});
            const MetricTable table(study);
            (void)document_text(report_document(study, table, {}), 80);
            return "";
        } catch (const ConfigError& error) {
            return error.what();
        }
    }

    fs::path place;
    fs::path replicate;

private:
    ScratchFolder scratch_;
};

Index below(Rng& rng, std::size_t count) {
    return static_cast<Index>(rng.uniform() * static_cast<double>(count));
}

/// Something that may be in a damaged or hostile file in the place of anything.
Json some_value(Rng& rng) {
    static const std::vector<Json> values{nullptr,
                                          true,
                                          -1,
                                          0,
                                          3,
                                          1'000'000'000'000'000'000,
                                          -1'000'000'000'000'000'000,
                                          18'446'744'073'709'551'615U,
                                          1e300,
                                          0.5,
                                          "",
                                          "../../x",
                                          "jenn",
                                          std::string(10'000, 'x'),
                                          "\xff\n\x01",
                                          Json::array(),
                                          Json::object(),
                                          Json::array({Json::array(), 1}),
                                          Json(std::vector<double>(1000, 1.0)),
                                          Json{{"id", "x"}, {"label", 7}}};
    return values[static_cast<std::size_t>(below(rng, values.size()))];
}

/// A member, at any depth.
Json* some_member(Json& json, Rng& rng) {
    Json* place = &json;
    while (place->is_structured() && !place->empty() && (place == &json || rng.uniform() < 0.8)) {
        const Index which = below(rng, place->size());
        place = &*std::next(place->begin(), which);
    }
    return place;
}

std::string mutated(const std::string& text, Rng& rng) {
    const double kind = rng.uniform();
    if (kind < 0.25) {
        std::string bytes = text;
        for (int i = 0; i < 3; ++i) {
            bytes[static_cast<std::size_t>(below(rng, bytes.size()))] =
                static_cast<char>(below(rng, 256));
        }
        return bytes;
    }
    Json json = Json::parse(text);
    Json* member = some_member(json, rng);
    if (kind < 0.4 && member->is_structured() && !member->empty()) {
        member->erase(member->begin());
    } else if (kind < 0.5 && member->is_array() && !member->empty()) {
        member->push_back(member->front());
    } else {
        *member = some_value(rng);
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void mutate(
    const Folder& folder, const fs::path& file, int times, const std::function<void()>& after = [] {
    }) {
    const std::string whole = read_text(file);
    Rng rng(5);
    for (int i = 0; i < times; ++i) {
        const std::string text = mutated(whole, rng);
        INFO(text.substr(0, 3000));
        write_text(file, text);
        after();
        const std::string error = folder.report();
        CHECK((error.empty() || error.find(folder.place.string()) != std::string::npos));
    }
    write_text(file, whole);
    after();
}

}  // namespace

TEST_CASE("damaged folder: study.json may hold anything, it is one error that names it",
          "[report][damaged_folder]") {
    const Folder folder;
    REQUIRE(folder.report().empty());
    mutate(folder, folder.place / "study.json", 250);
    mutate(folder, folder.place / "timing.json", 30);
    REQUIRE(folder.report().empty());
}

TEST_CASE("damaged folder: so may a record, sealed or not", "[report][damaged_folder]") {
    const Folder folder;
    const auto sealed = [&] { seal(folder.replicate); };
    mutate(folder, folder.replicate / "record.json", 100, sealed);
    mutate(folder, folder.replicate / "timing.json", 30);
    mutate(folder, folder.replicate / "record.json", 10);
    REQUIRE(folder.report().empty());
}

TEST_CASE("damaged folder: an arm's folder lies in the study's", "[report][damaged_folder]") {
    const Folder folder;
    const fs::path file = folder.place / "study.json";
    const Json whole = Json::parse(read_text(file));
    const auto refusal = [&](const std::string& pointer, const Json& value) {
        Json json = whole;
        json[Json::json_pointer(pointer)] = value;
        write_text(file, json.dump());
        return folder.report();
    };
    for (const char* id : {"../../x", "", ".", "..", "a/b"}) {
        CHECK_THAT(refusal("/arms/0/id", id),
                   Catch::StartsWith(file.string() + ": is damaged (the id of an arm is '") &&
                       Catch::EndsWith("expected the name of its folder); the same jennopt run "
                                       "writes it again"));
    }
    CHECK_THAT(refusal("/replicates", 1e18), Catch::Contains("'replicates' is 1e+18, expected"));
    CHECK_THAT(refusal("/replicates", -1), Catch::Contains("'replicates' is -1, expected"));
    CHECK_THAT(refusal("/arms/1", whole.at("arms").at(0)), Catch::Contains("is there twice"));
}

TEST_CASE("damaged folder: a replicate that is damaged is left out of the report, which says so",
          "[report][damaged_folder]") {
    const Folder folder;
    write_text(folder.replicate / "record.json", "");
    StudyResults study = read_study_folder(folder.place, {.built_in = {plugins()}});
    REQUIRE(study.arms.front().replicates.size() == 1);
    CHECK(study.arms.front().replicates.front().replicate == 1);
    const std::string text = document_text(report_document(study, MetricTable(study), {}), 200);
    CHECK_THAT(text, Catch::Contains("replicate 0, is left out: record.json is empty"));
    write_text(folder.replicate.parent_path() / "r1" / "DONE", "");
    CHECK_THAT(folder.report(), Catch::Contains("no replicate can be read"));
}
