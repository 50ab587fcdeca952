#include "record/metric.hpp"
#include "study/config/blocks.hpp"
#include "study/config/settings.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

constexpr double most_starts = 1e6;
constexpr double largest_batch = 1e4;

/// A number, points, or the name of a file.
Slot starts_block(StartsConfig& starts) {
    const auto read_starts = [&starts](const Cursor& at) {
        StartsConfig given;
        if (at.node.kind == Document::Kind::list) {
            take(at, {}, given.points);
            if (at.node.items.empty()) {
                at.complain("is an empty list, expected at least one point");
            }
        } else if (const auto file = to_text(at.node); file && !file->empty()) {
            given.file = *file;
        } else if (to_real(at.node)) {
            take(at, within(1, most_starts), given.count);
        } else {
            at.refuse("a number of starts, a list of points or the name of a CSV file");
        }
        starts = std::move(given);
    };
    const auto write_starts = [&starts] {
        return !starts.file.empty()     ? scalar(starts.file)
               : !starts.points.empty() ? document_of(starts.points)
                                        : scalar(starts.count);
    };
    return {"integer, list or text", "", read_starts, write_starts};
}

Key method_key(OptimizerConfig& optimizer) {
    return {"method", &optimizer.method, "models that propose, or local searches alone"};
}

Keys shared_optimizer_keys(OptimizerConfig& optimizer) {
    return {
        {"starts",
         starts_block(optimizer.starts),
         "first points: how many, which, or a CSV file of them"},
        {"target",
         number_or_none(optimizer.sequential.target),
         "stop at a feasible objective <= this, in its units"},
    };
}

Refusals refusals_of(const Keys& keys, const std::string& reason) {
    Refusals refusals;
    for (const Key& key : keys) {
        refusals[key.name] = reason;
    }
    return refusals;
}

OptimizerMethod method_of(const Cursor& at, const OptimizerConfig& defaults) {
    const Document* given = at.node.find("method");
    const std::string name = given == nullptr ? "" : to_text(*given).value_or("");
    return value_named<OptimizerMethod>(name).value_or(defaults.method);
}

OptimizerConfig read_optimizer(const Cursor& at, const OptimizerConfig& defaults) {
    OptimizerConfig optimizer = defaults;
    OptimizerConfig unused;
    if (method_of(at, defaults) == OptimizerMethod::sequential) {
        read(at,
             joined({method_key(optimizer)}, sequential_keys(optimizer)),
             {{"algorithm", "is for method multistart, expected none: the models decide"}});
    } else {
        Refusals refused = refusals_of(sequential_keys(unused),
                                       "is for method sequential, expected none: a local search "
                                       "has no model");
        for (const Key& key : multistart_keys(unused)) {
            refused.erase(key.name);
        }
        read(at, joined({method_key(optimizer)}, multistart_keys(optimizer)), refused);
    }
    return optimizer;
}

void check_optimizer_name(const std::string& name, const Place& place, const Cursor& at) {
    if (!is_name(name, false)) {
        at.complain(place, "is not fit for the name of a file, expected letters, digits, - and _");
    }
    if (name == direct_search || name == best_sample) {
        at.complain(place, "is a name of the report's own, expected another name");
    }
}

std::vector<OptimizerConfig> read_optimizers(const Cursor& all, const OptimizerConfig& defaults) {
    if (all.node.kind != Document::Kind::map || all.node.entries.empty()) {
        all.complain(
            fmt::format("is {}, expected at least one optimizer, as in best: {{}}",
                        all.node.kind == Document::Kind::map ? "an empty map" : found(all.node)));
    }
    std::vector<OptimizerConfig> optimizers;
    for (const DocumentEntry& entry : all.node.entries) {
        const Cursor at = all[entry.key];
        check_optimizer_name(entry.key, entry.place, at);
        optimizers.push_back(read_optimizer(at, defaults));
        optimizers.back().name = entry.key;
    }
    return optimizers;
}

Document write_optimizer(OptimizerConfig optimizer) {
    const bool is_sequential = optimizer.method == OptimizerMethod::sequential;
    return write(joined({method_key(optimizer)},
                        is_sequential ? sequential_keys(optimizer) : multistart_keys(optimizer)));
}

