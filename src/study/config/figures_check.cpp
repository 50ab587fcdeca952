#include "study/config/figures_check.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "study/config/blocks.hpp"
#include "study/config/scalar.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace jennopt {

namespace {

std::optional<double> number_in(const std::string& text) {
    Document node;
    node.kind = Document::Kind::scalar;
    node.text = text;
    return to_real(node);
}

/// The axes and surrogates that a figure may name.
class FigureChecker {
public:
    FigureChecker(const std::vector<Arm>& arms, ConfigErrors& errors) : errors_(errors) {
        for (const Arm& arm : arms) {
            for (const auto& [axis, value] : arm.choices) {
                values_[axis].insert(value);
                add(axes_, axis);
            }
            for (const SurrogateConfig& surrogate : arm.config.surrogates) {
                add(surrogates_, surrogate.name);
            }
        }
        surrogates_.emplace_back("truth");
    }

    void check(const SweepFigure& figure, const Document& node, const std::string& path) {
        if (!is_name(figure.name, false)) {
            refuse(*node.find("name"),
                   join_path(path, "name"),
                   "letters, digits, - and _ for the name of a file");
        } else if (!figures_.insert(figure.name).second) {
            refuse(
                *node.find("name"), join_path(path, "name"), "a name that no figure before it has");
        }
        require_numbers(node, "along", path);
        if (!figure.color.empty()) {
            require_numbers(node, "y", path);
        }
        if (const Document* panels = node.find("panels")) {
            (void)is_axis(panels->place, panels->text, join_path(path, "panels"));
        }
        require_surrogate(node.find("against"), join_path(path, "against"));
        if (const Document* drawn = node.find("surrogates")) {
            for (std::size_t i = 0; i < drawn->items.size(); ++i) {
                require_surrogate(&drawn->items[i], fmt::format("{}.surrogates.{}", path, i));
            }
        }
    }

private:
    static void add(std::vector<std::string>& names, const std::string& name) {
        if (std::ranges::find(names, name) == names.end()) {
            names.push_back(name);
        }
    }

    void refuse(const Document& node, const std::string& path, const std::string& expected) {
        errors_.add(
            node.place, path, fmt::format("is '{}', expected {}", one_line(node), expected));
    }

    [[nodiscard]] bool is_axis(const Place& place,
                               const std::string& name,
                               const std::string& path) {
        if (std::ranges::find(axes_, name) != axes_.end()) {
            return true;
        }
        errors_.add(place,
                    path,
                    axes_.empty()
                        ? fmt::format("is '{}', expected a sweep with such an axis", name)
                        : fmt::format("is '{}', expected an axis of the sweep, one of {}{}",
                                      name,
                                      fmt::join(axes_, ", "),
                                      did_you_mean(name, axes_)));
        return false;
    }

    void require_numbers(const Document& node, const std::string& key, const std::string& path) {
        const Document& axis = *node.find(key);
        if (!is_axis(axis.place, axis.text, join_path(path, key))) {
            return;
        }
        for (const std::string& value : values_[axis.text]) {
            if (!number_in(value)) {
                refuse(axis,
                       join_path(path, key),
                       fmt::format("an axis of numbers, but it has the value {}", value));
                return;
            }
        }
    }

    void require_surrogate(const Document* node, const std::string& path) {
        if (node != nullptr && node->text != "truth" &&
            std::ranges::find(surrogates_, node->text) == surrogates_.end()) {
            refuse(*node,
                   path,
                   fmt::format("a surrogate of the study, one of {}{}",
                               fmt::join(surrogates_, ", "),
                               did_you_mean(node->text, surrogates_)));
        }
    }

    ConfigErrors& errors_;
    std::vector<std::string> axes_;  // in the order of the file
    std::map<std::string, std::set<std::string>> values_;
    std::vector<std::string> surrogates_;
    std::set<std::string> figures_;
};

}  // namespace

void check_figures(const std::vector<SweepFigure>& figures,
                   const Document& block,
                   const std::vector<Arm>& arms,
                   ConfigErrors& errors) {
    FigureChecker checker(arms, errors);
    for (std::size_t i = 0; i < figures.size(); ++i) {
        checker.check(figures[i], block.items[i], fmt::format("figures.{}", i));
    }
}

}  // namespace jennopt
