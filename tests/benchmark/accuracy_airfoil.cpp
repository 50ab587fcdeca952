#include "data/csv.hpp"
#include "jennopt/core/error.hpp"

#include "benchmark/accuracy_table.hpp"
#include "benchmark/benchmark_samples.hpp"
#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <numeric>
#include <span>

namespace jennopt {

namespace {

constexpr Index inputs = 16;
constexpr Index held_back = 1500;

Dataset read_airfoils(const std::filesystem::path& file) {
    const Table table = read_csv(file);
    if (table.rows.cols() != 2 * inputs + 1) {
        throw ConfigError(file.string() + ": expected 16 inputs, the drag and its 16 partials");
    }
    Dataset data = empty_dataset(inputs, 1);
    data.X = table.rows.leftCols(inputs).transpose();
    data.Y = table.rows.col(inputs).transpose();
    for (Index j = 0; j < inputs; ++j) {
        data.J[static_cast<std::size_t>(j)] = table.rows.col(inputs + 1 + j).transpose();
    }
    return data;
}

/// Which rows are held back: the last ones of the file for every seed, or others for each.
enum class HeldBack { last, drawn };

/// Rows in the order in which they are given away: first those held back.
std::vector<Index> order_of(Index m, HeldBack which, Rng shuffle) {
    if (which == HeldBack::drawn) {
        return shuffle.permutation(m);
    }
    std::vector<Index> order(static_cast<std::size_t>(m));
    std::iota(order.begin(), order.begin() + held_back, m - held_back);
    const std::vector<Index> rest = shuffle.permutation(m - held_back);
    std::copy(rest.begin(), rest.end(), order.begin() + held_back);
    return order;
}

Measurement measure(const Dataset& all, Index count, HeldBack which, int seeds) {
    const FitOptions jenn_options{.hidden = {24, 24}};
    FitOptions plain_options = jenn_options;
    plain_options.gamma.scale = 0.0;
    Measurement measured;
    Choices choices;
    std::vector<double> plain;
    for (int seed = 1; seed <= seeds; ++seed) {
        const Rng rng(static_cast<std::uint64_t>(seed));
        const std::vector<Index> order = order_of(all.m(), which, rng.child("rows"));
        const std::span<const Index> rows(order);
        const Dataset test = subset(all, rows.first(held_back));
        const Dataset training =
            subset(all, rows.subspan(held_back, static_cast<std::size_t>(count)));
        const TimedFit jenn = timed_fit(training, jenn_options, rng);
        measured.figures.push_back(r2_of(jenn.result, test));
        measured.seconds.push_back(jenn.seconds);
        choices.add(jenn.result);
        plain.push_back(r2_of(timed_fit(training, plain_options, rng).result, test));
    }
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "; NN %.4f", median(plain));
    measured.note = choices.text() + text.data();
    return measured;
}

}  // namespace

std::vector<AccuracyRow> airfoil_rows(const std::filesystem::path& file) {
    const auto all = std::make_shared<const Dataset>(read_airfoils(file));
    std::vector<AccuracyRow> rows;
    for (const HeldBack which : {HeldBack::last, HeldBack::drawn}) {
        for (const auto& [count, target] :
             {std::pair<Index, double>{100, 0.990}, {400, 0.997}, {1600, 0.998}}) {
            const Index m = count;
            const char* test_rows =
                which == HeldBack::last ? "the last 1500 rows" : "1500 rows drawn anew";
            rows.push_back(
                {.name = "Airfoil drag, " + std::to_string(m) + " rows, test on " + test_rows,
                 .setting = "16-24-24-1; ",
                 .figure = "R^2 of values",
                 .target = target,
                 .better = Better::more,
                 .measure = [all, m, which](int seeds) { return measure(*all, m, which, seeds); }});
        }
    }
    return rows;
}

}  // namespace jennopt
