#include "report/words.hpp"

#include "core/format.hpp"

#include "record/metric.hpp"
#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace jennopt {

namespace {

constexpr std::array axes{
    std::pair{std::string_view("sampling.count"), std::string_view("training samples")},
    std::pair{std::string_view("problem.noise.values"), std::string_view("noise of the values")},
    std::pair{std::string_view("problem.noise.partials"),
              std::string_view("noise of the partials")},
    std::pair{std::string_view("problem.missing.fraction"),
              std::string_view("share of missing partials")},
    std::pair{std::string_view("problem.failures"), std::string_view("share of failed samples")},
    std::pair{std::string_view("problem.partials.step"),
              std::string_view("step of the differences")},
    std::pair{std::string_view("problem.partials.source"),
              std::string_view("source of the partials")},
    std::pair{std::string_view("problem.options.dimension"), std::string_view("inputs")},
};

std::string_view last_part(std::string_view axis) {
    const std::size_t dot = axis.rfind('.');
    return dot == std::string_view::npos ? axis : axis.substr(dot + 1);
}

}  // namespace

std::string axis_words(std::string_view axis) {
    const auto found = std::find_if(
        axes.begin(), axes.end(), [axis](const auto& each) { return each.first == axis; });
    if (found != axes.end()) {
        return std::string(found->second);
    }
    std::string words(last_part(axis));
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

std::string choice_words(std::string_view axis, std::string_view value) {
    if (last_part(axis) == "name") {
        return std::string(value);
    }
    return fmt::format("{} = {}", axis_words(axis), value);
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
