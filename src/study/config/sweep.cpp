#include "study/config/sweep.hpp"

#include "core/format.hpp"
#include "study/config/blocks.hpp"
#include "study/config/overrides.hpp"
#include "study/config/scalar.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace jennopt {

namespace {

constexpr std::size_t max_arms = 10000;
constexpr const char* fixed_data =
    "cannot be swept: all arms have the same table or program; problems by name can be, and keys "
    "below problem.external";

struct Setting {
    std::string path;
    Place place;
    Document value;
};

/// One value of an axis: its text in the arm's label and what it sets.
struct AxisValue {
    std::string text;
    std::vector<Setting> settings;
};

struct Axis {
    std::string name;
    std::vector<AxisValue> values;
};

/// Axes whose values are all combined.
using Grid = std::vector<Axis>;

class SweepReader {
public:
    explicit SweepReader(ConfigErrors& errors) : errors_(errors) {}

    /// One grid, or a list of them.
    [[nodiscard]] std::vector<Grid> read(const Document& sweep) {
        if (sweep.kind != Document::Kind::list) {
            return {read_grid(sweep, "sweep")};
        }
        if (sweep.items.empty()) {
            errors_.add(
                sweep.place, "sweep", "is an empty list, expected at least one map of axes");
        }
        std::vector<Grid> grids;
        for (std::size_t i = 0; i < sweep.items.size(); ++i) {
            grids.push_back(read_grid(sweep.items[i], fmt::format("sweep.{}", i)));
        }
        return grids;
    }

private:
    [[nodiscard]] Grid read_grid(const Document& axes, const std::string& path) {
        if (axes.kind != Document::Kind::map && axes.kind != Document::Kind::refused) {
            errors_.add(axes.place,
                        path,
                        fmt::format("is {}, expected a map of axes, as in sampling.count: [9, 16]",
                                    found(axes)));
        }
        Grid grid;
        for (const DocumentEntry& entry : axes.entries) {
            grid.push_back(read_axis(entry, join_path(path, entry.key)));
        }
        return grid;
    }

    [[nodiscard]] Axis read_axis(const DocumentEntry& entry, const std::string& path) {
        Axis axis{entry.key, {}};
        if (entry.value.kind == Document::Kind::list) {
            axis.values = read_values(entry, path);
        } else if (entry.value.kind == Document::Kind::map) {
            axis.values = read_named(entry, path);
        } else if (entry.value.kind != Document::Kind::refused) {
            errors_.add(entry.value.place,
                        path,
                        fmt::format("is {}, expected a list of values, or a map of names with the "
                                    "keys that each sets",
                                    found(entry.value)));
            return axis;
        }
        if (axis.values.empty() && entry.value.kind != Document::Kind::refused) {
            errors_.add(entry.value.place, path, "has no values, expected at least one");
        }
        return axis;
    }

    [[nodiscard]] std::vector<AxisValue> read_values(const DocumentEntry& entry,
                                                     const std::string& path) {
        std::vector<AxisValue> values;
        check_path(entry.key, entry.place, path);
        for (const Document& value : entry.value.items) {
            check_problem(entry.key, value, path);
            const std::string text = one_line(value);
            if (std::any_of(values.begin(), values.end(), [&](const AxisValue& other) {
                    return other.text == text;
                })) {
                errors_.add(value.place,
                            path,
                            fmt::format("has {} twice, expected different values", text));
            }
            values.push_back({text, {{entry.key, entry.place, value}}});
        }
        return values;
    }

    [[nodiscard]] std::vector<AxisValue> read_named(const DocumentEntry& entry,
                                                    const std::string& path) {
        std::vector<AxisValue> values;
        for (const DocumentEntry& choice : entry.value.entries) {
            const std::string choice_path = join_path(path, choice.key);
            if (choice.value.kind != Document::Kind::map) {
                errors_.add(choice.value.place,
                            choice_path,
                            fmt::format("is {}, expected a map of the keys it sets, as in "
                                        "{{defaults.lambda: 0}}",
                                        found(choice.value)));
            }
            if (!is_name(choice.key, true)) {
                errors_.add(
                    choice.place,
                    choice_path,
                    "is not fit for the name of a folder, expected letters, digits, -, _ and .");
            }
            AxisValue read = {choice.key, {}};
            for (const DocumentEntry& setting : choice.value.entries) {
                const std::string setting_path = join_path(choice_path, setting.key);
                check_path(setting.key, setting.place, setting_path);
                check_problem(setting.key, setting.value, setting_path);
                read.settings.push_back({setting.key, setting.place, setting.value});
            }
            values.push_back(std::move(read));
        }
        return values;
    }

    void check_path(const std::string& swept, const Place& place, const std::string& path) {
        static const std::map<std::string, std::string> fixed = {
            {"study", "the study names the folder of all arms"},
            {"seed", "all arms share their random streams, so that only the swept keys differ"},
            {"replicates", "all arms have the same replicates"},
            {"plugins", "all arms load the same problems"},
            {"check_partials", "the problem is checked before the run, not in an arm"},
            {"figures", "they are about all arms"},
            {"sweep", "a sweep holds no sweep"}};
        const std::vector<std::string> keys = split_path(swept);
        const auto reason = fixed.find(keys.front());
        if (reason != fixed.end()) {
            errors_.add(place, path, fmt::format("cannot be swept: {}", reason->second));
        } else if (swept == "problem.external" || swept == "problem.external.name" ||
                   swept.starts_with("problem.table")) {
            errors_.add(place, path, fixed_data);
        }
    }

    /// A problem as a whole may be any that has a name.
    void check_problem(const std::string& swept, const Document& value, const std::string& path) {
        for (const char* key : {"external", "table"}) {
            const Document* data = swept == "problem" ? value.find(key) : nullptr;
            if (data != nullptr) {
                errors_.add(data->place, join_path(path, key), fixed_data);
            }
        }
    }

    ConfigErrors& errors_;
};

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
        for (const Setting& setting : chosen[i]->settings) {
            replace(arm.study, setting.path, setting.value, setting.place, errors);
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
    const std::vector<Grid> grids = SweepReader(errors).read(*sweep);
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
