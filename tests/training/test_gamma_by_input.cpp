#include "support/catch.hpp"
#include "training/selection_of_smooth.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

using namespace jennopt;

TEST_CASE("select: one input's wrong partials lose their weight, others keep it",
          "[training][selection]") {
    Rng rng(5);
    Dataset data{.X = Matrix::NullaryExpr(4, 30, [&rng] { return 3.0 * rng.uniform() - 1.5; }),
                 .Y = {},
                 .J = {}};
    const auto x = [&](Index j) { return data.X.row(j).array(); };
    data.Y = (2.0 * x(0)).sin() + x(0) * x(1) + x(2) * x(3);
    data.J = {2.0 * (2.0 * x(0)).cos() + x(1), x(0), x(3), x(2)};
    data.J[1] += 2.0 * random_matrix(1, 30, rng);
    int found = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {  // some starts learn enough from values alone
        const Selection selection =
            select_for(data, std::nullopt, std::nullopt, 1, nullptr, seed, 20);
        const std::vector<double>& gamma = selection.gamma_inputs;
        if (!gamma.empty()) {
            REQUIRE(gamma.size() == 4);
            CHECK(*std::ranges::max_element(gamma) == 1.0);
            found += std::ranges::min_element(gamma) == gamma.begin() + 1 ? 1 : 0;
        }
    }
    CHECK(found >= 2);
    CHECK(select_for(smooth(40, 20.0), std::nullopt, std::nullopt).gamma_inputs.empty());
}
