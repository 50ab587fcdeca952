#include "support/catch.hpp"
#include "training/selection_of_smooth.hpp"

#include <algorithm>
#include <vector>

using namespace jennopt;

TEST_CASE("select: a quarter of many samples tells lambda, where it predicts its partials",
          "[training][selection]") {
    const auto select_many = [](double noise) {
        return select_for(smooth(100, noise), std::nullopt, std::nullopt, 1, nullptr, 1, 40);
    };
    const Selection exact = select_many(0.0);
    std::vector<double> on_all;
    Index on_few = 0;
    for (const SelectionCandidate& tried : exact.candidates) {
        CHECK((tried.samples == 25 || tried.samples == 100));
        if (tried.samples == 100) {
            on_all.push_back(tried.lambda);
        }
        on_few += tried.samples == 25 ? 1 : 0;
    }
    CHECK(on_all.size() <= 3);  // that of the quarter, and less
    CHECK(std::ranges::count(on_all, exact.lambda) == 1);
    CHECK(on_few > 1);

    const Selection noisy = select_many(2.0);
    CHECK(std::ranges::count(noisy.candidates, 25, &SelectionCandidate::samples) == 1);
    CHECK(std::ranges::count(noisy.candidates, 100, &SelectionCandidate::samples) > 2);
}

TEST_CASE("select: of very many samples a part is enough", "[training][selection]") {
    const Dataset data = smooth(500, 0.0);  // 1500 residuals of 33 parameters
    const Selection selection = select_for(data, std::nullopt, std::nullopt);
    CHECK_FALSE(selection.training);
    REQUIRE(!selection.candidates.empty());
    for (const SelectionCandidate& tried : selection.candidates) {
        CHECK(tried.samples <= 32 * 33 / 3 + 1);
    }
}
