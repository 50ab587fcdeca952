#include "record/problem_file.hpp"

#include "jennopt/core/error.hpp"
#include "problem/problem_info.hpp"
#include "record/field_file.hpp"

namespace jennopt {

template <Of<Input> T>
void fields(T& input, auto& visit) {
    visit("name", input.name);
    visit("unit", input.unit);
    visit("lower", input.lower);
    visit("upper", input.upper);
    visit("scale", input.scale);
    visit("integer", input.integer);
}

template <Of<Output> T>
void fields(T& output, auto& visit) {
    visit("name", output.name);
    visit("unit", output.unit);
    visit("role", output.role);
    visit("lower", output.lower);
    visit("upper", output.upper);
}

template <Of<KnownOptimum> T>
void fields(T& optimum, auto& visit) {
    visit("x", optimum.X);
    visit("value", optimum.value);
    visit("source", optimum.source);
}

template <Of<ProblemInfo> T>
void fields(T& info, auto& visit) {
    visit("name", info.name);
    visit("summary", info.summary);
    visit("formula", info.formula);
    visit("source", info.source);
    visit("inputs", info.inputs);
    visit("outputs", info.outputs);
    visit("has_partials", info.has_partials);
    visit("gradient_price", info.gradient_price);
    visit("is_cheap", info.is_cheap);
    visit("known_optimum", info.known_optimum);
}

namespace {

constexpr const char* problem_file = "problem.json";

}  // namespace

void write_problem(const std::filesystem::path& folder, const ProblemInfo& info) {
    write_fields(folder / problem_file, info, 1);
}

bool has_problem(const std::filesystem::path& folder) {
    return std::filesystem::exists(folder / problem_file);
}

ProblemInfo read_problem(const std::filesystem::path& folder) {
    constexpr const char* remedy = "the same jennopt run writes it again";
    const std::filesystem::path file = folder / problem_file;
    ProblemInfo info;
    read_fields(file, remedy, info);
    try {
        require_consistent(info);
    } catch (const ConfigError& error) {
        throw ConfigError(
            fmt::format("{}: is damaged ({}); {}", file.string(), error.what(), remedy));
    }
    return info;
}

}  // namespace jennopt
