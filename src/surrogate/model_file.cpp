#include "jennopt/surrogate/model_file.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"

namespace jennopt {

namespace {

constexpr int format_version = 1;

Activation activation_from(const std::string& name, const std::filesystem::path& file) {
    for (const Activation activation : {Activation::tanh, Activation::linear, Activation::relu}) {
        if (name == to_string(activation)) {
            return activation;
        }
    }
    throw ConfigError(fmt::format(
        "{}: activation \"{}\" is not known, expected tanh, linear or relu", file.string(), name));
}

Matrix matrix_of(const Json& json, const char* key, Index rows, Index cols, const std::filesystem::path& file) {
    Matrix A = matrix_from(json);
    if (A.rows() != rows || A.cols() != cols || !A.allFinite()) {
        throw ConfigError(fmt::format("{}: {} is {} x {}{}, expected {} x {} finite numbers",
                                      file.string(),
                                      key,
                                      A.rows(),
                                      A.cols(),
                                      A.allFinite() ? "" : " with holes",
                                      rows,
                                      cols));
    }
    return A;
}

std::vector<std::string> numbered(const char* letter, Index count) {
    std::vector<std::string> names;
    for (Index i = 1; i <= count; ++i) {
        names.push_back(fmt::format("{}{}", letter, i));
    }
    return names;
}

std::vector<std::string> names_of(const Json& json, const char* key, Index count, const std::filesystem::path& file) {
    auto names = json.at(key).get<std::vector<std::string>>();
    if (static_cast<Index>(names.size()) != count) {
        throw ConfigError(fmt::format(
            "{}: {} has {} entries, expected {}", file.string(), key, names.size(), count));
    }
    return names;
}

Vector scales(const Json& json, const char* key, Index size, const std::filesystem::path& file) {
    Vector sigma = matrix_of(json.at(key), key, size, 1, file);
    if ((sigma.array() <= 0.0).any()) {
        throw ConfigError(fmt::format("{}: {} is {}, expected numbers > 0", file.string(), key, to_text(sigma)));
    }
    return sigma;
}

/// Both formats name network and normalization alike; JENN's lists the input layer (an identity) first.
Surrogate surrogate_from(const Json& json, bool lists_input_layer, const std::filesystem::path& file) {
    Network network(json.at("layer_sizes").get<std::vector<Index>>(),
                    activation_from(json.at("hidden_activation").get<std::string>(), file),
                    activation_from(json.at("output_activation").get<std::string>(), file));
    const std::size_t skipped = lists_input_layer ? 1 : 0;
    for (Index l = 1; l <= network.n_layers(); ++l) {
        const std::size_t at = static_cast<std::size_t>(l) - 1 + skipped;
        auto W = network.weights(l);
        auto b = network.biases(l);
        W = matrix_of(json.at("W").at(at), "W", W.rows(), W.cols(), file);
        b = matrix_of(json.at("b").at(at), "b", b.rows(), 1, file);
    }
    Normalization normalization{.mu_x = matrix_of(json.at("mu_x"), "mu_x", network.n_x(), 1, file),
                                .sigma_x = scales(json, "sigma_x", network.n_x(), file),
                                .mu_y = matrix_of(json.at("mu_y"), "mu_y", network.n_y(), 1, file),
                                .sigma_y = scales(json, "sigma_y", network.n_y(), file)};
    return {.normalization = std::move(normalization), .network = std::move(network)};
}

NamedSurrogate model_from(const Json& json, const std::filesystem::path& file) {
    if (!json.contains("jennopt_model")) {
        Surrogate surrogate = surrogate_from(json, true, file);
        const Index n_x = surrogate.n_x();
        const Index n_y = surrogate.n_y();
        return {.surrogate = std::move(surrogate),
                .input_names = numbered("x", n_x),
                .output_names = numbered("y", n_y)};
    }
    if (json.at("jennopt_model") != format_version) {
        throw ConfigError(fmt::format("{}: jennopt_model is {}, this program reads version {}",
                                      file.string(),
                                      json.at("jennopt_model").dump(),
                                      format_version));
    }
    Surrogate surrogate = surrogate_from(json, false, file);
    auto input_names = names_of(json, "input_names", surrogate.n_x(), file);
    auto output_names = names_of(json, "output_names", surrogate.n_y(), file);
    return {.surrogate = std::move(surrogate),
            .input_names = std::move(input_names),
            .output_names = std::move(output_names)};
}

}  // namespace

void save(const std::filesystem::path& file, const NamedSurrogate& model) {
    const Network& network = model.surrogate.network;
    const Normalization& normalization = model.surrogate.normalization;
    Json weights = Json::array();
    Json biases = Json::array();
    for (Index l = 1; l <= network.n_layers(); ++l) {
        weights.push_back(json_rows(network.weights(l)));
        biases.push_back(json_rows(network.biases(l)));
    }
    const Json json{{"jennopt_model", format_version},
                    {"input_names", model.input_names},
                    {"output_names", model.output_names},
                    {"layer_sizes", network.layer_sizes()},
                    {"hidden_activation", to_string(network.activation(0))},
                    {"output_activation", to_string(network.activation(network.n_layers()))},
                    {"mu_x", json_rows(normalization.mu_x)},
                    {"sigma_x", json_rows(normalization.sigma_x)},
                    {"mu_y", json_rows(normalization.mu_y)},
                    {"sigma_y", json_rows(normalization.sigma_y)},
                    {"W", weights},
                    {"b", biases}};
    write_text(file, json.dump() + '\n');
}

NamedSurrogate load(const std::filesystem::path& file) {
    try {
        return model_from(Json::parse(read_text(file)), file);
    } catch (const Json::exception& error) {
        throw ConfigError(fmt::format("{}: is no surrogate: {}", file.string(), error.what()));
    }
}

}  // namespace jennopt
