#pragma once

#include "problem/external.hpp"
#include "problem/process.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace jennopt {

/// Says how a program failed, if it did.
/// @throws MachineFailure where it was the machine: exit status 75 (EX_TEMPFAIL), 126 and 127 (a
///         command that a shell, env or launcher could not run), and SIGKILL, also as a shell's
///         137, which jennopt did not send
/// @throws EvaluationError where it was the program at this point
void require_success(const ProcessOutcome& outcome, const ExternalConfig& config);

/// Says that there is no room for another file, "" if there is. What a program wrote on a full disk
/// may be cut off wherever.
[[nodiscard]] std::string disk_failure(const std::filesystem::path& folder);

/// Bytes that a program may print.
inline constexpr std::int64_t most_printed_bytes = 1'000'000'000;

}  // namespace jennopt
