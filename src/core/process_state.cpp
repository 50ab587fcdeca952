#include "core/process_state.hpp"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>

namespace jennopt {

ProcessState process_state(long pid) {
    // proc(5): the name in parentheses may hold anything; the state follows it, the start is field
    // 22.
    constexpr int fields_between = 18;
    ProcessState state;
    if (pid <= 0 || (::kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH)) {
        state.letter = 'X';
        return state;
    }
    std::ifstream stream("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(stream, text);
    const std::size_t name_end = text.rfind(')');
    if (name_end == std::string::npos) {
        return state;
    }
    std::istringstream rest(text.substr(name_end + 1));
    rest >> state.letter;
    std::string skipped;
    for (int field = 0; field < fields_between; ++field) {
        rest >> skipped;
    }
    rest >> state.start;
    return state;
}

}  // namespace jennopt
