"""The figure of the page: which share of the runs had found the optimum within so many evaluations."""

import subprocess

NAME = "share"
TITLE = "Share of runs that found the optimum, over evaluations"
CAPTION = (
    "Over all seeds of all problems that an optimizer ran on, to the fine target. Dashed: other people's optimizers. Those that take no "
    "constraints ran on fewer problems."
)
# Those of the study's own figures first.
COLORS = ["#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31", "#D55E00", "#444444", "#AA0000", "#777777", "#B8A000"]


def stairs(counts):
    """(evaluations, share): a stair that begins at one evaluation."""
    points, share = [(1, 0.0)], 0.0
    for count in sorted(set(counts)):
        if count < float("inf"):
            points.append((count, share))
            share = sum(each <= count for each in counts) / len(counts)
            points.append((count, share))
    return points


def draw(fields, own, folder):
    """Data, script and picture beside the page; False where gnuplot is missing.

    own: names of this program's optimizers, which have a solid line."""
    names = list(fields)
    counts = {name: [run.hits["fine"] for runs in field.values() for run in runs] for name, field in fields.items()}
    longest = max((count for each in counts.values() for count in each if count < float("inf")), default=1)
    lines = ["series,evaluations,share"]
    for place, name in enumerate(names):
        points = stairs(counts[name])
        points.append((max(longest, 10), points[-1][1]))
        lines += [f"{place},{x:g},{y:.6g}" for x, y in points] + ["", ""]
    (folder / f"{NAME}.csv").write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8")
    script = [
        f"# gnuplot {NAME}.gp, inside this folder, draws {NAME}.svg from {NAME}.csv.",
        "set encoding utf8",
        f"set terminal svg size 760,440 dynamic noenhanced font 'DejaVu Sans,13' linewidth 1 background '#ffffff' name '{NAME}'",
        f"set output '{NAME}.svg'",
        "set datafile separator ','",
        "set border 3 linecolor '#555555' linewidth 0.9",
        "set tics nomirror out scale 0.6 textcolor '#222222'",
        "set grid back linecolor '#e4e4e4' linewidth 0.7 dashtype 1",
        "set key outside right center vertical Left reverse noenhanced",
        "set logscale x",
        f"set xrange [1:{max(longest, 10):g}]",
        "set yrange [0:1]",
        "set xtics (1, 2, 5, 10, 20, 50, 100, 200)",
        "set xlabel 'evaluations'",
        "set ylabel 'share of runs'",
    ]
    plots = [
        f"'{NAME}.csv' skip {1 if place == 0 else 0} index {place} using 2:3 title '{name}' with lines linewidth 2 "
        f"dashtype {1 if name in own else 2} linecolor '{COLORS[place % len(COLORS)]}'"
        for place, name in enumerate(names)
    ]
    text = "\n".join(script) + "\nplot " + ", \\\n     ".join(plots) + "\n"
    (folder / f"{NAME}.gp").write_text(text, encoding="utf-8")
    try:
        done = subprocess.run(["gnuplot", f"{NAME}.gp"], cwd=folder, capture_output=True, text=True)
    except OSError:
        return False
    return done.returncode == 0
