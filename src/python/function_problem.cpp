#include "python/function_problem.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include "python/arrays.hpp"
#include <limits>
#include <string>
#include <utility>

namespace jennopt {

namespace {

/// The last line of a traceback.
std::string message_of(const nb::python_error& error) {
    const std::string type = nb::cast<std::string>(error.type().attr("__name__"));
    return fmt::format("{}: {}", type, nb::str(error.value()).c_str());
}

/// All entries, whatever the shape; their number must be right.
Vector entries_of(nb::handle object, Index size, const char* name, const std::string& shapes) {
    const InArray array = to_array(object);
    if (static_cast<Index>(array.size()) != size) {
        throw EvaluationError(fmt::format(
            "the function returned {} of shape {}, expected {}", name, shape_text(array), shapes));
    }
    return Eigen::Map<const Vector>(array.data(), size);
}

Evaluation evaluation_of(nb::handle returned, Index n_y, Index n_x) {
    const bool has_partials = nb::isinstance<nb::tuple>(returned) && nb::len(returned) == 2;
    Evaluation result;
    result.value = entries_of(has_partials ? returned[0] : nb::object(nb::borrow(returned)),
                              n_y,
                              "y",
                              n_y == 1 ? "a number" : fmt::format("({},)", n_y));
    result.jacobian.setConstant(n_y, n_x, std::numeric_limits<double>::quiet_NaN());
    if (has_partials) {
        const Vector partials =
            entries_of(returned[1], n_y * n_x, "J", fmt::format("({}, {})", n_y, n_x));
        result.jacobian = Eigen::Map<const Matrix>(partials.data(), n_x, n_y).transpose();
    }
    return result;
}

}  // namespace

FunctionProblem::FunctionProblem(ProblemInfo info, nb::callable function)
    : Problem(std::move(info)), function_(std::move(function)) {}

/// The last owner may be a thread without Python's lock.
FunctionProblem::~FunctionProblem() {
    const nb::gil_scoped_acquire locked;
    function_.reset();
}

Evaluation FunctionProblem::do_evaluate(const ConstVectorRef& x, Derivatives wanted) const {
    const nb::gil_scoped_acquire locked;
    try {
        Evaluation result =
            evaluation_of(function_(array_of(Vector(x))), info().n_y(), info().n_x());
        if (wanted == Derivatives::none) {
            result.jacobian.resize(0, 0);
        }
        return result;
    } catch (const nb::python_error& error) {
        throw EvaluationError(message_of(error));
    }
}

}  // namespace jennopt
