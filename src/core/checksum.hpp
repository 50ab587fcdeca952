#pragma once

#include <string>
#include <string_view>

namespace jennopt {

/// CRC-32 of the bytes, as eight hexadecimal digits: it finds every change of up to 32 neighbouring
/// bits, and misses one other change in 4e9.
[[nodiscard]] std::string checksum(std::string_view bytes);

}  // namespace jennopt
