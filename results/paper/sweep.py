"""Curves over a sweep, as a figure of the study file names them: medians over the replicates, 1 - R2 for R2."""

import math
from dataclasses import dataclass, field

from number_text import place_text
from study_data import PageError, compare, median


@dataclass
class Point:
    arm: object
    at: float  # number of the axis
    x: float  # the same, or the median of the abscissa's metric
    y: float


@dataclass
class Curve:
    surrogate: str
    others: str  # what else its arms chose, "fill = zero"
    points: list = field(default_factory=list)

    def name(self):
        return self.surrogate + (f" ({self.others})" if self.others else "")


@dataclass
class Panel:
    title: str  # "kind = additive", "" without such an axis
    curves: list = field(default_factory=list)

    def rival(self, curve, surrogate):
        return next((c for c in self.curves if c.surrogate == surrogate and c.others == curve.others and c is not curve), None)


def number_at(arm, figure):
    try:
        return float(arm.choices[figure["along"]])
    except ValueError as error:
        raise PageError(f"figure {figure['name']}: {figure['along']} is {arm.choices[figure['along']]}, expected a number") from error


def point_of(study, figure, arm, surrogate):
    """None where the arm has no number for it."""
    values = study.of(arm, surrogate, figure["y"]).values()
    if not values:
        return None
    at = number_at(arm, figure)
    abscissa = study.of(arm, surrogate, figure["x"]).values() if figure.get("x") else [at]
    if not abscissa:
        return None
    return Point(arm, at, median(abscissa), median(study.shown(figure["y"], value) for value in values))


def panels_of(study, figure):
    """A curve for each surrogate and combination of the axes that the figure does not name."""
    along, across = figure["along"], figure.get("panels", "")
    wanted = figure.get("surrogates") or study.surrogates()
    panels = {}
    for surrogate in study.surrogates():
        if surrogate not in wanted and surrogate != figure.get("against"):
            continue
        for arm in study.arms:
            if along not in arm.choices or (across and across not in arm.choices):
                continue
            point = point_of(study, figure, arm, surrogate)
            if point is None:
                continue
            title = f"{across} = {arm.choices[across]}" if across else ""
            others = ", ".join(f"{axis} = {value}" for axis, value in arm.choices.items() if axis not in (along, across))
            curves = panels.setdefault(title, {})
            curves.setdefault((surrogate, others), Curve(surrogate, others)).points.append(point)
    for curves in panels.values():
        for curve in curves.values():
            curve.points.sort(key=lambda point: point.at)
    return [Panel(title, list(curves.values())) for title, curves in panels.items()]


def between(a, b, part, logarithmic):
    return a * (b / a) ** part if logarithmic and min(a, b) > 0 else a + part * (b - a)


@dataclass
class Reach:
    x: float
    at_first: bool = False  # already the first point is there: x is an upper bound


def first_reach(curve, level):
    """Where the curve comes down to the level, interpolated in the logarithms of both; None if it does not."""
    for before, here in zip([None, *curve.points], curve.points):
        if here.y > level:
            continue
        if before is None:
            return Reach(here.x, True)
        if here.y > 0 and level > 0:
            part = math.log(before.y / level) / math.log(before.y / here.y)
        else:
            part = (before.y - level) / (before.y - here.y)
        return Reach(between(before.x, here.x, part, True))
    return None


def shared_places(own, other):
    theirs = {point.arm.label: point for point in other.points}
    return [(point, theirs[point.arm.label]) for point in own.points if point.arm.label in theirs]


def crossings(figure, own, other):
    """Where the medians change their order, interpolated as the figure's axes are."""
    logs = figure.get("log_y", "true") != "false"

    def lead(a, b):
        return math.log(a.y / b.y) if logs and min(a.y, b.y) > 0 else a.y - b.y

    found = []
    places = [(a.x, lead(a, b)) for a, b in shared_places(own, other) if lead(a, b) != 0]
    for (x, before), (x_next, after) in zip(places, places[1:]):
        if before * after < 0:
            found.append(between(x, x_next, before / (before - after), figure.get("log_x") == "true"))
    return found


@dataclass
class Race:
    """A curve against another one, by a sign test at every place that both have."""

    better: list  # abscissae where it is significantly better
    worse: list
    n: int
    crossings: list


def race(study, figure, own, other):
    outcomes = []
    for point, _ in shared_places(own, other):
        pairs = compare(study, point.arm, figure["y"], own.surrogate, other.surrogate)
        outcomes.append((point.x, pairs.outcome() if pairs else "undecided"))
    of = {kind: [x for x, outcome in outcomes if outcome == kind] for kind in ("better", "worse")}
    return Race(of["better"], of["worse"], len(outcomes), crossings(figure, own, other))


def falls_behind(result):
    """Where the medians last cross before the first place that is significantly worse; that place where they do not."""
    if not result.worse:
        return None
    before = [x for x in result.crossings if x <= result.worse[0]]
    return before[-1] if before else result.worse[0]


def places_text(places, n):
    if not places:
        return "nowhere"
    return "everywhere" if len(places) == n > 1 else ", ".join(place_text(x) for x in places)


def power_law(curve):
    """Exponent by least squares on logarithms, and R2 of that fit; None with fewer than two points above 0."""
    logs = [(math.log(p.x), math.log(p.y)) for p in curve.points if p.x > 0 and p.y > 0]
    if len({x for x, _ in logs}) < 2:
        return None
    mean_x, mean_y = (sum(column) / len(logs) for column in zip(*logs))
    xx = sum((x - mean_x) ** 2 for x, _ in logs)
    xy = sum((x - mean_x) * (y - mean_y) for x, y in logs)
    yy = sum((y - mean_y) ** 2 for _, y in logs)
    return xy / xx, xy * xy / (xx * yy) if yy > 0 else 1.0
