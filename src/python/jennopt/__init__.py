"""Surrogate-based optimization with Jacobian-Enhanced Neural Networks.

    model = jennopt.fit(X, Y, J)                       a model of values and partials
    result = jennopt.minimize(fun, bounds, budget=30)  the minimum in few calls of fun
    opt = jennopt.Optimizer(bounds)                    the same by opt.ask() and opt.tell()
    jennopt.Study("study.yaml").run(problem=fun)       a study file, with report and resume

Arrays are numpy's, one row per sample: X (m, n_x), Y (m, n_y), J (m, n_y, n_x) with
J[t, k, j] = dy_k/dx_j and NaN where a partial is missing, all in the user's units.
"""

from ._core import (
    ConfigError,
    Error,
    EvaluationError,
    Interrupted,
    Model,
    ShapeError,
    TrainingDiverged,
    __version__,
    load,
)
from ._fit import Prediction, fit
from ._optimize import Best, Optimizer, minimize
from ._study import Study, StudyResult

__all__ = [
    "Best",
    "ConfigError",
    "Error",
    "EvaluationError",
    "Interrupted",
    "Model",
    "Optimizer",
    "Prediction",
    "ShapeError",
    "Study",
    "StudyResult",
    "TrainingDiverged",
    "__version__",
    "fit",
    "load",
    "minimize",
]
