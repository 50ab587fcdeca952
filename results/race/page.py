"""The race's page: how many evaluations each optimizer needs, this program's beside those that were measured in the same way and elsewhere.

    /usr/bin/python3 results/race/page.py STUDY_FOLDER [--peers peers.csv] [--elsewhere elsewhere.yaml] [--output README.md]

reads the records of a finished configs/race.yaml and figures/ of its folder. `./dev race` does all of that.
"""

import argparse
import math
import shutil
import sys
from pathlib import Path

import share
from runs import PageError, read_elsewhere, read_peers, read_study

HERE = Path(__file__).resolve().parent
FIGURES = ("convergence",)


def median(values):
    """Of values that may be infinite."""
    values = sorted(values)
    low, high = values[(len(values) - 1) // 2], values[len(values) // 2]
    return (low + high) / 2 if math.isfinite(high) else high


def count_text(value):
    return f"{value:g}" if math.isfinite(value) else "–"


def counts_text(counts):
    """ "12 / 14": median and worst; "43 (9)": how many found it where not all did."""
    if not counts:
        return ""
    found = sum(map(math.isfinite, counts))
    if found == len(counts):
        return f"{count_text(median(counts))} / {count_text(max(counts))}"
    return f"{count_text(median(counts))} ({found})"


def row_of(cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"


def table_of(heads, rows):
    return row_of(heads) + "|---" * len(heads) + "|\n" + "".join(map(row_of, rows)) + "\n"


def by_optimizer(runs):
    """Optimizer -> problem -> its runs, in the order in which they come."""
    sorted_runs = {}
    for run in runs:
        sorted_runs.setdefault(run.optimizer, {}).setdefault(run.problem, []).append(run)
    return sorted_runs


def counts_table(problems, fields, target):
    rows = []
    for problem in problems:
        counts = [[run.hits[target] for run in field.get(problem, [])] for field in fields.values()]
        best = min((median(each) for each in counts if each), default=math.inf)
        texts = [
            f"**{counts_text(each)}**" if each and median(each) == best and math.isfinite(best) else counts_text(each) for each in counts
        ]
        rows.append((problem, *texts))
    return table_of(["problem", *fields], rows)


def rounds_table(problems, fields):
    """Of those that propose several points at once; nothing where none does."""
    batched = {
        name: field
        for name, field in fields.items()
        if any(run.rounds != run.hits["fine"] and math.isfinite(run.seconds) for each in field.values() for run in each)
    }
    if not batched:
        return ""
    rows = [(problem, *(counts_text([run.rounds for run in field.get(problem, [])]) for field in batched.values())) for problem in problems]
    return (
        "## Rounds\n\nOf evaluations that were proposed together, until the optimum was found to the fine target: median / worst.\n\n"
        + table_of(["problem", *batched], rows)
    )


def sign_test(a, b):
    """Positive where a is significantly smaller, pair by pair, negative where it is larger: a one-sided test at the level 0.05."""
    wins, losses = sum(x < y for x, y in zip(a, b)), sum(x > y for x, y in zip(a, b))
    tosses, most = wins + losses, max(wins, losses)
    p = sum(math.comb(tosses, k) for k in range(most, tosses + 1)) / 2**tosses
    return wins - losses if p <= 0.05 and wins != losses else 0


def duels_table(problems, ours, fields):
    """Of each of ours against all: problems with fewer and more evaluations, of which significantly so."""
    rows = []
    for own_name, own in ours.items():
        cells = [own_name]
        for name, field in fields.items():
            fewer = more = surely_fewer = surely_more = 0
            for problem in problems:
                a = {run.seed: run.hits["fine"] for run in own.get(problem, [])}
                b = {run.seed: run.hits["fine"] for run in field.get(problem, [])}
                both = sorted(a.keys() & b.keys())
                if not both or name == own_name:
                    continue
                pairs = [a[seed] for seed in both], [b[seed] for seed in both]
                fewer, more = fewer + (median(pairs[0]) < median(pairs[1])), more + (median(pairs[0]) > median(pairs[1]))
                verdict = sign_test(*pairs)
                surely_fewer, surely_more = surely_fewer + (verdict > 0), surely_more + (verdict < 0)
            cells.append("" if name == own_name else f"{fewer} : {more} ({surely_fewer} : {surely_more})")
        rows.append(cells)
    return table_of(["", *fields], rows)


def seeds_text(field):
    """ "scipy_lbfgs (10 seeds)", or "(1 to 10 seeds)" where not all were run on every problem."""
    name, by_problem = field
    counts = [len({run.seed for run in runs}) for runs in by_problem.values()]
    least, most = min(counts), max(counts)
    return f"{name} ({most if least == most else f'{least} to {most}'} {'seed' if most == 1 else 'seeds'})"


def totals_table(fields):
    rows = []
    for name, field in fields.items():
        runs = [run for each in field.values() for run in each]
        found = sum(math.isfinite(run.hits["fine"]) for run in runs)
        rows.append((name, len(field), len(runs), found))
    return table_of(["optimizer", "problems", "runs", "found the optimum"], rows)


def seconds_table(problems, fields):
    def cell(runs):
        times = [run.seconds for run in runs if math.isfinite(run.seconds)]
        return f"{1e3 * median(times):.2g}" if times else ""

    rows = [(problem, *(cell(field.get(problem, [])) for field in fields.values())) for problem in problems]
    kept = [place for place in range(1, len(fields) + 1) if any(row[place] for row in rows)]
    names = list(fields)
    return table_of(["problem", *(names[place - 1] for place in kept)], [(row[0], *(row[place] for place in kept)) for row in rows])


def elsewhere_table(problems, elsewhere, ours):
    rows = []
    for problem in problems:
        own = [counts_text([run.hits["fine"] for run in field.get(problem, [])]) for field in ours.values()]
        rows.append((problem, *own, *elsewhere["rows"].get(problem, [""] * len(elsewhere["columns"]))))
    return table_of(["problem", *ours, *(f"{name} (elsewhere)" for name in elsewhere["columns"])], rows)


def figures_text(study, folder):
    text = ""
    for name in FIGURES:
        drawn = next((figure for figure in study.drawn if figure["name"] == name), None)
        source = study.folder / "figures" / f"{name}.svg"
        if drawn is None or not source.exists():
            continue
        shutil.copyfile(source, folder / f"{name}.svg")
        text += f"![{drawn['title']}]({name}.svg)\n\n**{drawn['title']}.** {drawn['caption']}\n\n"
    return text


def write_page(study, peers, elsewhere, notes, output):
    problems = study.problems
    ours, theirs = by_optimizer(study.runs), by_optimizer(peers)
    fields = {**ours, **theirs}
    seeds = 1 + max(run.seed for run in study.runs)
    text = "# The race: evaluations of the true function until the optimum is found\n\n"
    text += (
        f"Written by `./dev race`: {len(problems)} problems, {seeds} seeds. One evaluation is the objective, all constraints and all their "
        "partials at one point; a method without gradients pays one for a value. Counted is the first evaluated point within the target, "
        "f - f* at most 1e-5 of the problem's scale (the median of f - f* over 1,000 random points) and constraints at most 1e-6. Every "
        "optimizer has one setting for all problems and the same random starts for a seed; none is told f*.\n\n"
        "Median / worst over the seeds; in parentheses how many seeds found it where not all did, those that did not count as infinite: – is "
        "a median that is. Bold: the least median of a row.\n\n"
    )
    text += counts_table(problems, fields, "fine")
    if theirs:
        text += f"Measured by `./dev race --peers`: {', '.join(map(seeds_text, theirs.items()))}. What they are: [below](#who-runs).\n\n"
    text += totals_table(fields)
    if share.draw(fields, ours, output.parent):
        text += f"![{share.TITLE}]({share.NAME}.svg)\n\n**{share.TITLE}.** {share.CAPTION}\n\n"
    text += (
        "## Who needs fewer\n\nOn how many problems the median of a row's optimizer is less : more than that of a column's, and in "
        "parentheses on how many of these a one-sided sign test over the seeds says so (p at most 0.05).\n\n"
    )
    text += duels_table(problems, ours, fields)
    if elsewhere:
        text += f"## Beside what was measured elsewhere\n\n{elsewhere['note'].strip()}\n\n" + elsewhere_table(problems, elsewhere, ours)
    text += "## The coarse target\n\n1e-2 of the scale, constraints 1e-4.\n\n" + counts_table(problems, fields, "coarse")
    text += rounds_table(problems, ours)
    text += "## CPU time per proposal, ms\n\nMedian over the seeds; of peers CPU time of the whole run over its evaluations.\n\n"
    text += seconds_table(problems, fields)
    text += figures_text(study, output.parent) + "## Who runs\n\n"
    text += notes
    output.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


NOTES = """- `jenn`, `kriging`, `competition`: sequential optimization with that model, [`configs/race.yaml`](../../configs/race.yaml).
- `competition_4`: the same in rounds of four evaluations at once.
- `lbfgs`, `slsqp`: NLopt's, local searches from one start after the other.
- `scipy_lbfgs`, `scipy_slsqp`: SciPy's L-BFGS-B with its own tolerances and SLSQP with `ftol` 1e-10, in the unit box, in the same way.
- `gradient_gp`: a trust region on a gradient-enhanced Gaussian process in numpy ([`gradient_gp.py`](../../tests/race/gradient_gp.py)): no
  package that pip installs has one.
- `egobox`: Egor with its defaults, from the first 2 n_x + 1 starts; values only.
- `smt_ego`: SMT's EGO with kriging and expected improvement, from the same; values only, at most 50 evaluations, because a proposal takes
  it seconds. It takes no constraints, as L-BFGS.

Who is named here and not in the tables was not run.

What each mechanism of the sequential optimizer is worth: [ablation](ablation.md).
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="STUDY_FOLDER")
    parser.add_argument("--peers", type=Path, default=HERE / "peers.csv")
    parser.add_argument("--elsewhere", type=Path, default=HERE / "elsewhere.yaml")
    parser.add_argument("--output", type=Path, default=HERE / "README.md")
    arguments = parser.parse_args()
    try:
        study = read_study(arguments.folder)
        peers = [run for run in read_peers(arguments.peers) if run.problem in study.problems]
        write_page(study, peers, read_elsewhere(arguments.elsewhere), NOTES, arguments.output)
    except PageError as error:
        print(f"page.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
