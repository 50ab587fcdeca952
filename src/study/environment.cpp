#include "study/environment.hpp"

#include "core/blas.hpp"
#include "core/format.hpp"
#include "core/instruction_set.hpp"
#include "core/json.hpp"

#include <sys/utsname.h>

#include <fstream>
#include <locale>
#include <thread>

namespace jennopt {

namespace {

/// As the system names it; "" where it does not.
std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        const std::size_t colon = line.find(": ");
        if (line.starts_with("model name") && colon != std::string::npos) {
            return line.substr(colon + 2);
        }
    }
    return "";
}

}  // namespace

std::string environment() {
    utsname machine{};
    uname(&machine);
    const BuildFacts facts = build_facts();
    const Json json{
        {"jennopt", JENNOPT_VERSION},
        {"commit", facts.commit},
        {"compiler", JENNOPT_COMPILER},
        {"build_type", JENNOPT_BUILD_TYPE},
        {"flags", facts.flags},
        {"eigen",
         fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
        {"nlopt", facts.nlopt},
        {"highway", facts.highway},
        {"openblas", blas().library},
        {"blas_kernel", blas().kernel},
        {"simd", instruction_set()},
        {"processor", processor()},
        {"threads", std::thread::hardware_concurrency()},
        {"locale", std::locale().name()},
        {"system", machine.sysname},
        {"release", machine.release},
        {"machine", machine.machine}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace jennopt
