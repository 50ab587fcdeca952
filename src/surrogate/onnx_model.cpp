#include "surrogate/onnx_model.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "surrogate/onnx_graph.hpp"

#include <vector>

namespace jennopt {

namespace {

/// Values (m, n) and partials by x (m, n, n_x) of one stage, by their names.
struct OnnxValues {
    std::string values;
    std::string partials;
};

std::string text_of_columns(const NamedSurrogate& model) {
    return fmt::format("X: {}; Y: {}; J[t, k, j] = dY[t, k]/dX[t, j]",
                       fmt::join(model.input_names, ", "),
                       fmt::join(model.output_names, ", "));
}

/// (m, n) as (m, n, 1), or as (m, 1, n).
std::string unsqueezed(OnnxGraph& graph, const std::string& name, Index axis) {
    return graph.add("Unsqueeze", {name, graph.integers({axis})});
}

/// Normalized inputs u, and the diagonal matrices of du_j/dx_j.
OnnxValues normalized(OnnxGraph& graph, const Normalization& normalization) {
    const Index n_x = normalization.mu_x.size();
    const std::string sigma = graph.vector(normalization.sigma_x);
    std::string z = "X";
    std::string slopes = graph.add("Div", {graph.number(1.0), sigma});
    slopes = graph.add("Add", {graph.add("Mul", {"X", graph.number(0.0)}), slopes});
    if (!normalization.log_x.empty()) {
        std::vector<bool> logarithmic(at(n_x), false);
        for (const Index j : normalization.log_x) {
            logarithmic[at(j)] = true;
        }
        const std::string is_log = graph.booleans(logarithmic);
        const std::string positive = graph.add("Where", {is_log, "X", graph.number(1.0)});
        z = graph.add("Where", {is_log, graph.add("Log", {positive}), "X"});
        slopes = graph.add("Div", {slopes, positive});
    }
    const std::string u =
        graph.add("Div", {graph.add("Sub", {z, graph.vector(normalization.mu_x)}), sigma});
    return {
        u,
        graph.add("Mul", {unsqueezed(graph, slopes, 1), graph.matrix(Matrix::Identity(n_x, n_x))})};
}

OnnxValues activated(OnnxGraph& graph, Activation activation, const OnnxValues& z) {
    if (activation == Activation::linear) {
        return z;
    }
    const bool is_tanh = activation == Activation::tanh;
    const std::string a = graph.add(is_tanh ? "Tanh" : "Relu", {z.values});
    const std::string slope =
        is_tanh ? graph.add("Sub", {graph.number(1.0), graph.add("Mul", {a, a})})
                : graph.add_cast(graph.add("Greater", {z.values, graph.number(0.0)}));
    return {a, graph.add("Mul", {unsqueezed(graph, slope, 2), z.partials})};
}

OnnxValues of_network(OnnxGraph& graph, const Network& network, const OnnxValues& u) {
    OnnxValues a = u;
    for (Index l = 1; l <= network.n_layers(); ++l) {
        const Matrix W = network.weights(l);
        const std::string product = graph.add("MatMul", {a.values, graph.matrix(W.transpose())});
        a = activated(graph,
                      network.activation(l),
                      {graph.add("Add", {product, graph.vector(network.biases(l))}),
                       graph.add("MatMul", {graph.matrix(W), a.partials})});
    }
    return a;
}

/// The mean over the members.
OnnxValues of_networks(OnnxGraph& graph, const std::vector<Network>& members, const OnnxValues& u) {
    OnnxValues sum = of_network(graph, members.front(), u);
    for (std::size_t i = 1; i < members.size(); ++i) {
        const OnnxValues next = of_network(graph, members[i], u);
        sum = {graph.add("Add", {sum.values, next.values}),
               graph.add("Add", {sum.partials, next.partials})};
    }
    if (members.size() == 1) {
        return sum;
    }
    const std::string count = graph.number(static_cast<double>(members.size()));
    return {graph.add("Div", {sum.values, count}), graph.add("Div", {sum.partials, count})};
}

/// One output: its value (m, 1), and its partials by u (m, 1, n_x). The sums are those of
/// src/surrogate/README.md, with s (m, samples, n_x).
OnnxValues of_kriging(OnnxGraph& graph,
                      const Kriging& kriging,
                      const Matrix& U,
                      const std::string& u) {
    const KrigingParameters& p = kriging.parameters();
    const Matrix& weights = kriging.weights();
    const std::string length = graph.vector(p.length);
    const std::string s = graph.add(
        "Div", {graph.add("Sub", {unsqueezed(graph, u, 1), graph.matrix(U.transpose())}), length});
    const std::string of_values = graph.vector(weights.row(0));
    const std::string of_partials = graph.matrix(weights.bottomRows(kriging.n_x()).transpose());
    const std::string half_squares =
        graph.add("Mul", {graph.add("Mul", {s, s}), graph.number(-0.5)});
    const std::string P = graph.add(
        "Mul",
        {graph.add("Exp", {graph.add_sum(half_squares, 2)}), graph.number(1.0 - p.additive)});
    const std::string product = graph.add("Mul", {s, of_partials});
    const std::string sum =
        graph.add("Mul", {P, graph.add("Add", {of_values, graph.add_sum(product, 2)})});
    const std::string r =
        graph.add("Mul",
                  {graph.add("Exp", {half_squares}),
                   graph.number(p.additive / static_cast<double>(kriging.n_x()))});
    const std::string terms = graph.add(
        "Mul", {r, graph.add("Add", {graph.matrix(weights.row(0).transpose()), product})});
    const std::string all = graph.add("Add", {sum, graph.add_sum(terms, 2)});
    const std::string value = graph.add("Add", {graph.add_sum(all, 1), graph.number(p.mean)});
    const std::string factor = graph.add("Add", {unsqueezed(graph, P, 2), r});
    const std::string slopes =
        graph.add("Sub",
                  {graph.add("Mul", {factor, of_partials}),
                   graph.add("Mul", {graph.add("Add", {unsqueezed(graph, sum, 2), terms}), s})});
    const std::string gradient = graph.add("Div", {graph.add_sum(slopes, 1), length});
    return {unsqueezed(graph, value, 1), unsqueezed(graph, gradient, 1)};
}

/// Of all outputs, partials by x.
OnnxValues of_krigings(OnnxGraph& graph, const Surrogate& surrogate, const OnnxValues& u) {
    const Matrix U = normalize_inputs(surrogate.samples.X, surrogate.normalization);
    OnnxValues all;
    for (const Kriging& kriging : surrogate.kriging) {
        const OnnxValues next = of_kriging(graph, kriging, U, u.values);
        all = all.values.empty() ? next
                                 : OnnxValues{graph.add_joined(all.values, next.values),
                                              graph.add_joined(all.partials, next.partials)};
    }
    return {all.values, graph.add("MatMul", {all.partials, u.partials})};
}

}  // namespace

std::string onnx_model(const NamedSurrogate& model) {
    const Surrogate& surrogate = model.surrogate;
    const Normalization& normalization = surrogate.normalization;
    OnnxGraph graph("surrogate", text_of_columns(model));
    graph.input("X", {surrogate.n_x()});
    graph.output("Y", {surrogate.n_y()});
    graph.output("J", {surrogate.n_y(), surrogate.n_x()});
    const OnnxValues u = normalized(graph, normalization);
    const OnnxValues v = surrogate.is_kriging() ? of_krigings(graph, surrogate, u)
                                                : of_networks(graph, surrogate.members, u);
    graph.add_as("Y",
                 "Add",
                 {graph.add("Mul", {v.values, graph.vector(normalization.sigma_y)}),
                  graph.vector(normalization.mu_y)});
    graph.add_as("J", "Mul", {v.partials, graph.matrix(normalization.sigma_y)});
    return graph.bytes();
}

}  // namespace jennopt
