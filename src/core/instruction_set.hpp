#pragma once

#include <string>
#include <vector>

namespace jennopt {

/// Names of the instruction sets for which the kernels are compiled and that this processor has,
/// the best one first: of avx512, avx2 and baseline on x86-64.
[[nodiscard]] std::vector<std::string> instruction_sets();

/// Fixes the instruction set of the network's kernels and, by its kernel, of OpenBLAS: before the
/// first computation, from one thread. Where it is not called the best one is used.
/// @param name  "": the best one
/// @throws ConfigError with the names that there are, if it is none of them
void use_instruction_set(const std::string& name);

/// The one in use.
[[nodiscard]] std::string instruction_set();

/// The kernel of OpenBLAS that goes with it, so that one instruction set is one way to round, and a
/// processor that OpenBLAS does not know is no reason for its slowest kernel. "", as OpenBLAS
/// itself chooses, where it has none, or where the user's OPENBLAS_CORETYPE names another and the
/// instruction set was not fixed by name.
[[nodiscard]] std::string wanted_blas_kernel();

/// What of the choice did not come about, a sentence; "" if all did.
[[nodiscard]] std::string instruction_set_warning();

}  // namespace jennopt
