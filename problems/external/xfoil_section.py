"""The section of the built-in problem `airfoil` (../airfoil/section.hpp, shape.hpp) in Python: a NACA section of
four digits, moved by weighted class-shape terms on either side, at abscissas that both sides share."""
import math
import re


def abscissas(n):
    """From the leading edge 0 to the trailing edge 1, dense at both."""
    return [math.sin(0.5 * math.pi * k / n) ** 2 for k in range(n + 1)]


def naca(base, x):
    """Ordinates of the upper and of the lower side at x; the trailing edge is closed."""
    if not re.fullmatch(r"naca(00|[1-9][1-9])(?!00)\d\d", base):
        raise SystemExit(f"xfoil.py: --base is '{base}', expected naca and four digits, such as naca2412: thickness "
                         "above 0 (last two), camber and its place (first two) both 0 or both above 0")
    m, p, t = 0.01 * int(base[4]), 0.1 * int(base[5]), 0.01 * int(base[6:])
    upper, lower = [], []
    for v in x:
        half = 5 * t * (0.2969 * math.sqrt(v) + v * (-0.1260 + v * (-0.3516 + v * (0.2843 - v * 0.1036))))
        camber = 0.0
        if m > 0:
            camber = m / p**2 * (2 * p * v - v * v) if v < p else m / (1 - p) ** 2 * (1 - 2 * p + 2 * p * v - v * v)
        upper.append(camber + half)
        lower.append(camber - half)
    upper[-1] = lower[-1] = 0.0
    return upper, lower


def moved(side, x, weights):
    """A side plus sum_i w_i sqrt(x) (1 - x) binomial(n-1, i) x^i (1 - x)^(n-1-i), Kulfan (2008)."""
    n = len(weights)
    return [y + sum(w * math.comb(n - 1, i) * v ** (i + 0.5) * (1 - v) ** (n - i) for i, w in enumerate(weights))
            for y, v in zip(side, x)]


def corners(x, upper, lower):
    """The polygon's corners from the trailing edge along the upper side to the nose and back."""
    return list(zip(x[::-1], upper[::-1])) + list(zip(x[1:], lower[1:]))


def area(x, upper, lower):
    """Of the polygon, in chords squared."""
    t = [u - l for u, l in zip(upper, lower)]
    return sum(0.5 * (x[k] - x[k - 1]) * (t[k - 1] + t[k]) for k in range(1, len(x)))


def thickness(x, upper, lower):
    """The largest one, smoothed: see thickness() in ../airfoil/shape.hpp."""
    kappa, inner = 1000.0, range(1, len(x) - 1)
    t = [u - l for u, l in zip(upper, lower)]
    largest = max(t[k] for k in inner)
    weight = {k: (x[k + 1] - x[k - 1]) * math.exp(kappa * (t[k] - largest)) for k in inner}
    return sum(weight[k] * t[k] for k in inner) / sum(weight.values()) + 0.5 / kappa


def leading_edge_radius(x, upper, lower):
    """Extrapolated over sqrt(x) from the first two corners."""
    guess = [(0.5 * (upper[k] - lower[k])) ** 2 / (2 * x[k]) for k in (1, 2)]
    near, far = math.sqrt(x[1]), math.sqrt(x[2])
    return (far * guess[0] - near * guess[1]) / (far - near)
