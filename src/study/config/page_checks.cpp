#include "core/format.hpp"
#include "jennopt/core/nearest.hpp"
#include "study/config/blocks.hpp"
#include "study/config/page_block.hpp"
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

/// 0.001 is the value 1e-3 of an axis too.
bool is_same(const std::string& a, const std::string& b) {
    return a == b || (number_in(a) && number_in(a) == number_in(b));
}

/// The axes and surrogates that a page may name.
class PageChecker {
public:
    PageChecker(const std::vector<Arm>& arms, ConfigErrors& errors) : arms_(arms), errors_(errors) {
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

    void check(Published& published, const Document& node, const std::string& path) {
        require_statement(node, path);
        for (const char* key : {"surrogate", "better", "than"}) {
            require_surrogate(node.find(key), join_path(path, key));
        }
        const std::size_t before = errors_.count();
        for (auto& [axis, value] : published.arms) {
            settle_value(axis, value, *node.find("arms"), join_path(path, "arms"));
        }
        const auto has_all = [&published](const Arm& arm) {
            return std::ranges::all_of(published.arms, [&arm](const auto& choice) {
                return std::ranges::any_of(arm.choices, [&choice](const auto& own) {
                    return own.first == choice.first && own.second == choice.second;
                });
            });
        };
        if (errors_.count() == before && std::ranges::none_of(arms_, has_all)) {
            errors_.add(node.find("arms")->place,
                        join_path(path, "arms"),
                        "has values that no arm has together, expected those of an arm");
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

    void require_statement(const Document& node, const std::string& path) {
        std::vector<std::string> given;
        for (const char* key : {"surrogate", "value", "better", "than", "reading"}) {
            if (node.find(key) != nullptr) {
                given.emplace_back(key);
            }
        }
        using Names = std::vector<std::string>;
        if (given != Names{"surrogate", "value"} &&
            given != Names{"surrogate", "value", "reading"} && given != Names{"better", "than"}) {
            errors_.add(
                node.place,
                path,
                fmt::format("has {}, expected either surrogate and value (with a reading or "
                            "without), or better and than",
                            given.empty() ? "none of its numbers"
                                          : fmt::format("{}", fmt::join(given, ", "))));
        }
    }

    void settle_value(const std::string& axis,
                      std::string& value,
                      const Document& arms,
                      const std::string& path) {
        const auto entry = std::ranges::find(arms.entries, axis, &DocumentEntry::key);
        if (!is_axis(entry->place, axis, path)) {
            return;
        }
        const std::set<std::string>& values = values_[axis];
        const auto own = std::ranges::find_if(
            values, [&value](const std::string& other) { return is_same(other, value); });
        if (own == values.end()) {
            refuse(entry->value,
                   join_path(path, axis),
                   fmt::format("a value of this axis, one of {}", fmt::join(values, ", ")));
        } else {
            value = *own;
        }
    }

    const std::vector<Arm>& arms_;
    ConfigErrors& errors_;
    std::vector<std::string> axes_;  // in the order of the file
    std::map<std::string, std::set<std::string>> values_;
    std::vector<std::string> surrogates_;
    std::set<std::string> figures_;
};

}  // namespace

void check_page(Page& page,
                const Document& block,
                const std::vector<Arm>& arms,
                ConfigErrors& errors) {
    PageChecker checker(arms, errors);
    for (std::size_t i = 0; i < page.figures.size(); ++i) {
        checker.check(
            page.figures[i], block.find("figures")->items[i], fmt::format("page.figures.{}", i));
    }
    for (std::size_t i = 0; i < page.published.size(); ++i) {
        checker.check(page.published[i],
                      block.find("published")->items[i],
                      fmt::format("page.published.{}", i));
    }
}

}  // namespace jennopt
