#include "report/words.hpp"

#include "core/format.hpp"
#include "record/metric.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace jennopt {

namespace {

using AxisWords = std::pair<std::string_view, const char*>;

constexpr std::array axes{AxisWords{"sampling.count", "training samples"},
                          AxisWords{"problem.noise.values", "noise of the values"},
                          AxisWords{"problem.noise.partials", "noise of the partials"},
                          AxisWords{"problem.missing.fraction", "share of missing partials"},
                          AxisWords{"problem.failures", "share of failed samples"},
                          AxisWords{"problem.partials.step", "step of the differences"},
                          AxisWords{"problem.partials.source", "source of the partials"},
                          AxisWords{"problem.options.dimension", "inputs"}};

std::string_view last_part(std::string_view axis) {
    return axis.substr(axis.rfind('.') + 1);
}

}  // namespace

std::string axis_words(std::string_view axis) {
    const auto* const found = std::ranges::find(axes, axis, &AxisWords::first);
    if (found != axes.end()) {
        return found->second;
    }
    std::string words(last_part(axis));
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

std::string choice_words(std::string_view axis, std::string_view value) {
    return last_part(axis) == "name" ? std::string(value)
                                     : fmt::format("{} = {}", axis_words(axis), value);
}

std::string contender_words(std::string_view contender) {
    return contender == direct_search ? "direct search"
           : contender == best_sample ? "best sample"
                                      : std::string(contender);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

std::string keep_numbers_whole(std::string text) {
    const std::string whole = fmt::format("1{0}-{0}", no_break_space);
    for (std::size_t at = text.find("1 - "); at != std::string::npos;
         at = text.find("1 - ", at + 4)) {
        const bool starts = at == 0 || std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0;
        if (starts && at + 4 < text.size() &&
            std::isdigit(static_cast<unsigned char>(text[at + 4])) != 0) {
            text.replace(at, 4, whole);
        }
    }
    return text;
}

std::string typeset(std::string text) {
    return replaced(replaced(std::move(text), "1 - R2", "1 − R²"), "R2", "R²");
}

}  // namespace jennopt
