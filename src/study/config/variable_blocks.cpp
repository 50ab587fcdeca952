#include "study/config/blocks.hpp"
#include "study/config/settings.hpp"

#include <algorithm>

namespace jennopt {

namespace {

const Refusals& unsupported_inputs() {
    static const std::string categorical =
        "is no key: an input is a number, and categorical ones are not supported; make one study "
        "per value, or an input from 0 to 1 for each value";
    static const std::string periodic =
        "is no key: periodic inputs are not supported; make the program take their cosine and sine "
        "as two inputs, or choose the bounds so that the optimum does not lie at them";
    static const Refusals refused{{"values", categorical},
                                  {"choices", categorical},
                                  {"categories", categorical},
                                  {"categorical", categorical},
                                  {"period", periodic},
                                  {"periodic", periodic}};
    return refused;
}

/// An output with the role left open until all of its keys are known.
struct ReadOutput {
    Output output;
    std::optional<OutputRole> role = {};
    std::optional<double> equals = {};
    bool is_equality = false;
};

/// Other words for the same are taken, too.
Slot role_slot(ReadOutput& read_output) {
    Slot slot(&read_output.output.role);
    slot.read = [&read_output](const Cursor& at) {
        const std::string name = to_text(at.node).value_or("");
        if (name == "minimize" || name == "min") {
            read_output.role = OutputRole::objective;
        } else if (name == "max") {
            read_output.role = OutputRole::maximize;
        } else if (name == "equality") {
            read_output.role = OutputRole::constraint;
            read_output.is_equality = true;
        } else if (name == "inequality") {
            read_output.role = OutputRole::constraint;
        } else {
            read_output.role = value_named<OutputRole>(take_name(at, all_names<OutputRole>()));
        }
    };
    return slot;
}

/// As output_keys(), but for what is settled when all keys are known.
Keys keys_of(ReadOutput& read_output) {
    Keys keys = output_keys(read_output.output);
    const auto slot = [&keys](const char* name) -> Slot& {
        return std::ranges::find(keys, name, &Key::name)->slot;
    };
    slot("role") = role_slot(read_output);
    slot("equals") = number_or_none(read_output.equals);
    return keys;
}

void take_limits(const Cursor& at, ReadOutput& read_output) {
    Output& output = read_output.output;
    if (read_output.equals && (output.lower || output.upper)) {
        at.refuse_key("equals", "none beside lower or upper");
    } else if (read_output.is_equality && (output.lower || output.upper)) {
        at.refuse_key(output.lower ? "lower" : "upper",
                      "equals beside role: equality, or role: constraint with limits");
    } else if (read_output.equals || (read_output.is_equality && !output.lower && !output.upper)) {
        output.lower = output.upper = read_output.equals.value_or(0.0);
    }
    const bool has_limits = output.lower || output.upper;
    if (has_limits && read_output.role && *read_output.role != OutputRole::constraint) {
        at[output.lower ? "lower" : "upper"].complain(
            "is a limit, expected none of an output that is no constraint; a second output of the "
            "same values can be the constraint");
    } else if (has_limits) {
        read_output.role = OutputRole::constraint;
    }
    if (output.lower && output.upper && *output.lower > *output.upper) {
        at["lower"].complain(
            fmt::format("is {}, expected at most upper, {}", *output.lower, *output.upper));
    }
}

/// One output of a list; its role is empty where nothing says what it is for.
ReadOutput read_output_of(const Cursor& at) {
    ReadOutput result;
    read(at, keys_of(result));
    take_limits(at, result);
    return result;
}

/// Refuses what is no list, and an empty one.
bool has_no_items(const Cursor& at, const std::string& example) {
    const bool is_wrong = at.node.kind != Document::Kind::list || at.node.items.empty();
    if (is_wrong && at.node.kind == Document::Kind::list) {
        at.complain("is empty, expected at least one, as in " + example);
    } else if (is_wrong) {
        at.refuse("a list, as in " + example);
    }
    return is_wrong;
}

/// Where nothing says what an output is for, the first is the objective unless another one is.
void keep(std::vector<ReadOutput>& read, TableOptions& table) {
    table.outputs.clear();
    table.stated_outputs.clear();
    bool has_objective = std::ranges::any_of(read, [](const ReadOutput& each) {
        return each.role && is_objective({.role = *each.role});
    });
    for (ReadOutput& each : read) {
        const bool is_stated = each.role || !each.output.unit.empty();
        each.output.role =
            each.role.value_or(has_objective ? OutputRole::quantity : OutputRole::objective);
        has_objective = true;
        table.outputs.push_back(each.output.name);
        if (is_stated) {
            table.stated_outputs[each.output.name] = each.output;
        }
    }
}

Keys keys_of(TableInput& input, std::string& name) {
    return {
        required({"name", &name, "the column"}),
        quiet({"unit", &input.unit, "for the report"}, input.unit),
        {"lower", number_or_none(input.lower), "bound; none: the column's least"},
        {"upper", number_or_none(input.upper), "bound; none: the column's greatest"},
        quiet({"scale", &input.scale, ""}, input.scale),
        quiet({"integer", &input.integer, ""}, input.integer),
    };
}

}  // namespace

Keys input_keys(Input& input) {
    return {
        required({"name", &input.name, "also its column in tables"}),
        {"unit", &input.unit, "for the report"},
        required({"lower", &input.lower, "bound"}),
        required({"upper", &input.upper, "bound"}),
        quiet({"scale", &input.scale, "log: sampled, trained and searched by its logarithm"},
              input.scale),
        quiet({"integer", &input.integer, "a whole number"}, input.integer),
    };
}

Keys output_keys(Output& output) {
    const Slot nothing(
        "number", "none", [](const Cursor& /*at*/) {}, [] { return Document{}; });
    return {
        required({"name", &output.name, "also its column in tables"}),
        {"unit", &output.unit, "for the report"},
        {"role", &output.role, "what it is for"},
        {"lower", number_or_none(output.lower), "least value of a constraint"},
        {"upper", number_or_none(output.upper), "greatest; without any limit 0"},
        {"equals", nothing, "value that a constraint must have: both limits"},
    };
}

Slot inputs_block(std::vector<Input>& inputs) {
    Slot slot = items_block(inputs, input_keys);
    slot.read = [&inputs](const Cursor& at) {
        if (has_no_items(at, "[{name: x, lower: 0, upper: 1}]")) {
            return;
        }
        inputs.assign(at.node.items.size(), Input{});
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            read(at[i], input_keys(inputs[i]), unsupported_inputs());
        }
    };
    return slot;
}

