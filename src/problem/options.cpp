#include "jennopt/problem/options.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <stdexcept>

namespace jennopt {

namespace {

std::string in_words(const OptionValue& value) {
    return std::visit([](const auto& content) { return fmt::format("{}", content); }, value);
}

std::string expectation(const OptionInfo& option) {
    if (std::holds_alternative<bool>(option.standard)) {
        return "true or false";
    }
    if (std::holds_alternative<std::string>(option.standard)) {
        return "a text";
    }
    return fmt::format("a {} from {} to {}",
                       std::holds_alternative<double>(option.standard) ? "number" : "whole number",
                       option.lower,
                       option.upper);
}

/// The value in the declared type; a whole number is also a number.
OptionValue in_declared_type(const OptionInfo& option, const OptionValue& given) {
    if (const auto* whole = std::get_if<std::int64_t>(&given);
        whole != nullptr && std::holds_alternative<double>(option.standard)) {
        return static_cast<double>(*whole);
    }
    return given;
}

bool in_range(const OptionInfo& option, const OptionValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        const auto number = static_cast<double>(*whole);
        return option.lower <= number && number <= option.upper;
    }
    if (const auto* number = std::get_if<double>(&value)) {
        return option.lower <= *number && *number <= option.upper;
    }
    return true;
}

void require_declared(const std::string& name, const std::vector<OptionInfo>& declared) {
    std::vector<std::string> names;
    names.reserve(declared.size());
    for (const OptionInfo& option : declared) {
        names.push_back(option.name);
    }
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        throw ConfigError(
            fmt::format("unknown option '{}'{} (options: {})",
                        name,
                        did_you_mean(name, names),
                        names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))));
    }
}

template <typename Type, typename Map>
const Type& stored(const Map& values, std::string_view name) {
    const auto found = values.find(name);
    if (found == values.end()) {
        throw std::out_of_range(fmt::format("option '{}' was not declared", name));
    }
    return std::get<Type>(found->second);
}

}  // namespace

ProblemOptions::ProblemOptions(const std::vector<OptionInfo>& declared,
                               const std::map<std::string, OptionValue>& given) {
    for (const auto& [name, value] : given) {
        require_declared(name, declared);
    }
    for (const OptionInfo& option : declared) {
        const auto found = given.find(option.name);
        const OptionValue value =
            found == given.end() ? option.standard : in_declared_type(option, found->second);
        if (value.index() != option.standard.index() || !in_range(option, value)) {
            throw ConfigError(fmt::format("option '{}' is '{}', expected {}",
                                          option.name,
                                          in_words(value),
                                          expectation(option)));
        }
        values_[option.name] = value;
    }
}

bool ProblemOptions::flag(std::string_view name) const {
    return stored<bool>(values_, name);
}

std::int64_t ProblemOptions::integer(std::string_view name) const {
    return stored<std::int64_t>(values_, name);
}

double ProblemOptions::number(std::string_view name) const {
    return stored<double>(values_, name);
}

const std::string& ProblemOptions::text(std::string_view name) const {
    return stored<std::string>(values_, name);
}

}  // namespace jennopt
