#pragma once

#include "report/study_folder.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace jennopt {

/// One colour per contender, the same in every figure and table of every report: the first plain
/// network, the first JENN and the first polished one have colours of their own, others follow,
/// then optimizers. From Okabe and Ito's palette, which people with any colour vision can tell
/// apart.
class ContenderColors {
public:
    explicit ContenderColors(const StudyResults& study);

    /// "#0072B2"; grey for one that the study does not have.
    [[nodiscard]] const std::string& of(std::string_view contender) const;

private:
    std::map<std::string, std::string, std::less<>> colors_;
};

/// A colour of the palette by its place, again from the first one after the last; for curves that
/// differ in something else than the contender.
[[nodiscard]] const std::string& palette_color(std::size_t place);

/// Colours of the palette.
inline constexpr std::size_t n_palette = 7;

}  // namespace jennopt
