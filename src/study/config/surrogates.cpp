#include "core/format.hpp"
#include "core/nearest.hpp"
#include "study/config/blocks.hpp"
#include "study/config/scalar.hpp"
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

Keys joined(Keys keys, const Keys& more) {
    keys.insert(keys.end(), more.begin(), more.end());
    return keys;
}

Keys fresh_keys(SurrogateConfig& surrogate) {
    return joined(network_keys(surrogate), {training_key(surrogate)});
}

Keys polished_keys(SurrogateConfig& surrogate) {
    return joined(joined({polish_key(surrogate)}, polishing_keys(surrogate.polishing)),
                  {training_key(surrogate)});
}

class SurrogatesReader {
public:
    SurrogatesReader(const Document& block,
                     const std::string& path,
                     const SurrogateConfig& defaults,
                     ConfigErrors& errors)
        : block_(block), path_(path), defaults_(defaults), errors_(errors) {}

    [[nodiscard]] std::vector<SurrogateConfig> read_all() {
        if (block_.kind != Document::Kind::map || block_.entries.empty()) {
            errors_.add(
                block_.place,
                path_,
                fmt::format("is {}, expected at least one surrogate, as in jenn: {{kind: jenn}}",
                            block_.kind == Document::Kind::map ? "an empty map" : found(block_)));
        }
        for (const DocumentEntry& entry : block_.entries) {
            check_name(entry);
            const bool polished = entry.value.find("polish") != nullptr;
            SurrogateConfig surrogate = polished ? read_polished(entry) : read_fresh(entry);
            surrogate.name = entry.key;
            read_.push_back(std::move(surrogate));
        }
        return std::move(read_);
    }

private:
    void check_name(const DocumentEntry& entry) {
        if (!is_name(entry.key, false)) {
            errors_.add(entry.place,
                        join_path(path_, entry.key),
                        "is not fit for the name of a file, expected letters, digits, - and _");
        }
        if (entry.key == "truth") {
            errors_.add(entry.place,
                        join_path(path_, entry.key),
                        "is the report's name for the true function, expected another name");
        }
    }

    [[nodiscard]] SurrogateConfig read_fresh(const DocumentEntry& entry) {
        SurrogateConfig surrogate = defaults_;
        PolishingOptions unused;
        const std::string path = join_path(path_, entry.key);
        read(entry.value,
             path,
             fresh_keys(surrogate),
             errors_,
             refuse_all(polishing_keys(unused),
                        "is for a polished surrogate, expected polish: NAME beside it"));
        surrogate.polishing = unused;
        if (surrogate.kind == SurrogateKind::nn) {
            if (const Document* gamma = entry.value.find("gamma")) {
                errors_.add(gamma->place,
                            join_path(path, "gamma"),
                            fmt::format("is {}, expected none: a plain network (kind nn) has no "
                                        "partials in its loss; use kind jenn",
                                        found(*gamma)));
            }
            surrogate.fit.gamma = {.scale = 0.0};
        }
        if (surrogate.fit.hidden.empty()) {
            errors_.add(
                entry.place, join_path(path, "hidden"), "is [], expected at least one layer");
        }
        if (surrogate.fit.beta.scale == 0.0 && surrogate.fit.gamma.scale == 0.0) {
            errors_.add(
                entry.place, path, "has beta 0 and gamma 0, expected something to train on");
        }
        return surrogate;
    }

