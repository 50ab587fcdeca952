#include "core/at.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "training/leave_out.hpp"
#include "training/residuals.hpp"

#include <Eigen/Cholesky>

#include <limits>
#include <numeric>

using namespace jennopt;

namespace {

const Vector gamma_of_inputs{{0.3, 0.05, 2.0}};
constexpr double lambda = 0.2;

/// Three parts of seven samples, a partial missing.
struct Parts {
    std::vector<Dataset> data;
    std::vector<LossWeights> weights;

    explicit Parts(Regularization regularization) {
        Rng rng(8);
        Dataset all = random_dataset(3, 2, 7, rng);
        all.J[1](0, 4) = std::numeric_limits<double>::quiet_NaN();
        for (const std::vector<Index>& samples :
             {std::vector<Index>{0, 3, 6}, std::vector<Index>{1, 4}, std::vector<Index>{2, 5}}) {
            data.push_back(subset(all, samples));
        }
        for (const Dataset& part : data) {
            weights.push_back(make_weights(
                part, {.outputs = {1.0, 0.5}}, {.inputs = {1, 2, 3}}, 1.0, regularization));
        }
    }

    [[nodiscard]] std::vector<Part> parts() const {
        std::vector<Part> result;
        for (std::size_t f = 0; f < data.size(); ++f) {
            result.push_back({.data = data[f], .weights = weights[f]});
        }
        return result;
    }
};

/// Rows of a part with gamma's scale 1; of each, 0 if it is of a value, else 1 + j of its input j.
struct Rows {
    Matrix J;
    Vector r;
    std::vector<Index> column;

    /// One entry a row, 1 of values.
    [[nodiscard]] Vector weighted(const Vector& gamma) const {
        Vector weights = Vector::Ones(r.size());
        for (Index row = 0; row < r.size(); ++row) {
            const Index of = column[at(row)];
            weights(row) = of == 0 ? 1.0 : gamma(of - 1);
        }
        return weights;
    }
};

Rows rows_of(const Network& network, const Part& part) {
    Rows rows{Matrix(0, network.n_parameters()), Vector(0), {}};
    Residuals residuals(network, part.data, part.weights);
    residuals.linearize(network, [&](const auto& r, const auto& /*scale*/, const auto& J) {
        rows = {J, r, {}};
        const Index each = r.size() / network.n_y() / (1 + network.n_x());
        for (Index row = 0; row < r.size(); ++row) {
            rows.column.push_back(row / each % (1 + network.n_x()));
        }
    });
    return rows;
}

/// By the definition: one step of Gauss-Newton on the loss of the other parts.
PartError by_definition(const Network& network,
                        const std::vector<Part>& parts,
                        std::size_t left,
                        const Vector& gamma) {
    const Vector decay = lambda * Residuals(network, parts[0].data, parts[0].weights).lambda();
    Matrix N = decay.asDiagonal();
    Vector g = decay.cwiseProduct(network.theta());
    for (std::size_t f = 0; f < parts.size(); ++f) {
        const Rows rows = rows_of(network, parts[f]);
        const Vector G = rows.weighted(gamma);
        if (f != left) {
            N += rows.J.transpose() * G.asDiagonal() * rows.J;
            g += rows.J.transpose() * G.cwiseProduct(rows.r);
        }
    }
    const Rows rows = rows_of(network, parts[left]);
    const Vector e = rows.r - rows.J * N.ldlt().solve(g);
    const double value = e.cwiseAbs2().dot(rows.weighted(Vector::Zero(network.n_x())));
    PartError error{.value = value,
                    .partial = e.squaredNorm() - value,
                    .squares = std::vector<std::vector<double>>(at(1 + network.n_x()))};
    for (Index row = 0; row < e.size(); ++row) {
        error.squares[at(rows.column[at(row)])].push_back(e(row) * e(row));
    }
    return error;
}

double sum(const std::vector<double>& terms) {
    return std::accumulate(terms.begin(), terms.end(), 0.0);
}

void check_each(const Network& network,
                const std::vector<Part>& parts,
                const Vector& gamma,
                double tolerance) {
    const auto errors = leave_out_each(network, parts, gamma, lambda);
    REQUIRE(errors.has_value());
    REQUIRE(errors->size() == parts.size());
    for (std::size_t f = 0; f < parts.size(); ++f) {
        INFO("part " << f);
        const PartError expected = by_definition(network, parts, f, gamma);
        CHECK((*errors)[f].value == Approx(expected.value).epsilon(tolerance));
        CHECK((*errors)[f].partial == Approx(expected.partial).epsilon(tolerance));
        for (std::size_t column = 0; column < expected.squares.size(); ++column) {
            CHECK(sum((*errors)[f].squares[column]) ==
                  Approx(sum(expected.squares[column])).epsilon(tolerance));
        }
    }
}

}  // namespace

TEST_CASE("leave_out_each: errors after a step on the loss of the others",
          "[training][leave_out]") {
    const auto regularization = GENERATE(Regularization::hidden_layers, Regularization::all_layers);
    const Vector gamma = GENERATE(1.0, 0.0) * gamma_of_inputs;
    const Parts all(regularization);
    Network network({3, 2, 2});  // fewer parameters than residuals of two parts with values alone
    Rng rng(4);
    initialize(network, rng);
    check_each(network, all.parts(), gamma, 1e-6);
}

TEST_CASE("leave_out_each: of more parameters than residuals", "[training][leave_out]") {
    const Parts all(Regularization::all_layers);
    const double of_second = GENERATE(0.05, 0.0);
    const Vector gamma{{0.3, of_second, 2.0}};
    Network network({3, 12, 2});  // 74 against 55
    Rng rng(6);
    initialize(network, rng);
    check_each(network, all.parts(), gamma, 1e-4);  // by the ridge and by rounding
}

TEST_CASE("leave_out_each: of a model that is linear in its weights the place does not matter",
          "[training][leave_out]") {
    const Parts all(Regularization::all_layers);
    Network network({3, 2});
    Rng rng(5);
    initialize(network, rng);
    Network other = network;
    other.theta() += random_vector(network.n_parameters(), rng);
    const auto errors = leave_out_each(network, all.parts(), gamma_of_inputs, lambda);
    const auto elsewhere = leave_out_each(other, all.parts(), gamma_of_inputs, lambda);
    REQUIRE(errors.has_value());
    REQUIRE(elsewhere.has_value());
    for (std::size_t f = 0; f < errors->size(); ++f) {
        CHECK((*errors)[f].value == Approx((*elsewhere)[f].value).epsilon(1e-8));
        CHECK((*errors)[f].partial == Approx((*elsewhere)[f].partial).epsilon(1e-8));
    }
}
