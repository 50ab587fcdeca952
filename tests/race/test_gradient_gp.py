"""The gradient-enhanced Gaussian process that is raced: its likelihood's gradient, its interpolation, its search."""

import sys
import unittest

try:
    import numpy as np
    from gradient_gp import Corrected, Process, trust_region_gp
except ImportError:
    print("skipped: no numpy or scipy")
    sys.exit(77)

from counting import Recorder, Stop


def value_and_gradient(x):
    return np.sin(3 * x[0]) + x[0] * x[1] ** 2, np.array([3 * np.cos(3 * x[0]) + x[1] ** 2, 2 * x[0] * x[1]])


def fitted(m=6):
    X = np.random.default_rng(1).random((m, 2))
    values, gradients = map(np.array, zip(*map(value_and_gradient, X)))
    return Process(X, values, gradients, np.full(2, 4.0)), X


class Bowl:
    """An ellipse in the unit square with its minimum at a constraint."""

    n, constraints = 2, 1
    lower, upper, width = np.zeros(2), np.ones(2), np.ones(2)
    scale = 1.0

    def __init__(self):
        self.optimum = 0.25**2 / (1 + 1 / 4)  # of (x - 1/4)^2 + 4 (y - 1/2)^2 where x + y >= 1

    def clip(self, x):
        return np.clip(x, 0.0, 1.0)

    from_unit = clip

    def evaluate(self, x):
        y = np.array([(x[0] - 0.25) ** 2 + 4 * (x[1] - 0.5) ** 2, 1.0 - x[0] - x[1]])
        return y, np.array([[2 * (x[0] - 0.25), 8 * (x[1] - 0.5)], [-1.0, -1.0]])


class GradientGpTest(unittest.TestCase):
    def test_the_gradient_of_the_likelihood_is_that_of_differences(self):
        process, _ = fitted()
        at, step = np.log([2.0, 5.0]), 1e-5
        _, gradient = process.misfit(at)
        for j in range(2):
            h = step * np.eye(2)[j]
            difference = (process.misfit(at + h)[0] - process.misfit(at - h)[0]) / (2 * step)
            self.assertAlmostEqual(gradient[j], difference, delta=1e-4 * (1 + abs(difference)))

    def test_it_interpolates_values_and_gradients(self):
        process, X = fitted()
        for x in X:
            value, gradient = value_and_gradient(x)
            predicted, slope = process(x)
            self.assertAlmostEqual(predicted, value, delta=1e-4)
            np.testing.assert_allclose(slope, gradient, atol=1e-3)

    def test_the_corrected_one_is_exact_at_its_centre(self):
        process, _ = fitted(3)
        centre = np.array([0.3, 0.7])
        value, gradient = value_and_gradient(centre)
        predicted, slope = Corrected(process, centre, value, gradient)(centre)
        self.assertAlmostEqual(predicted, value, delta=1e-12)
        np.testing.assert_allclose(slope, gradient, atol=1e-12)

    def test_the_search_finds_a_minimum_at_a_constraint(self):
        recorder = Recorder(Bowl(), 30)
        with self.assertRaises(Stop):
            trust_region_gp(recorder, np.array([[0.9, 0.1], [0.5, 0.5]]))
        self.assertIsNotNone(recorder.hits["fine"])


if __name__ == "__main__":
    unittest.main()
