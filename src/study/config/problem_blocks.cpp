#include "core/format.hpp"
#include "core/nearest.hpp"
#include "study/config/blocks.hpp"
#include "study/config/scalar.hpp"
#include "study/config/settings.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

void refuse_stranger(const DocumentEntry& entry,
                     const std::string& path,
                     const std::vector<std::string>& names,
                     const std::string& what,
                     ConfigErrors& errors) {
    if (std::find(names.begin(), names.end(), entry.key) == names.end()) {
        errors.add(
            entry.place,
            path,
            fmt::format("is none of the table's {}{}", what, did_you_mean(entry.key, names)));
    }
}

/// For short, the name of the source alone.
Custom partials_block(PartialsOptions& partials) {
    const auto read_partials =
        [&partials](const Document& node, const std::string& path, ConfigErrors& errors) {
            if (node.kind != Document::Kind::scalar) {
                read(node, path, partials_keys(partials), errors);
                return;
            }
            Document map;
            map.kind = Document::Kind::map;
            map.place = node.place;
            append(map, "source", node);
            read(map, path, partials_keys(partials), errors);
        };
    return {"name or map", "exact", read_partials, [&partials] {
                return write(partials_keys(partials));
            }};
}

void read_partial_columns(const Document& node,
                          const std::string& path,
                          TableOptions& table,
                          ConfigErrors& errors) {
    for (const DocumentEntry& output : node.entries) {
        const std::string output_path = join_path(path, output.key);
        refuse_stranger(output, output_path, table.outputs, "outputs", errors);
        if (output.value.kind != Document::Kind::map) {
            errors.add(output.value.place,
                       output_path,
                       fmt::format("is {}, expected a map of inputs and their columns",
                                   found(output.value)));
        }
        for (const DocumentEntry& input : output.value.entries) {
            const std::string input_path = join_path(output_path, input.key);
            refuse_stranger(input, input_path, table.inputs, "inputs", errors);
            std::string& column = table.partials[output.key][input.key];
            Document map;
            map.kind = Document::Kind::map;
            append(map, input.key, input.value);
            read(map, output_path, {{input.key, &column, "the name of a column"}}, errors);
        }
    }
}

/// A pattern for all columns, or a map of those that there are.
Custom partial_columns_block(TableOptions& table) {
    const auto read_columns = [&table](const Document& node,
                                       const std::string& path,
                                       ConfigErrors& errors) {
        if (node.kind == Document::Kind::map) {
            read_partial_columns(node, path, table, errors);
            return;
        }
        const std::string pattern = to_text(node).value_or("");
        if (pattern.find("{output}") == std::string::npos ||
            pattern.find("{input}") == std::string::npos) {
            errors.add(node.place,
                       path,
                       fmt::format("is {}, expected a pattern with {{output}} and {{input}}, as "
                                   "in \"d_{{output}}_d_{{input}}\", or a map of columns",
                                   found(node)));
        }
        table.pattern = pattern;
    };
    const auto write_columns = [&table] {
        if (!table.pattern.empty()) {
            return scalar(table.pattern);
        }
        Document node;
        node.kind = table.partials.empty() ? Document::Kind::empty : Document::Kind::map;
        for (const auto& [output, columns] : table.partials) {
            Document row;
            row.kind = Document::Kind::map;
            for (const auto& [input, column] : columns) {
                append(row, input, scalar(column));
            }
            append(node, output, std::move(row));
        }
        return node;
    };
    return {"text or map", "none", read_columns, write_columns};
}

}  // namespace

Keys table_keys(TableOptions& table) {
    return {
        {"file", &table.file, "CSV file with a header line, from this file's folder", {}, true},
        {"inputs", &table.inputs, "its columns that are inputs", {}, true},
        {"outputs",
         &table.outputs,
         "its columns that are outputs; the first is minimized",
         {},
         true},
        {"partials", partial_columns_block(table), "columns of partials, see below"},
        {"test", &table.test, "rows to test on: a number, or a share of all below 1", above(0)},
        {"source", &table.source, "where the data are from, for the report"},
        {"optional",
         &table.optional,
         "true: without the file the study is left out",
         {},
         false,
         [] { return true; }},  // changes no result
    };
}

Key table_key(TableOptions& table) {
    return quiet({"table", table_keys(table), "existing data, instead of a name"}, table);
}

Keys partials_keys(PartialsOptions& partials) {
    return {
        {"source", choice(partials.source), ""},
        {"scheme", choice(partials.scheme), "of the differences"},
        {"step",
         &partials.step,
         "of the differences, in widths of the input's bounds",
         {.lower = 0, .upper = 1, .lower_open = true}},
        quiet({"outside", &partials.outside, "steps may leave the bounds"}, partials.outside),
        {"only", &partials.only, "inputs that have partials; none named: all"},
    };
}

Keys noise_keys(NoiseOptions& noise) {
    return {
        {"values", &noise.values, "standard deviation", at_least(0)},
        {"partials", &noise.partials, "standard deviation", at_least(0)},
        {"kind",
         choice(noise.kind),
         "relative, or in the output's (and partial's) units"},
    };
}

Keys missing_keys(MissingOptions& missing) {
    return {
        {"fraction", &missing.fraction, "chance of each partial to be missing", within(0, 1)},
        {"inputs", &missing.inputs, "inputs whose partials are all missing"},
        quiet({"fill",
               choice(missing.fill),
               "zero: trained as partials of 0, whatever they are missing for"},
              missing.fill),
    };
}

Keys failures_keys(WrapperOptions& wrappers) {
    return {{"fraction",
             &wrappers.failures,
             "chance of each sample to fail",
             {.lower = 0, .upper = 1, .upper_open = true}}};
}

Keys wrapper_keys(WrapperOptions& wrappers) {
    return {
        quiet({"partials", partials_block(wrappers.partials), "where they come from"},
              wrappers.partials),
        quiet({"noise", noise_keys(wrappers.noise), "normal, on values and partials"},
              wrappers.noise),
        quiet({"missing", missing_keys(wrappers.missing), "partials left out"}, wrappers.missing),
        quiet({"failures", failures_keys(wrappers), "{fraction: 0.1}: samples that fail"},
              wrappers.failures),
        quiet({"delay", &wrappers.delay, "seconds per evaluation, to try jobs out", within(0, 60)},
              wrappers.delay),
    };
}

}  // namespace jennopt