Slot outputs_block(std::vector<Output>& outputs) {
    Slot slot = items_block(outputs, output_keys);
    slot.read = [&outputs](const Cursor& at) {
        if (has_no_items(at, "[{name: f}]")) {
            return;
        }
        outputs.clear();
        for (std::size_t i = 0; i < at.node.items.size(); ++i) {
            ReadOutput each = read_output_of(at[i]);
            each.output.role = each.role.value_or(OutputRole::objective);
            outputs.push_back(std::move(each.output));
        }
    };
    return slot;
}

Slot goals_block(std::map<std::string, Output>& goals) {
    return map_block(
        goals,
        "a map by output, as in {lift: {lower: 0.5}, drag: minimize}",
        [](const Cursor& at, Output& goal) {
            ReadOutput each;
            Keys keys = keys_of(each);
            std::erase_if(keys,
                          [](const Key& key) { return key.name == "name" || key.name == "unit"; });
            if (at.node.kind == Document::Kind::map) {
                read(at, keys);
                take_limits(at, each);
            } else {
                role_slot(each).read(at);
            }
            goal = each.output;
            goal.role = each.role.value_or(OutputRole::quantity);
        },
        [](Output& goal) {
            Keys keys = output_keys(goal);
            std::erase_if(keys,
                          [](const Key& key) { return key.name == "name" || key.name == "unit"; });
            return write(keys);
        });
}

Slot table_inputs_block(TableOptions& table) {
    const auto read_inputs = [&table](const Cursor& at) {
        if (has_no_items(at, "[x1, {name: x2, lower: 0, upper: 1}]")) {
            return;
        }
        table.inputs.clear();
        table.stated_inputs.clear();
        for (std::size_t i = 0; i < at.node.items.size(); ++i) {
            std::string name;
            if (at[i].node.kind == Document::Kind::map) {
                TableInput input;
                read(at[i], keys_of(input, name), unsupported_inputs());
                table.stated_inputs[name] = input;
            } else {
                take(at[i], {}, name);
            }
            table.inputs.push_back(name);
        }
    };
    const auto write_inputs = [&table] {
        Document list = Document::list();
        for (std::string& name : table.inputs) {
            const auto stated = table.stated_inputs.find(name);
            list.items.push_back(stated == table.stated_inputs.end()
                                     ? scalar(name)
                                     : write(keys_of(stated->second, name)));
        }
        return list;
    };
    return {"list of names or maps", "", read_inputs, write_inputs};
}

Slot table_outputs_block(TableOptions& table) {
    const auto read_outputs = [&table](const Cursor& at) {
        if (has_no_items(at, "[y, {name: g, upper: 5}]")) {
            return;
        }
        std::vector<ReadOutput> read;
        for (std::size_t i = 0; i < at.node.items.size(); ++i) {
            if (at[i].node.kind == Document::Kind::map) {
                read.push_back(read_output_of(at[i]));
            } else {
                take(at[i], {}, read.emplace_back().output.name);
            }
        }
        keep(read, table);
    };
    const auto write_outputs = [&table] {
        Document list = Document::list();
        for (const std::string& name : table.outputs) {
            const auto stated = table.stated_outputs.find(name);
            list.items.push_back(stated == table.stated_outputs.end()
                                     ? scalar(name)
                                     : write(output_keys(stated->second)));
        }
        return list;
    };
    return {"list of names or maps", "", read_outputs, write_outputs};
}

}  // namespace jennopt
