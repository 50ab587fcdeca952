#!/usr/bin/env python3
"""jennopt beside JENN and SMT on three data sets: accuracy of values and partials, and seconds to fit and to predict.

Prints a table in Markdown. Needs the Python packages jenn 2.1.1 and smt.
"""

import argparse
import contextlib
import csv
import inspect
import io
import pathlib
import sys
import tempfile
import time
import warnings

import jennopt
import numpy as np


def rosenbrock(X):
    a, b = 1 - X[:, 0], X[:, 1] - X[:, 0] ** 2
    return a**2 + 100 * b**2, np.column_stack([-2 * a - 400 * X[:, 0] * b, 200 * b])


def ten_inputs(X):
    """Sums of neighbours' products below a sine, and squares of different size."""
    weights = 1 / np.arange(1, 11)
    angle = X[:, :-1] * X[:, 1:]
    J = 2 * weights * X
    J[:, :-1] += np.cos(angle) * X[:, 1:]
    J[:, 1:] += np.cos(angle) * X[:, :-1]
    return np.sin(angle).sum(axis=1) + (weights * X**2).sum(axis=1), J


def drawn(function, n_x, width, m, rng):
    X = rng.uniform(-width, width, (m, n_x))
    return X, *function(X)


AIRFOIL = """
study: table
seed: {seed}
replicates: 1
problem: {name: airfoil}
sampling: {plan: latin_hypercube, count: 400}
test: {plan: random, count: 400}
surrogates: {any: {kind: kriging, partials: false}}
optimization: {starts: 1, truth_baseline: false}
"""


def read_table(file, outputs):
    with open(file, newline="") as lines:
        rows = list(csv.DictReader(lines))
    inputs = [name for name in rows[0] if f"d_{outputs[0]}_d_{name}" in rows[0]]
    X = np.array([[float(row[name]) for name in inputs] for row in rows])
    Y = np.array([float(row[outputs[0]]) for row in rows])
    J = np.array([[float(row[f"d_{outputs[0]}_d_{name}"]) for name in inputs] for row in rows])
    return X, Y, J


def airfoil(seed=1):
    """400 rows of drag of the airfoil problem, and as many to test on."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "table.yaml"
        file.write_text(AIRFOIL.replace("{seed}", str(seed)))
        results = jennopt.Study(file).run(output=folder).folder
        place = next(results.glob("*/r0"))
        return read_table(place / "training.csv", ["cd"]), read_table(place / "test.csv", ["cd"])


def data_sets():
    rng = np.random.default_rng(1)
    yield "Rosenbrock, 2 inputs, 100 samples", drawn(rosenbrock, 2, 2, 100, rng), drawn(rosenbrock, 2, 2, 2000, rng)
    yield "10 inputs, 200 samples", drawn(ten_inputs, 10, 1, 200, rng), drawn(ten_inputs, 10, 1, 2000, rng)
    yield "airfoil drag, 400 rows", *airfoil()


# What a user writes: each returns a function that gives values (m,) and one that gives partials (m, n_x), or None.


def by_jennopt(X, Y, J):
    model = jennopt.fit(X, Y, J, cross_validate=False)
    return lambda x: model.predict(x)[:, 0], lambda x: model.jacobian(x)[:, 0]


def by_jennopt_kriging(X, Y, J):
    model = jennopt.fit(X, Y, J, kind="kriging", cross_validate=False)
    return lambda x: model.predict(x)[:, 0], lambda x: model.jacobian(x)[:, 0]


def by_jenn(X, Y, J):
    import jenn

    model = jenn.NeuralNet([X.shape[1], 20, 20, 1])
    model.fit(X.T, Y[np.newaxis], J.T[np.newaxis], is_normalize=True, lambd=0.01, max_iter=5000, random_state=1)
    return lambda x: model.predict(x.T)[0], lambda x: model.predict_partials(x.T)[0].T


def smt_partials(model):
    return lambda x: np.column_stack([model.predict_derivatives(x, kx)[:, 0] for kx in range(x.shape[1])])


def by_genn(X, Y, J):
    from smt.surrogate_models import GENN

    model = GENN(hidden_layer_sizes=[20, 20], num_iterations=5000, lambd=0.01, seed=1, print_global=False)
    model.load_data(X, Y, J)
    model.train()
    return lambda x: model.predict_values(x)[:, 0], smt_partials(model)


def by_gekpls(X, Y, J):
    from smt.surrogate_models import GEKPLS

    box = np.column_stack([X.min(axis=0), X.max(axis=0)])
    model = GEKPLS(n_comp=2, theta0=[1e-2] * 2, extra_points=1, xlimits=box, print_global=False)
    model.set_training_values(X, Y)
    for kx in range(X.shape[1]):
        model.set_training_derivatives(X, J[:, [kx]], kx)
    model.train()
    return lambda x: model.predict_values(x)[:, 0], smt_partials(model)


def by_krg(X, Y, J):
    from smt.surrogate_models import KRG

    model = KRG(print_global=False)
    model.set_training_values(X, Y)
    model.train()
    return lambda x: model.predict_values(x)[:, 0], smt_partials(model)


MODELS = {
    "jennopt, jenn": by_jennopt,
    "jennopt, kriging": by_jennopt_kriging,
    "JENN": by_jenn,
    "SMT, GENN": by_genn,
    "SMT, GEKPLS": by_gekpls,
    "SMT, KRG (values only)": by_krg,
}


def error(found, truth):
    """1 - R2, pooled over the columns, in units of each one's spread."""
    found, truth = (np.reshape(array, (len(truth), -1)) for array in (found, truth))
    scale = truth.std(axis=0)
    scale[scale == 0] = 1
    return (((found - truth) / scale) ** 2).sum() / (((truth - truth.mean(axis=0)) / scale) ** 2).sum()


def measured(fit, training, test):
    begin = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        values, partials = fit(*training)
    seconds = time.perf_counter() - begin
    many = np.resize(test[0], (10_000, test[0].shape[1]))
    begin = time.perf_counter()
    values(many)
    prediction = time.perf_counter() - begin
    try:
        slopes = f"{error(partials(test[0]), test[2]):.1e}"
    except Exception as refusal:  # a peer that has none says so in its own way
        slopes = type(refusal).__name__
    return f"{error(values(test[0]), test[1]):.1e} | {slopes} | {seconds:.2f} | {prediction:.4f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", help="only those whose names have this in them", default="")
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # of scikit-learn, in SMT
    lines = {name: len([line for line in inspect.getsource(fit).splitlines() if line.strip()]) - 1
             for name, fit in MODELS.items()}
    for name, training, test in data_sets():
        print(f"\n| {name} | 1 - R2 of values | of partials | fit, s | predict 10,000, s | lines |")
        print("|---|---|---|---|---|---|")
        for model, fit in MODELS.items():
            if options.models in model:
                try:
                    print(f"| {model} | {measured(fit, training, test)} | {lines[model]} |", flush=True)
                except Exception as error:
                    print(f"{model}: {error}", file=sys.stderr)
                    print(f"| {model} | {type(error).__name__} | | | | {lines[model]} |", flush=True)


if __name__ == "__main__":
    main()
