"""A gradient-enhanced Gaussian process and a trust region on it, after the literature on Bayesian optimization with gradients
(Marchildon and Zingg, arXiv 2307.05855), for the race: nothing that pip installs has one.

All inputs lie in the unit box. Squared exponential, one length per input and a constant mean by maximum likelihood; a nugget that is
relative to the diagonal, as their preconditioned covariance has it.
"""

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize, nnls


def kernel(A, B, theta):
    """Covariance of value and partials at the points A with those at B, unit variance: (a (1 + n), b (1 + n)), values first."""
    n = A.shape[1]
    d = A[:, None, :] - B[None, :, :]
    k = np.exp(-0.5 * np.sum(theta * d * d, axis=2))
    slope = theta * d
    K = np.empty((1 + n, len(A), 1 + n, len(B)))
    K[0, :, 0, :] = k
    for i in range(n):
        K[0, :, 1 + i, :] = k * slope[:, :, i]
        K[1 + i, :, 0, :] = -k * slope[:, :, i]
        for j in range(n):
            K[1 + i, :, 1 + j, :] = k * ((theta[i] if i == j else 0.0) - slope[:, :, i] * slope[:, :, j])
    return K.reshape((1 + n) * len(A), (1 + n) * len(B)), d


class Process:
    """Fitted to values (m) and gradients (m, n) at the points X (m, n)."""

    def __init__(self, X, values, gradients, theta):
        self.X = X
        self.data = np.concatenate([values, gradients.T.ravel()])
        self.size = max(np.std(values), 1e-12 * (1.0 + np.abs(values).max()))
        self.data = self.data / self.size
        start = np.log(theta)
        found = minimize(self.misfit, start, jac=True, method="L-BFGS-B", bounds=[(-7.0, 7.0)] * len(start), options={"maxiter": 12})
        self.theta = np.exp(found.x)
        self.prepare(self.theta)

    def prepare(self, theta):
        m, n = self.X.shape
        self.K, self.d = kernel(self.X, self.X, theta)
        for nugget in 10.0 ** np.arange(-9, 0):
            K = self.K + np.diag(nugget * np.diag(self.K))
            try:
                self.factor = cho_factor(K, lower=True)
                break
            except np.linalg.LinAlgError:
                continue
        ones = np.concatenate([np.ones(m), np.zeros(m * n)])
        half = cho_solve(self.factor, ones)
        self.mean = (half @ self.data) / (half @ ones)
        rest = self.data - self.mean * ones
        self.alpha = cho_solve(self.factor, rest)
        self.variance = max(rest @ self.alpha / len(rest), 1e-300)

    def misfit(self, log_theta):
        """Minus the logarithm of the likelihood, and its gradient."""
        theta = np.exp(log_theta)
        self.prepare(theta)
        m, n = self.X.shape
        N = len(self.data)
        value = 0.5 * N * np.log(self.variance) + np.sum(np.log(np.diag(self.factor[0])))
        W = np.outer(self.alpha, self.alpha) / self.variance - cho_solve(self.factor, np.eye(N))
        products = (W * self.K).reshape(1 + n, m, 1 + n, m)
        blocks = products.sum(axis=(0, 2))
        W = W.reshape(1 + n, m, 1 + n, m)
        k = self.K.reshape(1 + n, m, 1 + n, m)[0, :, 0, :]
        gradient = np.empty(n)
        for p in range(n):
            square = theta[p] * self.d[:, :, p] ** 2
            own = products[1 + p]
            diagonal = W[1 + p, :, 1 + p, :] * k * theta[p] * (1.0 - 2.0 * square)
            trace = -0.5 * np.sum(square * blocks) + 2.0 * (own.sum() - own[:, 1 + p, :].sum()) + diagonal.sum()
            gradient[p] = -0.5 * trace
        return value, gradient

    def __call__(self, x):
        """Mean and its gradient at one point."""
        K, _ = kernel(np.atleast_2d(x), self.X, self.theta)
        both = self.size * (K @ self.alpha)
        return both[0] + self.size * self.mean, both[1:]


class Corrected:
    """With a linear term that makes value and gradient at the centre the true ones."""

    def __init__(self, process, centre, value, gradient):
        self.process, self.centre = process, centre
        predicted, slope = process(centre)
        self.offset, self.slope = value - predicted, gradient - slope

    def __call__(self, x):
        value, gradient = self.process(x)
        return value + self.offset + self.slope @ (x - self.centre), gradient + self.slope


