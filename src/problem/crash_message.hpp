#pragma once

#include "jennopt/problem/problem.hpp"

namespace jennopt {

/// Which evaluation this thread is in, from construction to destruction: what a signal handler says
/// of a problem that takes the process down. Costs some stores. The innermost counts.
class CrashMark {
public:
    /// @param info, x  must outlive this object
    CrashMark(const ProblemInfo& info, const ConstVectorRef& x) noexcept;
    ~CrashMark();
    CrashMark(const CrashMark&) = delete;
    CrashMark& operator=(const CrashMark&) = delete;
    CrashMark(CrashMark&&) = delete;
    CrashMark& operator=(CrashMark&&) = delete;

private:
    const ProblemInfo* outer_info_;
    const double* outer_x_;
    Index outer_size_;
};

/// From now on a signal that ends the process in the middle of an evaluation (a segmentation fault,
/// a failed assertion, a division by zero) first writes the problem and the point to standard
/// error. The process then ends by the signal as it would have done.
void report_crashes();

}  // namespace jennopt
