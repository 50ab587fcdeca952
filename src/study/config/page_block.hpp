#pragma once

#include "jennopt/study/config.hpp"
#include "study/config/document.hpp"
#include "study/config/keys.hpp"

#include <string>
#include <vector>

namespace jennopt {

// page: what a page of several studies shows of this one. Of the whole study, not of an arm.

[[nodiscard]] Keys page_keys(Page& page);

[[nodiscard]] Keys figure_keys(SweepFigure& figure);

[[nodiscard]] Keys published_keys(Published& published);

/// What the keys say to each other and to the arms: axes, their values, surrogates. Values of an
/// axis get the text that the arms have for them.
/// @param block  that the page was read from, for the places
void check_page(Page& page,
                const Document& block,
                const std::vector<Arm>& arms,
                ConfigErrors& errors);

/// The page as YAML text.
[[nodiscard]] std::string page_text(Page page);

/// Reads page_text() back.
/// @param source  of the text, for errors
/// @throws ConfigError if it is none
[[nodiscard]] Page page_from(const std::string& text, const std::string& source);

}  // namespace jennopt
