"""How many samples each problem needs: where the median R2 of values first reaches a figure's target."""

import math
import subprocess
from dataclasses import dataclass

from number_text import place_text
from study_data import PageError, median
from sweep import Reach, first_reach, panels_of

LAW = 0.8  # of 1 + n_x: what counting values and partials alike suggests
NAME = "samples_needed"
TITLE = "How many times fewer samples than a plain network"
CAPTION = (
    "For the R² of the table, by the medians of the replicates. Disc: both were bracketed; triangle: a lower bound. "
    f"Line: {LAW} (1 + n_x)."
)
COLORS = {"jenn": "#0072B2", "jenn_published": "#D55E00"}
FURTHER_COLORS = ("#009E73", "#CC79A7", "#E69F00", "#56B4E9")


@dataclass
class Need:
    surrogate: str
    reach: Reach  # None: not up to `most`
    most: float  # samples of the last point of its curve

    def text(self):
        if self.reach is None:
            return f"> {place_text(self.most)}"
        return ("≤ " if self.reach.at_first else "") + place_text(self.reach.x)


@dataclass
class Row:
    study: str
    problem: str
    inputs: int
    outputs: int
    target: float
    plain: Need  # of the surrogate that the others are compared with
    others: list

    def ratio(self, surrogate):
        """How many times fewer, and whether that is a lower bound; None where it is bounded from neither or above only."""
        own = next((need for need in self.others if need.surrogate == surrogate), None)
        if own is None or own.reach is None or (self.plain.reach and self.plain.reach.at_first):
            return None
        other = self.plain.reach.x if self.plain.reach else self.plain.most
        return other / own.reach.x, self.plain.reach is None or own.reach.at_first


def is_about_samples(figure):
    return figure.get("target") and figure.get("against") and figure["y"] == "r2_value" and not figure.get("color")


def rows_of(studies):
    """By rising number of inputs."""
    rows = []
    for study in studies:
        for figure in filter(is_about_samples, study.figures):
            target = float(figure["target"])
            level = study.shown(figure["y"], target)
            for panel in panels_of(study, figure):
                needs = [Need(c.surrogate, first_reach(c, level), c.points[-1].x) for c in panel.curves]
                plain = next((i for i, need in enumerate(needs) if need.surrogate == figure["against"]), None)
                if plain is None:
                    continue
                arm = panel.curves[plain].points[0].arm
                others = needs[:plain] + needs[plain + 1 :]
                rows.append(Row(study.name, arm.problem, arm.inputs, arm.outputs, target, needs[plain], others))
    return sorted(rows, key=lambda row: row.inputs)


def names_of(rows):
    return list(dict.fromkeys(need.surrogate for row in rows for need in row.others))


def cell_of(row, surrogate):
    own = next((need for need in row.others if need.surrogate == surrogate), None)
    if own is None:
        return "–"
    ratio = row.ratio(surrogate)
    return own.text() + (f" ({'> ' if ratio[1] else ''}{ratio[0]:.2g} x)" if ratio else "")


