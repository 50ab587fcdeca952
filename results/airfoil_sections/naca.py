"""NACA sections of four and five digits, as points."""

import math
from dataclasses import dataclass

LONGEST_SIDE = 100  # points


@dataclass
class Section:
    """Points from the trailing edge along the upper side to the nose and back."""

    name: str
    upper: list  # (x, y) from the trailing edge to the nose
    lower: list  # from the nose to the trailing edge; the nose is in both
    is_closed: bool
    change: object = None  # (x, half a thickness) -> half a thickness, of a symmetric section

    def around(self):
        return self.upper + self.lower[1:]

    def exact(self):
        """Thousands of points of the same section: from the nose, the upper and the lower side."""
        name, places = self.name.split()[-1], cosine(2000)
        sides = [side(name, places, sign, self.is_closed) for sign in (1, -1)]
        if self.change:
            sides = [[(x, math.copysign(self.change(x, abs(y)), y)) for x, y in points] for points in sides]
        return sides


def mean_line(name, x):
    """Ordinate and slope of a NACA mean line of four or five digits."""
    if len(name) == 4:
        m, p = 0.01 * int(name[0]), 0.1 * int(name[1])
        if m == 0:
            return 0.0, 0.0
        if x < p:
            return m / p**2 * (2 * p * x - x * x), 2 * m / p**2 * (p - x)
        return m / (1 - p) ** 2 * (1 - 2 * p + 2 * p * x - x * x), 2 * m / (1 - p) ** 2 * (p - x)
    # Jacobs and Pinkerton (1935), NACA Report 537.
    m, k = {"210": (0.0580, 361.4), "220": (0.1260, 51.64), "230": (0.2025, 15.957), "240": (0.2900, 6.643), "250": (0.3910, 3.230)}[name[:3]]
    if x < m:
        return k / 6 * (x**3 - 3 * m * x * x + m * m * (3 - m) * x), k / 6 * (3 * x * x - 6 * m * x + m * m * (3 - m))
    return k / 6 * m**3 * (1 - x), -k / 6 * m**3


def side(name, places, sign, closed):
    """Points at these places of the chord, the thickness normal to the mean line."""
    t, last = 0.01 * int(name[-2:]), 0.1036 if closed else 0.1015
    points = []
    for x in places:
        half = 5 * t * (0.2969 * math.sqrt(x) + x * (-0.1260 + x * (-0.3516 + x * (0.2843 - x * last))))
        y, slope = mean_line(name, x)
        angle = math.atan(slope)
        points.append((x - sign * half * math.sin(angle), y + sign * half * math.cos(angle)))
    return points


def cosine(n):
    return [math.sin(0.5 * math.pi * k / n) ** 2 for k in range(n + 1)]


def even_behind_the_nose(n):
    """Dense at the nose, even steps from a tenth of the chord on, as in tables drawn by hand."""
    front = n // 2
    return [0.1 * (k / front) ** 2 for k in range(front)] + [0.1 + 0.9 * k / (n - front) for k in range(n - front + 1)]


def make_section(name, n, spacing=cosine, closed=False):
    places = spacing(n)
    return Section(f"NACA {name}", side(name, places, 1, closed)[::-1], side(name, places, -1, closed), closed)


def random_section(rng):
    thickness = rng.randint(6, 21)
    if rng.random() < 0.3:
        name = f"{rng.choice((210, 220, 230, 240, 250))}{thickness:02d}"
    elif rng.random() < 0.3:
        name = f"00{thickness:02d}"
    else:
        name = f"{rng.randint(1, 6)}{rng.randint(2, 6)}{thickness:02d}"
    spacing = cosine if rng.random() < 0.8 else even_behind_the_nose
    return make_section(name, rng.randint(24, LONGEST_SIDE), spacing, closed=rng.random() < 0.5)
