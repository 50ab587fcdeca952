import jennopt
import numpy as np
import pytest
from conftest import rosenbrock

BOX = [(-2, 2), (-2, 2)]


def run(optimizer, rounds, batch=1):
    points = []
    for _ in range(rounds):
        X = optimizer.ask(batch)
        if len(X) == 0:
            break
        for x in X:
            points.append(x)
        answers = [rosenbrock(x) for x in X]
        optimizer.tell(X, [answer[0] for answer in answers], [answer[1] for answer in answers])
    return np.array(points)


def test_ask_and_tell_find_the_minimum():
    optimizer = jennopt.Optimizer(BOX)
    assert optimizer.best is None
    points = run(optimizer, 25)
    assert len(points) <= 25
    best = optimizer.best
    np.testing.assert_allclose(best.x, [1, 1], atol=1e-3)
    assert best.feasible and best.y[0] < 1e-6 and best.partials.shape == (1, 2)
    assert optimizer.pending == 0


def test_same_seed_same_points():
    first = run(jennopt.Optimizer(BOX, seed=5), 8)
    assert (first == run(jennopt.Optimizer(BOX, seed=5), 8)).all()
    assert (first != run(jennopt.Optimizer(BOX, seed=6), 8)).any()


def test_the_points_of_a_study_with_the_same_seed(tmp_path):
    study = tmp_path / "study.yaml"
    study.write_text("""
study: same
seed: 4
replicates: 1
problem: {inputs: [{name: x1, lower: -2, upper: 2}, {name: x2, lower: -2, upper: 2}], outputs: [{name: y}]}
budget: 12
optimizers: {best: {batch: 3}}
""")
    seen = []

    def function(x):
        seen.append(x.copy())
        return rosenbrock(x)

    jennopt.Study(study).run(function, output=tmp_path / "results")
    points = run(jennopt.Optimizer(BOX, seed=4), 4, batch=3)
    assert (np.array(seen) == points).all()


def test_a_round_may_be_asked_for_and_told_in_parts():
    whole = jennopt.Optimizer(BOX, seed=2)
    parts = jennopt.Optimizer(BOX, seed=2)
    for _ in range(3):
        X = whole.ask(3)
        whole.tell(X, *map(list, zip(*map(rosenbrock, X))))
        pieces = np.concatenate([parts.ask(1), parts.ask(2)])
        assert (pieces == X).all() and parts.pending == 3
        for x in X[[2, 0, 1]]:
            parts.tell(x, *rosenbrock(x))
    assert (whole.ask(2) == parts.ask(2)).all()


def test_answers_that_come_late():
    """As workers have it that ask for the next point whenever they are free."""
    optimizer = jennopt.Optimizer(BOX, seed=1)
    under_way = list(optimizer.ask(3))
    for _ in range(30):
        x = under_way.pop(0)
        optimizer.tell(x, *rosenbrock(x))
        new = optimizer.ask(1)
        if len(new) == 0:
            break
        assert all(np.abs(x - new).max() > 1e-6 for x in under_way)
        under_way.extend(new)
    assert optimizer.best.y[0] < 1e-3
    assert optimizer.pending == len(under_way)


def test_failures_missing_partials_and_points_of_ones_own():
    optimizer = jennopt.Optimizer(BOX)
    optimizer.tell([[0.5, 0.5], [1.5, 1.5]], [rosenbrock(x)[0] for x in np.array([[0.5, 0.5], [1.5, 1.5]])])
    for _ in range(30):
        x = optimizer.ask()
        if len(x) == 0:
            break
        value, gradient = rosenbrock(x[0])
        if x[0, 0] < -1:
            optimizer.tell(x, [np.nan])
        else:
            optimizer.tell(x, [value], [[gradient[0], np.nan]])
    assert optimizer.best.y[0] < 0.05


def test_maximize_a_constraint_and_an_integer():
    optimizer = jennopt.Optimizer(
        [{"name": "n", "lower": 0, "upper": 10, "integer": True}, {"name": "r", "lower": 1e-3, "upper": 1e3, "scale": "log"}],
        [{"name": "gain", "role": "maximize"}, {"name": "mass", "upper": 7.0}])
    for _ in range(20):
        X = optimizer.ask()
        if len(X) == 0:
            break
        n, r = X[0]
        gain = 20 - (n - 8) ** 2 - np.log10(r) ** 2
        optimizer.tell(X, [[gain, n]], [[[-2 * (n - 8), -2 * np.log10(r) / (r * np.log(10))], [1, 0]]])
    assert optimizer.best.x[0] == 7 and optimizer.best.feasible
    np.testing.assert_allclose(np.log10(optimizer.best.x[1]), 0, atol=0.01)
    assert optimizer.best.y[0] == pytest.approx(19, abs=1e-3)


@pytest.mark.parametrize("arguments, message", [
    (([(0, 1, 2)],), r"bounds has shape \(1, 3\), expected \(n_x, 2\)"),
    (([(1, 0)],), "inputs.0"),
    ((BOX, [{"name": "g", "role": "constraint"}]), "objective"),
])
def test_wrong_problems_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        jennopt.Optimizer(*arguments)


def test_wrong_options_and_answers_are_named():
    with pytest.raises(ValueError, match="tolerence: is not a known key; did you mean 'tolerance'"):
        jennopt.Optimizer(BOX, tolerence=1)
    with pytest.raises(ValueError, match=r"starts: start 1 is \[5, 5\], expected 2 numbers between"):
        jennopt.Optimizer(BOX, starts=[[5, 5]])
    optimizer = jennopt.Optimizer(BOX)
    with pytest.raises(ValueError, match=r"ask\(0\): expected at least one point"):
        optimizer.ask(0)
    with pytest.raises(jennopt.ShapeError, match=r"X has shape \(1, 3\), expected \(m, 2\)"):
        optimizer.tell([[1, 2, 3]], [1])
    with pytest.raises(jennopt.ShapeError, match=r"Y has shape \(2, 1\), expected \(1, 1\)"):
        optimizer.tell([[1, 2]], [1, 2])
    with pytest.raises(jennopt.ShapeError, match=r"J has shape \(1, 1, 3\)"):
        optimizer.tell([[1, 2]], [1], [[1, 2, 3]])
    with pytest.raises(jennopt.ShapeError, match="infinite partial"):
        optimizer.tell([[1, 2]], [1], [[np.inf, 2]])
