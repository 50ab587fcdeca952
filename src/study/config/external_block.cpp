#include "problem/names.hpp"
#include "study/config/blocks.hpp"
#include "study/config/settings.hpp"

namespace jennopt {

namespace {

constexpr double longest_timeout = 1e8;
constexpr double most_memory = 1e6;
constexpr double most_retries = 100;
constexpr double longest_pause = 1e6;

/// Texts by name; numbers and truth values count as they are written.
Slot texts_block(std::map<std::string, std::string>& texts, const std::string& example) {
    return map_block(
        texts,
        "a map of texts, as in " + example,
        [](const Cursor& at, std::string& text) {
            if (at.node.kind == Document::Kind::scalar) {
                text = at.node.text;
            } else {
                at.refuse("text");
            }
        },
        [](const std::string& text) { return scalar(text); });
}

void read_pattern(const Cursor& at, ResultPattern& where) {
    if (at.node.kind == Document::Kind::scalar) {
        where.pattern = at.node.text;
        return;
    }
    read(at,
         {required({"pattern", &where.pattern, "regular expression"}),
          {"file", &where.file, "that of the value"}});
}

Slot partial_patterns_block(std::map<std::string, ResultPattern>& partials) {
    return map_block(
        partials, "a map by input, as in {width: 'dm/dw = (.*)'}", read_pattern, [](auto& where) {
            return write({{"pattern", &where.pattern, ""}, {"file", &where.file, ""}});
        });
}

Slot results_block(std::map<std::string, ExternalResult>& results) {
    return map_block(
        results,
        "a map by output, as in {mass: {file: out.txt, pattern: 'mass = (.*)'}}",
        [](const Cursor& at, ExternalResult& result) { read(at, result_keys(result)); },
        [](ExternalResult& result) { return write(result_keys(result)); });
}

/// true for all inputs, false for none, or a list of names; resolved to names, so the inputs must
/// have been read.
Slot given_partials_block(ExternalConfig& external) {
    const auto read_partials = [&external](const Cursor& at) {
        external.partials.clear();
        if (at.node.kind == Document::Kind::list) {
            take(at, {}, external.partials);
        } else if (const auto all = to_bool(at.node); !all) {
            at.refuse("true, false or a list of inputs, as in [width]");
        } else if (*all) {
            external.partials = names_of(external.inputs);
        }
    };
    return {"true, false or list", "false", read_partials, [&external] {
                return document_of(external.partials);
            }};
}

}  // namespace

Slot external_block(std::optional<ExternalConfig>& external) {
    const auto read_external = [&external](const Cursor& at) {
        external.emplace();
        const std::size_t before = at.errors.count();
        read(at, external_keys(*external));
        if (at.errors.count() == before) {
            check_external(*external, at);
        }
    };
    const auto write_external = [&external] {
        return external ? write(external_keys(*external)) : Document{};
    };
    return {"map", "none", read_external, write_external};
}

Keys external_keys(ExternalConfig& external) {
    return {
        required({"name", &external.name, "in the report"}),
        required({"command", &external.command, "program and arguments, run once per point"}),
        required({"inputs", inputs_block(external.inputs), "what it is a function of"}),
        required({"outputs", outputs_block(external.outputs), "what it computes"}),
        {"partials",
         given_partials_block(external),
         "which it gives: of all inputs, none, or these"},
        {"gradient_price",
         {&external.gradient_price, at_least(0)},
         "cost of a point's partials, in units of its values"},
        {"timeout",
         {&external.timeout_seconds, within(0, longest_timeout)},
         "seconds until it is killed; 0: never"},
        {"memory",
         {&external.memory_gigabytes, within(0, most_memory)},
         "GB for each of its processes; 0: no limit"},
        {"retries", {&external.retries, within(0, most_retries)}, "more attempts at a point"},
        {"pause",
         {&external.pause_seconds, within(0, longest_pause)},
         "seconds before each further attempt"},
        {"launcher", &external.launcher, "words before the command, [srun, -n, \"4\"]"},
        {"environment",
         texts_block(external.environment, "{OMP_NUM_THREADS: 1}"),
         "variables, {OMP_NUM_THREADS: 1}"},
        {"keep_folders", &external.keep_folders, "folders of evaluations"},
        {"templates",
         texts_block(external.templates, "{case.in: case.template}"),
         "file to write: template with {{input}} in it"},
        {"results", results_block(external.results), "output: where its number stands"},
    };
}

Keys result_keys(ExternalResult& result) {
    return {
        required({"pattern",
                  &result.value.pattern,
                  "regular expression; its group is the number; the last line counts"}),
        {"file", &result.value.file, "in the evaluation's folder; \"\": what it prints"},
        {"partials",
         partial_patterns_block(result.partials),
         "input: pattern, or {pattern, file}; no match: missing"},
    };
}

}  // namespace jennopt
