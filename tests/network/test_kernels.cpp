#include "network/kernels/kernels.hpp"
#include "support/catch.hpp"
#include "support/for_each_target.hpp"
#include "support/random_dataset.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace jennopt;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double epsilon = std::numeric_limits<double>::epsilon();

double kernel_tanh(double z) {
    jennopt::tanh(&z, &z, 1);
    return z;
}

/// Distance in units in the last place of the expected number, which is known to more digits.
double ulps(double found, long double expected) {
    const auto nearest = static_cast<double>(expected);
    const double unit = std::nextafter(std::abs(nearest), infinity) - std::abs(nearest);
    return static_cast<double>(std::abs(found - expected) / unit);
}

}  // namespace

TEST_CASE("kernels: tanh is within 3 units in the last place, tails and subnormals included",
          "[network][kernels]") {
    std::vector<double> arguments{
        5e-324, epsilon, 0.5, 1.0, 18.7, 18.72, 19.1, 19.99, 20.01, 22.0, 350.0, 720.0, 1e300};
    for (double z = 1e-321; z < 800.0; z *= 1.03) {
        arguments.push_back(z);
    }
    for (int i = 1; i <= 200000; ++i) {
        arguments.push_back(1e-4 * i);
    }
    for_each_target([&arguments] {
        double worst = 0.0;
        double where = 0.0;
        for (const double sign : {1.0, -1.0}) {
            std::vector<double> z = arguments;
            for (double& value : z) {
                value *= sign;
            }
            jennopt::tanh(z.data(), z.data(), static_cast<Index>(z.size()));
            for (std::size_t i = 0; i < z.size(); ++i) {
                const long double argument = sign * arguments[i];
                const double error = ulps(z[i], std::tanh(argument));
                if (!(error <= worst)) {
                    worst = error;
                    where = sign * arguments[i];
                }
            }
        }
        INFO("worst at " << where);
        CHECK(worst <= 3.0);
        CHECK(worst > 0.1);
    });
}

TEST_CASE("kernels: tanh of what is no ordinary number", "[network][kernels]") {
    for_each_target([] {
        CHECK(kernel_tanh(0.0) == 0.0);
        CHECK(std::signbit(kernel_tanh(-0.0)));
        CHECK(kernel_tanh(infinity) == 1.0);
        CHECK(kernel_tanh(-infinity) == -1.0);
        CHECK(std::isnan(kernel_tanh(missing)));
        std::vector<double> block(8, missing);
        jennopt::tanh(block.data(), block.data(), 8);
        CHECK(std::all_of(block.begin(), block.end(), [](double a) { return std::isnan(a); }));
    });
}

TEST_CASE("kernels: any length gives the same bits as one at a time, and touches nothing behind",
          "[network][kernels]") {
    for_each_target([] {
        for (Index n = 0; n <= 19; ++n) {
            std::vector<double> block(static_cast<std::size_t>(n) + 1, 123.0);
            for (std::size_t i = 0; i + 1 < block.size(); ++i) {
                block[i] = 0.37 * static_cast<double>(i) - 2.0;
            }
            jennopt::tanh(block.data(), block.data(), n);
            for (std::size_t i = 0; i + 1 < block.size(); ++i) {
                CHECK(block[i] == kernel_tanh(0.37 * static_cast<double>(i) - 2.0));
            }
            CHECK(block.back() == 123.0);
        }
    });
}

TEST_CASE("kernels: products agree with Eigen's for every shape of tile", "[network][kernels]") {
    Rng rng(4);
    for_each_target([&rng] {
        for (const Index rows : {8, 16, 24, 32, 40, 200}) {
            for (const Index n : {1, 2, 3, 4, 5, 6, 7, 13, 24}) {
                const Index p = 6 + n % 3;
                const Matrix A = random_matrix(rows + 8, p, rng);  // with a stride of its own
                const Matrix D = random_matrix(rows, n, rng);
                const Matrix W = random_matrix(n, p, rng);
                Matrix C = Matrix::Constant(rows + 8, n, 123.0);
                multiply(rows, p, n, {A.data(), A.rows()}, {W.data(), n, 1}, {C.data(), C.rows()});
                const Matrix expected = A.topRows(rows) * W.transpose();
                CHECK((C.topRows(rows) - expected).cwiseAbs().maxCoeff() <=
                      1e-13 * expected.norm());
                CHECK((C.bottomRows(8).array() == 123.0).all());

                Matrix back(rows, p);
                multiply(rows, n, p, {D.data(), rows}, {W.data(), 1, n}, {back.data(), rows});
                CHECK((back - D * W).cwiseAbs().maxCoeff() <= 1e-13 * (D * W).norm());

                Matrix G = Matrix::Ones(n, p);
                add_transposed_product(
                    rows, n, p, {D.data(), rows}, {A.data(), A.rows()}, {G.data(), n});
                const Matrix sums = Matrix::Ones(n, p) + D.transpose() * A.topRows(rows);
                CHECK((G - sums).cwiseAbs().maxCoeff() <= 1e-13 * sums.norm());
            }
        }
    });
}