    [[nodiscard]] SurrogateConfig read_polished(const DocumentEntry& entry) {
        const std::string path = join_path(path_, entry.key);
        const Document& polish = *entry.value.find("polish");
        const std::string base_name = to_text(polish).value_or("");
        const auto base =
            std::find_if(read_.begin(), read_.end(), [&](const SurrogateConfig& surrogate) {
                return surrogate.name == base_name;
            });
        SurrogateConfig surrogate = base == read_.end() ? defaults_ : *base;
        surrogate.polishing = defaults_.polishing;
        SurrogateConfig unused;
        read(entry.value,
             path,
             polished_keys(surrogate),
             errors_,
             refuse_all(network_keys(unused),
                        fmt::format("belongs to the surrogate that is polished, expected at {}",
                                    join_path(path_, base_name))));
        const PolishingBy by = surrogate.polishing.by;
        if (!base_name.empty() && (base == read_.end() || !can_be_polished(*base, by))) {
            refuse_base(polish, base_name, by, path);
        }
        const Document* units = entry.value.find("slope_units");
        if (units != nullptr && by == PolishingBy::value) {
            errors_.add(units->place,
                        join_path(path, "slope_units"),
                        fmt::format("is {}, expected none: polishing by value has no slope",
                                    found(*units)));
        }
        return surrogate;
    }

    /// By slope partials are weighed anew: that takes a jenn.
    [[nodiscard]] static bool can_be_polished(const SurrogateConfig& surrogate, PolishingBy by) {
        return surrogate.polish.empty() &&
               (by == PolishingBy::value || surrogate.kind == SurrogateKind::jenn);
    }

    void refuse_base(const Document& polish,
                     const std::string& name,
                     PolishingBy by,
                     const std::string& path) {
        std::vector<std::string> fresh;
        for (const SurrogateConfig& surrogate : read_) {
            if (can_be_polished(surrogate, by)) {
                fresh.push_back(surrogate.name);
            }
        }
        std::string reason = "no surrogate has this name";
        std::string hint = did_you_mean(name, fresh);
        if (block_.find(name) != nullptr) {
            const auto above =
                std::find_if(read_.begin(), read_.end(), [&](const SurrogateConfig& s) {
                    return s.name == name;
                });
            reason = above == read_.end()     ? "it does not come above"
                     : !above->polish.empty() ? "it is polished itself"
                                              : "a plain network has no partials to weigh anew "
                                                "(by: value weighs values)";
            hint = "";
        }
        errors_.add(polish.place,
                    join_path(path, "polish"),
                    fmt::format("is '{}', but {}; expected one of {}{}",
                                name,
                                reason,
                                fresh.empty() ? "(there is none above)"
                                              : fmt::format("{}", fmt::join(fresh, ", ")),
                                hint));
    }

    const Document& block_;
    const std::string& path_;
    const SurrogateConfig& defaults_;
    ConfigErrors& errors_;
    std::vector<SurrogateConfig> read_;
};

Document write_surrogate(SurrogateConfig surrogate) {
    if (!surrogate.polish.empty()) {
        return write(polished_keys(surrogate));
    }
    Document node = write(fresh_keys(surrogate));
    if (surrogate.kind == SurrogateKind::nn) {
        std::erase_if(node.entries,
                      [](const DocumentEntry& entry) { return entry.key == "gamma"; });
    }
    return node;
}

}  // namespace

Custom defaults_block(std::shared_ptr<SurrogateConfig> defaults) {
    const auto read_defaults = [defaults](const Document& node,
                                          const std::string& path,
                                          ConfigErrors& errors) {
        const Keys keys = joined(fresh_keys(*defaults), polishing_keys(defaults->polishing));
        read(node, path, keys, errors, {{"polish", "cannot be shared, expected in one surrogate"}});
    };
    return {"map", "{}", read_defaults, [] { return Document{}; }};
}

Custom surrogates_block(std::vector<SurrogateConfig>& surrogates,
                        std::shared_ptr<SurrogateConfig> defaults) {
    const auto read_surrogates = [&surrogates, defaults](const Document& node,
                                                         const std::string& path,
                                                         ConfigErrors& errors) {
        surrogates = SurrogatesReader(node, path, *defaults, errors).read_all();
    };
    const auto write_surrogates = [&surrogates] {
        Document node;
        node.kind = Document::Kind::map;
        for (const SurrogateConfig& surrogate : surrogates) {
            append(node, surrogate.name, write_surrogate(surrogate));
        }
        return node;
    };
    return {"map", "required", read_surrogates, write_surrogates};
}

}  // namespace jennopt
