#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/krige.hpp"
#include "jennopt/surrogate/model_file.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "support/scratch_folder.hpp"

#include <cmath>

using namespace jennopt;

namespace {

NamedSurrogate kriged(bool partials) {
    Rng rng(21);
    Dataset data = random_dataset(2, 2, 6, rng);
    data.J[1](0, 3) = std::nan("");
    data.J[0](1, 5) = std::nan("");
    return {.surrogate = krige(data, {.partials = partials}),
            .input_names = {"length", "angle"},
            .output_names = {"drag", "lift"}};
}

/// The message with which a file of this content is refused.
std::string refusal_of(const ScratchFolder& folder, const Json& json) {
    const auto file = folder.path() / "broken.json";
    write_text(file, json.dump());
    try {
        (void)load(file);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "was read";
}

}  // namespace

TEST_CASE("model file: kriging reads back to the same predictions, bit for bit",
          "[surrogate][kriging_file]") {
    const ScratchFolder folder;
    const auto file = folder.path() / "kriging.json";
    const NamedSurrogate model = kriged(GENERATE(true, false));
    save(file, model);
    const NamedSurrogate read = load(file);
    CHECK(read.input_names == model.input_names);
    CHECK(read.output_names == model.output_names);
    Rng rng(22);
    const Matrix X = random_matrix(2, 20, rng);
    const Dataset before = predict(model.surrogate, X, true);
    const Dataset after = predict(read.surrogate, X, true);
    CHECK(after.Y == before.Y);
    CHECK(after.J == before.J);
    const Dataset spread_before = spread(model.surrogate, X, true);
    const Dataset spread_after = spread(read.surrogate, X, true);
    CHECK(spread_after.Y == spread_before.Y);
    CHECK(spread_after.J == spread_before.J);
    save(folder.path() / "again.json", read);
    CHECK(read_text(folder.path() / "again.json") == read_text(file));
}

TEST_CASE("model file: what is wrong with kriging is named", "[surrogate][kriging_file]") {
    const ScratchFolder folder;
    const auto file = folder.path() / "kriging.json";
    save(file, kriged(true));
    const Json good = Json::parse(read_text(file));
    const auto broken = [&](const auto& change) {
        Json json = good;
        change(json);
        return refusal_of(folder, json);
    };
    using Catch::Contains;
    CHECK_THAT(broken([](Json& json) { json.erase("samples"); }), Contains("samples is missing"));
    CHECK_THAT(broken([](Json& json) { json["samples"]["Y"][1][0] = nullptr; }),
               Contains("samples: Y is not a list of 2 rows of 6 finite numbers"));
    CHECK_THAT(broken([](Json& json) { json["samples"]["X"] = Json::array(); }),
               Contains("samples: X is a list of 0, expected a list of 2"));
    CHECK_THAT(broken([](Json& json) { json["samples"]["J"].erase(1); }),
               Contains("samples: J has 1 matrices, expected one per input, 2"));
    CHECK_THAT(broken([](Json& json) { json["kriging"].erase(1); }),
               Contains("kriging is a list of 1, expected a list of 2"));
    CHECK_THAT(broken([](Json& json) { json["kriging"][1]["variance"] = -1.0; }),
               Contains("kriging.1: variance is -1, expected a number > 0"));
    CHECK_THAT(broken([](Json& json) { json["kriging"][0]["additive"] = 1.0; }),
               Contains("kriging.0: additive is 1, expected a number in [0, 1)"));
    CHECK_THAT(broken([](Json& json) { json["kriging"][0].erase("length"); }),
               Contains("kriging.0: length is missing"));
    CHECK_THAT(broken([](Json& json) { json["jennopt_model"] = 7; }),
               Contains("jennopt_model is 7, this program reads versions 1 to 6"));
}
