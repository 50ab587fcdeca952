#include "jennopt/surrogate/model_file.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace jennopt {

namespace {

constexpr int format_version = 1;

/// What JENN puts in place of a standard deviation of 0.
constexpr double sigma_of_constant = std::numeric_limits<double>::epsilon();

/// The object in a model file; each refusal names the file and the key.
class ModelReader {
public:
    ModelReader(const Json& json, const std::filesystem::path& file) : json_(json), file_(file) {}

    [[nodiscard]] const Json& at(const std::string& key) const {
        if (!json_.contains(key)) {
            throw refusal(key, "is missing");
        }
        return json_.at(key);
    }

    [[nodiscard]] ConfigError refusal(const std::string& what, const std::string& why) const {
        return ConfigError(fmt::format("{}: {} {}", file_.string(), what, why));
    }

    /// The list under key. @param count  of its entries, 0: any
    [[nodiscard]] const Json& list(const std::string& key, Index count) const {
        const Json& values = at(key);
        if (!values.is_array() || (count > 0 && static_cast<Index>(values.size()) != count)) {
            throw refusal(key,
                          fmt::format("is {}, expected a list{}",
                                      values.is_array() ? fmt::format("a list of {}", values.size())
                                                        : values.type_name(),
                                      count > 0 ? fmt::format(" of {}", count) : ""));
        }
        return values;
    }

    [[nodiscard]] std::vector<std::string> strings(const std::string& key, Index count) const {
        std::vector<std::string> result;
        for (const Json& value : list(key, count)) {
            if (!value.is_string()) {
                throw refusal(key, fmt::format("holds {}, expected strings", value.dump()));
            }
            result.push_back(value.get<std::string>());
        }
        return result;
    }

    [[nodiscard]] std::vector<Index> sizes(const std::string& key) const {
        std::vector<Index> result;
        for (const Json& value : list(key, 0)) {
            if (!value.is_number_integer() || value.get<Index>() < 1) {
                throw refusal(key,
                              fmt::format("holds {}, expected whole numbers >= 1", value.dump()));
            }
            result.push_back(value.get<Index>());
        }
        if (result.size() < 2) {
            throw refusal(key, fmt::format("has {} entries, expected at least 2", result.size()));
        }
        return result;
    }

    [[nodiscard]] Activation activation(const std::string& key) const {
        const Json& name = at(key);
        for (const Activation activation :
             {Activation::tanh, Activation::linear, Activation::relu}) {
            if (name == to_string(activation)) {
                return activation;
            }
        }
        throw refusal(key, fmt::format("is {}, expected tanh, linear or relu", name.dump()));
    }

    [[nodiscard]] Matrix matrix(const Json& rows,
                                const std::string& name,
                                Index n_rows,
                                Index n_cols) const {
        const auto fits = [](const Json& json, Index count) {
            return json.is_array() && static_cast<Index>(json.size()) == count;
        };
        const auto is_row = [&](const Json& row) {
            return fits(row, n_cols) && std::all_of(row.begin(), row.end(), [](const Json& value) {
                       return value.is_number();
                   });
        };
        if (!fits(rows, n_rows) || !std::all_of(rows.begin(), rows.end(), is_row)) {
            throw refusal(
                name, fmt::format("is not a list of {} rows of {} finite numbers", n_rows, n_cols));
        }
        return matrix_from(rows);
    }

    [[nodiscard]] Vector column(const std::string& key, Index size) const {
        return matrix(at(key), key, size, 1);
    }

