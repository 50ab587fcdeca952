"""Files of airfoil sections as public collections have them, from NACA sections of four and five digits: every format, and every fault."""

import math
import random
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


@dataclass
class Style:
    """How numbers are written."""

    digits: int = 6
    between: str = "  "
    decimal: str = "."
    end: str = "\n"
    exponent: str = ""  # "e" or "D": numbers with one

    def number(self, value):
        if self.exponent:
            return f"{value:.{self.digits}E}".replace("E", self.exponent)
        text = f"{value:.{self.digits}f}".replace(".", self.decimal)
        return text if text.startswith("-") else " " + text

    def line(self, values):
        return self.between.join(self.number(each) for each in values).strip()

    def lines(self, rows):
        return [self.line(row) for row in rows]


@dataclass
class File:
    kind: str
    content: bytes
    section: Section = None  # None: there is none to be read
    turned: float = 0.0  # radians, nose up


@dataclass
class Kind:
    """One way to write a file."""

    name: str
    count: int  # in a collection of the standard size; 0: the rest
    write: object  # (rng, Section) -> lines, or (lines, dict of fields of File)
    must_read: bool = True
    end: str = "\n"
    coding: str = "utf-8"


KINDS = []


def kind(name, count, must_read=True, **fields):
    def add(function):
        KINDS.append(Kind(name, count, function, must_read, **fields))
        return function

    return add


def titled(section, rows, style=None):
    return [section.name] + (style or Style()).lines(rows)


@kind("Selig's format", 0)
def selig(rng, section):
    style = Style(digits=rng.choice((4, 5, 5, 6, 6, 7)), between=rng.choice(("  ", " ", "\t", "      ")))
    return titled(section, section.around(), style) + [""] * rng.randint(0, 2)


DESCRIPTIONS = (
    "http://www.example.org/profiles/index.html",
    "Thickness: 12 % at 30 % of the chord",
    "p= 30 alfa0= -2.4 Cm0= -0.051 CZmax= 1.38",
    "modified by hand, 12.5.2003 \"a reader\" <a.reader@example.org>",
    "Profil de voltige, \xe9paisseur 12 %",
    "12 % thick, for Re = 200000 and more",
)


@kind("text after the points", 330)
def text_after(rng, section):
    return selig(rng, section) + rng.sample(DESCRIPTIONS, rng.randint(1, 4))


@kind("text after the points, polars in it", 8)
def polars_after(rng, section):
    table = [f"{alpha:6.1f} {0.11 * alpha:8.4f} {0.008 + 1e-4 * alpha**2:8.5f}" for alpha in range(-4, 26)]
    return selig(rng, section) + ["Re = 1000000", "alpha cl cd"] + table


@kind("no title", 20)
def no_title(rng, section):
    return Style(digits=rng.choice((5, 6))).lines(section.around())


@kind("a title of several lines", 20)
def long_title(rng, section):
    return [section.name, "a section of the NACA", "x/c  y/c", ""] + Style().lines(section.around())


@kind("a title of numbers", 6)
def number_title(rng, section):
    return ["63 412" if rng.random() < 0.5 else section.name[5:]] + Style().lines(section.around())


@kind("the number of points below the title", 10)
def counted(rng, section):
    return [section.name, str(len(section.around()))] + Style().lines(section.around())


@kind("Lednicer's format", 40)
def lednicer(rng, section):
    style = Style(digits=rng.choice((5, 6, 7)))
    head = [section.name, f"  {len(section.upper):.1f}   {len(section.lower):.1f}", ""]
    return head + style.lines(section.upper[::-1]) + [""] * rng.randint(0, 1) + style.lines(section.lower)


@kind("Lednicer's format without the numbers of points", 6)
def lednicer_plain(rng, section):
    return titled(section, section.upper[::-1]) + [""] * rng.randint(0, 2) + Style().lines(section.lower)


@kind("sides below their names", 6)
def named_sides(rng, section):
    upper = section.upper if rng.random() < 0.5 else section.upper[::-1]
    return [section.name, "Upper surface"] + Style().lines(upper) + ["Lower surface"] + Style().lines(section.lower)


@kind("MSES: corners of the grid below the title", 20)
def mses(rng, section):
    return [section.name, " -2.000  3.000  -2.646  3.454"] + Style(exponent="E").lines(section.around())


@kind("decimal commas, tabs", 6)
def comma_tab(rng, section):
    return titled(section, section.around(), Style(decimal=",", between="\t"))


@kind("decimal commas, semicolons", 6)
def comma_semicolon(rng, section):
    return titled(section, section.around(), Style(decimal=",", between=";"))


