#include "jennopt/surrogate/krige.hpp"
#include "support/catch.hpp"
#include "surrogate/model_file_fixture.hpp"

#include <cmath>

using namespace jennopt;

TEST_CASE("model file: what was saved reads back to the same bits", "[surrogate][model_file]") {
    const TemporaryFile file("bits.json");
    const NamedSurrogate model = random_model();
    save(file.path(), model);
    const NamedSurrogate read = load(file.path());
    CHECK(read.surrogate.members.front().layer_sizes() ==
          model.surrogate.members.front().layer_sizes());
    CHECK(read.surrogate.members.front().activation(1) == Activation::relu);
    CHECK(read.surrogate.members.front().activation(2) == Activation::tanh);
    CHECK(read.surrogate.members.front().theta() == model.surrogate.members.front().theta());
    CHECK(std::signbit(read.surrogate.members.front().theta()(0)));
    CHECK(read.surrogate.normalization.mu_x == model.surrogate.normalization.mu_x);
    CHECK(read.surrogate.normalization.sigma_x == model.surrogate.normalization.sigma_x);
    CHECK(read.surrogate.normalization.mu_y == model.surrogate.normalization.mu_y);
    CHECK(read.surrogate.normalization.sigma_y == model.surrogate.normalization.sigma_y);
    CHECK(read.input_names == model.input_names);
    CHECK(read.output_names == model.output_names);
}

TEST_CASE("model file: the members of an ensemble read back to the same bits",
          "[surrogate][model_file]") {
    const TemporaryFile file("ensemble.json");
    NamedSurrogate model = random_model();
    Rng rng(2);
    for (int i = 0; i < 2; ++i) {
        model.surrogate.members.push_back(model.surrogate.members.front());
        model.surrogate.members.back().theta() = random_vector(17, rng);
    }
    save(file.path(), model);
    const NamedSurrogate read = load(file.path());
    REQUIRE(read.surrogate.members.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(read.surrogate.members[i].theta() == model.surrogate.members[i].theta());
    }

    Json json = file.read();
    json["members"][2].erase("b");
    file.write(json.dump());
    CHECK_THAT(refusal(file), Catch::Contains("ensemble.json: members.2: b is missing"));
    json["members"][1] = 3;
    file.write(json.dump());
    CHECK_THAT(refusal(file), Catch::Contains("members.1 is number, expected an object"));
    json["members"] = Json::array();
    file.write(json.dump());
    CHECK_THAT(refusal(file), Catch::Contains("members is empty"));
}

TEST_CASE("model file: a single network is written as before there were ensembles",
          "[surrogate][model_file]") {
    const TemporaryFile file("single.json");
    save(file.path(), random_model());
    const Json json = file.read();
    CHECK(json.at("jennopt_model") == 1);
    CHECK(json.at("W").size() == 2);
    CHECK_FALSE(json.contains("members"));
}

TEST_CASE("model file: each missing key is a ConfigError naming file and key",
          "[surrogate][model_file]") {
    const bool ours = GENERATE(true, false);
    const TemporaryFile file("missing.json");
    save(file.path(), random_model());
    const Json whole = ours ? file.read() : jenn_parameters();
    for (const auto& [key, value] : whole.items()) {
        if (key == "jennopt_model") {  // without it the file is taken for JENN's
            continue;
        }
        Json damaged = whole;
        damaged.erase(key);
        file.write(damaged.dump());
        CHECK_THAT(refusal(file),
                   Catch::Contains("model_file_missing.json") && Catch::Contains(key));
    }
}

TEST_CASE("model file: each key of the wrong kind is a ConfigError naming file and key",
          "[surrogate][model_file]") {
    const bool ours = GENERATE(true, false);
    const char* wrong =
        GENERATE("5", "\"words\"", "null", "[[1.0], [2.0], [3.0]]", "[[1.0], [null]]", "{}", "[]");
    const TemporaryFile file("wrong.json");
    save(file.path(), random_model());
    const Json whole = ours ? file.read() : jenn_parameters();
    for (const auto& [key, value] : whole.items()) {
        Json damaged = whole;
        damaged[key] = Json::parse(wrong);
        file.write(damaged.dump());
        CAPTURE(damaged.dump());
        CHECK_THAT(refusal(file), Catch::Contains("model_file_wrong.json") && Catch::Contains(key));
    }
}

TEST_CASE("model file: damage inside the lists is a ConfigError naming the list",
          "[surrogate][model_file]") {
    const TemporaryFile file("damaged.json");
    const auto damaged = [&file](const char* pointer, const Json& value) {
        Json json = jenn_parameters();
        json[Json::json_pointer(pointer)] = value;
        file.write(json.dump());
        return refusal(file);
    };
    CHECK_THAT(damaged("/W/1/0", Json::array({0.2})), Catch::Contains(": W "));
    CHECK_THAT(damaged("/W/1/0/1", nullptr), Catch::Contains(": W "));
    CHECK_THAT(damaged("/W/0/0/1", 1.0), Catch::Contains(": W ") && Catch::Contains("identity"));
    CHECK_THAT(damaged("/W/3", Json::parse("[[1.0]]")), Catch::Contains(": W "));
    CHECK_THAT(damaged("/mu_x/1", Json::array({-3.0, 4.0})), Catch::Contains(": mu_x "));
    CHECK_THAT(damaged("/sigma_y/0/0", -1.0),
               Catch::Contains(": sigma_y is [-1], expected numbers > 0"));
    CHECK_THAT(damaged("/layer_sizes", Json::array({2, 0, 1})),
               Catch::Contains("damaged.json: layer_sizes"));
    CHECK_THAT(damaged("/layer_sizes", Json::array({2, 1.5, 1})),
               Catch::Contains("damaged.json: layer_sizes"));
    CHECK_THAT(damaged("/layer_sizes", Json::array({2, 9'000'000'000'000, 1})),
               Catch::Contains("damaged.json: W of layer 1 is not a list of 9000000000000 rows"));
    CHECK_THAT(damaged("/hidden_activation", "sigmoid"),
               Catch::Contains("hidden_activation is \"sigmoid\", expected tanh, linear, relu"));
    CHECK_THAT(damaged("/a/1", "relu"), Catch::Contains(": a "));
}

