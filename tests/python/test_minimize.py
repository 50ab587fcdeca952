import jennopt
import numpy as np
import pytest
from conftest import rosenbrock

scipy_optimize = pytest.importorskip("scipy.optimize")
BOX = [(-2, 2), (-2, 2)]


def test_rosenbrock_in_few_calls():
    calls = []

    def counted(x):
        calls.append(x)
        return rosenbrock(x)

    result = jennopt.minimize(counted, BOX, budget=25)
    assert isinstance(result, scipy_optimize.OptimizeResult)
    assert result.success and result.nfev == len(calls) <= 25
    np.testing.assert_allclose(result.x, [1, 1], atol=1e-3)
    assert result.fun == rosenbrock(result.x)[0]
    assert result.X.shape == (result.nfev, 2) and result.Y.shape == (result.nfev, 1)


def test_conventions_of_scipy():
    bounds = scipy_optimize.Bounds([-2, -2], [2, 2])
    result = jennopt.minimize(lambda x, a: rosenbrock(x)[0] + a, bounds, args=(3.0,), budget=25,
                              jac=lambda x, a: rosenbrock(x)[1], x0=[0.0, 0.0])
    assert (result.X[0] == 0).all() and result.fun == pytest.approx(3, abs=1e-5)
    without = jennopt.minimize(lambda x: rosenbrock(x)[0], BOX, budget=15, jac=False)
    assert without.nfev == 15 and without.message == "budget used up"
    ended = jennopt.minimize(rosenbrock, BOX, callback=lambda best: best.y[0] < 100)
    assert ended.message == "ended by callback"


@pytest.mark.parametrize("constraints", [
    {"type": "ineq", "fun": lambda x: 1 - x[0] ** 2 - x[1] ** 2, "jac": lambda x: -2 * x},
    scipy_optimize.NonlinearConstraint(lambda x: x[0] ** 2 + x[1] ** 2, -np.inf, 1, jac=lambda x: 2 * x),
])
def test_inequality(constraints):
    result = jennopt.minimize(rosenbrock, BOX, budget=40, constraints=constraints)
    reference = scipy_optimize.minimize(
        rosenbrock, [0, 0], jac=True, bounds=BOX, method="SLSQP",
        constraints={"type": "ineq", "fun": lambda x: 1 - x @ x, "jac": lambda x: -2 * x})
    assert result.success
    assert result.fun == pytest.approx(reference.fun, rel=1e-3)


def test_equality_and_linear_constraint():
    line = scipy_optimize.LinearConstraint([[1, 1]], -np.inf, 1)
    circle = {"type": "eq", "fun": lambda x: x @ x - 1, "jac": lambda x: 2 * x}
    result = jennopt.minimize(lambda x: (x[0] - x[1], np.array([1.0, -1.0])), BOX, budget=40, constraints=[line, circle])
    assert result.success and result.fun == pytest.approx(-np.sqrt(2), abs=1e-4)
    np.testing.assert_allclose(result.x, [-np.sqrt(0.5), np.sqrt(0.5)], atol=1e-2)


def test_what_the_function_raises_is_raised():
    with pytest.raises(ZeroDivisionError):
        jennopt.minimize(lambda x: 1 / 0, BOX)
    with pytest.raises(ValueError, match="constraint of type 'le'"):
        jennopt.minimize(rosenbrock, BOX, constraints={"type": "le", "fun": lambda x: x[0]})