@kind("decimal commas, blanks", 6)
def comma_blank(rng, section):
    return titled(section, section.around(), Style(decimal=","))


@kind("commas between the numbers", 10)
def csv(rng, section):
    return ["x,y"] + Style(between=rng.choice((",", ", "))).lines(section.around())


@kind("columns x y z", 5)
def three_columns(rng, section):
    return titled(section, [(x, y, 0.0) for x, y in section.around()])


@kind("four columns, x y and two others", 5)
def four_columns(rng, section):
    return titled(section, [(x, y, 0.3 * y + 0.1, 1 - x) for x, y in section.around()])


@kind("a running number ahead", 5)
def numbered(rng, section):
    return [section.name] + [f"{i + 1} {line}" for i, line in enumerate(Style().lines(section.around()))]


@kind("columns x y x y, the two sides", 6)
def side_by_side(rng, section):
    return [section.name, "upper lower"] + Style().lines([u + l for u, l in zip(section.upper[::-1], section.lower)])


@kind("columns x y y, the two sides", 6)
def shared_abscissas(rng, section):
    name = f"00{rng.randint(6, 21):02d}"  # the sides of others have no abscissas in common
    own = make_section(name, len(section.lower) - 1)
    rows = [(u[0], u[1], l[1]) for u, l in zip(own.upper[::-1], own.lower)]
    return titled(own, rows), {"section": own}


@kind("comments", 6)
def comments(rng, section):
    lines = titled(section, section.around())
    lines[5] += "  # checked"
    return ["# made by hand", "% x y"] + lines[:9] + ["! the upper side", "// goes on"] + lines[9:]


@kind("lines end as under Windows", 8, end="\r\n")
def windows(rng, section):
    return selig(rng, section)


@kind("lines end as under Mac OS 9", 3, end="\r")
def macintosh(rng, section):
    return selig(rng, section)


@kind("byte order mark", 4, coding="utf-8-sig")
def byte_order_mark(rng, section):
    return selig(rng, section) if rng.random() < 0.5 else no_title(rng, section)


@kind("clockwise, the lower side first", 8)
def clockwise(rng, section):
    return titled(section, section.around()[::-1])


@kind("points repeated", 6)
def repeated(rng, section):
    lines = Style().lines(section.around())
    for _ in range(4):
        place = rng.randrange(len(lines))
        lines.insert(place, lines[place])
    return [section.name] + lines


@kind("points on the face of a blunt edge", 8)
def face(rng, section):
    own = make_section(section.name[5:], len(section.lower) - 1)
    points = own.around()
    middle = tuple(0.5 * (a + b) for a, b in zip(points[0], points[-1]))
    points = [middle] + points + [middle] if rng.random() < 0.5 else points + [points[0]]
    return titled(own, points), {"section": own}


@kind("in percent", 6)
def percent(rng, section):
    return titled(section, [(100 * x, 100 * y) for x, y in section.around()], Style(digits=4))


@kind("in millimetres, moved", 6)
def millimetres(rng, section):
    chord = rng.uniform(150, 400)
    return titled(section, [(20 + chord * x, 5 + chord * y) for x, y in section.around()], Style(digits=4))


@kind("a little turned", 5)
def turned(rng, section):
    own = make_section(section.name[5:], len(section.lower) - 1, closed=True)
    angle = math.radians(rng.uniform(-2, 2))
    c, s = math.cos(angle), math.sin(angle)
    return titled(own, [(c * x + s * y, c * y - s * x) for x, y in own.around()]), {"section": own, "turned": angle}


@kind("Fortran's exponents, 1.0D+00", 5)
def fortran(rng, section):
    return titled(section, section.around(), Style(exponent="D"))


@kind("Fortran's fixed columns, nothing between numbers", 4)
def fixed_columns(rng, section):
    return [section.name] + [f"{x:8.5f}{y:8.5f}" for x, y in section.around()]


@kind("a blunt tab at the trailing edge", 22)
def tab(rng, section):
    own = make_section(f"00{rng.randint(6, 13):02d}", 60)
    half = rng.uniform(0.001, 0.003)

    def kept(x, y):  # thinnest ahead of the edge, as those of rotors are
        return max(y, half * (1 - 0.15 * math.sin(math.pi * min(1.0, (1 - x) / 0.06)))) if x > 0.5 else y

    own.change = kept
    own.upper = [(x, kept(x, y)) for x, y in own.upper]
    own.lower = [(x, -y) for x, y in own.upper[::-1]]
    return titled(own, own.around()), {"section": own}


