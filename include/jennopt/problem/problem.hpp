#pragma once

#include "jennopt/core/names.hpp"
#include "jennopt/core/types.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// How an input is laid out between its bounds: sampled, trained on and searched.
enum class InputScale {
    linear,
    log  ///< by its logarithm; the bounds are > 0
};

template <>
inline constexpr auto enum_names<InputScale> = std::to_array<Named<InputScale>>(
    {{InputScale::linear, "linear"}, {InputScale::log, "log", "logarithmic"}});

struct Input {
    std::string name;
    std::string unit;  ///< "" where dimensionless
    double lower;
    double upper;  ///< > lower
    InputScale scale = InputScale::linear;
    bool integer = false;  ///< a whole number between whole bounds; partials are as of a real one

    bool operator==(const Input&) const = default;
};

/// objective: minimized; maximize: an objective that is maximized; constraint: kept within the
/// output's limits; quantity: of interest only.
enum class OutputRole { objective, maximize, constraint, quantity };

template <>
inline constexpr auto enum_names<OutputRole> =
    std::to_array<Named<OutputRole>>({{OutputRole::objective, "objective", "objective, minimized"},
                                      {OutputRole::maximize, "maximize", "objective, maximized"},
                                      {OutputRole::constraint, "constraint"},
                                      {OutputRole::quantity, "quantity", "quantity of interest"}});

struct Output {
    std::string name;
    std::string unit;  ///< "" where dimensionless
    OutputRole role = OutputRole::objective;
    /// Of a constraint: feasible where lower <= y <= upper, raw units; equal ones are the value
    /// that it must have. Neither given: feasible where <= 0. Empty for any other role.
    std::optional<double> lower = {};
    std::optional<double> upper = {};

    bool operator==(const Output&) const = default;
};

/// It is minimized or maximized.
[[nodiscard]] inline bool is_objective(const Output& output) {
    return output.role == OutputRole::objective || output.role == OutputRole::maximize;
}

/// The global optimum inside the bounds, if it is known.
struct KnownOptimum {
    Matrix X;            ///< (n_x, number of global optima), raw units
    double value;        ///< objective there
    std::string source;  ///< where this is stated, or how it was found
};

/// Everything about a problem that is known without evaluating it.
struct ProblemInfo {
    std::string name;
    std::string summary;          ///< one line
    std::string formula;          ///< one line of plain text, "" if there is none
    std::string source;           ///< literature
    std::vector<Input> inputs;    ///< at least one
    std::vector<Output> outputs;  ///< at least one; at most one is minimized or maximized
    bool has_partials = true;     ///< false: every Jacobian is NaN, do_evaluate never computes one
    double gradient_price = 1.0;  ///< cost of all partials at a point, in units of one value
    bool is_cheap = false;        ///< microseconds: figures may sample the truth freely
    std::optional<KnownOptimum> known_optimum = {};

    [[nodiscard]] Index n_x() const { return static_cast<Index>(inputs.size()); }

    [[nodiscard]] Index n_y() const { return static_cast<Index>(outputs.size()); }

    [[nodiscard]] Bounds bounds() const;
    /// All inputs share one unit and one width of the bounds: Euclidean distances mean something.
    [[nodiscard]] bool has_uniform_inputs() const;
    /// Row of the objective among the outputs. @throws ConfigError if the problem has none
    [[nodiscard]] Index objective() const;
    /// 1 where the objective is minimized, -1 where it is maximized: sense() * y is minimized.
    /// @throws ConfigError if the problem has no objective
    [[nodiscard]] double sense() const;
    /// Rows of the constraints among the outputs.
    [[nodiscard]] std::vector<Index> constraints() const;
};

/// Inputs x1, ..., x<n_x> without units that all have the same bounds.
[[nodiscard]] std::vector<Input> box_inputs(Index n_x, double lower, double upper);

enum class Derivatives { none, first };

/// One curve of a drawing, corner by corner.
struct DrawnLine {
    Vector x;  ///< at least one corner, every entry finite
    Vector y;  ///< as long as x
};

/// A picture of one design, such as its shape, for a report to lay several designs over another.
struct Drawing {
    std::string title;  ///< the same for every design
    std::string x_label;
    std::string y_label;
    bool equal_axes = false;  ///< one unit is as long along y as along x
    std::vector<DrawnLine> lines = {};
};

/// A true function y(x): what is sampled, and on what every claimed optimum is checked.
///
/// The only virtual class of jennopt. An object never changes after construction: evaluate() may be
/// called from several threads at once.
class Problem {
public:
    /// @throws ConfigError if info is inconsistent (no input, no output, lower >= upper, two names
    /// alike)
    explicit Problem(ProblemInfo info);
    virtual ~Problem() = default;
    Problem(const Problem&) = delete;
    Problem& operator=(const Problem&) = delete;
    Problem(Problem&&) = delete;
    Problem& operator=(Problem&&) = delete;

    [[nodiscard]] const ProblemInfo& info() const { return info_; }

    /// Values, and partials if wanted, at x (n_x), raw units. x may lie outside the bounds.
    ///
    /// @return value (n_y), every entry finite; jacobian (n_y, n_x) with NaN where a partial is
    ///         missing, (0, 0) if not wanted
    /// @throws ShapeError if x does not have n_x entries
    /// @throws EvaluationError naming the problem, the point and the cause if x is not finite, if
    ///         the function throws, if a value is NaN or infinite or a partial is infinite, or if a
    ///         shape is wrong
    [[nodiscard]] Evaluation evaluate(const ConstVectorRef& x, Derivatives wanted) const;

    /// Pictures of the design x (n_x), raw units; none unless the problem has some. The same titles
    /// in the same order for every x.
    ///
    /// @throws ShapeError if x does not have n_x entries
    /// @throws EvaluationError if x is not finite, if the function throws, or if a line is empty,
    /// not
    ///         finite or of two lengths
    [[nodiscard]] std::vector<Drawing> draw(const ConstVectorRef& x) const;

private:
    [[nodiscard]] virtual Evaluation do_evaluate(const ConstVectorRef& x,
                                                 Derivatives wanted) const = 0;
    [[nodiscard]] virtual std::vector<Drawing> do_draw(const ConstVectorRef& x) const;

    ProblemInfo info_;
};

}  // namespace jennopt
