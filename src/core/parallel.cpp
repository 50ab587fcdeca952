#include "core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

namespace jennopt {

void parallel_for(Index count, Index threads, const std::function<void(Index)>& task) {
    std::atomic<Index> next = 0;
    std::atomic<bool> failed = false;
    std::vector<std::exception_ptr> causes(static_cast<std::size_t>(count));
    const auto work = [&] {
        for (Index i = next++; i < count && !failed; i = next++) {
            try {
                task(i);
            } catch (...) {
                causes[static_cast<std::size_t>(i)] = std::current_exception();
                failed = true;
            }
        }
    };
    {
        std::vector<std::jthread> others;
        for (Index t = 1; t < std::min(threads, count); ++t) {
            others.emplace_back(work);
        }
        work();
    }
    for (const std::exception_ptr& cause : causes) {
        if (cause) {
            std::rethrow_exception(cause);
        }
    }
}

}  // namespace jennopt
