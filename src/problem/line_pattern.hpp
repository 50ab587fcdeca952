#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace jennopt {

/// A regular expression in Perl's notation, of which ECMAScript's and POSIX's common part is one,
/// that is searched in a line. May be used from several threads.
class LinePattern {
public:
    /// @throws ConfigError saying what is wrong with the expression, and at which letter, or that
    ///         it has no group
    explicit LinePattern(const std::string& pattern);

    /// What the first group matches where the expression does for the first time in the line; ""
    /// where the group takes no part.
    /// @throws EvaluationError where the search would take too long: an expression like (a+)+[bc]
    ///         takes twice the time for every further letter
    [[nodiscard]] std::optional<std::string> find(std::string_view line) const;

private:
    struct Compiled;
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace jennopt
