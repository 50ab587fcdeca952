"""The optimum of an expensive function in few evaluations."""

from collections import namedtuple
from typing import Any, Callable, Optional, Sequence

import numpy as np
from numpy.typing import ArrayLike

from . import _core
from ._constraints import Constraints
from ._fit import rows
from ._text import named, text_of

Best = namedtuple("Best", "x y partials feasible")
Best.__doc__ = """The best feasible point so far, the least infeasible if there is none: x (n_x,), y (n_y,),
partials (n_y, n_x), and whether all constraints hold."""


class Optimizer:
    """Finds an optimum by ask and tell: ask() says where to evaluate, tell() takes what came of it.

    The points are those of `optimizers` in a study file of the same options and seed; with ask(4) those
    of `batch: 4`.

    Parameters
    ----------
    bounds : (n_x, 2), or a list of dicts
        Lower and upper bound of each input, or `problem.inputs` of a study: name, lower, upper,
        scale: log, integer: true, ...
    outputs : list of names or of dicts, optional
        `problem.outputs` of a study: name, and role: objective, maximize, constraint or quantity, with
        lower, upper or equals of a constraint. Default: one objective that is minimized. Y has one
        column per output.
    seed : int
    **options
        Those of an optimizer in a study file: model="kriging", starts=[[0, 0]], target=0.1,
        tolerance=1e-6, ...
    """

    def __init__(self, bounds: Sequence, outputs: Optional[Sequence] = None, *, seed: int = 1,
                 constraint_tolerance: float = 1e-6, **options: Any) -> None:
        if len(bounds) > 0 and isinstance(bounds[0], dict):
            inputs = [dict(entry) for entry in bounds]
        else:
            box = np.asarray(bounds, dtype=np.float64)
            if box.ndim != 2 or box.shape[1] != 2:
                raise _core.ShapeError(f"bounds has shape {box.shape}, expected (n_x, 2)")
            inputs = named(None, "x", len(box))
            for entry, (lower, upper) in zip(inputs, box.tolist()):
                entry.update(lower=lower, upper=upper)
        outputs = outputs or [{"name": "y", "role": "objective"}]
        outputs = named(outputs, "y", len(outputs))
        study = {
            "study": "optimizer",
            "seed": seed,
            "problem": {"inputs": inputs, "outputs": outputs},
            "optimizers": {"optimizer": options},
            "optimization": {"constraint_tolerance": constraint_tolerance},
        }
        try:
            self._core = _core._Optimizer(text_of(study))
        except _core.ConfigError as error:
            raise _core.ConfigError(
                str(error).replace("optimizers.optimizer.", "").replace("optimizers.optimizer", "Optimizer")
            ) from None

    def ask(self, count: int = 1) -> np.ndarray:
        """The next points to evaluate, shape (count, n_x); fewer, or none, where nothing more is to be
        gained. Points asked for before an answer is told belong to one round."""
        return self._core.ask(count)

    def tell(self, X: ArrayLike, Y: ArrayLike, J: Optional[ArrayLike] = None) -> None:
        """Takes in evaluations, asked for or not, in any order and number.

        X : (m, n_x) or (n_x,); Y : (m, n_y), (m,) of one output, NaN where an evaluation failed;
        J : (m, n_y, n_x), (m, n_x) of one output, NaN where a partial is missing.
        """
        X = np.ascontiguousarray(X, dtype=np.float64)
        if X.ndim == 1:
            X = X[np.newaxis]
            Y = np.reshape(np.asarray(Y, dtype=np.float64), (1, -1))
            J = None if J is None else np.reshape(np.asarray(J, dtype=np.float64), (1, -1, X.shape[1]))
        self._core.tell(X, rows(Y, "Y", 2), None if J is None else rows(J, "J", 3))

    @property
    def best(self) -> Optional[Best]:
        """The best point told so far, a Best; None if none is."""
        best = self._core.best()
        return None if best is None else Best(*best)

    @property
    def termination(self) -> str:
        """Why there is nothing more to ask; "" while there is."""
        return self._core.termination()

    @property
    def expected_gain(self) -> float:
        """What the objective is expected to improve by at the next point."""
        return self._core.expected_gain()

    @property
    def pending(self) -> int:
        """How many points were asked for and not told."""
        return self._core.pending()


