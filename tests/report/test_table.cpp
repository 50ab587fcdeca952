#include "jennopt/report/table.hpp"
#include "report/fixture.hpp"
#include "support/catch.hpp"

#include <limits>
#include <sstream>

using namespace jennopt;

namespace {

std::size_t widest_line(const std::string& text) {
    std::istringstream in(text);
    std::size_t widest = 0;
    for (std::string line; std::getline(in, line);) {
        widest = std::max(widest, line.size());
    }
    return widest;
}

}  // namespace

TEST_CASE("table: no line is wider than 100 columns, whatever the names and numbers",
          "[report][table]") {
    ReportInput input = made_up_input({1e-7, 3.4e5, 0.123456}, {-1e-9, 2e-11, 1e-7});
    input.study = std::string(300, 's');
    for (ReplicateRecord& replicate : input.arms[0].replicates) {
        replicate.failed = 1;
        replicate.first_failure = std::string(400, 'x');
        replicate.surrogates[0].name = "a_surrogate_with_a_name_that_nobody_would_type_twice";
        replicate.surrogates[0].accuracy.r2_value = -12345.678;
    }
    const std::string text = table_text(input);
    CHECK(widest_line(text) <= 100);
    CHECK_THAT(text, Catch::Contains("a_surrogate_wit~"));
}

TEST_CASE("table: median and quartiles of each surrogate, dash where there is none, never nan",
          "[report][table]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::string text = table_text(made_up_input({nan, nan, nan}, {0.1, 0.2, 0.3}));
    CHECK_THAT(text, Catch::Contains("0.200 [0.150, 0.250]"));
    CHECK_THAT(text, Catch::Contains("R2 of partials"));
    CHECK_THAT(text, Catch::Contains("0.9500"));
    CHECK_THAT(text, !Catch::Contains("nan"));
    CHECK_THAT(text, !Catch::Contains("inf"));
}

TEST_CASE("table: one block per arm", "[report][table]") {
    ReportInput input = made_up_input({0.1}, {0.2});
    input.arms.push_back(input.arms[0]);
    input.arms[0].arm.label = "sampling.count=9";
    input.arms[1].arm.label = "sampling.count=16";
    const std::string text = table_text(input);
    CHECK_THAT(text, Catch::Contains("made_up, sampling.count=9: 1 replicate"));
    CHECK_THAT(text, Catch::Contains("made_up, sampling.count=16: 1 replicate"));
}
