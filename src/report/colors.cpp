#include "report/colors.hpp"

#include "record/metric.hpp"

#include <array>
#include <utility>

namespace jennopt {

namespace {

const std::array<std::string, n_palette> palette{
    "#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31"};

/// Place in the palette that belongs to the first surrogate of its kind.
std::size_t own_place(const SurrogateConfig& config) {
    return !config.polish.empty() ? 2 : config.kind == SurrogateKind::nn ? 0 : 1;
}

}  // namespace

ContenderColors::ContenderColors(const StudyResults& study) {
    colors_[std::string(direct_search)] = "#333333";
    colors_[std::string(best_sample)] = "#8A8F98";
    std::array<bool, 3> taken{};
    std::size_t next = taken.size();
    for (const std::string& name : surrogate_names(study)) {
        const SurrogateConfig* config = find_config(study, name);
        const bool is_first =
            config != nullptr && !std::exchange(taken.at(own_place(*config)), true);
        colors_[name] = palette_color(is_first ? own_place(*config) : next++);
    }
    next = surrogate_names(study).empty() ? 1 : next;
    for (const std::string& name : optimizer_names(study)) {
        colors_[name] = palette_color(next++);
    }
}

const std::string& ContenderColors::of(std::string_view contender) const {
    static const std::string grey = "#777777";
    const auto found = colors_.find(contender);
    return found == colors_.end() ? grey : found->second;
}

const std::string& palette_color(std::size_t place) {
    return palette.at(place % palette.size());
}

}  // namespace jennopt
