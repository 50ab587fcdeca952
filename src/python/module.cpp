#include "jennopt/core/error.hpp"

#include "python/models.hpp"
#include "python/optimizer.hpp"
#include "python/studies.hpp"

namespace jennopt {

namespace {

/// What the library throws, as the exceptions of Python that it is.
void add_errors(nb::module_& module) {
    const auto error = nb::exception<Error>(module, "Error", PyExc_RuntimeError);
    nb::exception<EvaluationError>(module, "EvaluationError", error.ptr());
    nb::exception<TrainingDiverged>(module, "TrainingDiverged", error.ptr());
    nb::exception<ConfigError>(module, "ConfigError", PyExc_ValueError);
    nb::exception<ShapeError>(module, "ShapeError", PyExc_ValueError);
    nb::exception<Interrupted>(module, "Interrupted", PyExc_KeyboardInterrupt);
}

}  // namespace

}  // namespace jennopt

NB_MODULE(_core, module) {
    module.doc() = "The C++ library jennopt.";
    module.attr("__version__") = JENNOPT_VERSION;
    jennopt::add_errors(module);
    jennopt::add_models(module);
    jennopt::add_optimizer(module);
    jennopt::add_studies(module);
}
