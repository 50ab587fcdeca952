
#include "core/nearest.hpp"
#include "problem/names.hpp"
#include "record/metric.hpp"
#include "study/config/blocks.hpp"
#include "study/config/settings.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

Refusals refuse_all(const Keys& keys, const std::string& reason) {
    Refusals refusals;
    for (const Key& key : keys) {
        refusals[key.name] = reason;
    }
    return refusals;
}

void check_surrogate_name(const std::string& name, const Place& place, const Cursor& at) {
    if (!is_name(name, false)) {
        at.complain(place, "is not fit for the name of a file, expected letters, digits, - and _");
    }
    if (name == direct_search || name == best_sample) {
        at.complain(place,
                    fmt::format("is the report's name for the {}, expected another name",
                                name == direct_search ? "true function" : "best training sample"));
    }
}

Refusals kriging_refusals(SurrogateConfig& surrogate) {
    return refuse_all(kriging_keys(surrogate.krige), "is for kriging, expected kind: kriging");
}

Keys all_kriging_keys(SurrogateConfig& surrogate) {
    return joined(joined({kind_key(surrogate)}, kriging_keys(surrogate.krige)),
                  {infill_key(surrogate)});
}

bool is_kriging(const Cursor& at, const SurrogateConfig& defaults) {
    const Document* kind = at.node.find("kind");
    return kind == nullptr
               ? defaults.kind == SurrogateKind::kriging
               : value_named<SurrogateKind>(to_text(*kind).value_or("")) == SurrogateKind::kriging;
}

/// What networks have under defaults is not kriging's.
SurrogateConfig read_kriging(const Cursor& at, const SurrogateConfig& defaults) {
    SurrogateConfig surrogate;
    surrogate.kind = SurrogateKind::kriging;
    surrogate.krige = defaults.krige;
    surrogate.infill = defaults.infill;
    SurrogateConfig unused;
    Refusals refused =
        refuse_all(joined(fresh_keys(unused), polishing_keys(unused.polishing)),
                   "is for networks; of kriging expected no other keys than kind, partials, noise, "
                   "infill");
    refused.erase("kind");
    refused.erase("infill");
    read(at, all_kriging_keys(surrogate), refused);
    return surrogate;
}

/// @param place  of its name
SurrogateConfig read_fresh(const Cursor& at, const Place& place, const SurrogateConfig& defaults) {
    if (is_kriging(at, defaults)) {
        return read_kriging(at, defaults);
    }
    SurrogateConfig surrogate = defaults;
    surrogate.polishing = {};
    Refusals refused = refuse_all(polishing_keys(surrogate.polishing),
                                  "is for a polished surrogate, expected polish: NAME beside it");
    refused.merge(kriging_refusals(surrogate));
    read(at, fresh_keys(surrogate), refused);
    FitOptions& fit = surrogate.fit;
    if (surrogate.kind == SurrogateKind::nn) {
        at.refuse_key("gamma",
                      "none: a plain network (kind nn) has no partials in its loss; use kind jenn");
        fit.gamma = {.scale = 0.0};
    }
    if (fit.hidden.empty()) {
        at["hidden"].complain(place, "is [], expected at least one layer");
    }
    if (fit.beta.scale == 0.0 && fit.gamma.scale == 0.0) {
        at.complain(place, "has beta 0 and gamma 0, expected something to train on");
    }
    return surrogate;
}

/// By slope partials are weighed anew: that takes a jenn.
bool can_be_polished(const SurrogateConfig& surrogate, PolishingBy by) {
    return surrogate.polish.empty() && surrogate.kind != SurrogateKind::kriging &&
           (by == PolishingBy::value || surrogate.kind == SurrogateKind::jenn);
}

/// @param above  the surrogate of this name that comes before, or null
/// @param stands  the file has one of this name, before or after
void refuse_base(const Cursor& polish,
                 const SurrogateConfig* above,
                 bool stands,
                 PolishingBy by,
                 const std::vector<SurrogateConfig>& all) {
    std::vector<std::string> fresh;
    for (const SurrogateConfig& surrogate : all) {
        if (can_be_polished(surrogate, by)) {
            fresh.push_back(surrogate.name);
        }
    }
    const std::string name = to_text(polish.node).value_or("");
    const std::string reason = !stands                  ? "no surrogate has this name"
                               : above == nullptr       ? "it does not come above"
                               : !above->polish.empty() ? "it is polished itself"
                               : above->kind == SurrogateKind::kriging
                                   ? "kriging has no training to go on with"
                                   : "a plain network has no partials to weigh anew (by: value "
                                     "weighs values)";
    polish.complain(fmt::format(
        "is '{}', but {}; expected one of {}{}",
        name,
        reason,
        fresh.empty() ? "(there is none above)" : fmt::format("{}", fmt::join(fresh, ", ")),
        stands ? "" : did_you_mean(name, fresh)));
}

