#include "core/nearest.hpp"
#include "problem/names.hpp"
#include "record/metric.hpp"
#include "study/config/blocks.hpp"
#include "study/config/figures_block.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace jennopt {

namespace {

bool is_number(const std::string& text) {
    return to_real({.kind = Document::Kind::scalar, .text = text}).has_value();
}

void expect(const Cursor& at, const std::string& expected) {
    at.complain(fmt::format("is '{}', expected {}", one_line(at.node), expected));
}

void require_metric(const Cursor& at, const std::string& name) {
    if (name.empty() || find_metric(name) != nullptr) {
        return;
    }
    std::vector<std::string> names;
    for (const Metric& metric : metric_catalogue()) {
        names.emplace_back(metric.name);
    }
    const std::string_view stem = std::string_view(name).substr(0, name.find('['));
    const std::string hint = did_you_mean(stem, names);
    if (const Metric* metric = find_metric(stem)) {
        expect(at, fmt::format("{} without an output", metric->name));
    } else {
        expect(at,
               "a metric" +
                   (hint.empty() ? fmt::format(", one of {}", fmt::join(names, ", ")) : hint));
    }
}

/// The axes and surrogates that a figure may name.
class FigureChecker {
public:
    explicit FigureChecker(const std::vector<Arm>& arms) {
        for (const Arm& arm : arms) {
            for (const auto& [axis, value] : arm.choices) {
                if (values_[axis].insert(value); !contains(axes_, axis)) {
                    axes_.push_back(axis);
                }
            }
            for (const SurrogateConfig& surrogate : arm.config.surrogates) {
                add_contender(surrogate.name);
                if (surrogate.infill > 0) {
                    add_contender(surrogate.infill_name());
                }
            }
            for (const OptimizerConfig& optimizer : arm.config.optimizers) {
                add_contender(optimizer.name);
            }
        }
        contenders_.emplace_back(direct_search);
        contenders_.emplace_back(best_sample);
    }

    void check(const SweepFigure& figure, const Cursor& at) {
        if (!is_name(figure.name, false)) {
            expect(at["name"], "letters, digits, - and _ for the name of a file");
        } else if (!figures_.insert(figure.name).second) {
            expect(at["name"], "a name that no figure before it has");
        }
        require_numbers(at["along"], figure.along);
        require_metric(at["x"], figure.x);
        require_metric(at["color"], figure.color);
        if (figure.color.empty()) {
            require_metric(at["y"], figure.y);
        } else {
            require_numbers(at["y"], figure.y);
        }
        if (!figure.panels.empty()) {
            (void)is_axis(at["panels"], figure.panels);
        }
        if (!figure.against.empty()) {
            require_contender(at["against"], figure.against);
        }
        for (std::size_t i = 0; i < figure.surrogates.size(); ++i) {
            require_contender(at["surrogates"][i], figure.surrogates[i]);
        }
    }

private:
    void add_contender(const std::string& name) {
        if (!contains(contenders_, name)) {
            contenders_.push_back(name);
        }
    }

    [[nodiscard]] bool is_axis(const Cursor& at, const std::string& name) const {
        const bool is_one = contains(axes_, name);
        if (!is_one) {
            expect(at,
                   axes_.empty() ? "a sweep with such an axis"
                                 : "an axis of the sweep, " + one_of(axes_, name));
        }
        return is_one;
    }

    void require_numbers(const Cursor& at, const std::string& axis) const {
        if (!is_axis(at, axis)) {
            return;
        }
        const std::set<std::string>& values = values_.at(axis);
        const auto other = std::ranges::find_if_not(values, is_number);
        if (other != values.end()) {
            expect(at, fmt::format("an axis of numbers, but it has the value {}", *other));
        }
    }

    void require_contender(const Cursor& at, const std::string& name) const {
        if (!contains(contenders_, name)) {
            expect(at, "a surrogate of the study, " + one_of(contenders_, name));
        }
    }

    std::vector<std::string> axes_;  // in the order of the file
    std::map<std::string, std::set<std::string>> values_;
    std::vector<std::string> contenders_;
    std::set<std::string> figures_;
};

}  // namespace

void check_figures(const std::vector<SweepFigure>& figures,
                   const Cursor& block,
                   const std::vector<Arm>& arms) {
    FigureChecker checker(arms);
    for (std::size_t i = 0; i < figures.size(); ++i) {
        checker.check(figures[i], block[i]);
    }
}

}  // namespace jennopt
