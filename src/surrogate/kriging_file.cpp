#include "surrogate/kriging_file.hpp"

#include "core/format.hpp"
#include "jennopt/surrogate/krige.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace jennopt {

namespace {

constexpr double lost = std::numeric_limits<double>::quiet_NaN();

bool knows_partials(const Dataset& samples) {
    return std::ranges::any_of(samples.J,
                               [](const Matrix& slice) { return !slice.array().isNaN().all(); });
}

double positive(const ModelReader& reader, const std::string& key) {
    const double value = reader.number(key);
    if (value <= 0.0) {
        throw reader.refusal(key, fmt::format("is {}, expected a number > 0", value));
    }
    return value;
}

KrigingParameters parameters_from(const ModelReader& reader, Index n_x) {
    KrigingParameters parameters{.length = reader.scales("length", n_x),
                                 .mean = reader.number("mean"),
                                 .variance = positive(reader, "variance"),
                                 .additive = reader.number("additive"),
                                 .value_noise = positive(reader, "value_noise"),
                                 .partial_noise = positive(reader, "partial_noise")};
    if (parameters.additive < 0.0 || parameters.additive >= 1.0) {
        throw reader.refusal(
            "additive", fmt::format("is {}, expected a number in [0, 1)", parameters.additive));
    }
    return parameters;
}

Dataset samples_from(const ModelReader& reader, Index n_x, Index n_y) {
    const Json& X = reader.list("X", n_x);
    const auto m = static_cast<Index>(X.at(0).size());
    if (m == 0) {
        throw reader.refusal("X", "has no samples, expected at least 1");
    }
    Dataset samples{.X = reader.matrix(X, "X", n_x, m),
                    .Y = reader.matrix(reader.at("Y"), "Y", n_y, m),
                    .J = {}};
    const Json& slices = reader.list("J", 0);
    for (std::size_t j = 0; j < slices.size(); ++j) {
        samples.J.push_back(reader.matrix(slices.at(j), fmt::format("J {}", j), n_y, m, true));
    }
    if (samples.J.empty()) {
        samples.J.assign(static_cast<std::size_t>(n_x), Matrix::Constant(n_y, m, lost));
    } else if (samples.J.size() != static_cast<std::size_t>(n_x)) {
        throw reader.refusal(
            "J", fmt::format("has {} matrices, expected one per input, {}", slices.size(), n_x));
    }
    return samples;
}

}  // namespace

void write_kriging(const Surrogate& surrogate, Json& json) {
    for (const Kriging& kriging : surrogate.kriging) {
        const KrigingParameters& parameters = kriging.parameters();
        json["kriging"].push_back({{"length", json_rows(parameters.length)},
                                   {"mean", parameters.mean},
                                   {"variance", parameters.variance},
                                   {"additive", parameters.additive},
                                   {"value_noise", parameters.value_noise},
                                   {"partial_noise", parameters.partial_noise}});
    }
    const Dataset& samples = surrogate.samples;
    Json slices = Json::array();
    for (std::size_t j = 0; knows_partials(samples) && j < samples.J.size(); ++j) {
        slices.push_back(json_rows(samples.J[j]));
    }
    json["samples"] = {
        {"X", json_rows(samples.X)}, {"Y", json_rows(samples.Y)}, {"J", std::move(slices)}};
}

Surrogate read_kriging(const ModelReader& reader, Normalization normalization) {
    const Index n_x = normalization.mu_x.size();
    const Index n_y = normalization.mu_y.size();
    const ModelReader inside = reader.inner(reader.at("samples"), "samples");
    Dataset samples = samples_from(inside, n_x, n_y);
    std::vector<KrigingParameters> parameters;
    for (const Json& output : reader.list("kriging", n_y)) {
        const std::string where = fmt::format("kriging.{}", parameters.size());
        parameters.push_back(parameters_from(reader.inner(output, where), n_x));
    }
    try {
        const auto known = std::ranges::count_if(
            samples.J, [](const Matrix& slice) { return !slice.array().isNaN().all(); });
        require_few_observations(samples.m(), known);
        Surrogate surrogate = krige(std::move(samples), std::move(normalization), parameters);
        if (!predict(surrogate, surrogate.samples.X.leftCols(1), true).Y.allFinite()) {
            throw Error("what it predicts at its first sample is no finite number");
        }
        return surrogate;
    } catch (const Error& error) {
        throw reader.refusal("kriging", fmt::format("is of no use: {}", error.what()));
    }
}

}  // namespace jennopt
