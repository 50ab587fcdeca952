"""How evaluations are counted: the index of the first point that is good enough, and when an optimizer is stopped."""

import math

# How near the optimum, in units of the problem's scale, and how large a constraint passes then.
TARGETS = {"coarse": (1e-2, 1e-4), "fine": (1e-5, 1e-6), "tight": (1e-8, 1e-8)}


class Stop(Exception):
    """The budget is spent, or the last target reached."""


def hits_of(values, violations, optimum, scale):
    """The number, from 1, of the first evaluation that reaches each target; None where none does."""
    hits = dict.fromkeys(TARGETS)
    for count, (value, violation) in enumerate(zip(values, violations), start=1):
        for target, (tolerance, constraint_tolerance) in TARGETS.items():
            if hits[target] is None and value - optimum <= tolerance * scale and violation <= constraint_tolerance:
                hits[target] = count
    return hits


class Recorder:
    """A problem as an optimizer sees it: one call is objective, constraints and all their partials at one point.

    Points outside of the bounds are moved to them, and a point that was evaluated before is free: that is what a simulation would
    cost. Raises Stop when the budget is spent, and at the tightest target, beyond which nothing is counted.
    """

    def __init__(self, problem, budget):
        self.problem = problem
        self.budget = budget
        self.known = {}
        self.points, self.values, self.violations = [], [], []
        self.hits = dict.fromkeys(TARGETS)

    def __call__(self, x):
        x = self.problem.clip(x)
        key = tuple(x)
        if key not in self.known:
            if self.is_over():
                raise Stop
            y, jacobian = self.problem.evaluate(x)
            self.known[key] = y, jacobian
            self.points.append(x)
            self.values.append(y[0])
            self.violations.append(max([0.0, *y[1:]]) if all(map(math.isfinite, y)) else math.inf)
            self.hits = hits_of(self.values, self.violations, self.problem.optimum, self.problem.scale)
            if self.is_over():
                raise Stop
        return self.known[key]

    def is_over(self):
        return len(self.points) >= self.budget or self.hits["tight"] is not None
