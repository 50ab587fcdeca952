#include "jennopt/problem/plugin.hpp"

#include <stdexcept>

namespace {

using namespace jennopt;

/// Fails when it is made or when it is evaluated, as its option says.
class Throwing final : public Problem {
public:
    using Problem::Problem;

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& /*x*/,
                                         Derivatives /*wanted*/) const override {
        throw std::runtime_error("the solver ran out of memory");
    }
};

std::vector<OptionInfo> options() {
    return {{"early", false, "fail before the problem exists"}};
}

std::unique_ptr<Problem> make(const ProblemOptions& options) {
    if (options.flag("early")) {
        throw std::runtime_error("mesh.cgns was not found");
    }
    return std::make_unique<Throwing>(ProblemInfo{.name = "throwing",
                                                  .summary = "",
                                                  .formula = "",
                                                  .source = "",
                                                  .inputs = box_inputs(1, 0.0, 1.0),
                                                  .outputs = {{.name = "y", .unit = ""}}});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "throwing", .options = options, .make = make};
    return &entry;
}