    [[nodiscard]] Vector scales(const std::string& key, Index size) const {
        const Vector sigma = column(key, size);
        if ((sigma.array() <= 0.0).any()) {
            throw refusal(key, fmt::format("is {}, expected numbers > 0", to_text(sigma)));
        }
        return sigma;
    }

private:
    const Json& json_;
    const std::filesystem::path& file_;
};

std::vector<std::string> numbered(const char* letter, Index count) {
    std::vector<std::string> names;
    for (Index i = 1; i <= count; ++i) {
        names.push_back(fmt::format("{}{}", letter, i));
    }
    return names;
}

/// Both formats name network and normalization alike.
/// @param skipped  entries of W and b before the first layer's
Surrogate surrogate_from(const ModelReader& reader, Index skipped) {
    const std::vector<Index> sizes = reader.sizes("layer_sizes");
    const Index n_layers = static_cast<Index>(sizes.size()) - 1;
    std::vector<Matrix> W;
    std::vector<Matrix> b;
    // The lists are held against the sizes before these are believed.
    for (Index l = 1; l <= n_layers; ++l) {
        const auto at = static_cast<std::size_t>(l - 1 + skipped);
        const Index n = sizes[static_cast<std::size_t>(l)];
        W.push_back(reader.matrix(reader.list("W", n_layers + skipped).at(at),
                                  fmt::format("W of layer {}", l),
                                  n,
                                  sizes[static_cast<std::size_t>(l) - 1]));
        b.push_back(reader.matrix(
            reader.list("b", n_layers + skipped).at(at), fmt::format("b of layer {}", l), n, 1));
    }
    Network network(
        sizes, reader.activation("hidden_activation"), reader.activation("output_activation"));
    for (Index l = 1; l <= n_layers; ++l) {
        network.weights(l) = W[static_cast<std::size_t>(l) - 1];
        network.biases(l) = b[static_cast<std::size_t>(l) - 1];
    }
    Normalization normalization{.mu_x = reader.column("mu_x", network.n_x()),
                                .sigma_x = reader.scales("sigma_x", network.n_x()),
                                .mu_y = reader.column("mu_y", network.n_y()),
                                .sigma_y = reader.scales("sigma_y", network.n_y())};
    return {.normalization = std::move(normalization), .network = std::move(network)};
}

NamedSurrogate our_model(const ModelReader& reader) {
    if (reader.at("jennopt_model") != format_version) {
        throw reader.refusal("jennopt_model",
                             fmt::format("is {}, this program reads version {}",
                                         reader.at("jennopt_model").dump(),
                                         format_version));
    }
    Surrogate surrogate = surrogate_from(reader, 0);
    auto input_names = reader.strings("input_names", surrogate.n_x());
    auto output_names = reader.strings("output_names", surrogate.n_y());
    return {.surrogate = std::move(surrogate),
            .input_names = std::move(input_names),
            .output_names = std::move(output_names)};
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
    Surrogate surrogate = surrogate_from(reader, 1);
    const Index n_x = surrogate.n_x();
    const Index n_y = surrogate.n_y();
    if (reader.matrix(reader.at("W").at(0), "W of the input layer", n_x, n_x) !=
        Matrix::Identity(n_x, n_x)) {
        throw reader.refusal("W of the input layer", "is not the identity");
    }
    const std::vector<std::string> activations =
        reader.strings("a", surrogate.network.n_layers() + 1);
    for (Index l = 1; l <= surrogate.network.n_layers(); ++l) {
        const std::string& found = activations[static_cast<std::size_t>(l)];
        const std::string expected = to_string(surrogate.network.activation(l));
        if (found != expected) {
            throw reader.refusal(
                "a", fmt::format("of layer {} is \"{}\", expected \"{}\"", l, found, expected));
        }
    }
    return {.surrogate = std::move(surrogate),
            .input_names = numbered("x", n_x),
            .output_names = numbered("y", n_y)};
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
    Json json;
    try {
        json = Json::parse(read_text(file));
    } catch (const Json::exception& error) {
        throw ConfigError(fmt::format("{}: is no surrogate: {}", file.string(), error.what()));
    }
    if (!json.is_object()) {
        throw ConfigError(fmt::format(
            "{}: is no surrogate: a JSON {}, expected an object", file.string(), json.type_name()));
    }
    const bool is_ours = json.contains("jennopt_model");
    if (!is_ours) {
        mend_scales(json);
    }
    const ModelReader reader(json, file);
    return is_ours ? our_model(reader) : jenn_model(reader);
}

}  // namespace jennopt