def refused(name, count, **fields):
    return kind(name, count, must_read=False, **fields)


@refused("crossing sides", 6)
def crossing(rng, section):
    place = rng.uniform(0.5, 0.8)
    lower = [(x, y + (3 * (x - place) * (1 - x) if place < x < 1 else 0.0)) for x, y in section.lower]
    return titled(section, section.upper + lower[1:])


@refused("a sign lost on the lower side", 4)
def lost_sign(rng, section):
    own = make_section(f"00{rng.randint(8, 18):02d}", 60)
    points = own.around()
    place = rng.randrange(65, 110)
    points[place] = (points[place][0], 1.01 * abs(points[place][1]))
    return titled(own, points)


@refused("cut off at some point", 8)
def cut(rng, section):
    lines = titled(section, section.around())
    return lines[: rng.randrange(10, len(lines) - 2)]


@refused("cut off within a line", 4)
def cut_line(rng, section):
    lines = titled(section, section.around())
    place = rng.randrange(len(lines) // 2, len(lines) - 2)
    return lines[:place] + [lines[place].split()[0]]


@refused("last point lost", 4)
def last_lost(rng, section):
    return titled(section, section.around()[:-1])


@refused("first point lost", 4)
def first_lost(rng, section):
    return titled(section, section.around()[1:])


@refused("one side only", 4)
def half(rng, section):
    return titled(section, section.upper if rng.random() < 0.5 else section.lower)


@refused("around from the leading edge", 3)
def from_the_nose(rng, section):
    return titled(section, section.upper[::-1] + section.lower[::-1])


@refused("both sides cut off", 4)
def short(rng, section):
    last = rng.uniform(0.6, 0.95)
    return titled(section, [p for p in section.around() if p[0] < last])


@refused("no numbers", 3)
def page(rng, section):
    return ["<html><head><title>404 Not Found</title></head>", "<body>The file is not here.</body></html>"]


@refused("empty", 1)
def empty(rng, section):
    return []


@refused("a damaged line", 6)
def damaged(rng, section):
    lines = titled(section, section.around())
    place = rng.randrange(1, len(lines))
    lines[place] = lines[place].replace("0", "O", 1) if rng.random() < 0.5 else lines[place].split()[0] + "  nan"
    return lines


@refused("two elements with 999 between", 2)
def elements(rng, section):
    flap = [(1.02 + 0.3 * x, 0.3 * y - 0.05) for x, y in section.around()]
    return titled(section, section.around()) + ["999.0 999.0"] + Style().lines(flap)


@refused("two sections in one file", 2)
def two_sections(rng, section):
    return titled(section, section.around()) + titled(section, section.around())


@refused("Lednicer's numbers of points do not fit", 3)
def wrong_counts(rng, section):
    lines = lednicer(rng, section)
    return lines[: -rng.randrange(3, 12)]


@refused("x and y in different units", 2)
def units(rng, section):
    return titled(section, [(x, 100 * y) for x, y in section.around()])


@refused("dots and brackets in place of numbers", 2)
def dots(rng, section):
    lines = Style(digits=4).lines(section.around())
    return [section.name, "1.0000     ......", f"1.0000     ({section.upper[0][1]:.4f})"] + lines[1:-1] + [
        f"1.0000     ({section.lower[-1][1]:.4f})"
    ]


@refused("commas in and between the numbers", 2)
def commas_only(rng, section):
    return [section.name] + [line.replace(" ", "") for line in Style(decimal=",", between=",").lines(section.around())]


@refused("points out of order", 3)
def shuffled(rng, section):
    points = section.around()
    a, b = sorted(rng.sample(range(5, len(points) - 5), 2))
    points[a : b + 1] = points[a : b + 1][::-1] if b - a > 3 else points[a - 3 : b + 4][::-1]
    return titled(section, points)


@refused("UTF-16", 2, coding="utf-16")
def utf_16(rng, section):
    return selig(rng, section)


def make_collection(size, seed):
    """Files of every kind; what is left of the size is Selig's format."""
    rest = size - sum(each.count for each in KINDS)
    if rest < 1:
        raise SystemExit(f"--size: is {size}, expected more than {size - rest}")
    files = []
    for each in KINDS:
        for number in range(each.count or rest):
            rng = random.Random(f"{seed} {each.name} {number}")
            section = random_section(rng)
            made = each.write(rng, section)
            lines, more = made if isinstance(made, tuple) else (made, {})
            text = "".join(line + each.end for line in lines)
            if each.must_read:
                more.setdefault("section", section)
            files.append(File(each.name, text.encode(each.coding), **more))
    return files