class _Result(dict):
    """scipy.optimize.OptimizeResult, where SciPy is not installed."""

    __getattr__ = dict.__getitem__


def _result(**entries):
    try:
        from scipy.optimize import OptimizeResult
    except ImportError:
        OptimizeResult = _Result
    return OptimizeResult(**entries)


def _objective(fun, jac, args):
    """fun(x) -> value and gradient, the gradient NaN where there is none."""
    def evaluate(x):
        if jac is True:
            value, gradient = fun(x, *args)
        else:
            value, gradient = fun(x, *args), jac(x, *args) if callable(jac) else np.full(x.size, np.nan)
        return float(np.squeeze(value)), np.reshape(np.asarray(gradient, dtype=np.float64), (1, x.size))

    return evaluate


def minimize(
    fun: Callable,
    bounds: Any,
    *,
    budget: int = 30,
    jac: Any = True,
    x0: Optional[ArrayLike] = None,
    args: tuple = (),
    constraints: Any = (),
    batch: int = 1,
    seed: int = 1,
    callback: Optional[Callable] = None,
    **options: Any,
) -> Any:
    """Minimizes an expensive function in at most `budget` calls, by SciPy's conventions.

    Parameters
    ----------
    fun : function of (x, *args)
        Returns the value and the gradient (jac=True), or the value alone. NaN: the evaluation failed.
    bounds : (n_x, 2), or scipy.optimize.Bounds
    budget : int
        Greatest number of points evaluated.
    jac : True, a function of (x, *args), or False
        Where the gradient comes from; False: there is none, which takes several times as many calls.
    x0 : (n_x,) or (n, n_x), optional
        First points.
    constraints : SciPy's
        Dicts of type "ineq" (fun >= 0) or "eq", NonlinearConstraint, LinearConstraint, or a list of them.
        They are evaluated at the same points as fun.
    batch : int
        Points proposed at once.
    callback : function of the Best so far, optional
        Called after each round; what is true ends it.
    **options
        Of Optimizer: model, target, tolerance, ...

    Returns
    -------
    OptimizeResult
        x, fun, jac, nfev, nit, success and feasible (a feasible point was found), message, and all
        evaluations X (nfev, n_x), Y (nfev, n_y).
    """
    box = np.column_stack([bounds.lb, bounds.ub]) if hasattr(bounds, "lb") else np.asarray(bounds, dtype=np.float64)
    objective = _objective(fun, jac, args)
    limits = Constraints(constraints, box)
    if x0 is not None:
        options["starts"] = np.atleast_2d(np.asarray(x0, dtype=np.float64))
    optimizer = Optimizer(box, [{"name": "objective", "role": "objective"}, *limits.outputs], seed=seed, **options)
    tried, values, rounds = [], [], 0
    message = "budget used up"
    while len(tried) < budget:
        X = optimizer.ask(min(batch, budget - len(tried)))
        if len(X) == 0:
            message = optimizer.termination
            break
        for x in X:
            value, gradient = objective(x.copy())
            more, partials = limits(x)
            y = np.concatenate([[value], more])
            optimizer.tell(x, y, np.concatenate([gradient, partials]))
            tried.append(x)
            values.append(y)
        rounds += 1
        if callback is not None and callback(optimizer.best):
            message = "ended by callback"
            break
    best = optimizer.best
    return _result(
        x=None if best is None else best.x,
        fun=np.nan if best is None else best.y[0],
        jac=None if best is None else best.partials[0],
        nfev=len(tried),
        nit=rounds,
        success=best is not None and best.feasible,
        feasible=best is not None and best.feasible,
        message=message,
        X=np.array(tried).reshape(-1, len(box)),
        Y=np.array(values).reshape(len(tried), -1),
    )
