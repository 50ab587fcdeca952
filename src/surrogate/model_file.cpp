#include "jennopt/surrogate/model_file.hpp"

#include "core/format.hpp"
#include "core/json_text.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "surrogate/kriging_file.hpp"
#include "surrogate/model_origin.hpp"
#include "surrogate/model_reader.hpp"

#include <limits>
#include <utility>

namespace jennopt {

namespace {

/// A file with one network: W and b stand beside its sizes.
constexpr int single_version = 1;
/// A file with several: each has its W and b under members.
constexpr int ensemble_version = 2;
/// A file of kriging: samples, and the parameters of each output.
constexpr int kriging_version = 3;

/// The same kinds, in this order, of logarithms of inputs: a program that does not know log_x must
/// not read them.
constexpr int logarithmic_versions = 3;

/// What JENN puts in place of a standard deviation of 0.
constexpr double sigma_of_constant = std::numeric_limits<double>::epsilon();

std::vector<std::string> numbered(const char* letter, Index count) {
    std::vector<std::string> names;
    for (Index i = 1; i <= count; ++i) {
        names.push_back(fmt::format("{}{}", letter, i));
    }
    return names;
}

/// @param skipped  entries of W and b before the first layer's
Network network_from(const ModelReader& shape, const ModelReader& weights, Index skipped) {
    const std::vector<Index> sizes = shape.sizes("layer_sizes");
    const Index n_layers = static_cast<Index>(sizes.size()) - 1;
    std::vector<Matrix> W;
    std::vector<Matrix> b;
    // The lists are held against the sizes before these are believed.
    for (Index l = 1; l <= n_layers; ++l) {
        const auto at = static_cast<std::size_t>(l - 1 + skipped);
        const Index n = sizes[static_cast<std::size_t>(l)];
        W.push_back(weights.matrix(weights.list("W", n_layers + skipped).at(at),
                                   fmt::format("W of layer {}", l),
                                   n,
                                   sizes[static_cast<std::size_t>(l) - 1]));
        b.push_back(weights.matrix(
            weights.list("b", n_layers + skipped).at(at), fmt::format("b of layer {}", l), n, 1));
    }
    Network network(sizes,
                    shape.named<Activation>("hidden_activation"),
                    shape.named<Activation>("output_activation"));
    for (Index l = 1; l <= n_layers; ++l) {
        network.weights(l) = W[static_cast<std::size_t>(l) - 1];
        network.biases(l) = b[static_cast<std::size_t>(l) - 1];
    }
    return network;
}

/// All formats name the normalization alike.
Normalization normalization_from(const ModelReader& reader, Index n_x, Index n_y) {
    return {.mu_x = reader.column("mu_x", n_x),
            .sigma_x = reader.scales("sigma_x", n_x),
            .mu_y = reader.column("mu_y", n_y),
            .sigma_y = reader.scales("sigma_y", n_y),
            .log_x = reader.inputs("log_x", n_x)};
}

Json normalization_to(const Normalization& normalization) {
    Json json{{"mu_x", json_rows(normalization.mu_x)},
              {"sigma_x", json_rows(normalization.sigma_x)},
              {"mu_y", json_rows(normalization.mu_y)},
              {"sigma_y", json_rows(normalization.sigma_y)}};
    if (!normalization.log_x.empty()) {
        json["log_x"] = normalization.log_x;
    }
    return json;
}

Surrogate surrogate_from(const ModelReader& reader, std::vector<Network> members) {
    Normalization normalization =
        normalization_from(reader, members.front().n_x(), members.front().n_y());
    return {.normalization = std::move(normalization), .members = std::move(members)};
}

Surrogate kriging_from(const ModelReader& reader) {
    const auto n_x = static_cast<Index>(reader.list("input_names", 0).size());
    const auto n_y = static_cast<Index>(reader.list("output_names", 0).size());
    if (n_x == 0 || n_y == 0) {
        throw reader.refusal("input_names", "or output_names is empty, expected names");
    }
    return read_kriging(reader, normalization_from(reader, n_x, n_y));
}

/// One of the first three versions.
int kind_of(const ModelReader& reader) {
    const Json& version = reader.at("jennopt_model");
    constexpr int last = kriging_version + logarithmic_versions;
    if (!version.is_number_integer() || version < single_version || version > last) {
        throw reader.refusal("jennopt_model",
                             fmt::format("is {}, this program reads versions {} to {}",
                                         found_text(version),
                                         single_version,
                                         last));
    }
    const int number = version.get<int>();
    if (number > logarithmic_versions && !reader.contains("log_x")) {
        throw reader.refusal(
            "jennopt_model",
            fmt::format("is {}, a model of logarithms, but log_x is missing", number));
    }
    return number > logarithmic_versions ? number - logarithmic_versions : number;
}

std::vector<Network> our_members(const ModelReader& reader) {
    if (kind_of(reader) == single_version) {
        return {network_from(reader, reader, 0)};
    }
    std::vector<Network> members;
    for (const Json& member : reader.list("members", 0)) {
        members.push_back(network_from(
            reader, reader.inner(member, fmt::format("members.{}", members.size())), 0));
    }
    if (members.empty()) {
        throw reader.refusal("members", "is empty, expected at least one network");
    }
    return members;
}

NamedSurrogate our_model(const ModelReader& reader) {
    Surrogate surrogate = kind_of(reader) == kriging_version
                              ? kriging_from(reader)
                              : surrogate_from(reader, our_members(reader));
    auto input_names = reader.strings("input_names", surrogate.n_x());
    auto output_names = reader.strings("output_names", surrogate.n_y());
    auto origin = read_origin(reader, input_names, output_names);
    return {.surrogate = std::move(surrogate),
            .input_names = std::move(input_names),
            .output_names = std::move(output_names),
            .origin = std::move(origin)};
}

/// A standard deviation of 0 as JENN's code takes it.
void mend_scales(Json& json) {
    for (const char* key : {"sigma_x", "sigma_y"}) {
        if (!json.contains(key)) {
            continue;
        }
        for (Json& row : json.at(key)) {
            if (row == Json::array({0.0})) {
                row = Json::array({sigma_of_constant});
            }
        }
    }
}

/// JENN's file lists the input layer first, as a layer whose W is the identity.
NamedSurrogate jenn_model(const ModelReader& reader) {
    Surrogate surrogate = surrogate_from(reader, {network_from(reader, reader, 1)});
    const Network& network = surrogate.members.front();
    const Index n_x = surrogate.n_x();
    const Index n_y = surrogate.n_y();
    if (reader.matrix(reader.at("W").at(0), "W of the input layer", n_x, n_x) !=
        Matrix::Identity(n_x, n_x)) {
        throw reader.refusal("W of the input layer", "is not the identity");
    }
    const std::vector<std::string> activations = reader.strings("a", network.n_layers() + 1);
    for (Index l = 1; l <= network.n_layers(); ++l) {
        const std::string& found = activations[static_cast<std::size_t>(l)];
        const std::string expected = name_of(network.activation(l));
        if (found != expected) {
            throw reader.refusal(
                "a", fmt::format(R"(of layer {} is "{}", expected "{}")", l, found, expected));
        }
    }
    return {.surrogate = std::move(surrogate),
            .input_names = numbered("x", n_x),
            .output_names = numbered("y", n_y)};
}

Json shape_of(const Network& network) {
    return {{"layer_sizes", network.layer_sizes()},
            {"hidden_activation", name_of(network.activation(0))},
            {"output_activation", name_of(network.activation(network.n_layers()))}};
}

void require_for_jenn(const NamedSurrogate& model) {
    const Surrogate& surrogate = model.surrogate;
    if (surrogate.is_kriging()) {
        throw ConfigError("the model is kriging, the package JENN has networks only");
    }
    if (surrogate.members.size() > 1) {
        throw ConfigError(fmt::format(
            "the model is an ensemble of {} networks, a file of the package JENN has one",
            surrogate.members.size()));
    }
    for (const Index j : surrogate.normalization.log_x) {
        throw ConfigError(fmt::format(
            "the model takes the logarithm of {}, the package JENN takes inputs as they are",
            model.input_names[static_cast<std::size_t>(j)]));
    }
    // It divides by no less.
    const double least = surrogate.normalization.sigma_x.minCoeff();
    if (least < sigma_of_constant) {
        throw ConfigError(
            fmt::format("the model divides an input by {:.3g}, the package JENN by "
                        "{:.3g} at least; expected inputs in other units",
                        least,
                        sigma_of_constant));
    }
}

/// W and b, layer by layer.
Json weights_of(const Network& network) {
    Json weights = Json::array();
    Json biases = Json::array();
    for (Index l = 1; l <= network.n_layers(); ++l) {
        weights.push_back(json_rows(network.weights(l)));
        biases.push_back(json_rows(network.biases(l)));
    }
    return {{"W", std::move(weights)}, {"b", std::move(biases)}};
}

}  // namespace

void save(const std::filesystem::path& file, const NamedSurrogate& model) {
    const Surrogate& surrogate = model.surrogate;
    const std::vector<Network>& members = surrogate.members;
    const int kind = surrogate.is_kriging() ? kriging_version
                     : members.size() == 1  ? single_version
                                            : ensemble_version;
    Json json{{"jennopt_model",
               kind + (surrogate.normalization.log_x.empty() ? 0 : logarithmic_versions)},
              {"input_names", model.input_names},
              {"output_names", model.output_names}};
    if (model.origin) {
        write_origin(*model.origin, json);
    }
    if (!surrogate.is_kriging()) {
        json.update(shape_of(members.front()));
    }
    json.update(normalization_to(surrogate.normalization));
    if (surrogate.is_kriging()) {
        write_kriging(surrogate, json);
    } else if (members.size() == 1) {
        json.update(weights_of(members.front()));
    } else {
        for (const Network& member : members) {
            json["members"].push_back(weights_of(member));
        }
    }
    write_text(file, json.dump() + '\n');
}

NamedSurrogate load(const std::filesystem::path& file) {
    constexpr const char* expected =
        "expected the file of a trained model, as a study leaves it in its models/";
    Json json = parse_json(read_text(file), file.string(), expected);
    if (!json.is_object()) {
        throw ConfigError(
            fmt::format("{}: is a JSON {}, {}", file.string(), json.type_name(), expected));
    }
    const bool is_ours = json.contains("jennopt_model");
    if (!is_ours) {
        mend_scales(json);
    }
    const ModelReader reader(json, file);
    return is_ours ? our_model(reader) : jenn_model(reader);
}

std::string jenn_parameters(const NamedSurrogate& model) {
    require_for_jenn(model);
    const Surrogate& surrogate = model.surrogate;
    const Network& network = surrogate.members.front();
    const Index n_x = surrogate.n_x();
    Json json = weights_of(network);
    json["W"].insert(json["W"].begin(), json_rows(Matrix::Identity(n_x, n_x)));
    json["b"].insert(json["b"].begin(), json_rows(Vector::Zero(n_x)));
    json["a"] = {name_of(Activation::linear)};
    for (Index l = 1; l <= network.n_layers(); ++l) {
        json["a"].push_back(name_of(network.activation(l)));
    }
    json.update(shape_of(network));
    json.update(normalization_to(surrogate.normalization));
    return json.dump() + '\n';
}

}  // namespace jennopt
