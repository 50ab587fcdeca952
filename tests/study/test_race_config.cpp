#include "study/config.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

#include <filesystem>

using namespace jennopt;

TEST_CASE("race: every problem of configs/race.yaml has a scale, an optimum, starts and a target",
          "[study][race]") {
    const std::filesystem::path file = source_folder() + "/configs/race.yaml";
    const Study study = read_study(file);
    CHECK(study.arms.size() == 17);
    for (const Arm& arm : study.arms) {
        INFO(arm.label);
        const RaceConfig& race = arm.config.race;
        REQUIRE(race.scale.has_value());
        REQUIRE(race.optimum.has_value());
        CHECK(*race.scale > 0.0);
        CHECK(arm.config.optimizers.size() >= 5);
        for (const OptimizerConfig& optimizer : arm.config.optimizers) {
            CHECK(std::filesystem::exists(file.parent_path() / optimizer.starts.file));
            // No farther than what is counted, so that a run does not end before it is.
            REQUIRE(optimizer.sequential.target.has_value());
            CHECK(*optimizer.sequential.target > *race.optimum);
            CHECK(*optimizer.sequential.target - *race.optimum < race.tolerance * *race.scale);
        }
    }
}

TEST_CASE("race: a study without one keeps its resolved configuration", "[study][race]") {
    const Study study = read_study(source_folder() + "/configs/quickstart.yaml");
    CHECK(study.arms[0].resolved.find("race") == std::string::npos);
    CHECK_FALSE(study.arms[0].config.race.scale.has_value());
}

TEST_CASE("race: a scale of zero is refused", "[study][race]") {
    CHECK_THROWS_WITH(
        read_study(source_folder() + "/configs/quickstart.yaml", {{"race.scale", "0"}}),
        Catch::Contains("race.scale") && Catch::Contains("> 0"));
}
