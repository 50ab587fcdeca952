import numpy as np
import pytest


def rosenbrock(x):
    """Value and gradient."""
    a, b = 1 - x[0], x[1] - x[0] ** 2
    return a**2 + 100 * b**2, np.array([-2 * a - 400 * x[0] * b, 200 * b])


@pytest.fixture
def samples():
    """X (40, 2), Y (40, 2), J (40, 2, 2) of two functions."""
    X = np.random.default_rng(1).uniform(-1, 1, (40, 2))
    Y = np.column_stack([X[:, 0] ** 2 + np.sin(X[:, 1]), X[:, 0] * X[:, 1]])
    J = np.empty((40, 2, 2))
    J[:, 0] = np.column_stack([2 * X[:, 0], np.cos(X[:, 1])])
    J[:, 1] = X[:, ::-1]
    return X, Y, J


def central_difference(function, x, step=1e-5):
    """J (n_y, n_x) of a function of x (n_x,) that returns (n_y,)."""
    columns = []
    for j in range(len(x)):
        forward, backward = np.array(x), np.array(x)
        forward[j] += step
        backward[j] -= step
        columns.append((function(forward) - function(backward)) / (2 * step))
    return np.column_stack(columns)
