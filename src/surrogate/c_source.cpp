#include "surrogate/c_source.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/core/random.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace jennopt {

namespace {

constexpr Index n_tests = 20;

/// Numbers with all their digits; integers as numbers of double precision.
std::string c_numbers(const double* numbers, Index count) {
    std::string text = "{";
    for (Index i = 0; i < count; ++i) {
        const std::string number = fmt::format("{}", numbers[i]);
        const bool is_whole = number.find_first_of(".en") == std::string::npos;
        text += fmt::format("{}{}{}",
                            i == 0       ? ""
                            : i % 8 == 0 ? ",\n     "
                                         : ", ",
                            number,
                            is_whole ? ".0" : "");
    }
    return text + "}";
}

std::string c_numbers(const Vector& numbers) {
    return c_numbers(numbers.data(), numbers.size());
}

/// One column after the other, each in braces.
std::string c_columns(const Matrix& columns) {
    std::vector<std::string> rows;
    for (Index t = 0; t < columns.cols(); ++t) {
        rows.push_back(c_numbers(columns.col(t).data(), columns.rows()));
    }
    return fmt::format("{{{}}}", fmt::join(rows, ",\n    "));
}

std::string c_integers(const std::vector<Index>& integers) {
    return fmt::format("{{{}}}", fmt::join(integers, ", "));
}

void require_identifier(std::string_view name) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    const auto is_allowed = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
    if (name.empty() || !is_letter(name.front()) || !std::ranges::all_of(name, is_allowed)) {
        throw ConfigError(
            fmt::format("'{}' is no name of C, expected the name of the file to be letters, digits "
                        "and _, as in "
                        "wing.c",
                        name));
    }
}

/// A text inside of a comment.
std::string in_comment(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return c == '*' || static_cast<unsigned char>(c) < 0x20; }, ' ');
    return text;
}

/// "0: mach, from 0.2 to 0.8".
std::string c_places(const NamedSurrogate& model) {
    std::string text;
    for (std::size_t j = 0; j < model.input_names.size(); ++j) {
        const auto i = static_cast<Index>(j);
        text += fmt::format("   x[{}]  {}", j, in_comment(model.input_names[j]));
        if (model.origin) {
            text += fmt::format("{}, samples from {} to {}",
                                in_comment(model.origin->inputs[j].unit.empty()
                                               ? ""
                                               : " [" + model.origin->inputs[j].unit + "]"),
                                model.origin->samples.lower(i),
                                model.origin->samples.upper(i));
        }
        text += '\n';
    }
    for (std::size_t k = 0; k < model.output_names.size(); ++k) {
        text += fmt::format("   y[{}]  {}\n", k, in_comment(model.output_names[k]));
    }
    return text;
}

/// Everywhere where the file does not say.
Bounds sample_box(const NamedSurrogate& model) {
    if (model.origin) {
        return model.origin->samples;
    }
    const Vector largest =
        Vector::Constant(model.surrogate.n_x(), std::numeric_limits<double>::max());
    return {-largest, largest};
}

std::string normalization_data(const NamedSurrogate& model) {
    const Normalization& n = model.surrogate.normalization;
    std::vector<Index> is_log(at(n.mu_x.size()), 0);
    for (const Index j : n.log_x) {
        is_log[at(j)] = 1;
    }
    const Bounds box = sample_box(model);
    std::string text =
        fmt::format("enum {{ N_X = {}, N_Y = {} }};\n\n", n.mu_x.size(), n.mu_y.size());
    for (const auto& [name, size, numbers] : {std::tuple("mu_x", "N_X", &n.mu_x),
                                              std::tuple("sigma_x", "N_X", &n.sigma_x),
                                              std::tuple("mu_y", "N_Y", &n.mu_y),
                                              std::tuple("sigma_y", "N_Y", &n.sigma_y),
                                              std::tuple("lower", "N_X", &box.lower),
                                              std::tuple("upper", "N_X", &box.upper)}) {
        text += fmt::format("static const double {}[{}] = {};\n", name, size, c_numbers(*numbers));
    }
    return text + fmt::format("static const int is_log[N_X] = {};\n", c_integers(is_log));
}

