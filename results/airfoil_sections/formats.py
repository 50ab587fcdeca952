"""The formats of section files, and what public collections have besides the points."""

import math
from dataclasses import dataclass

from naca import Section, make_section


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
