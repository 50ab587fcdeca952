#!/usr/bin/env python3
"""Seconds until R2 of the values on other samples is 0.999: jennopt, SMT, JENN and L-BFGS of PyTorch.

CPU seconds of one thread, medians over seeds. jennopt and SMT choose what they choose and end when they
end; JENN, PyTorch and jennopt with a lambda that is given are told by the test samples when to stop,
which no user can be. Prints a table in Markdown. Needs the Python packages jenn 2.1.1 and smt, and a
Python that has PyTorch.
"""

import argparse
import contextlib
import io
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time
import warnings

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "benchmark"))
from blas_kernel import use_kernel  # noqa: E402

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is there
use_kernel()

import jennopt  # noqa: E402
import numpy as np  # noqa: E402
import side_by_side  # noqa: E402

ENOUGH = 0.999
PATIENCE = 20  # seconds of a training that is told when to stop


def branin(X):
    x, y = X.T
    b, c, t = 5.1 / (4 * np.pi**2), 5 / np.pi, 1 / (8 * np.pi)
    square = y - b * x**2 + c * x - 6
    value = square**2 + 10 * (1 - t) * np.cos(x) + 10
    return value, np.column_stack([2 * square * (c - 2 * b * x) - 10 * (1 - t) * np.sin(x), 2 * square])


def rosenbrock(X):
    a, b = 1 - X[:, :-1], X[:, 1:] - X[:, :-1] ** 2
    J = np.zeros_like(X)
    J[:, :-1] = -2 * a - 400 * X[:, :-1] * b
    J[:, 1:] += 200 * b
    return (a**2 + 100 * b**2).sum(axis=1), J


def rastrigin(X):
    return ((X**2 - 10 * np.cos(2 * np.pi * X)).sum(axis=1) + 10 * X.shape[1],
            2 * X + 20 * np.pi * np.sin(2 * np.pi * X))


HARTMANN_A = np.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
HARTMANN_P = 1e-4 * np.array([[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
                              [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]])


def hartmann(X):
    away = X[:, np.newaxis, :] - HARTMANN_P
    terms = np.array([1, 1.2, 3, 3.2]) * np.exp(-(HARTMANN_A * away**2).sum(axis=2))
    return -terms.sum(axis=1), 2 * np.einsum("mi,ij,mij->mj", terms, HARTMANN_A, away)


def drawn(function, lower, upper, m, rng):
    X = rng.uniform(lower, upper, (m, len(lower)))
    return X, *function(X)


FUNCTIONS = {
    "Rosenbrock 2-D, 100": (rosenbrock, [-2] * 2, [2] * 2, 100),
    "Branin, 15": (branin, [-5, 0], [10, 15], 15),
    "Rosenbrock 5-D, 50": (rosenbrock, [-2] * 5, [2] * 5, 50),
    "Rastrigin 2-D, 100": (rastrigin, [-1] * 2, [1.5] * 2, 100),
    "Hartmann 6-D, 100": (hartmann, [0] * 6, [1] * 6, 100),
}


def data_sets(seed):
    for name, (function, lower, upper, m) in FUNCTIONS.items():
        rng = np.random.default_rng(seed)
        yield name, drawn(function, lower, upper, m, rng), drawn(function, lower, upper, 2000, rng)
    yield "airfoil drag, 400 rows", *side_by_side.airfoil(seed)


def r2(found, truth):
    return 1 - ((found - truth) ** 2).sum() / ((truth - truth.mean()) ** 2).sum()


def one_fit(fit):
    """Of a fit that ends by itself: its seconds and R2."""

    def run(training, test):
        begin = time.process_time()
        values, _ = fit(*training)
        seconds = time.process_time() - begin
        return seconds, r2(values(test[0]), test[1])

    return run


def shortest(fit, first):
    """Of trainings of ever more iterations the first that is good enough; only its own seconds count."""

    def run(training, test):
        iterations = first
        while True:
            begin = time.process_time()
            values = fit(*training, iterations)
            seconds = time.process_time() - begin
            reached = r2(values(test[0]), test[1])
            if reached >= ENOUGH or seconds > PATIENCE / 4 or iterations > 20_000:
                return seconds, reached
            iterations *= 2

    return run


def by_jenn(X, Y, J, iterations):
    import jenn

    model = jenn.NeuralNet([X.shape[1], 20, 20, 1])
    model.fit(X.T, Y[np.newaxis], J.T[np.newaxis], is_normalize=True, lambd=0.01, max_iter=iterations, random_state=1)
    return lambda x: model.predict(x.T)[0]


def by_jennopt_given(X, Y, J, iterations):
    model = jennopt.fit(X, Y, J, threads=1, cross_validate=False, gamma=1.0, training={"max_iterations": iterations},
                        **{"lambda": 0.01})
    return lambda x: model.predict(x)[:, 0]


def by_torch(python):
    def run(training, test):
        data = json.dumps({"training": [array.tolist() for array in training], "test": [array.tolist() for array in test[:2]],
                           "enough": ENOUGH, "patience": PATIENCE})
        worker = pathlib.Path(__file__).with_name("torch_lbfgs.py")
        found = subprocess.run([python, "-B", worker], input=data, capture_output=True, text=True, check=True)
        return tuple(json.loads(found.stdout))

    return run


def median_text(runs):
    reached = [seconds for seconds, found in runs if found >= ENOUGH]
    if 2 * len(reached) <= len(runs):
        median = statistics.median(found for _, found in runs)
        return None, "refused" if median == -float("inf") else f"R2 {median:.3f}"
    seconds = statistics.median(seconds if found >= ENOUGH else float("inf") for seconds, found in runs)
    return seconds, f"{seconds:.2f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--torch", help="a Python that has PyTorch", default="/usr/bin/python3")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # of scikit-learn, in SMT
    models = {
        "jennopt, jenn": one_fit(side_by_side.by_jennopt),
        "jennopt, kriging": one_fit(side_by_side.by_jennopt_kriging),
        "SMT, GEKPLS": one_fit(side_by_side.by_gekpls),
        "SMT, KRG (values only)": one_fit(side_by_side.by_krg),
        "jennopt, jenn, told": shortest(by_jennopt_given, 25),
        "JENN, told": shortest(by_jenn, 250),
        "PyTorch, L-BFGS, told": by_torch(options.torch),
    }
    sets = {}
    for seed in range(1, options.seeds + 1):
        for name, training, test in data_sets(seed):
            sets.setdefault(name, []).append((training, test))
    print(f"| samples | {' | '.join(models)} |\n|---|{'---|' * len(models)}")
    for name, drawn_sets in sets.items():
        cells, times = [], []
        for model, run in models.items():
            runs = []
            for training, test in drawn_sets:
                try:
                    with contextlib.redirect_stdout(io.StringIO()):
                        runs.append(run(training, test))
                except Exception as error:  # a peer that refuses says so in its own way
                    print(f"{name}, {model}: {error}", file=sys.stderr)
                    runs.append((float("inf"), -float("inf")))
            seconds, text = median_text(runs)
            cells.append(text)
            times.append(float("inf") if seconds is None else seconds)
        best = min(times)
        marked = [f"**{cell}**" if seconds == best < float("inf") else cell for cell, seconds in zip(cells, times)]
        print(f"| {name} | {' | '.join(marked)} |", flush=True)


if __name__ == "__main__":
    main()
