// Lets another program evaluate the problems of the folder problems/: race_problem FOLDER PROBLEM,
// the latter in JSON, {"name": "ackley", "options": {"dimension": 5}}. The first line that it writes
// is what the problem is; then each line that it reads is a point, [0.5, 1], and each that it writes
// {"values": [...], "jacobian": [[...]]}, the objective first and then the constraints, or {"error":
// "..."}.

#include "core/json.hpp"
#include "jennopt/problem/registry.hpp"

#include <exception>
#include <iostream>
#include <map>
#include <string>

using namespace jennopt;

namespace {

OptionValue option_from(const Json& value) {
    if (value.is_boolean()) {
        return value.get<bool>();
    }
    if (value.is_number_integer()) {
        return value.get<std::int64_t>();
    }
    return value.is_number() ? OptionValue(value.get<double>())
                             : OptionValue(value.get<std::string>());
}

std::unique_ptr<Problem> make(const std::string& folder, const Json& problem) {
    const Json given = problem.value("options", Json::object());
    std::map<std::string, OptionValue> options;
    for (const auto& [name, value] : given.items()) {
        options[name] = option_from(value);
    }
    return ProblemRegistry({folder}).make(problem.at("name").get<std::string>(), options);
}

Json answer(const Problem& problem, const std::vector<Index>& rows, const Vector& x) {
    try {
        const Evaluation at = problem.evaluate(x, Derivatives::first);
        return {{"values", json_list(at.value(rows))},
                {"jacobian", json_rows(at.jacobian(rows, Eigen::all))}};
    } catch (const std::exception& error) {
        return {{"error", error.what()}};
    }
}

void serve(const Problem& problem) {
    const ProblemInfo& info = problem.info();
    std::vector<Index> rows{info.objective()};
    const std::vector<Index> constraints = info.constraints();
    rows.insert(rows.end(), constraints.begin(), constraints.end());
    const Bounds bounds = info.bounds();
    const Json about{{"lower", json_list(bounds.lower)},
                     {"upper", json_list(bounds.upper)},
                     {"constraints", constraints.size()}};
    std::cout << about.dump() << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
        std::cout << answer(problem, rows, vector_from(Json::parse(line))).dump() << std::endl;
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: race_problem FOLDER PROBLEM\n";
        return 2;
    }
    try {
        serve(*make(argv[1], Json::parse(argv[2])));
    } catch (const std::exception& error) {
        std::cerr << "race_problem: " << error.what() << '\n';
        return 2;
    }
    return 0;
}
