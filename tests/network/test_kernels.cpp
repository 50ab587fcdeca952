#include "network/kernels.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"

#include <hwy/targets.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace jennopt;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double epsilon = std::numeric_limits<double>::epsilon();

/// Runs the check with every instruction set that this machine has, then goes back to the best one.
template <typename Check>
void for_each_target(const Check& check) {
    const std::vector<int64_t> targets = hwy::SupportedAndGeneratedTargets();
    REQUIRE(!targets.empty());
    for (const int64_t target : targets) {
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        INFO("instruction set " << hwy::TargetName(target));
        check();
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

double kernel_tanh(double z) {
    add_bias_tanh(&z, 1, 0.0);
    return z;
}

/// Distance in units in the last place of the expected number.
double ulps(double found, double expected) {
    const double unit = std::nextafter(std::abs(expected), infinity) - std::abs(expected);
    return found == expected ? 0.0 : std::abs(found - expected) / unit;
}

}  // namespace

TEST_CASE("kernels: tanh is within 4 units in the last place, tails and subnormals included",
          "[network][kernels]") {
    std::vector<double> arguments{
        0.0, epsilon, 0.5, 1.0, 18.7, 18.72, 19.1, 22.0, 350.0, 360.0, 720.0, 1e300};
    for (double z = 5e-324; z < 800.0; z *= 1.7) {
        arguments.push_back(z);
    }
    for (int i = 1; i <= 20000; ++i) {
        arguments.push_back(1e-3 * i);
    }
    for_each_target([&arguments] {
        double worst = 0.0;
        double where = 0.0;
        for (const double sign : {1.0, -1.0}) {
            std::vector<double> z = arguments;
            for (double& value : z) {
                value *= sign;
            }
            add_bias_tanh(z.data(), static_cast<Index>(z.size()), 0.0);
            for (std::size_t i = 0; i < z.size(); ++i) {
                const double error = ulps(z[i], std::tanh(sign * arguments[i]));
                if (!(error <= worst)) {
                    worst = error;
                    where = sign * arguments[i];
                }
            }
        }
        INFO("worst at " << where);
        CHECK(worst <= 4.0);
    });
}

TEST_CASE("kernels: tanh of what is no ordinary number", "[network][kernels]") {
    for_each_target([] {
        CHECK(kernel_tanh(0.0) == 0.0);
        CHECK(kernel_tanh(infinity) == 1.0);
        CHECK(kernel_tanh(-infinity) == -1.0);
        CHECK(std::isnan(kernel_tanh(std::numeric_limits<double>::quiet_NaN())));
        std::vector<double> block(8, std::numeric_limits<double>::quiet_NaN());
        add_bias_tanh(block.data(), 8, 0.5);
        CHECK(std::count_if(block.begin(), block.end(), [](double a) { return std::isnan(a); }) ==
              8);
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
            add_bias_tanh(block.data(), n, 0.25);
            for (std::size_t i = 0; i + 1 < block.size(); ++i) {
                double alone = 0.37 * static_cast<double>(i) - 2.0;
                add_bias_tanh(&alone, 1, 0.25);
                CHECK(block[i] == alone);
            }
            CHECK(block.back() == 123.0);
        }
    });
}

TEST_CASE("kernels: products agree with Eigen's for every shape of tile", "[network][kernels]") {
    Rng rng(4);
    for_each_target([&rng] {
        for (const Index rows : {8, 16, 24, 40, 200}) {
            for (const Index n : {1, 2, 3, 4, 5, 7, 13}) {
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

TEST_CASE("kernels: a tangent goes forward and back through tanh as by hand",
          "[network][kernels]") {
    Rng rng(9);
    const Eigen::ArrayXd a = random_vector(16, rng).array().tanh();
    const Eigen::ArrayXd a_tangent = random_vector(16, rng);
    const Eigen::ArrayXd delta = random_vector(16, rng);
    const Eigen::ArrayXd delta_tangent = random_vector(16, rng);
    for_each_target([&] {
        Eigen::ArrayXd z = delta;
        scale_by_tanh_slope(a.data(), z.data(), 16);
        CHECK((z - (1.0 - a * a) * delta).abs().maxCoeff() <= 1e-15);
        Eigen::ArrayXd d = delta;
        Eigen::ArrayXd d_tangent = delta_tangent;
        pull_back_tanh_tangent(a.data(), a_tangent.data(), d.data(), d_tangent.data(), 16);
        CHECK((d - (delta - 2.0 * a * a_tangent * delta_tangent)).abs().maxCoeff() <= 1e-14);
        CHECK((d_tangent - (1.0 - a * a) * delta_tangent).abs().maxCoeff() <= 1e-14);
    });
}