/// W row by row, then b, layer after layer.
Vector c_parameters(const Network& network) {
    Vector parameters(network.n_parameters());
    Index place = 0;
    for (Index l = 1; l <= network.n_layers(); ++l) {
        const Matrix W = network.weights(l).transpose();
        parameters.segment(place, W.size()) = Eigen::Map<const Vector>(W.data(), W.size());
        place += W.size();
        const auto b = network.biases(l);
        parameters.segment(place, b.size()) = b;
        place += b.size();
    }
    return parameters;
}

const char* c_activation(Activation activation) {
    return activation == Activation::tanh   ? "TANH"
           : activation == Activation::relu ? "RELU"
                                            : "LINEAR";
}

std::string network_data(const Surrogate& surrogate) {
    const Network& first = surrogate.members.front();
    Matrix parameters(first.n_parameters(), std::ssize(surrogate.members));
    for (std::size_t i = 0; i < surrogate.members.size(); ++i) {
        parameters.col(static_cast<Index>(i)) = c_parameters(surrogate.members[i]);
    }
    return fmt::format(
        "enum {{ TANH, RELU, LINEAR }};\n"
        "enum {{ N_LAYERS = {}, N_MEMBERS = {}, WIDTH = {}, N_PARAMETERS = {} }};\n"
        "enum {{ HIDDEN_ACTIVATION = {}, OUTPUT_ACTIVATION = {} }};\n"
        "static const int sizes[N_LAYERS + 1] = {};\n"
        "/* Of each layer the weights, row by row, then the biases. */\n"
        "static const double parameters[N_MEMBERS][N_PARAMETERS] = {};\n",
        first.n_layers(),
        surrogate.members.size(),
        *std::ranges::max_element(first.layer_sizes()),
        first.n_parameters(),
        c_activation(first.activation(1)),
        c_activation(first.activation(first.n_layers())),
        c_integers(first.layer_sizes()),
        c_columns(parameters));
}

std::string kriging_data(const Surrogate& surrogate) {
    const Index n_x = surrogate.n_x();
    const Index n_y = surrogate.n_y();
    Matrix length(n_x, n_y);
    Vector mean(n_y);
    Vector additive(n_y);
    std::vector<std::string> weights;
    for (Index k = 0; k < n_y; ++k) {
        const Kriging& kriging = surrogate.kriging[at(k)];
        if (kriging.parameters().rotation.size() > 0) {
            throw ConfigError("kriging by principal directions has no C file");
        }
        length.col(k) = kriging.parameters().length;
        mean(k) = kriging.parameters().mean;
        additive(k) = kriging.parameters().additive;
        weights.push_back(c_columns(kriging.weights()));
    }
    return fmt::format(
        "enum {{ N_SAMPLES = {} }};\n"
        "static const double mean[N_Y] = {};\n"
        "static const double additive[N_Y] = {};\n"
        "static const double length[N_Y][N_X] = {};\n"
        "static const double samples[N_SAMPLES][N_X] = {};\n"
        "/* Of each sample that of its value, then those of its partials. */\n"
        "static const double weights[N_Y][N_SAMPLES][1 + N_X] = {{{}}};\n",
        surrogate.samples.m(),
        c_numbers(mean),
        c_numbers(additive),
        c_columns(length),
        c_columns(normalize_inputs(surrogate.samples.X, surrogate.normalization)),
        fmt::join(weights, ",\n    "));
}

/// What differences of each output are compared with beside its size: partials that are zero all
/// over have that of others, and large weights of kriging take digits away.
Vector rounding_of(const Surrogate& surrogate) {
    constexpr double digits = 1e-5;  // of 1e-10
    Vector size = surrogate.normalization.sigma_y;
    for (std::size_t k = 0; k < surrogate.kriging.size(); ++k) {
        const Kriging& kriging = surrogate.kriging[k];
        size(static_cast<Index>(k)) *=
            1.0 + digits * kriging.weights().cwiseAbs().sum() /
                      kriging.parameters().length.cwiseMin(1.0).minCoeff();
    }
    return size;
}

