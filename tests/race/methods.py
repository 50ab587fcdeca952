"""The optimizers of other people as they are raced: each is given a recorder, the seed's starts and the seed, and runs until it is stopped.

Their own defaults, but for tolerances that would end them before the fine target.
"""

import contextlib
import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from gradient_gp import trust_region_gp


def in_unit_box(recorder):
    """u -> values (1 + m), gradients (1 + m, n) of a unit box."""

    def function(u):
        y, jacobian = recorder(recorder.problem.from_unit(u))
        return y, jacobian * recorder.problem.width

    return function


def local_search(recorder, start, method, options):
    problem, function = recorder.problem, in_unit_box(recorder)
    constraints = ()
    if problem.constraints:
        constraints = {"type": "ineq", "fun": lambda u: -function(u)[0][1:], "jac": lambda u: -function(u)[1][1:]}
    minimize(
        lambda u: (function(u)[0][0], function(u)[1][0]),
        (start - problem.lower) / problem.width,
        jac=True,
        method=method,
        bounds=[(0.0, 1.0)] * problem.n,
        constraints=constraints,
        options=options,
    )


def scipy_lbfgs(recorder, starts, seed):
    for start in starts:
        local_search(recorder, start, "L-BFGS-B", {"maxiter": 1000})


def scipy_slsqp(recorder, starts, seed):
    for start in starts:
        local_search(recorder, start, "SLSQP", {"maxiter": 1000, "ftol": 1e-10})


def gradient_gp(recorder, starts, seed):
    trust_region_gp(recorder, starts)


def smt_ego(recorder, starts, seed):
    """Values only; its design of experiments are the first starts."""
    from smt.applications import EGO
    from smt.design_space import DesignSpace
    from smt.surrogate_models import KRG

    problem = recorder.problem
    first = (starts[: 2 * problem.n + 1] - problem.lower) / problem.width
    space = DesignSpace([[0.0, 1.0]] * problem.n, seed=seed)
    ego = EGO(
        xdoe=first,
        n_iter=recorder.budget,
        criterion="EI",
        surrogate=KRG(design_space=space, print_global=False, n_start=5),
        seed=seed,
    )
    ego.optimize(fun=lambda points: np.array([[recorder(problem.from_unit(u))[0][0]] for u in np.atleast_2d(points)]))


@contextlib.contextmanager
def without_stdout():
    """Of the whole process: a library in Rust writes what ends it there."""
    kept, nothing = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nothing)


def egobox_ego(recorder, starts, seed):
    """Values of the objective and of the constraints; its design of experiments are the first starts."""
    import egobox

    problem = recorder.problem
    first = (starts[: 2 * problem.n + 1] - problem.lower) / problem.width

    def function(points):
        return np.array([recorder(problem.from_unit(u))[0] for u in np.atleast_2d(points)])

    egor = egobox.Egor([[0.0, 1.0]] * problem.n, n_cstr=problem.constraints, x_doe=first, seed=seed)
    with without_stdout():
        egor.minimize(function, max_iters=recorder.budget, stop_on_error=True)


@dataclass(frozen=True)
class Method:
    run: Callable
    budget: int  # evaluations: of a method that is slow to propose, no more than somebody waits for
    uses_partials: bool = True
    takes_constraints: bool = True


METHODS = {
    "scipy_lbfgs": Method(scipy_lbfgs, 200, takes_constraints=False),
    "scipy_slsqp": Method(scipy_slsqp, 200),
    "gradient_gp": Method(gradient_gp, 200),
    "egobox": Method(egobox_ego, 200, uses_partials=False),
    "smt_ego": Method(smt_ego, 50, uses_partials=False, takes_constraints=False),
}


def run(name, recorder, starts, seed):
    """Until the recorder stops it, or it ends by itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            METHODS[name].run(recorder, starts, seed)
        except Exception:
            if not recorder.is_over():  # what stops it may come back as another exception
                raise
