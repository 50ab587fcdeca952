#include "jennopt/problem/plugin.hpp"

namespace {

using namespace jennopt;

/// Its vectors are allocated in the module and freed by the program, and the other way round.
class Bowl final : public Problem {
public:
    using Problem::Problem;

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives /*wanted*/) const override {
        return {.value = Vector::Constant(1, x.squaredNorm()), .jacobian = 2.0 * x.transpose()};
    }
};

std::unique_ptr<Problem> make(const ProblemOptions& /*options*/) {
    return std::make_unique<Bowl>(ProblemInfo{.name = JENNOPT_TEST_NAME,
                                              .inputs = box_inputs(7, -1.0, 1.0),
                                              .outputs = {{.name = "y", .unit = ""}}});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = JENNOPT_TEST_NAME, .make = make};
    return &entry;
}
