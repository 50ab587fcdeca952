#include "study/environment.hpp"

#include "core/format.hpp"
#include "core/json.hpp"

#include <sys/utsname.h>

namespace jennopt {

std::string environment() {
    utsname machine{};
    uname(&machine);
    const Json json{
        {"jennopt", JENNOPT_VERSION},
        {"compiler", JENNOPT_COMPILER},
        {"build_type", JENNOPT_BUILD_TYPE},
        {"eigen",
         fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
        {"system", machine.sysname},
        {"machine", machine.machine}};
    return json.dump(2) + '\n';
}

}  // namespace jennopt
