#include "jennopt/problem/registry.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

#include <cmath>

using namespace jennopt;

// The problems of configs/race.yaml against numbers of an independent implementation, with partials
// by hand, in Python.

namespace {

using Options = std::map<std::string, OptionValue>;

Options dimension(std::int64_t n) {
    return {{"dimension", n}};
}

struct RaceProblem {
    std::string name;
    Options options;
    double optimum;   ///< objective
    Vector value;     ///< (n_y) at unit_point()
    Vector gradient;  ///< (n_x) of the objective there
    Vector slope;     ///< (n_y) of every output there along (1, 2, ..., n_x) / n_x in the unit box
};

const std::vector<RaceProblem> race_problems = {
    {"rosenbrock",
     {},
     0.0,
     Vector{{163.7707682920093}},
     Vector{{240.42113802914054, -255.72808049920002}},
     Vector{{-542.070045938519}}},
    {"rosenbrock",
     dimension(5),
     0.0,
     Vector{{899.7935649927688}},
     Vector{{240.42113802914054,
             -132.3724622436757,
             1260.994638722795,
             -499.39507864700295,
             -330.3484879872003}},
     Vector{{87.46990014892822}}},
    {"rosenbrock",
     dimension(10),
     0.0,
     Vector{{2640.9212510349485}},
     Vector{{240.42113802914054,
             -132.3724622436757,
             1260.994638722795,
             -499.39507864700295,
             -1551.710154216632,
             91.34429553596402,
             78.63961595681974,
             2328.0434855503763,
             -449.606013338916,
             -268.1505204352004}},
     Vector{{2798.984275581315}}},
    {"branin",
     {},
     0.3978873577297384,
     Vector{{9.821204255747372}},
     Vector{{10.614762557483816, 3.9635536793007944}},
     Vector{{139.06402437064054}}},
    {"goldstein_price",
     {},
     3.0,
     Vector{{468.18809980679646}},
     Vector{{3634.8829138825727, -1388.5224582238297}},
     Vector{{1715.6759948698264}}},
    {"styblinski_tang",
     {},
     -78.33233140754282,
     Vector{{-45.28799590453389}},
     Vector{{-13.096534685473387, 7.95806064421285}},
     Vector{{14.097933014761566}}},
    {"styblinski_tang",
     dimension(5),
     -195.83082851885706,
     Vector{{-63.01008723423329}},
     Vector{{-13.096534685473387,
             7.95806064421285,
             34.6441234922184,
             6.91497264170293,
             -69.59780908417432}},
     Vector{{-427.15439554890463}}},
    {"ackley",
     {{"lower", -5.0}, {"upper", 4.0}},
     0.0,
     Vector{{8.604964154924652}},
     Vector{{-0.7175489019966309, 0.15543431973810118}},
     Vector{{-1.8300611813419285}}},
    {"ackley",
     {{"dimension", std::int64_t{5}}, {"lower", -5.0}, {"upper", 4.0}},
     0.0,
     Vector{{9.88094680220182}},
     Vector{{-0.3562633386907418,
             0.3236206517453365,
             -0.6190939068914161,
             1.0656139476875341,
             -1.878161824139744}},
     Vector{{-12.050382754481221}}},
    {"hartmann6",
     {},
     -3.32236801141551,
     Vector{{-0.659310606680882}},
     Vector{{0.9476729651794119,
             -0.6825812599934723,
             0.9145233548305243,
             1.4603342212788677,
             -2.9167613756410757,
             -1.8621148021137286}},
     Vector{{-2.93151304934804}}},
    {"rastrigin",
     {},
     0.0,
     Vector{{38.504074814691585}},
     Vector{{-16.47157992534945, -34.543296879245844}},
     Vector{{-106.94771710480143}}},
    {"rastrigin",
     {{"lower", -5.12}, {"upper", 5.12}},
     0.0,
     Vector{{29.127977904676335}},
     Vector{{63.14232339152945, 54.667887528950125}},
     Vector{{883.08786406108}}},
    {"borehole",
     {},
     7.819676328755232,
     Vector{{93.14083553875561}},
     Vector{{1650.7438987934825,
             -6.548317304682443e-06,
             5.241790864861026e-09,
             0.3559452004417272,
             0.013257344544620804,
             -0.3559452004417272,
             -0.07080753028793532,
             0.007736378156149435}},
     Vector{{-7.440345005095928}}},
    {"borehole",
     {{"maximize", true}},
     -309.5755876604079,
     Vector{{-93.14083553875561}},
     Vector{{-1650.7438987934825,
             6.548317304682443e-06,
             -5.241790864861026e-09,
             -0.3559452004417272,
             -0.013257344544620804,
             0.3559452004417272,
             0.07080753028793532,
             -0.007736378156149435}},
     Vector{{7.440345005095928}}},
    {"speed_reducer",
     {},
     2994.471066146819,
     Vector{{4960.071487184876,
             -0.3929224352630596,
             -0.6613946010864153,
             -0.7201097076560934,
             -0.9426087421838621,
             -0.2022715078732572,
             0.07299940514041992,
             -0.52250775584926,
             0.12429949466040435,
             -0.6293988668984316,
             -0.05916391581413405,
             0.025609816824240905}},
     Vector{{1039.5757568458748,
             9778.609511159906,
             252.63337923182115,
             10.225229497350805,
             20.937034398529647,
             301.0904862693123,
             607.8418837381831}},
     Vector{{2201.6821106299317,
             -0.1833171436523749,
             -0.16272394273728397,
             -0.26526225515985274,
             -0.018106451778175513,
             -0.5691342589194982,
             -0.311798711858576,
             0.10413588857142858,
             -0.005517987276011348,
             0.001818885756546148,
             0.0962532907529545,
             -0.02470558060081761}}},
    {"zakharov",
     dimension(5),
     0.0,
     Vector{{3216.7789628540077}},
     Vector{{839.3178368740402,
             1658.6356737480803,
             2507.95351062212,
             3327.2713474961606,
             4146.589184370201}},
     Vector{{137167.44308421662}}},
};

/// Golden ratio's multiples, modulo 1.
Vector unit_point(Index n) {
    return Vector::NullaryExpr(
        n, [](Index j) { return std::fmod(0.618034 * static_cast<double>(j + 1), 1.0); });
}

std::unique_ptr<Problem> make(const std::string& name, const Options& options) {
    return ProblemRegistry({build_folder() + "/problems"}).make(name, options);
}

}  // namespace