void check_budget(const StudyConfig& config, const Cursor& study) {
    if (config.optimizers.empty()) {
        study.refuse_key("budget", "none: it is what optimizers may spend, and there are none");
        study.refuse_key("optimizer_defaults", "none: there are no optimizers");
        return;
    }
    if (config.budget == 0 && !config.problem.has_no_program()) {
        study["budget"].complain(
            "is missing, expected: true evaluations of each optimizer and replicate");
    }
    for (const OptimizerConfig& optimizer : config.optimizers) {
        if (config.budget > 0 && optimizer.batch > config.budget) {
            study["optimizers"][optimizer.name]["batch"].complain(
                fmt::format("is {}, expected at most the budget, {}: the first round is one batch",
                            optimizer.batch,
                            config.budget));
        }
    }
}

}  // namespace

Keys sequential_keys(OptimizerConfig& optimizer) {
    SequentialOptions& options = optimizer.sequential;
    const Keys keys = {
        {"model", &options.model, "what proposes"},
        {"batch",
         {&optimizer.batch, within(1, largest_batch)},
         "points of a round, evaluated at once with --jobs"},
        quiet({"radius",
               number_or_none(options.radius, {.lower = 0, .upper = 1, .lower_open = true}),
               "of the first trust region; none: 0.5"},
              options.radius),
        {"tolerance",
         {&options.tolerance, above(0)},
         "least gain worth an evaluation, in median spreads of values"},
    };
    return joined(shared_optimizer_keys(optimizer), keys);
}

Keys multistart_keys(OptimizerConfig& optimizer) {
    return joined(shared_optimizer_keys(optimizer),
                  {{"algorithm", &optimizer.algorithm, "of NLopt; lbfgs takes no constraints"}});
}

Slot optimizer_defaults_block(const std::shared_ptr<OptimizerConfig>& defaults) {
    const auto read_defaults = [defaults](const Cursor& at) {
        read(at, shared_optimizer_keys(*defaults));
    };
    return {"map", "{}", read_defaults, [] { return Document{}; }};
}

Slot optimizers_block(std::vector<OptimizerConfig>& optimizers,
                      const std::shared_ptr<OptimizerConfig>& defaults) {
    const auto read_all = [&optimizers, defaults](const Cursor& at) {
        optimizers = read_optimizers(at, *defaults);
    };
    const auto write_all = [&optimizers] {
        Document node = optimizers.empty() ? Document{} : Document::map();
        for (const OptimizerConfig& optimizer : optimizers) {
            node.append(optimizer.name, write_optimizer(optimizer));
        }
        return node;
    };
    return {"map", "none", read_all, write_all};
}

void settle_optimizers(StudyConfig& config, const Cursor& study) {
    const bool has_surrogates = study.node.find("surrogates") != nullptr;
    const bool has_optimizers = study.node.find("optimizers") != nullptr;
    if (!has_surrogates && !has_optimizers) {
        study["surrogates"].complain(
            "is missing, expected: name: {...} of each model to compare, or optimizers");
        return;
    }
    check_budget(config, study);
    if (has_optimizers && config.problem.is_table()) {
        study["optimizers"].complain(
            "cannot be used with problem.table, expected a problem that can be evaluated anywhere "
            "(jennopt suggest reads rows that were evaluated already)");
    }
    for (OptimizerConfig& optimizer : config.optimizers) {
        optimizer.sequential.constraint_tolerance = config.optimization.constraint_tolerance;
        if (std::ranges::count(config.surrogates, optimizer.name, &SurrogateConfig::name) > 0) {
            study["optimizers"][optimizer.name].complain(
                "is the name of a surrogate too, expected a name of its own");
        }
    }
    if (!has_surrogates && !config.problem.is_table()) {
        for (const char* key : {"sampling", "test", "defaults"}) {
            study.refuse_key(key, "none: without surrogates nothing is sampled or trained");
        }
        config.sampling.clear();
        config.test.clear();
    }
}

}  // namespace jennopt
