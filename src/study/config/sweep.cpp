#include "study/config/sweep.hpp"

#include "study/config/blocks.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace jennopt {

namespace {

constexpr std::size_t max_arms = 10000;
constexpr const char* fixed_data =
    "cannot be swept: all arms have the same table or program; problems by name can be, and keys "
    "below problem.external";

/// One value of an axis: its text in the arm's label and what it sets.
struct AxisValue {
    std::string text;
    std::vector<DocumentEntry> settings;
};

struct Axis {
    std::string name;
    std::vector<AxisValue> values;
};

/// Axes whose values are all combined.
using Grid = std::vector<Axis>;

void refuse_fixed(const Cursor& at, const Place& place, const std::string& swept) {
    static const std::map<std::string, std::string> fixed = {
        {"study", "the study names the folder of all arms"},
        {"seed", "all arms share their random streams, so that only the swept keys differ"},
        {"replicates", "all arms have the same replicates"},
        {"plugins", "all arms load the same problems"},
        {"failures", "they end the whole study"},
        {"check_partials", "the problem is checked before the run, not in an arm"},
        {"figures", "they are about all arms"},
        {"sweep", "a sweep holds no sweep"}};
    const auto reason = fixed.find(split_path(swept).front());
    if (reason != fixed.end()) {
        at.complain(place, "cannot be swept: " + reason->second);
    } else if (swept == "problem.external" || swept == "problem.external.name" ||
               swept.starts_with("problem.table")) {
        at.complain(place, fixed_data);
    }
}

/// A problem as a whole may be any that has a name.
void refuse_data(const Cursor& at, const std::string& swept, const Document& value) {
    for (const char* key : {"external", "table"}) {
        const Document* data = swept == "problem" ? value.find(key) : nullptr;
        if (data != nullptr) {
            at[key].complain(data->place, fixed_data);
        }
    }
}

/// The value of a list at a path.
std::vector<AxisValue> read_values(const DocumentEntry& entry, const Cursor& at) {
    std::vector<AxisValue> values;
    refuse_fixed(at, entry.place, entry.key);
    for (const Document& value : entry.value.items) {
        refuse_data(at, entry.key, value);
        const std::string text = one_line(value);
        if (std::ranges::find(values, text, &AxisValue::text) != values.end()) {
            at.complain(value.place, fmt::format("has {} twice, expected different values", text));
        }
        values.push_back({text, {{entry.key, entry.place, value}}});
    }
    return values;
}

/// Names of the user's own with the keys that each sets.
std::vector<AxisValue> read_named(const Cursor& at) {
    std::vector<AxisValue> values;
    for (const DocumentEntry& choice : at.node.entries) {
        const Cursor named = at[choice.key];
        if (choice.value.kind != Document::Kind::map) {
            named.refuse("a map of the keys it sets, as in {defaults.lambda: 0}");
        }
        if (!is_name(choice.key, true)) {
            named.complain(
                choice.place,
                "is not fit for the name of a folder, expected letters, digits, -, _ and .");
        }
        for (const DocumentEntry& setting : choice.value.entries) {
            const Cursor set = named[setting.key];
            refuse_fixed(set, setting.place, setting.key);
            refuse_data(set, setting.key, setting.value);
        }
        values.push_back({choice.key, choice.value.entries});
    }
    return values;
}

Axis read_axis(const DocumentEntry& entry, const Cursor& at) {
    Axis axis{entry.key, {}};
    const Document::Kind kind = entry.value.kind;
    if (kind == Document::Kind::list) {
        axis.values = read_values(entry, at);
    } else if (kind == Document::Kind::map) {
        axis.values = read_named(at);
    } else {
        at.refuse("a list of values, or a map of names with the keys that each sets");
        return axis;
    }
    if (axis.values.empty()) {
        at.complain("has no values, expected at least one");
    }
    return axis;
}

Grid read_grid(const Cursor& axes) {
    Grid grid;
    if (axes.node.kind != Document::Kind::map) {
        axes.refuse("a map of axes, as in sampling.count: [9, 16]");
    }
    for (const DocumentEntry& entry : axes.node.entries) {
        grid.push_back(read_axis(entry, axes[entry.key]));
    }
    return grid;
}

/// One grid, or a list of them.
std::vector<Grid> read_grids(const Cursor& sweep) {
    if (sweep.node.kind != Document::Kind::list) {
        return {read_grid(sweep)};
    }
    if (sweep.node.items.empty()) {
        sweep.complain("is an empty list, expected at least one map of axes");
    }
    std::vector<Grid> grids;
    for (std::size_t i = 0; i < sweep.node.items.size(); ++i) {
        grids.push_back(read_grid(sweep[i]));
    }
    return grids;
}

std::size_t count_arms(const Grid& grid) {
    std::size_t count = 1;
    for (const Axis& axis : grid) {
        count = std::min(count * axis.values.size(), max_arms + 1);
    }
    return count;
}

ArmDocument make_arm(const Document& base,
                     const Grid& grid,
                     std::size_t number,
                     ConfigErrors& errors) {
    std::vector<const AxisValue*> chosen;
    for (auto axis = grid.rbegin(); axis != grid.rend(); ++axis) {
        chosen.insert(chosen.begin(), &axis->values[number % axis->values.size()]);
        number /= axis->values.size();
    }
    ArmDocument arm = {grid.empty() ? "base" : "", {}, base};
    for (std::size_t i = 0; i < grid.size(); ++i) {
        arm.label += fmt::format("{}{}={}", i > 0 ? ", " : "", grid[i].name, chosen[i]->text);
        arm.choices.emplace_back(grid[i].name, chosen[i]->text);
        for (const DocumentEntry& setting : chosen[i]->settings) {
            replace(arm.study, setting.key, setting.value, setting.place, errors);
        }
    }
    return arm;
}

}  // namespace

std::vector<ArmDocument> expand_sweep(const Document& study, ConfigErrors& errors) {
    const Document* sweep = study.find("sweep");
    Document base = study;
    std::erase_if(base.entries, [](const DocumentEntry& entry) {
        return entry.key == "sweep" || entry.key == "figures";
    });
    const ArmDocument alone = {"base", {}, base};
    if (sweep == nullptr) {
        return {alone};
    }
    const std::size_t before = errors.count();
    const std::vector<Grid> grids = read_grids({*sweep, "sweep", errors});
    std::size_t count = 0;
    for (const Grid& grid : grids) {
        count += count_arms(grid);
    }
    if (count > max_arms) {
        errors.add(sweep->place, "sweep", fmt::format("has more than {} combinations", max_arms));
    }
    if (errors.count() != before) {
        return {alone};
    }
    std::vector<ArmDocument> arms;
    for (const Grid& grid : grids) {
        for (std::size_t number = 0; number < count_arms(grid); ++number) {
            arms.push_back(make_arm(base, grid, number, errors));
        }
    }
    return arms;
}

}  // namespace jennopt
