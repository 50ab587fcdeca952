#include "jennopt/surrogate/krige.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "surrogate/onnx_model.hpp"

using namespace jennopt;

// That onnxruntime gives the same numbers is tested in tests/python/test_export.py.

TEST_CASE("ONNX model: inputs, outputs and operators stand in the file",
          "[surrogate][onnx_model]") {
    Rng rng(1);
    const Dataset samples = random_dataset(2, 1, 6, rng);
    const ProblemInfo problem{.name = "made_up",
                              .inputs = box_inputs(2, -10.0, 10.0),
                              .outputs = {{.name = "lift", .role = OutputRole::quantity}}};
    const std::string bytes = onnx_model(named(krige(samples, {}), problem, samples.X));
    for (const char* text :
         {"jennopt", "X: x1, x2; Y: lift", "points", "Exp", "ReduceSum", "MatMul"}) {
        CHECK_THAT(bytes, Catch::Contains(text));
    }
    CHECK(onnx_model(named(krige(samples, {}), problem, samples.X)) == bytes);
}
