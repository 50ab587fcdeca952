#include "benchmark/accuracy_table.hpp"
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

// The table of results/accuracy.md: what fit() reaches, against the targets.

using namespace jennopt;

namespace {

constexpr const char* usage =
    "usage: jennopt_accuracy FOLDER_OF_PROBLEMS [--seeds N] [--data FOLDER] [--rows TEXT]\n"
    "\n"
    "  --seeds N      seeds of each row (default 10)\n"
    "  --data FOLDER  where airfoil_cd.csv lies; without it there are no airfoil rows\n"
    "  --rows TEXT    only rows whose name contains TEXT\n";

struct Options {
    std::filesystem::path problems;
    int seeds = 10;
    std::filesystem::path data;
    std::string rows;
};

/// false if the arguments are none of the usage's.
bool parse(int argc, char** argv, Options& options) {
    if (argc < 2 || argc % 2 != 0) {
        return false;
    }
    options.problems = argv[1];
    for (int i = 2; i < argc; i += 2) {
        const std::string_view name = argv[i];
        if (name == "--seeds") {
            options.seeds = std::atoi(argv[i + 1]);
        } else if (name == "--data") {
            options.data = argv[i + 1];
        } else if (name == "--rows") {
            options.rows = argv[i + 1];
        } else {
            return false;
        }
    }
    return options.seeds > 0;
}

void print_table(const Options& options) {
    const ProblemRegistry registry({options.problems});
    std::vector<AccuracyRow> rows = problem_rows(registry);
    const auto append = [&](std::vector<AccuracyRow> more) {
        rows.insert(rows.end(), more.begin(), more.end());
    };
    if (!options.data.empty()) {
        append(airfoil_rows(options.data / "airfoil_cd.csv"));
    }
    append(published_rows(registry));
    print_head();
    for (const AccuracyRow& row : rows) {
        if (row.name.find(options.rows) != std::string::npos) {
            print_row(row, options.seeds);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    if (!parse(argc, argv, options)) {
        std::fputs(usage, stderr);
        return 2;
    }
    try {
        print_table(options);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
