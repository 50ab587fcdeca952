#include "study/config/external_block.hpp"

#include "core/format.hpp"
#include "study/config/collections.hpp"
#include "study/config/scalar.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jennopt {

namespace {

constexpr double longest_timeout = 1e8;
constexpr double most_retries = 100;

/// Texts by name; numbers and truth values count as they are written.
Custom texts_block(std::map<std::string, std::string>& texts, const std::string& example) {
    return map_block<std::string>(
        texts,
        "a map of texts, as in " + example,
        [](const Document& node, const std::string& path, std::string& text, ConfigErrors& errors) {
            if (node.kind == Document::Kind::scalar) {
                text = node.text;
            } else {
                refuse(node, path, "text", errors);
            }
        },
        [](std::string& text) { return scalar(text); });
}

/// A map of keys, or its pattern alone for short.
void read_pattern(const Document& node,
                  const std::string& path,
                  ResultPattern& where,
                  ConfigErrors& errors) {
    if (node.kind == Document::Kind::scalar) {
        where.pattern = node.text;
        return;
    }
    read(node,
         path,
         {{"pattern", &where.pattern, "regular expression", {}, true},
          {"file", &where.file, "that of the value"}},
         errors);
}

Custom partial_patterns_block(std::map<std::string, ResultPattern>& partials) {
    return map_block<ResultPattern>(
        partials,
        "a map by input, as in {width: 'dm/dw = (.*)'}",
        read_pattern,
        [](ResultPattern& where) {
            return write({{"pattern", &where.pattern, ""}, {"file", &where.file, ""}});
        });
}

Custom results_block(std::map<std::string, ExternalResult>& results) {
    return map_block<ExternalResult>(
        results,
        "a map by output, as in {mass: {file: out.txt, pattern: 'mass = (.*)'}}",
        [](const Document& node,
           const std::string& path,
           ExternalResult& result,
           ConfigErrors& errors) { read(node, path, result_keys(result), errors); },
        [](ExternalResult& result) { return write(result_keys(result)); });
}

/// true for all inputs, false for none, or a list of names; resolved to names, so the inputs must
/// have been read.
Custom partials_block(ExternalConfig& external) {
    const auto read_partials = [&external](const Document& node,
                                           const std::string& path,
                                           ConfigErrors& errors) {
        external.partials.clear();
        if (const auto all = to_bool(node)) {
            for (const Input& input : external.inputs) {
                if (*all) {
                    external.partials.push_back(input.name);
                }
            }
        } else if (node.kind == Document::Kind::list) {
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                if (const auto name = to_text(node.items[i])) {
                    external.partials.push_back(*name);
                } else {
                    refuse(node.items[i], join_path(path, fmt::format("{}", i)), "text", errors);
                }
            }
        } else {
            refuse(node, path, "true, false or a list of inputs, as in [width]", errors);
        }
    };
    const auto write_partials = [&external] {
        std::vector<Document> names;
        std::transform(external.partials.begin(),
                       external.partials.end(),
                       std::back_inserter(names),
                       [](const std::string& name) { return scalar(name); });
        return list_of(std::move(names));
    };
    return {"true, false or list", "false", read_partials, write_partials};
}

}  // namespace

Custom external_block(std::optional<ExternalConfig>& external) {
    const auto read_external =
        [&external](const Document& node, const std::string& path, ConfigErrors& errors) {
            external.emplace();
            const std::size_t before = errors.count();
            read(node, path, external_keys(*external), errors);
            if (errors.count() == before && node.kind == Document::Kind::map) {
                check_external(*external, node, path, errors);
            }
        };
    const auto write_external = [&external] {
        return external ? write(external_keys(*external)) : Document{};
    };
    return {"map", "none", read_external, write_external};
}

Keys external_keys(ExternalConfig& external) {
    return {
        {"name", &external.name, "in the report", {}, true},
        {"command", &external.command, "program and arguments, run once per point", {}, true},
        {"inputs", items_block(external.inputs, input_keys), "what it is a function of", {}, true},
        {"outputs", items_block(external.outputs, output_keys), "what it computes", {}, true},
        {"partials", partials_block(external), "which it gives: of all inputs, none, or these"},
        {"gradient_price",
         &external.gradient_price,
         "cost of a point's partials, in units of its values",
         at_least(0)},
        {"timeout",
         &external.timeout_seconds,
         "seconds until it is killed; 0: never",
         within(0, longest_timeout)},
        {"retries", &external.retries, "more attempts at a point", within(0, most_retries)},
        {"launcher", &external.launcher, "words before the command, [srun, -n, \"4\"]"},
        {"environment",
         texts_block(external.environment, "{OMP_NUM_THREADS: 1}"),
         "variables, {OMP_NUM_THREADS: 1}"},
        {"keep_folders",
         choice(external.keep_folders),
         "folders of evaluations"},
        {"templates",
         texts_block(external.templates, "{case.in: case.template}"),
         "file to write: template with {{input}} in it"},
        {"results", results_block(external.results), "output: where its number stands"},
    };
}

Keys input_keys(Input& input) {
    return {
        {"name", &input.name, "also its column in tables", {}, true},
        {"unit", &input.unit, "for the report"},
        {"lower", &input.lower, "bound", {}, true},
        {"upper", &input.upper, "bound", {}, true},
    };
}

Keys output_keys(Output& output) {
    return {
        {"name", &output.name, "also its column in tables", {}, true},
        {"unit", &output.unit, "for the report"},
        {"role",
         choice(output.role),
         "minimized, feasible where <= 0, or of interest only"},
    };
}

Keys result_keys(ExternalResult& result) {
    return {
        {"pattern",
         &result.value.pattern,
         "regular expression; its group is the number; the last line counts",
         {},
         true},
        {"file", &result.value.file, "in the evaluation's folder; \"\": what it prints"},
        {"partials",
         partial_patterns_block(result.partials),
         "input: pattern, or {pattern, file}; no match: missing"},
    };
}

Custom text_or_none(std::string& text) {
    const auto read_text =
        [&text](const Document& node, const std::string& path, ConfigErrors& errors) {
            const auto value = to_text(node);
            if (value && !value->empty()) {
                text = *value;
            } else {
                const bool unquoted = to_bool(node) || to_real(node);
                refuse(node, path, unquoted ? "text (in quotes if it is meant)" : "text", errors);
            }
        };
    return {
        "text", "none", read_text, [&text] { return text.empty() ? Document{} : scalar(text); }};
}

}  // namespace jennopt
