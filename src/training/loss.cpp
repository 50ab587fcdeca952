#include "training/loss.hpp"

#include "core/at.hpp"
#include "network/kernels/kernels.hpp"
#include "training/shapes.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <utility>

namespace jennopt {

namespace {

/// Nearly equal shares of `whole` among `count`: share i is [share(i), share(i + 1)).
Index share(Index whole, Index count, Index i) {
    return whole * i / count;
}

/// Samples in blocks of at most `largest`, and blocks in chunks: whoever is free takes the next
/// chunk, and adds its sums when those before it have been added. Depends on nothing but the number
/// of samples.
struct Partition {
    Index m;
    Index units;   // of sample_unit samples
    Index blocks;  // an even number, so that two threads have the same work
    Index chunks;

    Partition(Index samples, Index largest)
        : m(samples), units((m + sample_unit - 1) / sample_unit) {
        blocks = (m + largest - 1) / largest;
        blocks += blocks > 1 ? blocks % 2 : 0;
        constexpr Index blocks_per_chunk = 8;
        constexpr Index least_chunks = 8;
        chunks = std::min(blocks, std::max(least_chunks, blocks / blocks_per_chunk));
    }

    [[nodiscard]] Index first_block(Index chunk) const { return share(blocks, chunks, chunk); }

