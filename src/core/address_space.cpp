#include "core/address_space.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <sys/mman.h>

namespace jennopt {

bool has_address_space(std::size_t bytes) {
    void* room = ::mmap(
        nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return room != MAP_FAILED && ::munmap(room, bytes) == 0;
}

void require_address_space(Index jobs) {
    constexpr std::size_t mebi = std::size_t{1} << 20;
    constexpr std::size_t stack_and_heap = 72 * mebi;  // of a thread
    const std::size_t bytes = static_cast<std::size_t>(jobs) * (blas_memory + stack_and_heap);
    if (!has_address_space(bytes)) {
        throw ConfigError(fmt::format(
            "the limits of this process (ulimit -v) leave less than {} MiB of address space, which "
            "--jobs {} needs; expected a larger limit, or a smaller --jobs",
            bytes / mebi,
            jobs));
    }
}

}  // namespace jennopt
