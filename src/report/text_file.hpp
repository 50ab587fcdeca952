#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace jennopt {

/// Replaces the file. @throws Error if it cannot be written
void write_text(const std::filesystem::path& file, std::string_view text);

/// A cell of a CSV file: every digit; empty for what is not finite.
[[nodiscard]] std::string csv_number(double value);

/// A cell of a CSV file: quoted where it must be.
[[nodiscard]] std::string csv_text(std::string_view text);

}  // namespace jennopt