def table_of(rows):
    names = names_of(rows)
    head = ["problem", "inputs", "outputs", "study", "R²", "plain network", *names, f"{LAW} (1 + n_x)"]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for row in rows:
        cells = [row.problem, str(row.inputs), str(row.outputs), f"[{row.study}](#{row.study})", f"{row.target:g}", row.plain.text()]
        cells += [cell_of(row, name) for name in names] + [f"{LAW * (1 + row.inputs):.2g}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def savings_text(rows, surrogate):
    """ "2.6 times fewer samples (1.8 to 20 on 13 problems, 4 of them lower bounds)"; "" where no ratio is known."""
    known = [ratio for row in rows if (ratio := row.ratio(surrogate))]
    if not known:
        return ""
    factors, bounds = [factor for factor, _ in known], sum(at_least for _, at_least in known)
    if len(known) == 1:
        return f"{'at least ' if bounds else ''}{factors[0]:.2g} times fewer samples (1 problem)"
    which = f", {bounds} of them lower bounds" if bounds else ""
    return f"{median(factors):.2g} times fewer samples in the median ({min(factors):.2g} to {max(factors):.2g} on {len(known)} problems{which})"


def reached_text(rows, surrogate):
    """On how many problems it saves as much as the paper claims, and as counting numbers suggests."""
    known = [(row, ratio[0]) for row in rows if (ratio := row.ratio(surrogate))]
    five = sum(factor >= 5 for _, factor in known)
    law = sum(factor >= LAW * (1 + row.inputs) for row, factor in known)
    return f"five times or more on {five}, {LAW} (1 + n_x) times or more on {law}"


def csv_of(rows, series):
    lines = ["series,surrogate,inputs_and_one,ratio,at_least,problem"]
    for row in rows:
        for place, name in enumerate(series):
            if ratio := row.ratio(name):
                lines.append(f"{place},{name},{row.inputs + 1},{ratio[0]!r},{int(ratio[1])},{row.problem}")
    return "\n".join(lines) + "\n"


def log_range(values):
    """Around all of them, with a margin."""
    return min(values) / 1.25, max(values) * 1.25


def log_ticks(low, high):
    """1, 2 and 5 of each decade."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return [m * 10.0**k for k in range(first, last + 1) for m in (1, 2, 5) if low <= m * 10.0**k <= high]


def script_of(rows, series):
    points = [(row.inputs + 1, ratio[0]) for row in rows for name in series if (ratio := row.ratio(name))]
    x_low, x_high = log_range([x for x, _ in points])
    y_low, y_high = log_range([y for _, y in points] + [LAW * x for x, _ in points])
    ticks = ", ".join(f"{tick:g}" for tick in log_ticks(y_low, y_high))
    places = ", ".join(str(x) for x in sorted({x for x, _ in points}))
    lines = [
        f"# gnuplot {NAME}.gp, inside this folder, draws {NAME}.svg from {NAME}.csv.",
        "set encoding utf8",
        f"set terminal svg size 640,420 dynamic noenhanced font 'DejaVu Sans,13' linewidth 1 background '#ffffff' name '{NAME}'",
        f"set output '{NAME}.svg'",
        "set datafile separator ','",
        "set border 3 linecolor '#555555' linewidth 0.9",
        "set tics nomirror out scale 0.6 textcolor '#222222'",
        "set grid back linecolor '#e4e4e4' linewidth 0.7 dashtype 1",
        "set key outside top center horizontal Left reverse noenhanced",
        "set logscale xy",
        f"set xrange [{x_low:.4g}:{x_high:.4g}]",
        f"set yrange [{y_low:.4g}:{y_high:.4g}]",
        f"set xtics ({places})",
        f"set ytics ({ticks})",
        "unset mxtics",
        "set xlabel '1 + number of inputs'",
        "set ylabel 'times fewer samples'",
    ]
    plots = [f"{LAW} * x title '{LAW} (1 + n_x)' with lines linewidth 1.5 dashtype 2 linecolor '#555555'"]
    further = iter(FURTHER_COLORS * len(series))
    for place, name in enumerate(series):
        color = COLORS.get(name) or next(further)
        for bound, point, title in ((0, 7, f"title '{name}'"), (1, 9, "notitle")):
            chosen = f"(column(1) == {place} && column(5) == {bound} ? column(3) : NaN):4"
            plots.append(f"'{NAME}.csv' skip 1 using {chosen} {title} with points pointtype {point} pointsize 1 linecolor '{color}'")
    return "\n".join(lines) + "\nplot " + ", \\\n     ".join(plots) + "\n"


def draw(rows, folder):
    """Data, script and picture beside the page; whether there was anything to draw."""
    series = [name for name in names_of(rows) if any(row.ratio(name) for row in rows)]
    if not series:
        return False
    (folder / f"{NAME}.csv").write_text(csv_of(rows, series), encoding="utf-8")
    (folder / f"{NAME}.gp").write_text(script_of(rows, series), encoding="utf-8")
    try:
        done = subprocess.run(["gnuplot", f"{NAME}.gp"], cwd=folder, capture_output=True, text=True)
    except OSError as error:
        raise PageError(f"gnuplot could not be run: {error}") from error
    if done.returncode != 0:
        raise PageError(f"gnuplot could not draw {NAME}: {done.stderr.strip()}")
    return True
