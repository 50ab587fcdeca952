#pragma once

#include "study/model_fit.hpp"
#include "surrogate/predictor.hpp"

#include "python/arrays.hpp"
#include <filesystem>
#include <optional>

namespace jennopt {

/// A surrogate as Python has it.
class PythonModel {
public:
    PythonModel(NamedSurrogate named, std::optional<ModelFit> fit);
    ~PythonModel() = default;
    PythonModel(const PythonModel&) = delete;
    PythonModel& operator=(const PythonModel&) = delete;
    PythonModel(PythonModel&&) = default;
    PythonModel& operator=(PythonModel&&) = default;

    [[nodiscard]] const NamedSurrogate& named() const { return named_; }

    /// How it was made and how well it predicts; none of a model that was read from a file.
    [[nodiscard]] const std::optional<ModelFit>& fit() const { return fit_; }

    /// @param X  (m, n_x) or (n_x)
    /// @return   (m, n_y) or (n_y)
    [[nodiscard]] OutArray predict(const InArray& X);

    /// @return (m, n_y, n_x) or (n_y, n_x)
    [[nodiscard]] OutArray jacobian(const InArray& X);

    /// Values, partials, and the spread of the values or None.
    [[nodiscard]] nb::tuple evaluate(const InArray& X);

private:
    [[nodiscard]] Dataset predict_at(const InArray& X, bool with_partials) const;

    NamedSurrogate named_;
    Predictor predictor_;  // of single points; used under Python's lock
    std::optional<ModelFit> fit_;
};

/// Adds Model, fit and load.
void add_models(nb::module_& module);

}  // namespace jennopt