    [[nodiscard]] Index first_sample(Index block) const {
        return std::min(m, sample_unit * share(units, blocks, block));
    }
};

/// The weight that all entries share, if they do and it is not 0.
std::optional<double> common_weight(const Matrix& weights) {
    const double first = weights.size() > 0 ? weights(0) : 0.0;
    return first > 0.0 && (weights.array() == first).all() ? std::optional(first) : std::nullopt;
}

/// Fetches these columns of a matrix before they are needed: a block takes some microseconds, in
/// which its successor can come from memory.
void prefetch(const Matrix& rows, Index first, Index size) {
    constexpr Index cache_line = 8;  // doubles
    const double* end = rows.data() + (first + size) * rows.rows();
    for (const double* at = rows.data() + first * rows.rows(); at < end; at += cache_line) {
        __builtin_prefetch(at, 0, 2);  // to read, into the second-level cache
    }
}

}  // namespace

void Loss::Block::copy_row(const Matrix& rows, Index k, double* to) const {
    for (Index s = 0; s < size; ++s) {
        to[s] = rows(k, samples == nullptr ? first + s : samples[first + s]);
    }
}

/// A cache line of each column at a time.
void Loss::Block::copy_rows(const Matrix& rows, Eigen::Ref<Matrix> columns) const {
    if (samples == nullptr) {
        return transpose(rows.rows(),
                         size,
                         {rows.data() + rows.rows() * first, rows.rows()},
                         {columns.data(), columns.outerStride()});
    }
    for (Index begin = 0; begin < size; begin += sample_unit) {
        const Index count = std::min(sample_unit, size - begin);
        std::array<const double*, sample_unit> from;
        for (Index s = 0; s < count; ++s) {
            from[at(s)] = rows.data() + rows.rows() * samples[first + begin + s];
        }
        for (Index j = 0; j < rows.rows(); ++j) {
            double* to = columns.col(j).data() + begin;
            for (Index s = 0; s < count; ++s) {
                to[s] = from[at(s)][j];
            }
        }
    }
}

Loss::Loss(const Network& shape,
           const Dataset& data,
           const LossWeights& weights,
           JacobianWay way,
           Index threads,
           double lambda_share)
    : data_(data), weights_(weights), lambda_(lambda_share * weights.lambda) {
    check_shapes(shape, data, weights);
    targets_.push_back({&data.Y, &weights.beta, common_weight(weights.beta)});
    for (std::size_t j = 0; j < weights.gamma.size(); ++j) {
        targets_.push_back({&data.J[j], &weights.gamma[j], common_weight(weights.gamma[j])});
    }
    Propagation first(shape, !weights.gamma.empty(), way);
    const Index b = first.block_size();
    // More threads than chunks of work would only wait.
    team_ = std::make_unique<Team>(std::clamp(Partition(data.m(), b).chunks, Index{1}, threads));
    const auto add = [&](Propagation propagation) {
        workers_.push_back(
            {std::move(propagation), Vector(shape.n_parameters()), Vector(b), Vector(b)});
    };
    add(std::move(first));
    while (std::ssize(workers_) < team_->size()) {
        add(Propagation(shape, !weights.gamma.empty(), way));
    }
}

LossTerms Loss::operator()(const Network& network, Vector& gradient) {
    return evaluate(network, data_.m(), nullptr, gradient);
}

LossTerms Loss::operator()(const Network& network,
                           std::span<const Index> samples,
                           Vector& gradient) {
    return evaluate(network, static_cast<Index>(samples.size()), samples.data(), gradient);
}

LossTerms Loss::evaluate(const Network& network, Index m, const Index* samples, Vector& gradient) {
    const Partition partition(m, workers_.front().propagation.block_size());
    const auto divisor = static_cast<double>(m);
    gradient.setZero(network.n_parameters());
    LossTerms loss;
    std::atomic<Index> next_chunk = 0;
    std::atomic<unsigned> added_chunks = 0;
    const auto work = [&](Index thread) {
        Worker& worker = workers_[at(thread)];
        for (Index chunk = next_chunk++; chunk < partition.chunks; chunk = next_chunk++) {
            worker.gradient.setZero();
            LossTerms terms;
            for (Index i = partition.first_block(chunk); i < partition.first_block(chunk + 1);
                 ++i) {
                const auto block = [&](Index number) {
                    const Index first = partition.first_sample(number);
                    return Block{first, partition.first_sample(number + 1) - first, samples};
                };
                if (samples == nullptr && i + 1 < partition.blocks) {
                    prefetch_block(block(i + 1));
                }
                const LossTerms more = add_block(network, block(i), divisor, worker);
                terms.value += more.value;
                terms.jacobian += more.jacobian;
            }
            const auto turn = static_cast<unsigned>(chunk);
            for (unsigned now = added_chunks.load(std::memory_order_acquire); now != turn;) {
                now = wait_for_change(added_chunks, now);
            }
            gradient += worker.gradient;
            loss.value += terms.value;
            loss.jacobian += terms.jacobian;
            added_chunks.store(turn + 1, std::memory_order_release);
            added_chunks.notify_all();
        }
    };
    team_->run(std::cref(work));  // a std::function of a reference allocates nothing
    for (Index l = 1; l <= regularized_layers(network); ++l) {
        loss.regularization += lambda_ / (2.0 * divisor) * network.weights(l).squaredNorm();
        network.weights_in(gradient, l) += lambda_ / divisor * network.weights(l);
    }
    return loss;
}

/// Adds the block's part of the gradient to the worker's.
LossTerms Loss::add_block(const Network& network,
                          const Block& block,
                          double m,
                          Worker& worker) const {
    Propagation& propagation = worker.propagation;
    block.copy_rows(data_.X, propagation.begin_block(block.size));
    propagation.forward(network);
    LossTerms loss;
    for (Index k = 0; k < data_.n_y(); ++k) {
        loss.value += weigh(
            block, propagation.value(k), targets_.front(), k, m, worker, propagation.value_seed(k));
        for (std::size_t j = 1; j < targets_.size(); ++j) {
            const auto input = static_cast<Index>(j - 1);
            loss.jacobian += weigh(block,
                                   propagation.jacobian(k, input),
                                   targets_[j],
                                   k,
                                   m,
                                   worker,
                                   propagation.jacobian_seed(k, input));
        }
    }
    propagation.backward(network, worker.gradient);
    return loss;
}

/// Half the weighted mean square of output k's residuals, and its derivatives in `seed`.
double Loss::weigh(const Block& block,
                   Eigen::Map<const Vector> prediction,
                   const Target& target,
                   Index k,
                   double m,
                   Worker& worker,
                   Eigen::Map<Vector> seed) {
    const auto row = [&](const Matrix& rows, Vector& copy) -> const double* {
        if (rows.rows() == 1 && block.samples == nullptr) {
            return rows.data() + block.first;  // in one piece already
        }
        block.copy_row(rows, k, copy.data());
        return copy.data();
    };
    const double common = target.common_weight.value_or(1.0);
    return common / (2.0 * m) *
           weigh_residuals(block.size,
                           prediction.data(),
                           row(*target.truth, worker.truth),
                           target.common_weight ? nullptr : row(*target.weight, worker.weight),
                           common / m,
                           seed.data());
}

/// What a block will read.
void Loss::prefetch_block(const Block& block) const {
    prefetch(data_.X, block.first, block.size);
    for (const Target& target : targets_) {
        prefetch(*target.truth, block.first, block.size);
        if (!target.common_weight) {
            prefetch(*target.weight, block.first, block.size);
        }
    }
}

Index Loss::regularized_layers(const Network& network) const {
    return weights_.regularization == Regularization::all_layers ? network.n_layers()
                                                                 : network.n_layers() - 1;
}

}  // namespace jennopt