TEST_CASE("model file: no file, no JSON and another version are ConfigErrors naming the file",
          "[surrogate][model_file]") {
    const TemporaryFile file("other.json");
    CHECK_THAT(refusal(file), Catch::Contains("other.json: no such file"));
    for (const char* text : {"", "{\"W\": [[", "a,b,c\n1,2,3\n"}) {
        file.write(text);
        CHECK_THAT(refusal(file),
                   Catch::Contains("other.json:1:") &&
                       Catch::Contains("expected the file of a trained model") &&
                       !Catch::Contains("json.exception"));
    }
    file.write("[1, 2]");
    CHECK_THAT(refusal(file), Catch::Contains("other.json: is a JSON array, expected the file"));
    save(file.path(), random_model());
    Json json = file.read();
    json["jennopt_model"] = 99;
    file.write(json.dump());
    CHECK_THAT(refusal(file),
               Catch::Contains("jennopt_model is 99, this program reads versions 1 to 6"));
}

TEST_CASE("model file: a folder that does not exist is an Error naming the file",
          "[surrogate][model_file]") {
    CHECK_THROWS_WITH(save("no/such/folder/model.json", random_model()),
                      Catch::Contains("no/such/folder/model.json: cannot be written"));
}

TEST_CASE("model file: inputs, outputs and the range of the samples read back to the same bits",
          "[surrogate][model_file]") {
    const TemporaryFile file("origin.json");
    save(file.path(), model_with_origin());
    const std::optional<ModelOrigin> origin = load(file.path()).origin;
    REQUIRE(origin);
    CHECK(origin->inputs[0].name == "length");
    CHECK(origin->inputs[0].unit == "m");
    CHECK(origin->inputs[0].lower == 1e-3);
    CHECK(origin->inputs[0].upper == 10.0);
    CHECK(origin->inputs[0].scale == InputScale::log);
    CHECK_FALSE(origin->inputs[0].integer);
    CHECK(origin->inputs[1].integer);
    CHECK(origin->inputs[1].scale == InputScale::linear);
    CHECK(origin->samples.lower == Vector{{0.002, 1.0}});
    CHECK(origin->samples.upper == Vector{{5.0, 3.0}});
    CHECK(origin->samples.logarithmic == std::vector<Index>{0});
    CHECK(file.read().at("jennopt_model") == 4);  // not to be read without knowing log_x
    CHECK(load(file.path()).surrogate.normalization.log_x == std::vector<Index>{0});
    CHECK(origin->outputs[0].role == OutputRole::maximize);
    CHECK_FALSE(origin->outputs[0].lower);
    CHECK(origin->outputs[1].role == OutputRole::constraint);
    CHECK(origin->outputs[1].lower == -0.1);
    CHECK(origin->outputs[1].upper == 0.3);
}

TEST_CASE("model file: a file of an earlier version has no origin and predicts the same",
          "[surrogate][model_file]") {
    const TemporaryFile file("earlier.json");
    save(file.path(), model_with_origin());
    Json json = file.read();
    const Vector y = evaluate(load(file.path()).surrogate, Vector{{0.3, 0.4}}).value;
    json.erase("inputs");
    json.erase("outputs");
    file.write(json.dump());
    const NamedSurrogate earlier = load(file.path());
    CHECK_FALSE(earlier.origin);
    CHECK(evaluate(earlier.surrogate, Vector{{0.3, 0.4}}).value == y);
}

TEST_CASE("model file: a wrong input or output is a ConfigError naming it",
          "[surrogate][model_file]") {
    const TemporaryFile file("columns.json");
    save(file.path(), model_with_origin());
    const auto damaged = [&](const char* pointer, const Json& value) {
        Json json = file.read();
        json[Json::json_pointer(pointer)] = value;
        const TemporaryFile other("columns_damaged.json");
        other.write(json.dump());
        return refusal(other);
    };
    CHECK_THAT(damaged("/inputs/1/name", "b"),
               Catch::Contains(R"(inputs.1: name is "b", expected "a "quoted" name")"));
    CHECK_THAT(
        damaged("/inputs/0/samples", Json::array({5.0, 1.0})),
        Catch::Contains("inputs.0: samples is [5.0, 1.0], expected two numbers in their order"));
    CHECK_THAT(damaged("/inputs/0/bounds", Json::array({nullptr, 1.0})),
               Catch::Contains("inputs.0: bounds is"));
    CHECK_THAT(damaged("/inputs/0/scale", "sqrt"),
               Catch::Contains("inputs.0: scale is \"sqrt\", expected linear, log"));
    CHECK_THAT(damaged("/inputs/0/unit", 3),
               Catch::Contains("inputs.0: unit is 3, expected a string"));
    CHECK_THAT(damaged("/outputs/1/role", "none"), Catch::Contains("outputs.1: role is \"none\""));
    CHECK_THAT(damaged("/outputs/1/lower", "0"), Catch::Contains("outputs.1: lower is \"0\""));
    CHECK_THAT(damaged("/outputs", Json::array()), Catch::Contains("outputs is a list of 0"));
    CHECK_THAT(damaged("/inputs", 3), Catch::Contains("inputs is number, expected a list of 2"));
}