/// @param all    the block of all surrogates
/// @param above  those read before
SurrogateConfig read_polished(const Cursor& at,
                              const Cursor& all,
                              const SurrogateConfig& defaults,
                              const std::vector<SurrogateConfig>& above) {
    const Cursor polish = at["polish"];
    const std::string base_name = to_text(polish.node).value_or("");
    const auto found = std::ranges::find(above, base_name, &SurrogateConfig::name);
    const SurrogateConfig* base = found == above.end() ? nullptr : &*found;
    SurrogateConfig surrogate = base == nullptr ? defaults : *base;
    surrogate.polishing = defaults.polishing;
    surrogate.infill = defaults.infill;
    SurrogateConfig unused;
    Refusals refused =
        refuse_all(network_keys(unused),
                   fmt::format("belongs to the surrogate that is polished, expected at {}",
                               join_path(all.path, base_name)));
    refused.merge(kriging_refusals(unused));
    read(at, polished_keys(surrogate), refused);
    const PolishingBy by = surrogate.polishing.by;
    if (!base_name.empty() && (base == nullptr || !can_be_polished(*base, by))) {
        refuse_base(polish, base, all.node.find(base_name) != nullptr, by, above);
    }
    if (by == PolishingBy::value) {
        at.refuse_key("slope_units", "none: polishing by value has no slope");
    }
    return surrogate;
}

std::vector<SurrogateConfig> read_surrogates(const Cursor& all, const SurrogateConfig& defaults) {
    if (all.node.kind != Document::Kind::map || all.node.entries.empty()) {
        all.complain(
            fmt::format("is {}, expected at least one surrogate, as in jenn: {{kind: jenn}}",
                        all.node.kind == Document::Kind::map ? "an empty map" : found(all.node)));
    }
    std::vector<SurrogateConfig> surrogates;
    for (const DocumentEntry& entry : all.node.entries) {
        const Cursor at = all[entry.key];
        check_surrogate_name(entry.key, entry.place, at);
        SurrogateConfig surrogate = at.node.find("polish") == nullptr
                                        ? read_fresh(at, entry.place, defaults)
                                        : read_polished(at, all, defaults, surrogates);
        surrogate.name = entry.key;
        surrogates.push_back(std::move(surrogate));
    }
    return surrogates;
}

/// Where infill of a surrogate is given.
Cursor infill_of(const SurrogateConfig& surrogate, const Cursor& study) {
    const Cursor own = study["surrogates"][surrogate.name];
    return (own.node.find("infill") == nullptr ? study["defaults"] : own)["infill"];
}

Document write_surrogate(SurrogateConfig surrogate) {
    if (!surrogate.polish.empty()) {
        return write(polished_keys(surrogate));
    }
    if (surrogate.kind == SurrogateKind::kriging) {
        return write(all_kriging_keys(surrogate));
    }
    Document node = write(fresh_keys(surrogate));
    if (surrogate.kind == SurrogateKind::nn) {
        std::erase_if(node.entries, [](const auto& entry) { return entry.key == "gamma"; });
    }
    return node;
}

}  // namespace

Slot defaults_block(const std::shared_ptr<SurrogateConfig>& defaults) {
    const auto read_defaults = [defaults](const Cursor& at) {
        read(at,
             joined(joined(fresh_keys(*defaults), kriging_keys(defaults->krige)),
                    polishing_keys(defaults->polishing)),
             {{"polish", "cannot be shared, expected in one surrogate"}});
    };
    return {"map", "{}", read_defaults, [] { return Document{}; }};
}

Slot surrogates_block(std::vector<SurrogateConfig>& surrogates,
                      const std::shared_ptr<SurrogateConfig>& defaults) {
    const auto read_all = [&surrogates, defaults](const Cursor& at) {
        surrogates = read_surrogates(at, *defaults);
    };
    const auto write_all = [&surrogates] {
        Document node = surrogates.empty() ? Document{} : Document::map();
        for (const SurrogateConfig& surrogate : surrogates) {
            node.append(surrogate.name, write_surrogate(surrogate));
        }
        return node;
    };
    return {"map", "none", read_all, write_all};
}

void settle_infill(const StudyConfig& config, const Cursor& study) {
    for (const SurrogateConfig& surrogate : config.surrogates) {
        if (surrogate.infill == 0) {
            continue;
        }
        const Cursor at = infill_of(surrogate, study);
        if (config.problem.is_table()) {
            at.complain(
                "cannot be used with problem.table, expected a problem that can be evaluated "
                "anywhere");
            return;
        }
        const std::string name = surrogate.infill_name();
        if (std::ranges::count(config.surrogates, name, &SurrogateConfig::name) +
                std::ranges::count(config.optimizers, name, &OptimizerConfig::name) >
            0) {
            at.complain(
                fmt::format("of {} is called {} in reports, expected another name for the "
                            "surrogate or optimizer of this name",
                            surrogate.name,
                            name));
        }
    }
}

void settle_weights(StudyConfig& config, const Cursor& study) {
    const bool is_table = config.problem.is_table();
    std::vector<Cursor> blocks{study["defaults"]};
    std::vector<std::string>& columns = config.problem.table.deviations;
    for (const SurrogateConfig& surrogate : config.surrogates) {
        blocks.push_back(study["surrogates"][surrogate.name]);
        for (const std::string& column :
             {surrogate.deviations.values, surrogate.deviations.partials}) {
            if (is_table && !column.empty() && !contains(columns, column)) {
                columns.push_back(column);
            }
        }
    }
    for (const Cursor& block : blocks) {
        for (const std::string weight : {"beta", "gamma"}) {
            const Document* samples = block[weight].node.find("samples");
            if (is_table && samples != nullptr && !samples->items.empty()) {
                block[weight].refuse_key(
                    "samples",
                    fmt::format("none: the rows of a table are drawn at random; {}: {{column: "
                                "NAME}} weighs each row by its standard deviation",
                                weight));
            }
            if (!is_table) {
                block[weight].refuse_key("column", "none: columns are those of problem.table");
            }
        }
    }
}

}  // namespace jennopt
