
#include "core/nearest.hpp"
#include "problem/names.hpp"
#include "study/config/blocks.hpp"
#include "study/config/settings.hpp"

#include <algorithm>

namespace jennopt {

namespace {

void refuse_stranger(const Cursor& at,
                     const std::string& name,
                     const Place& place,
                     const std::vector<std::string>& names,
                     const std::string& what) {
    if (!contains(names, name)) {
        at.complain(place,
                    fmt::format("is none of the table's {}{}", what, did_you_mean(name, names)));
    }
}

/// For short, the name of the source alone.
Slot partials_block(PartialsOptions& partials) {
    const auto read_partials = [&partials](const Cursor& at) {
        if (at.node.kind != Document::Kind::scalar) {
            read(at, partials_keys(partials));
            return;
        }
        Document map{.kind = Document::Kind::map, .place = at.node.place};
        map.append("source", at.node);
        read({map, at.path, at.errors}, partials_keys(partials));
    };
    return {"name or map", "exact", read_partials, [&partials] {
                return write(partials_keys(partials));
            }};
}

void read_partial_columns(const Cursor& at, TableOptions& table) {
    for (const DocumentEntry& output : at.node.entries) {
        const Cursor row = at[output.key];
        refuse_stranger(row, output.key, output.place, table.outputs, "outputs");
        if (output.value.kind != Document::Kind::map) {
            row.refuse("a map of inputs and their columns");
        }
        for (const DocumentEntry& input : output.value.entries) {
            const Cursor cell = row[input.key];
            refuse_stranger(cell, input.key, input.place, table.inputs, "inputs");
            take(cell, {}, table.partials[output.key][input.key]);
        }
    }
}

/// A pattern for all columns, or a map of those that there are.
Slot partial_columns_block(TableOptions& table) {
    const auto read_columns = [&table](const Cursor& at) {
        if (at.node.kind == Document::Kind::map) {
            read_partial_columns(at, table);
            return;
        }
        table.pattern = to_text(at.node).value_or("");
        if (table.pattern.find("{output}") == std::string::npos ||
            table.pattern.find("{input}") == std::string::npos) {
            at.refuse(
                "a pattern with {output} and {input}, as in \"d_{output}_d_{input}\", or a "
                "map of columns");
        }
    };
    const auto write_columns = [&table] {
        if (!table.pattern.empty()) {
            return scalar(table.pattern);
        }
        Document node = table.partials.empty() ? Document{} : Document::map();
        for (const auto& [output, columns] : table.partials) {
            Document row = Document::map();
            for (const auto& [input, column] : columns) {
                row.append(input, scalar(column));
            }
            node.append(output, std::move(row));
        }
        return node;
    };
    return {"text or map", "none", read_columns, write_columns};
}

/// The word none stands for 0.
Slot test_rows_block(double& test) {
    const auto read_rows = [&test](const Cursor& at) {
        if (is_none(at.node)) {
            test = 0.0;
        } else {
            take_number(at, at_least(0), test, " or none");
        }
    };
    const auto write_rows = [&test] {
        return test == 0.0 ? scalar(std::string("none")) : scalar(test);
    };
    return {"number or none", "", read_rows, write_rows, at_least(0)};
}

/// What changes what a problem's samples look like.
Keys wrapper_keys(WrapperOptions& wrappers) {
    const Keys failures{
        {"fraction", {&wrappers.failures, share()}, "chance of each sample to fail"}};
    return {
        quiet({"partials", partials_block(wrappers.partials), "where they come from"},
              wrappers.partials),
        quiet({"noise", noise_keys(wrappers.noise), "normal, on values and partials"},
              wrappers.noise),
        quiet({"missing", missing_keys(wrappers.missing), "partials left out"}, wrappers.missing),
        quiet({"failures", failures, "{fraction: 0.1}: samples that fail"}, wrappers.failures),
        quiet(
            {"delay", {&wrappers.delay, within(0, 60)}, "seconds per evaluation, to try jobs out"},
            wrappers.delay),
    };
}

}  // namespace

Keys table_keys(TableOptions& table) {
    Key optional{"optional", &table.optional, "true: without the file the study is left out"};
    optional.is_silent = [] { return true; };  // changes no result
    return {
        required({"file", &table.file, "CSV file with a header line, from this file's folder"}),
        required(
            {"inputs", table_inputs_block(table), "its columns that are inputs: names or maps"}),
        required({"outputs",
                  table_outputs_block(table),
                  "its columns that are outputs; without a role the first is minimized"}),
        {"partials", partial_columns_block(table), "columns of partials, see below"},
        {"test",
         test_rows_block(table.test),
         "rows to test on: a number, a share of all below 1, or none"},
        {"source", &table.source, "where the data are from, for the report"},
        optional,
    };
}

Keys partials_keys(PartialsOptions& partials) {
    return {
        {"source", &partials.source, ""},
        {"scheme", &partials.scheme, "of the differences"},
        {"step",
         {&partials.step, {.lower = 0, .upper = 1, .lower_open = true}},
         "of the differences, in widths of the input's bounds"},
        quiet({"outside", &partials.outside, "steps may leave the bounds"}, partials.outside),
        {"only", &partials.only, "inputs that have partials; none named: all"},
    };
}

Keys noise_keys(NoiseOptions& noise) {
    return {
        {"values", {&noise.values, at_least(0)}, "standard deviation"},
        {"partials", {&noise.partials, at_least(0)}, "standard deviation"},
        {"kind", &noise.kind, "relative, or in the output's (and partial's) units"},
    };
}

Keys missing_keys(MissingOptions& missing) {
    return {
        {"fraction", {&missing.fraction, within(0, 1)}, "chance of each partial to be missing"},
        {"inputs", &missing.inputs, "inputs whose partials are all missing"},
        quiet({"fill",
               &missing.fill,
               "zero: trained as partials of 0, whatever they are missing for"},
              missing.fill),
    };
}

Keys problem_keys(ProblemConfig& problem) {
    const Keys keys = {
        {"name", text_or_none(problem.name), "one of `jennopt problems`; or see external, table"},
        {"options",
         options_block(problem.options),
         "the problem's own options, see `jennopt problems NAME`"},
        quiet({"goals",
               goals_block(problem.goals),
               "other roles of its outputs, {lift: {lower: 0.5}, drag: minimize}"},
              problem.goals),
        {"external", external_block(problem.external), "a program instead, see below"},
        quiet({"table", table_keys(problem.table), "existing data, instead of a name"},
              problem.table),
        {"inputs", inputs_block(problem.inputs), "without a program: as problem.external.inputs"},
        {"outputs", outputs_block(problem.outputs), "the same for the outputs"},
    };
    return joined(keys, wrapper_keys(problem.wrappers));
}

}  // namespace jennopt