/// Points of the samples' box, or of the normalized one, and what the model predicts there.
std::string test_data(const NamedSurrogate& model) {
    const Surrogate& surrogate = model.surrogate;
    const Normalization& n = surrogate.normalization;
    Rng rng(1);
    Matrix X(surrogate.n_x(), n_tests);
    for (Index t = 0; t < n_tests; ++t) {
        for (Index j = 0; j < surrogate.n_x(); ++j) {
            const bool is_log = std::ranges::find(n.log_x, j) != n.log_x.end();
            const double u = rng.uniform();
            const double z = n.mu_x(j) + (2.0 * u - 1.0) * n.sigma_x(j);
            X(j, t) = is_log ? std::exp(z) : z;
            if (model.origin && !is_log) {
                X(j, t) =
                    std::lerp(model.origin->samples.lower(j), model.origin->samples.upper(j), u);
            }
        }
    }
    const Dataset found = predict(surrogate, X, true);
    Matrix J(surrogate.n_y() * surrogate.n_x(), n_tests);
    for (Index t = 0; t < n_tests; ++t) {
        const Matrix jacobian = found.jacobian_at(t).transpose();
        J.col(t) = Eigen::Map<const Vector>(jacobian.data(), jacobian.size());
    }
    const Vector size_y = found.Y.cwiseAbs().rowwise().maxCoeff() + rounding_of(surrogate);
    const Vector slopes = input_slopes(X.col(0), n).cwiseAbs();
    const Vector size_J = J.cwiseAbs().rowwise().maxCoeff() +
                          (slopes * rounding_of(surrogate).transpose()).reshaped();
    return fmt::format(
        "\n#ifdef SELF_TEST\n"
        "enum {{ N_TESTS = {} }};\n"
        "static const double test_x[N_TESTS][N_X] = {};\n"
        "static const double test_y[N_TESTS][N_Y] = {};\n"
        "static const double test_J[N_TESTS][N_Y * N_X] = {};\n"
        "static const double size_y[N_Y] = {};\n"
        "static const double size_J[N_Y * N_X] = {};\n"
        "#endif\n",
        n_tests,
        c_columns(X),
        c_columns(found.Y),
        c_columns(J),
        c_numbers(size_y),
        c_numbers(size_J));
}

}  // namespace

std::string c_source(const NamedSurrogate& model, std::string_view name) {
    require_identifier(name);
    const Surrogate& surrogate = model.surrogate;
    std::string evaluation(c_evaluation());
    for (std::size_t place = 0; (place = evaluation.find("NAME", place)) != std::string::npos;) {
        evaluation.replace(place, 4, name);
    }
    return fmt::format(
        "/* A {} that jennopt trained, in C99; it needs the math library alone.\n\n"
        "   int {}_evaluate(const double *x, double *y, double *J);\n\n"
        "   Sets y[k] and, unless J is NULL, J[k * {} + j] = dy_k/dx_j at x, all in the units of "
        "the\n"
        "   samples, and returns how many inputs lie outside of the samples: the model "
        "extrapolates there.\n\n"
        "{}\n"
        "   cc -std=c99 -DSELF_TEST {}.c -lm && ./a.out    compares it with what jennopt predicts. "
        "*/\n\n"
        "#include <math.h>\n#include <stddef.h>\n#include <string.h>\n\n"
        "int {}_evaluate(const double *x, double *y, double *J);\n\n"
        "{}{}{}\n{}\n{}\n{}",
        surrogate.is_kriging() ? "kriging model" : "network",
        name,
        surrogate.n_x(),
        c_places(model),
        name,
        name,
        normalization_data(model),
        surrogate.is_kriging() ? kriging_data(surrogate) : network_data(surrogate),
        test_data(model),
        c_normalization(),
        surrogate.is_kriging() ? c_kriging() : c_network(),
        evaluation);
}

}  // namespace jennopt