TEST_CASE("problems of the race: values, partials and optima are those of another implementation",
          "[problem][race_suite]") {
    for (const RaceProblem& expected : race_problems) {
        const auto problem = make(expected.name, expected.options);
        const ProblemInfo& info = problem->info();
        INFO(info.name << ", " << info.n_x() << " inputs");
        const Bounds bounds = info.bounds();
        const Evaluation at =
            problem->evaluate(bounds.from_unit(unit_point(info.n_x())), Derivatives::first);
        const Vector along = Vector::NullaryExpr(info.n_x(), [&](Index j) {
            return (bounds.upper(j) - bounds.lower(j)) * static_cast<double>(j + 1) /
                   static_cast<double>(info.n_x());
        });
        CHECK(at.value.isApprox(expected.value, 1e-12));
        CHECK(at.jacobian.row(0).transpose().isApprox(expected.gradient, 1e-12));
        CHECK((at.jacobian * along).isApprox(expected.slope, 1e-11));
        CHECK(info.known_optimum->value == Approx(expected.optimum).epsilon(1e-14).margin(1e-14));
    }
}

// Its optimum was found by long runs of several optimizers.
TEST_CASE("problems of the race: the airfoil's best known design is feasible and as good as stated",
          "[problem][race_suite]") {
    const auto airfoil =
        make("airfoil", {{"cl_min", 0.5}, {"area_min", 0.9}, {"thickness_min", 0.9}});
    const Vector best{{-0.022867612086701777,
                       -0.029999999999999805,
                       0.008818689936255675,
                       -0.029999999999999978,
                       0.029999999999999978,
                       0.01802120535269828,
                       -0.007875279400435139,
                       0.02999999999999991,
                       0.029999999999999936,
                       0.02999999999999995,
                       3.638564344778778}};
    const Vector value = airfoil->evaluate(best, Derivatives::none).value;
    CHECK(value(0) == Approx(0.01115568519500423).epsilon(1e-9));
    for (const Index k : airfoil->info().constraints()) {
        CHECK(value(k) <= 1e-8);
    }
}
