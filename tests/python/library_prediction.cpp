// The library's own prediction, a process that beside_library.py asks for times. Usage:
// library_prediction MODEL.json POINTS, a file of doubles, point after point. Each line of standard
// input, "point N" or "points N", is answered with the seconds of N predictions of one point or of
// all.

#include "core/text_file.hpp"
#include "jennopt/surrogate/model_file.hpp"
#include "surrogate/predictor.hpp"

#include "benchmark/clocks.hpp"
#include <cmath>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>

using namespace jennopt;

namespace {

Matrix read_points(const char* file, Index n_x) {
    const std::string bytes = read_text(file);
    const auto m = std::ssize(bytes) / static_cast<Index>(sizeof(double)) / n_x;
    return Eigen::Map<const Matrix>(reinterpret_cast<const double*>(bytes.data()), n_x, m);
}

/// One at a time, all the points in turn.
double seconds_of_points(Predictor& predictor, const Matrix& X, Index calls) {
    double sum = 0.0;
    const double begin = wall_seconds();
    for (Index call = 0; call < calls; ++call) {
        sum += predictor(X.col(call % X.cols())).value.sum();
    }
    const double seconds = wall_seconds() - begin;
    return std::isfinite(sum) ? seconds : throw std::runtime_error("prediction is no number");
}

double seconds_of_batches(const Surrogate& surrogate, const Matrix& X, Index calls) {
    double sum = 0.0;
    const double begin = wall_seconds();
    for (Index call = 0; call < calls; ++call) {
        sum += predict(surrogate, X, false).Y(0, 0);
    }
    const double seconds = wall_seconds() - begin;
    return std::isfinite(sum) ? seconds : throw std::runtime_error("prediction is no number");
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc != 3) {
            throw std::runtime_error("usage: library_prediction MODEL.json POINTS");
        }
        const Surrogate surrogate = load(argv[1]).surrogate;
        const Matrix X = read_points(argv[2], surrogate.n_x());
        Predictor predictor(surrogate);
        std::string what;
        for (Index calls = 0; std::cin >> what >> calls;) {
            std::cout << (what == "point" ? seconds_of_points(predictor, X, calls)
                                          : seconds_of_batches(surrogate, X, calls))
                      << std::endl;
        }
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "library_prediction: " << error.what() << '\n';
        return 1;
    }
}