TEST_CASE("kernels: a sum of products entry by entry, and nothing beside it is touched",
          "[network][kernels]") {
    Rng rng(6);
    for_each_target([&rng] {
        for (const Index rows : {8, 16, 24, 32, 40, 104}) {
            const Index n = 5;
            const Matrix A = random_matrix(rows, n, rng);
            const Matrix B = random_matrix(rows + 8, n, rng);  // with a stride of its own
            Matrix C = Matrix::Constant(rows + 8, n, 123.0);
            const ConstColumns a{A.data(), A.rows()};
            const ConstColumns b{B.data() + 8, B.rows()};
            const std::vector<ProductTerm> terms{{a, b}, {b}, {a, a}};
            sum_products(rows, n, terms, {C.data(), C.rows()});
            const Matrix D = B.bottomRows(rows);
            const Matrix expected = A.cwiseProduct(D) + D + A.cwiseAbs2();
            CHECK((C.topRows(rows) - expected).cwiseAbs().maxCoeff() <= 1e-14 * expected.norm());
            CHECK((C.bottomRows(8).array() == 123.0).all());
        }
    });
}

TEST_CASE("kernels: a matrix is transposed, whatever its shape, and nothing beside it is touched",
          "[network][kernels]") {
    Rng rng(5);
    for_each_target([&rng] {
        for (const Index rows : {1, 2, 7, 8, 9, 16, 21}) {
            for (const Index columns : {1, 3, 4, 8, 13, 24}) {
                const Matrix from = random_matrix(rows + 3, columns, rng);
                Matrix to = Matrix::Constant(columns + 5, rows, 123.0);
                transpose(rows, columns, {from.data(), from.rows()}, {to.data(), to.rows()});
                CHECK(to.topRows(columns) == from.topRows(rows).transpose());
                CHECK((to.bottomRows(5).array() == 123.0).all());
            }
        }
    });
}

TEST_CASE("kernels: a product is finished by g, g' and g'' as by hand", "[network][kernels]") {
    const auto activation = GENERATE(Activation::tanh, Activation::linear, Activation::relu);
    Rng rng(9);
    constexpr Index R = 40;
    constexpr Index p = 5;
    constexpr Index n = 7;
    const Matrix A = random_matrix(R, p, rng);
    const Matrix W = random_matrix(p, n, rng);
    const Vector initial = random_vector(n, rng);
    const Matrix z = (A * W).rowwise() + initial.transpose();
    const Matrix z_of_a = random_matrix(R, n, rng);
    const auto map = [&](double (*g)(Activation, double), const Matrix& at) -> Matrix {
        return at.unaryExpr([&](double z_i) { return g(activation, z_i); });
    };
    const Matrix a = map(activate, z_of_a);
    const Matrix slope = map(first_derivative, z_of_a);
    const Matrix curvature = map(second_derivative, z_of_a);
    const Matrix other = random_matrix(R, n, rng);
    const Matrix before = random_matrix(R, n, rng);
    for_each_target([&] {
        const auto finished = [&](const Epilogue& epilogue) {
            Matrix C = before;
            multiply(
                R, p, n, {A.data(), R}, {W.data(), 1, p}, initial.data(), {C.data(), R}, epilogue);
            return C;
        };
        const auto error = [](const Matrix& found, const Matrix& expected) {
            return (found - expected).cwiseAbs().maxCoeff();
        };
        CHECK(error(finished({Finish::activate, activation}), map(activate, z)) <= 1e-13);
        CHECK(error(finished({Finish::slope, activation, a.data()}), slope.cwiseProduct(z)) <=
              1e-13);
        CHECK(error(finished({Finish::slope_onto, activation, a.data()}),
                    slope.cwiseProduct(z) + before) <= 1e-13);
        const Matrix bends = curvature.cwiseProduct(z).cwiseProduct(other);
        for (const bool bend_is_zero : {true, false}) {
            // The bend takes g'' / g': `other` comes with g' in it.
            const Matrix with_slope = other.cwiseProduct(slope);
            Matrix bend = before;
            CHECK(error(finished({Finish::slope_and_bend,
                                  activation,
                                  a.data(),
                                  with_slope.data(),
                                  bend.data(),
                                  bend_is_zero}),
                        slope.cwiseProduct(z)) <= 1e-13);
            CHECK(error(bend, bend_is_zero ? bends : Matrix(bends + before)) <= 1e-13);
        }
    });
}

TEST_CASE("kernels: column sums and weighted residuals of any length", "[network][kernels]") {
    Rng rng(10);
    for_each_target([&rng] {
        const Matrix D = random_matrix(24, 7, rng);
        Vector sums = Vector::Ones(7);
        add_column_sums(24, 7, {D.data(), 24}, sums.data());
        CHECK((sums - Vector::Ones(7) - D.colwise().sum().transpose()).norm() <= 1e-13);
        for (Index n = 0; n <= 19; ++n) {
            const Vector prediction = random_vector(n, rng);
            Vector truth = random_vector(n, rng);
            Vector weight = random_vector(n, rng).cwiseAbs();
            const Vector residual = prediction - truth;
            Vector expected = 0.5 * weight.cwiseProduct(residual);
            if (n > 0) {
                truth(n / 2) = missing;  // missing: weight 0
                weight(n / 2) = 0.0;
                expected(n / 2) = 0.0;
            }
            Vector seed = Vector::Constant(n + 1, 123.0);
            const double sum = weigh_residuals(
                n, prediction.data(), truth.data(), weight.data(), 0.5, seed.data());
            CHECK((seed.head(n) - expected).norm() <= 1e-14);
            CHECK(seed(n) == 123.0);
            CHECK(sum == Approx(2.0 * expected.dot(residual)).margin(1e-14));
        }
    });
}
