// What ./dev peers compares with its peers: the worker that is this library; peers.py has the
// protocol.

#include "training/loss.hpp"
#include "surrogate/predictor.hpp"

#include "benchmark/clocks.hpp"
#include <exception>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

using namespace jennopt;

namespace {

struct Task {
    Network network;
    Dataset data;
};

Index read_index(std::istream& file) {
    std::int64_t number = 0;
    file.read(reinterpret_cast<char*>(&number), sizeof number);
    return number;
}

void read_doubles(std::istream& file, double* to, Index count) {
    file.read(reinterpret_cast<char*>(to), count * static_cast<Index>(sizeof(double)));
}

Task read_task(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    file.exceptions(std::ios::failbit | std::ios::badbit);
    std::vector<Index> layers(static_cast<std::size_t>(read_index(file)));
    for (Index& n : layers) {
        n = read_index(file);
    }
    const Index m = read_index(file);
    Task task{.network = Network(layers), .data = empty_dataset(layers.front(), layers.back())};
    read_doubles(file, task.network.theta().data(), task.network.n_parameters());
    task.data.X.resize(layers.front(), m);
    read_doubles(file, task.data.X.data(), task.data.X.size());
    task.data.Y.resize(layers.back(), m);
    read_doubles(file, task.data.Y.data(), task.data.Y.size());
    for (Matrix& slice : task.data.J) {
        slice.resize(layers.back(), m);
        read_doubles(file, slice.data(), slice.size());
    }
    return task;
}

/// What can be checked and timed: the call answers with its numbers.
using Operations = std::map<std::string, std::function<Vector()>>;

void check(const Operations& operations) {
    std::string name;
    std::string path;
    std::cin >> name >> path;
    const Vector answer = operations.at(name)();
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(answer.data()),
               answer.size() * static_cast<Index>(sizeof(double)));
    std::cout << "done" << std::endl;
}

void time(const std::function<void()>& run) {
    long calls = 0;
    std::cin >> calls;
    const double cpu = cpu_seconds();
    const double wall = wall_seconds();
    for (long call = 0; call < calls; ++call) {
        run();
    }
    std::cout << cpu_seconds() - cpu << ' ' << wall_seconds() - wall << std::endl;
}

void serve(const Task& task, Index threads) {
    const LossWeights weights = make_weights(task.data, {}, {}, 0.0, Regularization::all_layers);
    Loss loss(task.network, task.data, weights, JacobianWay::cheapest, threads);
    const Surrogate surrogate{no_normalization(task.network.n_x(), task.network.n_y()),
                              {task.network}};
    Predictor predictor(surrogate);
    const Vector x = task.data.X.col(0);
    Vector gradient;
    double total = 0.0;
    Evaluation at_x;
    const std::map<std::string, std::function<void()>> runs{
        {"loss", [&] { total = loss(task.network, gradient).total(); }},
        {"point", [&] { at_x = predictor(x); }}};
    const Operations answers{
        {"loss",
         [&] {
             runs.at("loss")();
             return (Vector(1 + gradient.size()) << total, gradient).finished();
         }},
        {"point", [&] {
             runs.at("point")();
             return (Vector(1 + x.size()) << at_x.value, at_x.jacobian.transpose()).finished();
         }}};
    std::cout << JENNOPT_VERSION " loss point" << std::endl;
    for (std::string command; std::cin >> command;) {
        if (command == "check") {
            check(answers);
        } else {
            std::string name;
            std::cin >> name;
            time(runs.at(name));
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc != 3) {
            throw std::runtime_error("expected the file of a task and a number of threads");
        }
        serve(read_task(argv[1]), std::stoi(argv[2]));
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "peer_jennopt: " << error.what() << '\n';
        return 1;
    }
}
