"""The paper's page: what was published beside what finished studies found.

    /usr/bin/python3 results/paper/page.py STUDY_FOLDER... [--output README.md] [--published published.yaml]

reads metrics.csv, summary.json, study.json, timing.json and figures/ of each folder, which `jennopt report STUDY_FOLDER` writes, and the
published values; writes the page, and the figures it shows into a folder per study beside it. `./dev paper` does all of that.
"""

import argparse
import shutil
import sys
from pathlib import Path

import head
import samples_needed
from number_text import duration_text, plural
from study_data import PageError, load_yaml, median, read_study
from sweep import panels_of, places_text, power_law, race
from verdicts import RULES, counts_text, judge

FEW_ARMS = 3  # whose medians a reader takes in
HERE = Path(__file__).resolve().parent


def row_of(cells):
    return "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


def table_of(heads, rows):
    return row_of(heads) + "|---" * len(heads) + "|\n" + "".join(map(row_of, rows)) + "\n"


def contents(studies, about, verdicts):
    rows = [
        (
            f"[{study.name}](#{study.name})",
            about[study.name].get("title", study.name),
            counts_text(verdicts[study.name]),
            duration_text(study.seconds) if study.seconds > 0 else "–",
        )
        for study in studies
    ]
    return table_of(["study", "what", "published against reproduced", "took"], rows)


def verdict_table(verdicts):
    if not verdicts:
        return ""
    rows = [
        (v.what, v.entry.get("source", "–"), v.published, v.reproduced, v.place, f"**{v.kind}**{': ' if v.size else ''}{v.size}")
        for v in verdicts
    ]
    return table_of(["", "source", "published", "reproduced", "replicates", "verdict"], rows)


def medians_table(study):
    """Of every contender; nothing where there are more arms than a reader takes in."""
    if len(study.arms) > FEW_ARMS:
        return ""
    columns = [
        metric
        for metric in ("r2_value", "r2_partials", "optimum_true_value", "optimum_distance", "true_evaluations")
        if any(key[2] == metric for key in study.values)
    ]

    names = {"truth": "direct search", "best_sample": "best sample"}
    rows = {
        (f"{arm.label}: " if len(study.arms) > 1 else "") + names.get(surrogate, surrogate): (arm, surrogate)
        for arm in study.arms
        for surrogate in study.surrogates()
        if any(study.of(arm, surrogate, metric) for metric in columns)
    }
    cells = {label: [label] for label in rows}
    for metric in columns:
        medians = {label: median(values.values()) for label, place in rows.items() if (values := study.of(*place, metric))}
        texts = dict(zip(medians, study.distinct_texts(metric, medians.values())))
        for label in rows:
            cells[label].append(texts.get(label, "–"))
    return table_of(["median", *(study.about(metric)["words"].replace("R2", "R²") for metric in columns)], cells.values())


def races_table(study):
    """Every curve of a figure with a rival against it; where a target is set, the samples needed say more."""
    rows = []
    for figure in study.figures:
        if figure.get("color") or not figure.get("against") or figure.get("target"):
            continue
        for panel in panels_of(study, figure):
            for curve in panel.curves:
                rival = panel.rival(curve, figure["against"])
                if rival is None or curve.surrogate == figure["against"]:
                    continue
                found = race(study, figure, curve, rival)
                places = [places_text(each, found.n) for each in (found.better, found.worse)]
                crossings = places_text(found.crossings, 0)
                rows.append((f"{curve.name()} against {rival.surrogate}", panel.title or "–", *places, crossings, figure["name"]))
    if not rows:
        return ""
    return table_of(["", "panel", "significantly better at", "significantly worse at", "medians cross at", "figure"], rows)


def exponents_table(study):
    figures = [figure for figure in study.figures if figure.get("slopes") == "true"]
    if not figures:
        return ""
    names, rows = [], []
    for figure in figures:
        for panel in panels_of(study, figure):
            laws = {curve.name(): power_law(curve) for curve in panel.curves}
            names += [name for name in laws if name not in names]
            words = study.about(figure["y"])["words"]
            rows.append((f"{words} by {figure['along']}{', ' if panel.title else ''}{panel.title}", laws))
    cells = [
        (what, *(f"^{law[0]:.2f} ({law[1]:.3f})" if (law := laws.get(name)) else "–" for name in names)) for what, laws in rows
    ]
    return "Exponents, fitted on logarithms, in parentheses R² of the fit:\n\n" + table_of(["", *names], cells)


