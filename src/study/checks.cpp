#include "study/checks.hpp"

#include "core/format.hpp"
#include "study/blocks.hpp"

#include <algorithm>
#include <optional>

namespace jennopt {

namespace {

const Document* find(const Document& root, const std::string& path) {
    const Document* node = &root;
    for (const std::string& key : split_path(path)) {
        node = node == nullptr ? nullptr : node->find(key);
    }
    return node;
}

void check_name(const StudyConfig& config, const Document& study, ConfigErrors& errors) {
    const Document* name = study.find("study");
    if (name != nullptr && !config.study.empty() && !is_name(config.study, true)) {
        errors.add(
            name->place,
            "study",
            fmt::format("is '{}', expected a name fit for a folder: letters, digits, -, _ and .",
                        config.study));
    }
}

void check_starts(const SearchOptions& search, const Document& study, ConfigErrors& errors) {
    const Document* from = find(study, "optimization.from");
    if (from == nullptr || search.from.empty()) {
        return;
    }
    const std::size_t n_x = search.from.front().size();
    for (std::size_t i = 0; i < search.from.size(); ++i) {
        const std::size_t size = search.from[i].size();
        if (size == 0 || size != n_x) {
            errors.add(from->items[i].place,
                       fmt::format("optimization.from.{}", i),
                       fmt::format("has {} numbers, expected {} as in the first point",
                                   size,
                                   std::max<std::size_t>(n_x, 1)));
        }
    }
    if (static_cast<Index>(search.from.size()) > search.starts) {
        errors.add(from->place,
                   "optimization.from",
                   fmt::format("has {} points, expected at most as many as optimization.starts, {}",
                               search.from.size(),
                               search.starts));
    }
}

/// Number of samples; nothing if it depends on the problem's number of inputs.
std::optional<Index> total(const std::vector<SamplingOptions>& plans) {
    Index sum = 0;
    for (const SamplingOptions& plan : plans) {
        if (plan.plan != SamplingPlan::grid) {
            sum += plan.count;
        } else if (plan.levels.size() < 2) {
            return std::nullopt;
        } else {
            constexpr Index plenty = 1000000000000;  // no overflow; no list is that long
            Index points = 1;
            for (const Index level : plan.levels) {
                points = std::min(points * level, plenty);
            }
            sum += points;
        }
    }
    return sum;
}

void check_samples(const StudyConfig& config,
                   const SurrogateConfig& surrogate,
                   const std::string& weight,
                   const Document& study,
                   ConfigErrors& errors) {
    const WeightFactors& factors = weight == "beta" ? surrogate.beta : surrogate.gamma;
    const std::optional<Index> samples = total(config.sampling);
    const auto size = static_cast<Index>(factors.samples.size());
    if (size == 0 || !samples || size == *samples) {
        return;
    }
    for (const std::string& block : {"surrogates." + surrogate.name, std::string("defaults")}) {
        const std::string path = fmt::format("{}.{}.samples", block, weight);
        if (const Document* list = find(study, path)) {
            errors.add(list->place,
                       path,
                       fmt::format(
                           "has {} entries, expected {}, one per training sample", size, *samples));
            return;
        }
    }
}

}  // namespace

void check(const StudyConfig& config, const Document& study, bool readable, ConfigErrors& errors) {
    check_name(config, study, errors);
    if (!readable) {
        return;
    }
    check_starts(config.optimization, study, errors);
    for (const SurrogateConfig& surrogate : config.surrogates) {
        check_samples(config, surrogate, "beta", study, errors);
        check_samples(config, surrogate, "gamma", study, errors);
    }
}

}  // namespace jennopt
