#include "network/kernels.hpp"
#include "support/catch.hpp"

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