def find_figure(study, name):
    """By its name; that of one arm without the digits at its end."""
    for figure in study.drawn:
        if figure["name"] == name or figure["name"].startswith(name + "-"):
            return figure
    there = ", ".join(figure["name"] for figure in study.drawn)
    raise PageError(f"{study.name}: no figure {name} was drawn, there are {there or 'none'}")


def figures_text(study, shown, folder):
    text = ""
    for name in dict.fromkeys([*shown, *(figure["name"] for figure in study.figures)]):
        figure = find_figure(study, name)
        (folder / study.name).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(study.folder / "figures" / f"{figure['name']}.svg", folder / study.name / f"{name}.svg")
        text += f"![{figure['title']}]({study.name}/{name}.svg)\n\n**{figure['title']}.** {figure['caption']}\n\n"
    return text


def study_text(study, about, verdicts, needs, folder):
    took = f", {duration_text(study.seconds)}" if study.seconds > 0 else ""
    text = f'<a id="{study.name}"></a>\n\n## {about.get("title", study.name)}\n\n'
    text += f"`{study.command}`: {plural(len(study.arms), 'arm')} of {plural(study.replicates(), 'replicate')}{took}.\n\n"
    if about.get("note"):
        text += about["note"].strip() + "\n\n"
    text += verdict_table(verdicts) + medians_table(study)
    for target in dict.fromkeys(row.target for row in needs):
        own = [row for row in needs if row.target == target]
        savings = {name: samples_needed.savings_text(own, name) for name in samples_needed.names_of(own)}
        found = [f"{name} {saved}" for name, saved in savings.items() if saved]
        if found:
            text += f"To R² {target:g} of values, against the plain network: {'; '.join(found)}.\n\n"
    return text + races_table(study) + exponents_table(study) + figures_text(study, about.get("shown", []), folder)


def samples_text(rows, folder):
    if not rows:
        return ""
    text = (
        "## How many samples?\n\nSamples with which the median of the replicates first reaches the R² of values, interpolated between the "
        "sizes tried, and in parentheses how many times fewer than the plain network. `>` and `≤`: not reached, or reached by the first "
        "size already.\n\n" + samples_needed.table_of(rows) + "\n"
    )
    if samples_needed.draw(rows, folder):
        text += f"![{samples_needed.TITLE}]({samples_needed.NAME}.svg)\n\n**{samples_needed.TITLE}.** {samples_needed.CAPTION}\n\n"
    return text


def write_page(folders, published_file, output):
    try:
        published = load_yaml(published_file.read_text(encoding="utf-8"), published_file)
    except OSError as error:
        raise PageError(f"{published_file}: {error.strerror}") from error
    studies = [read_study(folder) for folder in folders]
    about = {study.name: published.get(study.name, {}) for study in studies}
    verdicts = {study.name: judge(study, about[study.name].get("published", [])) for study in studies}
    rows = samples_needed.rows_of(studies)
    output.parent.mkdir(parents=True, exist_ok=True)
    text = f"# {published['page']['title']}\n\n"
    text += "Written by `./dev paper`: no number here was typed but the published ones and those in the notes.\n\n"
    text += "## What of it holds\n\n" + head.text(published["page"], studies, verdicts, rows) + "\n"
    text += contents(studies, about, verdicts)
    text += f"{RULES}\nR² close to 1 is printed by its gap, 1 - 3.6e-09.\n\n"
    text += samples_text(rows, output.parent)
    for study in studies:
        own = [row for row in rows if row.study == study.name]
        text += study_text(study, about[study.name], verdicts[study.name], own, output.parent)
    output.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="STUDY_FOLDER")
    parser.add_argument("--output", type=Path, default=HERE / "README.md")
    parser.add_argument("--published", type=Path, default=HERE / "published.yaml")
    arguments = parser.parse_args()
    try:
        write_page(arguments.folders, arguments.published, arguments.output)
    except PageError as error:
        print(f"page.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
