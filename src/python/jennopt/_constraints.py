"""Constraints by SciPy's conventions, as outputs with limits."""

import numpy as np


class _Rows:
    """Some outputs with their limits and partials."""

    def __init__(self, evaluate, lower, upper):
        self.evaluate = evaluate
        self.limits = list(zip(lower, upper))


def _function(fun, jac, args=()):
    def evaluate(x):
        values = np.atleast_1d(np.asarray(fun(x, *args), dtype=np.float64))
        if callable(jac):
            partials = np.reshape(np.asarray(jac(x, *args), dtype=np.float64), (values.size, x.size))
        else:
            partials = np.full((values.size, x.size), np.nan)
        return values, partials

    return evaluate


def _rows(constraint, x):
    """@param x  a point at which the number of rows is counted."""
    if isinstance(constraint, dict):
        kind = constraint.get("type")
        if kind not in ("ineq", "eq"):
            raise ValueError(f"constraint of type {kind!r}, expected 'ineq' (fun >= 0) or 'eq'")
        evaluate = _function(constraint["fun"], constraint.get("jac"), constraint.get("args", ()))
        count = constraint.get("size") or len(evaluate(x)[0])
        return _Rows(evaluate, [0.0] * count, [0.0 if kind == "eq" else np.inf] * count)
    if hasattr(constraint, "A"):
        A = np.atleast_2d(np.asarray(constraint.A, dtype=np.float64))
        evaluate, count = (lambda x: (A @ x, A)), len(A)
    elif hasattr(constraint, "fun"):
        evaluate = _function(constraint.fun, constraint.jac)
        count = np.broadcast(constraint.lb, constraint.ub).size
        count = count if count > 1 else len(evaluate(x)[0])
    else:
        raise TypeError(f"{constraint!r}: expected a dict, NonlinearConstraint or LinearConstraint")
    return _Rows(evaluate, np.broadcast_to(constraint.lb, count), np.broadcast_to(constraint.ub, count))


class Constraints:
    """All constraints of a problem: outputs as a study has them, and their values and partials at a point."""

    def __init__(self, constraints, bounds):
        if isinstance(constraints, dict) or hasattr(constraints, "A") or hasattr(constraints, "fun"):
            constraints = [constraints]
        self._rows = [_rows(constraint, bounds.mean(axis=1)) for constraint in constraints]
        self._n_x = len(bounds)
        self.outputs = []
        for lower, upper in (limit for rows in self._rows for limit in rows.limits):
            output = {"name": f"constraint{len(self.outputs) + 1}", "role": "constraint"}
            if lower == upper:
                output["equals"] = float(lower)
            else:
                output.update({key: float(limit) for key, limit in (("lower", lower), ("upper", upper))
                               if np.isfinite(limit)})
            self.outputs.append(output)

    def __call__(self, x):
        """Values (n) and partials (n, n_x)."""
        pairs = [rows.evaluate(x.copy()) for rows in self._rows]
        values = [np.empty(0), *(pair[0] for pair in pairs)]
        partials = [np.empty((0, self._n_x)), *(pair[1] for pair in pairs)]
        return np.concatenate(values), np.concatenate(partials)
