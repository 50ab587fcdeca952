#include "network/kernels/kernels.hpp"

#include <benchmark/benchmark.h>

#include "benchmark/clocks.hpp"
#include "benchmark/machine_limits.hpp"
#include <array>
#include <functional>
#include <memory>
#include <string>

using namespace jennopt;

namespace {

/// A hidden layer of n neurons on p others, and a block of so many samples.
struct LayerShape {
    Index p;
    Index n;
    Index samples;
};

/// Columns from the beginning of a cache line on, as Propagation has them.
class Array {
public:
    Array(Index rows, Index columns) : memory_(rows * columns + sample_unit) {
        for (Index i = 0; i < memory_.size(); ++i) {
            memory_(i) = 0.01 * static_cast<double>(7 * i % 41) - 0.2;
        }
    }

    [[nodiscard]] double* data() {
        void* begin = memory_.data();
        auto room = static_cast<std::size_t>(memory_.size()) * sizeof(double);
        return static_cast<double*>(std::align(64, sizeof(double), begin, room));
    }

private:
    Vector memory_;
};

/// What a step of a block through a layer takes and leaves, with a row block for the values and one
/// for a tangent.
struct Block {
    LayerShape shape;
    Index stride;
    Array below, a, result, delta, W, dW, b;

    explicit Block(const LayerShape& layer)
        : shape(layer),
          stride(2 * layer.samples + sample_unit),
          below(stride, layer.p),
          a(stride, layer.n),
          result(stride, layer.n),
          delta(stride, layer.n),
          W(layer.p, layer.n),
          dW(layer.n, layer.p),
          b(layer.n, 1) {}

    void product(const double* initial, double* to, const Epilogue& epilogue) {
        multiply(shape.samples,
                 shape.p,
                 shape.n,
                 {below.data(), stride},
                 {W.data(), 1, shape.p},
                 initial,
                 {to, stride},
                 epilogue);
    }
};

struct Phase {
    const char* name;
    double products;  // that it takes at least
    double tanhs;
    std::function<void(Block&)> work;
};

const std::array<Phase, 6> phases = {
    {{"forward",
      1.0,
      1.0,
      [](Block& block) {
          block.product(block.b.data(), block.result.data(), {Finish::activate, Activation::tanh});
      }},
     {"sweep",
      1.0,
      0.0,
      [](Block& block) {
          block.product(
              nullptr, block.result.data(), {Finish::slope, Activation::tanh, block.a.data()});
      }},
     {"tangents",
      1.0,
      0.0,
      [](Block& block) {
          block.product(nullptr,
                        block.result.data(),
                        {Finish::slope_and_bend,
                         Activation::tanh,
                         block.a.data(),
                         block.a.data() + block.shape.samples,
                         block.delta.data(),
                         true});
      }},
     {"pull_back",
      1.0,
      0.0,
      [](Block& block) {
          block.product(
              nullptr, block.delta.data(), {Finish::slope_onto, Activation::tanh, block.a.data()});
      }},
     {"gradient",
      2.0,
      0.0,
      [](Block& block) {
          add_transposed_product(2 * block.shape.samples,
                                 block.shape.n,
                                 block.shape.p,
                                 {block.delta.data(), block.stride},
                                 {block.below.data(), block.stride},
                                 {block.dW.data(), block.shape.n});
      }},
     {"sums", 0.0, 0.0, [](Block& block) {
          add_column_sums(block.shape.samples,
                          block.shape.n,
                          {block.delta.data(), block.stride},
                          block.b.data());
      }}}};

void loss_phase(benchmark::State& state, const LayerShape& shape, const Phase& phase) {
    Block block(shape);
    const MachineLimits limits = measure_machine_limits();
    const double start = cpu_seconds();
    for ([[maybe_unused]] const auto _ : state) {
        phase.work(block);
        benchmark::ClobberMemory();
    }
    const double seconds = (cpu_seconds() - start) / static_cast<double>(state.iterations());
    const auto neurons = static_cast<double>(shape.samples * shape.n);
    const double limit =
        neurons * (phase.products * 2.0 * static_cast<double>(shape.p) / limits.flops_per_second +
                   phase.tanhs / limits.tanh_per_second);
    state.counters["share"] = limit / seconds;
    state.counters["ns"] = 1e9 * seconds / neurons;
}

/// The layers of W1, W5, W3 and W4 and wide ones, with blocks as Propagation makes them.
[[maybe_unused]] const bool registered = [] {
    for (const LayerShape& shape : {LayerShape{20, 20, 96},
                                    LayerShape{25, 25, 192},
                                    LayerShape{16, 12, 168},
                                    LayerShape{128, 128, 64},
                                    LayerShape{256, 256, 64},
                                    LayerShape{512, 512, 64}}) {
        for (const Phase& phase : phases) {
            const std::string name = "loss_phases/" + std::to_string(shape.p) + "-" +
                                     std::to_string(shape.n) + "/" + phase.name;
            benchmark::RegisterBenchmark(name.c_str(), loss_phase, shape, phase)
                ->Unit(benchmark::kMicrosecond);
        }
    }
    return true;
}();

}  // namespace
