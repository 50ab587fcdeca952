#pragma once

#include "core/json.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/model_file.hpp"
#include "support/places.hpp"
#include "support/random_dataset.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace jennopt {

/// A file of its own that is gone after the test.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& name)
        : path_(std::filesystem::path(build_folder()) / "tests" / ("model_file_" + name)) {}

    ~TemporaryFile() { std::filesystem::remove(path_); }

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    TemporaryFile(TemporaryFile&&) = delete;
    TemporaryFile& operator=(TemporaryFile&&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    void write(const std::string& text) const { std::ofstream(path_) << text; }

    [[nodiscard]] Json read() const {
        std::ifstream stream(path_);
        return Json::parse(stream);
    }

private:
    std::filesystem::path path_;
};

inline NamedSurrogate random_model() {
    Rng rng(1);
    Network network({2, 3, 2}, Activation::relu, Activation::tanh);
    network.theta() = random_vector(network.n_parameters(), rng);
    network.theta()(0) = -0.0;
    network.theta()(1) = 5e-324;
    network.theta()(2) = 0.1 + 0.2;
    return {.surrogate = {.normalization = {.mu_x = random_vector(2, rng),
                                            .sigma_x = random_vector(2, rng).cwiseAbs(),
                                            .mu_y = random_vector(2, rng),
                                            .sigma_y = random_vector(2, rng).cwiseAbs()},
                          .members = {network}},
            .input_names = {"length", "a \"quoted\" name"},
            .output_names = {"drag", "lift"}};
}

/// What the Python package JENN writes, for a 2-1-1 network:
///     y = 10 + 4 (0.5 tanh(0.2 u1 - 0.4 u2 + 0.1) - 0.25),  u1 = (x1 - 1) / 2,  u2 = (x2 + 3) / 5
inline Json jenn_parameters() {
    return Json::parse(R"({
        "W": [[[1.0, 0.0], [0.0, 1.0]], [[0.2, -0.4]], [[0.5]]],
        "b": [[[0.0], [0.0]], [[0.1]], [[-0.25]]],
        "a": ["linear", "tanh", "linear"],
        "layer_sizes": [2, 1, 1],
        "hidden_activation": "tanh",
        "output_activation": "linear",
        "mu_x": [[1.0], [-3.0]],
        "sigma_x": [[2.0], [5.0]],
        "mu_y": [[10.0]],
        "sigma_y": [[4.0]]})");
}

inline NamedSurrogate model_with_origin() {
    NamedSurrogate model = random_model();
    model.surrogate.normalization.log_x = {0};
    const ProblemInfo problem{
        .name = "made_up",
        .inputs = {{.name = "length",
                    .unit = "m",
                    .lower = 1e-3,
                    .upper = 10.0,
                    .scale = InputScale::log},
                   {.name = "a \"quoted\" name",
                    .unit = "",
                    .lower = 0.0,
                    .upper = 4.0,
                    .integer = true}},
        .outputs = {{.name = "drag", .unit = "N", .role = OutputRole::maximize},
                    {.name = "lift",
                     .unit = "N",
                     .role = OutputRole::constraint,
                     .lower = -0.1,
                     .upper = 0.3}}};
    model.origin = origin_of(problem, Matrix{{0.1, 0.002, 5.0}, {3.0, 1.0, 2.0}});
    return model;
}

inline std::string refusal(const TemporaryFile& file) {
    try {
        (void)load(file.path());
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "was read";
}

}  // namespace jennopt
