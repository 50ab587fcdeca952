"""Models from samples."""

import os
from collections import namedtuple
from typing import Any, Callable, Optional, Sequence

import numpy as np
from numpy.typing import ArrayLike

from . import _core
from ._text import named, text_of

Prediction = namedtuple("Prediction", "values partials spread")
Prediction.__doc__ = """Values (m, n_y), partials (m, n_y, n_x) and the standard deviation of the values (m, n_y), or None
where the model has none; without the first axis at a single point."""


def _call(self, X):
    """Values, partials and spread at X, shape (m, n_x) or (n_x,)."""
    return Prediction(*self._evaluate(X))


def _repr(self):
    inputs = ", ".join(self.input_names)
    outputs = ", ".join(self.output_names)
    return f"<jennopt.Model: {self.kind} ({inputs}) -> ({outputs})>"


_core.Model.__call__ = _call
_core.Model.__repr__ = _repr


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _boxed(inputs, X):
    """The box of the samples for the inputs that state no bounds; a little wider where they all agree."""
    for j, entry in enumerate(inputs):
        least, greatest = float(np.min(X[:, j])), float(np.max(X[:, j]))
        if least == greatest:
            least, greatest = least - max(1.0, abs(least)), greatest + max(1.0, abs(greatest))
        entry.setdefault("lower", min(least, entry.get("upper", greatest)))
        entry.setdefault("upper", max(greatest, entry["lower"]))
    return inputs


def rows(array, name, dimensions):
    array = np.ascontiguousarray(array, dtype=np.float64)
    if array.ndim == dimensions - 1:  # one output: (m,) and (m, n_x)
        array = array[:, np.newaxis] if dimensions == 2 else array[:, np.newaxis, :]
    if array.ndim != dimensions:
        expected = {"X": "(m, n_x)", "Y": "(m, n_y) or (m,)", "J": "(m, n_y, n_x)"}[name]
        raise _core.ShapeError(f"{name} has shape {array.shape}, expected {expected}")
    return array


def fit(
    X: ArrayLike,
    Y: ArrayLike,
    J: Optional[ArrayLike] = None,
    kind: Optional[str] = None,
    *,
    inputs: Optional[Sequence] = None,
    outputs: Optional[Sequence] = None,
    seed: int = 1,
    threads: Optional[int] = None,
    cross_validate: bool = True,
    progress: Optional[Callable[[float, str], None]] = None,
    **options: Any,
) -> _core.Model:
    """Makes a model of samples, and judges it by cross-validation.

    Parameters
    ----------
    X : (m, n_x)
        Inputs, one row per sample, in any units.
    Y : (m, n_y) or (m,)
        Values.
    J : (m, n_y, n_x), or (m, n_x) for one output; optional
        Partials dy_k/dx_j, NaN where one is missing.
    kind : "jenn", "nn" or "kriging"
        Jacobian-enhanced network (the default where J is given), plain network (the default where it
        is not), or a Gaussian process on values and partials.
    inputs, outputs : lists of names or of dicts, optional
        As `problem.inputs` and `problem.outputs` of a study: name, unit, lower, upper, scale: log, ...
    seed : int
        Same seed, same model.
    threads : int, optional
        Default: all cores. The model does not depend on it.
    cross_validate : bool
        Whether the model is judged on samples it was not trained on: report["accuracy"].
    progress : function of (fraction, activity), optional
        Called some times a second; what it raises ends the fit.
    **options
        Those of a surrogate in a study file, by the same names: hidden=[20, 20], activation="tanh",
        gamma=1.0, members=5, training={"max_iterations": 500}, ... `jennopt describe study` has all.

    Returns
    -------
    Model
    """
    X = np.ascontiguousarray(X, dtype=np.float64)
    if X.ndim != 2 or X.size == 0:
        raise _core.ShapeError(f"X has shape {X.shape}, expected (m, n_x) with at least one row")
    Y = rows(Y, "Y", 2)
    J = None if J is None else rows(J, "J", 3)
    outputs = named(outputs, "y", Y.shape[1])
    for entry in outputs:
        entry.setdefault("role", "quantity")
    study = {
        "study": "fit",
        "seed": seed,
        "problem": {"inputs": _boxed(named(inputs, "x", X.shape[1]), X), "outputs": outputs},
        "surrogates": {"model": {"kind": kind or ("nn" if J is None else "jenn"), **options}},
    }
    try:
        return _core._fit(text_of(study), X, Y, J, cross_validate, threads or cores(), progress)
    except _core.ConfigError as error:
        raise _core.ConfigError(str(error).replace("surrogates.model.", "").replace("surrogates.model", "fit")) from None
