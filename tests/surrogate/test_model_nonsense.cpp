#include "core/text_file.hpp"
#include "jennopt/surrogate/krige.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"
#include "surrogate/model_file_fixture.hpp"

#include <string>

using namespace jennopt;

namespace {

/// The message with which a file of this text is refused.
std::string refusal_of(const ScratchFolder& folder, const std::string& text) {
    const auto file = folder.path() / "model.json";
    write_text(file, text);
    try {
        (void)load(file);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "was read";
}

/// The model's file with another text under a key.
std::string with_text(const Json& model, const std::string& key, const std::string& text) {
    Json json = model;
    json[key] = "here";
    std::string all = json.dump();
    return all.replace(all.find("\"here\""), 6, text);
}

Json saved(const ScratchFolder& folder, const NamedSurrogate& model) {
    save(folder.path() / "good.json", model);
    return Json::parse(read_text(folder.path() / "good.json"));
}

}  // namespace

TEST_CASE("model file: lists in lists are refused in a few words", "[surrogate][model_file]") {
    const ScratchFolder folder;
    const std::size_t deep = GENERATE(as<std::size_t>{}, 90, 100000);
    const std::string nested = std::string(deep, '[') + std::string(deep, ']');
    const Json ours = saved(folder, random_model());
    for (const auto& [key, value] : ours.items()) {
        INFO(key);
        for (const Json& model : {ours, jenn_parameters()}) {
            const std::string message = refusal_of(folder, with_text(model, key, nested));
            CHECK(message.size() < 400);
            if (model.contains(key)) {
                CHECK_THAT(message, Catch::Contains("model.json:"));
            }
        }
    }
}

TEST_CASE("model file: sizes that no list has and numbers that are none are refused with the place",
          "[surrogate][model_file]") {
    const ScratchFolder folder;
    const Json ours = saved(folder, random_model());
    const auto [key, text, words] = GENERATE(table<const char*, const char*, const char*>({
        {"layer_sizes", "[2, 1000000000, 2]", "W of layer 1 is not a list of 1000000000 rows"},
        {"layer_sizes", "[2, 9223372036854775808, 2]", "expected whole numbers >= 1"},
        {"layer_sizes", "[2, 1e9, 2]", "expected whole numbers >= 1"},
        {"W", "[[[NaN, 0], [0, 0], [0, 0]], []]", "is no JSON"},
        {"b", "[[[1e999], [0], [0]], [[0], [0]]]", "number overflow"},
        {"W",
         "[[[null, 0], [0, 0], [0, 0]], []]",
         "W of layer 1 is not a list of 3 rows of 2 finite"},
        {"sigma_x", "[[0], [1]]", "expected numbers > 0"},
    }));
    CHECK_THAT(refusal_of(folder, with_text(ours, key, text)),
               Catch::Contains("model.json:") && Catch::Contains(words));
}

TEST_CASE("model file: kriging of more samples than can be factorized is refused before it is",
          "[surrogate][kriging_file]") {
    const ScratchFolder folder;
    Rng rng(3);
    Json json = saved(folder,
                      {.surrogate = krige(random_dataset(1, 1, 4, rng), {.partials = false}),
                       .input_names = {"a"},
                       .output_names = {"b"}});
    const Matrix row = random_matrix(1, max_observations + 1, rng);
    json["samples"]["X"] = json_rows(row);
    json["samples"]["Y"] = json_rows(row);
    CHECK_THAT(refusal_of(folder, json.dump()),
               Catch::Contains("expected at most " + std::to_string(max_observations)));
}

TEST_CASE("model file: kriging whose weights are no numbers is refused",
          "[surrogate][kriging_file]") {
    const ScratchFolder folder;
    Rng rng(3);
    Json json = saved(folder,
                      {.surrogate = krige(random_dataset(1, 1, 4, rng), {.partials = false}),
                       .input_names = {"a"},
                       .output_names = {"b"}});
    json["kriging"][0]["mean"] = 1e308;
    json["sigma_y"] = json_rows(Vector::Constant(1, 1e300));
    CHECK_THAT(refusal_of(folder, json.dump()), Catch::Contains("kriging is of no use"));
}
