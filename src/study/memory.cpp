#include "study/memory.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/data/sampling.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <unistd.h>

namespace jennopt {

namespace {

constexpr double bytes_of_number = 8.0;
/// Of a sample in the store of evaluations and in the dataset, besides its numbers.
constexpr double bytes_around_sample = 300.0;
/// A sample's numbers are stored, in the dataset, and in it normalized.
constexpr double copies_of_sample = 3.0;
/// Every trainer has the weights, their gradient, and two vectors more.
constexpr double copies_of_weights = 4.0;

std::string in_words(double bytes) {
    constexpr double gibi = 1024.0 * 1024.0 * 1024.0;
    return fmt::format("{:.3g} GiB", bytes / gibi);
}

double bytes_of_samples(double count, const ProblemInfo& problem) {
    const auto n_x = static_cast<double>(problem.n_x());
    const auto n_y = static_cast<double>(problem.n_y());
    return count *
           (bytes_around_sample + copies_of_sample * bytes_of_number * (n_x + n_y + n_x * n_y));
}

double weights_of(const FitOptions& fit, const ProblemInfo& problem) {
    auto before = static_cast<double>(problem.n_x());
    double weights = 0.0;
    std::vector<Index> sizes = fit.hidden;
    sizes.push_back(problem.n_y());
    for (const Index size : sizes) {
        weights += static_cast<double>(size) * (before + 1.0);
        before = static_cast<double>(size);
    }
    return weights;
}

/// What needs more than the limit, a sentence each.
class Needs {
public:
    explicit Needs(double limit) : limit_(limit) {}

    void add(const Arm& arm, const std::string& path, double bytes, const std::string& what) {
        if (bytes > limit_) {
            // The arms of a sweep share what they do not vary.
            sentences_.insert(
                fmt::format("{}: {}: needs at least {} of memory for {}, expected at "
                            "most the {} that there are",
                            place_of(arm, path),
                            path,
                            in_words(bytes),
                            what,
                            in_words(limit_)));
        }
    }

    void throw_if_any() const {
        if (!sentences_.empty()) {
            throw ConfigError(fmt::format("{}", fmt::join(sentences_, "\n")));
        }
    }

private:
    double limit_;
    std::set<std::string> sentences_;
};

void add_arm(const PlannedArm& planned, Needs& needs) {
    const StudyConfig& config = planned.arm->config;
    const ProblemInfo& problem = planned.problem->info();
    if (config.surrogates.empty()) {
        return;
    }
    for (const auto& [path, plans] :
         {std::pair("sampling", &config.sampling), std::pair("test", &config.test)}) {
        if (!plans->empty() && !config.problem.is_table()) {  // whose rows have been read
            const Index count = sample_count(*plans, problem.n_x());
            needs.add(*planned.arm,
                      path,
                      bytes_of_samples(static_cast<double>(count), problem),
                      fmt::format("{} points", count));
        }
    }
    for (const SurrogateConfig& surrogate : config.surrogates) {
        if (surrogate.kind == SurrogateKind::kriging || !surrogate.polish.empty()) {
            continue;
        }
        const double weights = weights_of(surrogate.fit, problem);
        const auto networks = static_cast<double>(surrogate.fit.members);
        needs.add(*planned.arm,
                  fmt::format("surrogates.{}.hidden", surrogate.name),
                  bytes_of_number * weights * (networks + copies_of_weights - 1.0),
                  networks == 1.0
                      ? fmt::format("{:.0f} weights", weights)
                      : fmt::format("{} networks of {:.0f} weights", networks, weights));
    }
}

}  // namespace

double memory_limit() {
    double limit = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) *
                   static_cast<double>(::sysconf(_SC_PAGESIZE));
    rlimit of_process{};
    if (::getrlimit(RLIMIT_AS, &of_process) == 0 && of_process.rlim_cur != RLIM_INFINITY) {
        limit = std::min(limit, static_cast<double>(of_process.rlim_cur));
    }
    // Of a container; "max" where there is none, which is no number.
    double of_group = 0.0;
    if (std::ifstream("/sys/fs/cgroup/memory.max") >> of_group) {
        limit = std::min(limit, of_group);
    }
    return limit;
}

void require_memory(const std::vector<PlannedArm>& arms, double limit) {
    Needs needs(limit);
    for (const PlannedArm& arm : arms) {
        add_arm(arm, needs);
    }
    needs.throw_if_any();
}

}  // namespace jennopt
