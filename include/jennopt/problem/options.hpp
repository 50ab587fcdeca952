#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace jennopt {

using OptionValue = std::variant<bool, std::int64_t, double, std::string>;

/// One option that a problem declares: its type is the type of its default.
struct OptionInfo {
    std::string name;
    OptionValue standard;   ///< the default
    std::string meaning;    ///< one line
    double lower = -1e300;  ///< numbers only: smallest allowed value
    double upper = 1e300;   ///< numbers only: largest allowed value
};

/// The options of one problem, complete: each declared name has a value of the declared type.
class ProblemOptions {
public:
    /// @throws ConfigError for an undeclared name (with the declared ones), a wrong type or a
    /// number
    ///         out of range
    ProblemOptions(const std::vector<OptionInfo>& declared,
                   const std::map<std::string, OptionValue>& given);

    /// @throws std::bad_variant_access or std::out_of_range if the problem reads what it did not declare
    [[nodiscard]] bool flag(std::string_view name) const;
    [[nodiscard]] std::int64_t integer(std::string_view name) const;
    [[nodiscard]] double number(std::string_view name) const;
    [[nodiscard]] const std::string& text(std::string_view name) const;

private:
    std::map<std::string, OptionValue, std::less<>> values_;
};

}  // namespace jennopt
