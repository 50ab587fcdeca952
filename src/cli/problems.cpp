#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "core/format.hpp"
#include "jennopt/problem/registry.hpp"
#include "problem/limits.hpp"

#include <cmath>

namespace jennopt {

namespace {

std::string with_unit(const std::string& name, const std::string& unit) {
    return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

std::string value_text(const OptionValue& value) {
    return std::visit([](const auto& held) { return fmt::format("{}", held); }, value);
}

void list_problems(const ProblemRegistry& registry) {
    for (const std::string& name : registry.names()) {
        const auto problem = registry.make(name);
        print_result(
            "{:<18} {:>2} inputs  {}\n", name, problem->info().n_x(), problem->info().summary);
    }
    print_result("\njennopt problems NAME describes one.\n");
}

void print_options(const std::vector<OptionInfo>& options) {
    if (options.empty()) {
        return;
    }
    print_result("\noptions (problem.options in a study)\n");
    for (const OptionInfo& option : options) {
        print_result("  {:<12} default {:<8} {}\n",
                     option.name,
                     value_text(option.standard),
                     option.meaning);
    }
}

void describe_problem(const Problem& problem, const std::vector<OptionInfo>& options) {
    const ProblemInfo& info = problem.info();
    print_result("{}: {}\n", info.name, info.summary);
    if (!info.formula.empty()) {
        print_result("\n  {}\n", info.formula);
    }
    print_inputs_and_outputs(info);
    print_result("\npartials: {}\n", info.has_partials ? "exact" : "none");
    if (info.known_optimum) {
        const KnownOptimum& optimum = *info.known_optimum;
        print_result("\nknown optimum: {} at\n", optimum.value);
        for (Index i = 0; i < optimum.X.cols(); ++i) {
            print_result("  {}\n", to_text(optimum.X.col(i)));
        }
        print_result("  {}\n", optimum.source);
    } else {
        print_result("\nknown optimum: none\n");
    }
    if (!info.source.empty()) {
        print_result("\nsource: {}\n", info.source);
    }
    print_options(options);
}

}  // namespace

void print_inputs_and_outputs(const ProblemInfo& info) {
    print_result("\ninputs\n");
    for (const Input& input : info.inputs) {
        print_result("  {:<24} {} to {}{}{}\n",
                     with_unit(input.name, input.unit),
                     input.lower,
                     input.upper,
                     input.scale == InputScale::log ? ", logarithmic" : "",
                     input.integer ? ", integer" : "");
    }
    print_result("\noutputs\n");
    for (const Output& output : info.outputs) {
        print_result("  {:<24} {}\n", with_unit(output.name, output.unit), role_text(output));
    }
}

void problems_command(const CommandLine& line) {
    const ProblemRegistry registry(plugin_places(line));
    if (line.arguments.empty()) {
        list_problems(registry);
        return;
    }
    const std::string& name = line.arguments.front();
    describe_problem(*registry.make(name), registry.options(name));
}

}  // namespace jennopt
