#pragma once

#include "core/format.hpp"

#include <string_view>
#include <utility>

namespace jennopt {

/// Makes whatever becomes of stdin, stdout and stderr harmless: one that is closed cannot become
/// the number of a file that is opened later, and a reader that ends does not end the program.
/// To be called before anything is opened.
void guard_standard_streams();

/// On stdout. Never throws: what cannot be printed is lost, and require_printed() says so.
void print_result_text(std::string_view text);

/// On stderr, at once. Never throws: what cannot be printed is lost, and nothing else.
void print_message_text(std::string_view text);

template <typename... T>
void print_result(fmt::format_string<T...> text, T&&... values) {
    print_result_text(fmt::format(text, std::forward<T>(values)...));
}

template <typename... T>
void print_message(fmt::format_string<T...> text, T&&... values) {
    print_message_text(fmt::format(text, std::forward<T>(values)...));
}

/// Shows what was printed so far, before something that takes its time.
void flush_result();

/// Prints what is left of the output.
/// @param what_is_kept  ends the message, "; the report is complete"; "" where nothing is
/// @throws Error if any of it was lost, unless its reader closed a pipe early: he has seen enough
void require_printed(std::string_view what_is_kept);

}  // namespace jennopt
