"""Section files that hold no whole section."""

from formats import Style, kind, lednicer, selig, titled
from naca import make_section


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
