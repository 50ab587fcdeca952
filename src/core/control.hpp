#pragma once

namespace jennopt {

/// Whether a byte commands a terminal, ends a line or ends a name, instead of being seen.
[[nodiscard]] inline bool is_control(char letter) {
    const auto code = static_cast<unsigned char>(letter);
    return code < 0x20 || code == 0x7f;
}

}  // namespace jennopt
