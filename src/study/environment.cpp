#include "study/environment.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "jennopt/core/error.hpp"

#include <fstream>

#include <sys/utsname.h>

namespace jennopt {

std::string environment() {
    utsname machine{};
    uname(&machine);
    const Json json{{"jennopt", JENNOPT_VERSION},
                    {"compiler", JENNOPT_COMPILER},
                    {"build_type", JENNOPT_BUILD_TYPE},
                    {"eigen",
                     fmt::format(
                         "{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
                    {"system", machine.sysname},
                    {"machine", machine.machine}};
    return json.dump(2) + '\n';
}

void write_text(const std::filesystem::path& file, std::string_view text) {
    const std::filesystem::path fresh = file.string() + ".new";
    std::ofstream stream(fresh, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) {
        throw Error(fmt::format("{}: cannot be written", fresh.string()));
    }
    std::filesystem::rename(fresh, file);
}

}  // namespace jennopt
