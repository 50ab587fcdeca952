#pragma once

#include <string>

namespace jennopt {

/// 32 hexadecimal digits that stand for a text: its SHA-1 name-based UUID (RFC 4122), the same on
/// every machine.
[[nodiscard]] std::string fingerprint(const std::string& text);

}  // namespace jennopt