class Search:
    """One local search: the process's mean is minimized in a region around the best point, which grows and shrinks with its success."""

    def __init__(self, recorder, data, start):
        self.recorder, self.data = recorder, data
        self.n, self.m = recorder.problem.n, recorder.problem.constraints
        self.radius = 0.5 if self.m else 0.35
        self.penalty = 0.0
        self.theta = [np.full(self.n, 4.0) for _ in range(1 + self.m)]
        self.evaluate(start)
        self.centre = len(data) - 1

    def evaluate(self, u):
        problem = self.recorder.problem
        y, jacobian = self.recorder(problem.from_unit(u))
        self.data.append((np.array(u), y, jacobian * problem.width))

    def merit(self, y):
        return y[0] + self.penalty * np.sum(np.maximum(0.0, y[1:]))

    def models(self):
        centre, y, jacobian = self.data[self.centre]
        usable = [i for i, (_, values, partials) in enumerate(self.data) if np.isfinite(values).all() and np.isfinite(partials).all()]
        distance = [np.linalg.norm(self.data[i][0] - centre) for i in usable]
        near = [usable[i] for i in np.argsort(distance, kind="stable")[: 10 + 3 * self.n]]
        X = np.array([self.data[i][0] for i in near])
        models = []
        for k in range(1 + self.m):
            values = np.array([self.data[i][1][k] for i in near])
            gradients = np.array([self.data[i][2][k] for i in near])
            process = Process(X, values, gradients, self.theta[k])
            self.theta[k] = process.theta
            models.append(Corrected(process, centre, y[k], jacobian[k]))
        return models

    def propose(self, models):
        """The best of the minima from the centre and from the corner towards which the objective falls."""
        centre, y, jacobian = self.data[self.centre]
        lower, upper = np.maximum(0.0, centre - self.radius), np.minimum(1.0, centre + self.radius)
        corner = np.clip(centre - self.radius * np.sign(jacobian[0]), lower, upper)
        unit = max(abs(jacobian[0]).max(), 1e-300)
        constraints = [
            {"type": "ineq", "fun": lambda x, c=c: -c(x)[0], "jac": lambda x, c=c: -c(x)[1]} for c in models[1:]
        ]
        best = None
        for first in (centre, corner):
            found = minimize(
                lambda x: tuple(each / unit for each in models[0](x)),
                first,
                jac=True,
                method="SLSQP" if self.m else "L-BFGS-B",
                bounds=list(zip(lower, upper)),
                constraints=constraints,
                options={"maxiter": 100, "ftol": 1e-14},
            )
            x = np.clip(found.x, lower, upper)
            predicted = np.array([model(x)[0] for model in models])
            if self.m:
                self.weigh(models, x)
            if best is None or self.merit(predicted) < self.merit(best[1]):
                best = x, predicted
        return best

    def weigh(self, models, x):
        """The penalty is twice the largest multiplier, at least."""
        values, slopes = zip(*(model(x) for model in models))
        active = [slope for value, slope in zip(values[1:], slopes[1:]) if value > -1e-6]
        if active:
            free = (x > 1e-12) & (x < 1.0 - 1e-12)
            multipliers, _ = nnls(np.array(active).T[free], -slopes[0][free]) if free.any() else (np.zeros(1), 0.0)
            self.penalty = max(self.penalty, 2.0 * multipliers.max())

    def step(self):
        """False where the search has ended."""
        models = self.models()
        centre, y, _ = self.data[self.centre]
        x, predicted = self.propose(models)
        gain = self.merit(y) - self.merit(predicted)
        length = np.max(np.abs(x - centre))
        spread = np.median(np.abs([values[0] - y[0] for _, values, _ in self.data if np.isfinite(values[0])]))
        if length < 1e-9 or (gain < 1e-9 * spread and length < 0.99 * self.radius):
            return False
        self.evaluate(x)
        there = self.data[-1][1]
        ratio = (self.merit(y) - self.merit(there)) / max(gain, 1e-300) if np.isfinite(there).all() else -1.0
        if ratio > 0.75 and length > 0.8 * self.radius:
            self.radius = min(0.5, 2.0 * self.radius)
        elif ratio < 0.1:
            self.radius = np.clip(0.5 * length, 0.25 * self.radius, 0.5 * self.radius)
        elif ratio < 0.3:
            self.radius *= 0.5
        if ratio > 0.0:
            self.centre = len(self.data) - 1
        return self.radius > 1e-7


def trust_region_gp(recorder, starts):
    """Local searches from one start after the other, all on the same data."""
    problem, data = recorder.problem, []
    for start in starts:
        search = Search(recorder, data, (start - problem.lower) / problem.width)
        while search.step():
            pass
