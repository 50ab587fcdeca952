"""The page of section files: how many the airfoil problem reads, and whether what it reads is right.

    python3 results/airfoil_sections/page.py [--program build/release/jennopt] [--public FOLDER] [--output FILE]

makes a collection of files (collection.py), runs `jennopt check` on each, and `jennopt run` on some of every kind, whose drawn
shapes it holds against the exact sections. With --public it also checks every .dat file of a folder.
"""

import argparse
import bisect
import collections
import concurrent.futures
import csv
import math
import os
import re
import subprocess
import tempfile
from pathlib import Path

import collection

HERE = Path(__file__).resolve().parent
# Weights of next to nothing and one angle: the center of the bounds is the base itself.
STUDY = """study: section
replicates: 1
problem: {name: airfoil, options: {base: section.dat, weight_bound: 1.0e-6, alpha_lower: 2.0, alpha_upper: 2.000001}}
sampling: {plan: latin_hypercube, count: 2}
test: {count: 1}
surrogates: {nn: {kind: nn, hidden: [1], lambda: 1e-3, training: {max_iterations: 1}}}
optimization: {starts: 1, max_evaluations: 1, truth_baseline: false}
"""
ORIGIN = re.compile(r"the base is \d+ points of .*?\.dat, ([^,)]*)(?:, blunt by .*? and closed over (?:all of it|its last ([0-9.e-]+) %))?\)")
HEAD = """# Section files that the airfoil problem reads

`problem.options.base` of the problem `airfoil` can be a file of coordinates. The collection here is made: NACA sections of four and five
digits of various thickness, camber and numbers of points, in the formats and with the faults of public collections, four fifths of them
plain. `jennopt check` is run on every file.

    cmake --build build/release --target jennopt problems/all
    pip download --no-deps aerosandbox==4.2.10 && unzip -q aerosandbox-4.2.10-py3-none-any.whl -d aerosandbox   # the public one
    python3 results/airfoil_sections/page.py --public aerosandbox/aerosandbox/geometry/airfoil/airfoil_database

"""
PUBLIC = """## A public collection

That of AeroSandbox 4.2.10, which has the files of the University of Illinois and others. Nothing of it is kept here.

"""


class Reader:
    """The program, on one file at a time."""

    def __init__(self, program, folder):
        self.program = str(program)
        self.study = folder / "study.yaml"
        self.study.write_text(STUDY, encoding="utf-8")

    def check(self, file):
        """(format, None) of a section that is read, or (None, why it is refused)."""
        done = self.call("check", file)
        if done.returncode == 0:
            found = ORIGIN.search(done.stdout)
            if not found:
                raise SystemExit(f"page.py: {file}: `jennopt check` does not say what it read: {done.stdout}")
            return found.group(1), None
        if done.returncode != 2 or str(file) not in done.stderr:
            raise SystemExit(f"page.py: {file}: `jennopt check` ended with {done.returncode}: {done.stderr}")
        return None, done.stderr.strip().split(f"{file}:", 1)[1]

    def shape(self, file):
        """(corners, {"cd": ..., "cl": ...}, share of the chord over which a blunt edge is closed) of a section."""
        output = Path(f"{file}.study")
        done = self.call("run", file, "-o", str(output), "--quiet", "-j", "1")
        if done.returncode not in (0, 1):  # 1: no surrogate is of use, and none is meant to be
            raise SystemExit(f"page.py: {file}: `jennopt run` ended with {done.returncode}: {done.stderr}")
        with open(output / "section" / "figures" / "design_1_shape.csv", encoding="utf-8") as rows:
            corners = [(float(row["x"]), float(row["y"])) for row in csv.DictReader(rows) if row["layer"] == "center of the bounds"]
        with open(next(output.rglob("test.csv")), encoding="utf-8") as rows:
            values = {name: float(value) for name, value in next(csv.DictReader(rows)).items() if name in ("cd", "cl")}
        found = ORIGIN.search(self.call("check", file).stdout)
        return corners, values, 0.01 * float(found.group(2) or 100.0)

    def call(self, command, file, *more):
        words = [self.program, command, str(self.study), "--set", f"problem.options.base={file}", *more]
        return subprocess.run(words, capture_output=True, text=True, errors="replace", cwd=file.parent)


def ordinate(side, x):
    """On straight lines through points whose abscissas rise."""
    place = min(max(bisect.bisect_left(side, (x,)), 1), len(side) - 1)
    (x0, y0), (x1, y1) = side[place - 1], side[place]
    return y0 + (x - x0) / (x1 - x0) * (y1 - y0)


def distance(corners, file, closing):
    """Largest distance, in chords, of the drawn shape from the exact section at the same nose, its edge closed as section.cpp says."""
    c, s = math.cos(file.turned), math.sin(file.turned)
    upper, lower = [[(c * x + s * y, c * y - s * x) for x, y in side] for side in file.section.exact()]
    around = upper[::-1] + lower[1:]
    nose = min(range(len(around)), key=lambda i: around[i][0])
    upper, lower = around[nose::-1], around[nose:]
    start, height = around[nose]
    chord = 0.5 * (upper[-1][0] + lower[-1][0]) - start
    gap = (upper[-1][1] - lower[-1][1]) / chord
    n = (len(corners) - 1) // 2
    drawn_height, worst = corners[n][1], 0.0
    for i, (x, y) in enumerate(corners):
        sign = 1 if i <= n else -1
        exact = (ordinate(upper if i <= n else lower, start + chord * x) - height) / chord
        exact -= sign * 0.5 * gap * x * math.exp(-(1 - x) * (1 / closing - 1))
        worst = max(worst, abs(y - drawn_height - exact) if 0 < x < 1 else 0.0)
    return worst


def compare(reader, path, file):
    """The shape's distance, and the differences of drag and lift from those of the same section in twelve digits and Selig's format."""
    corners, values, closing = reader.shape(path)
    twin = path.with_name(f"{path.stem}_twin.dat")
    c, s = math.cos(file.turned), math.sin(file.turned)
    points = file.section.around()
    rows = [(c * x + s * y, c * y - s * x) for x, y in points] if file.turned else points
    twin.write_text("twin\n" + "".join(f"{x:.12f} {y:.12f}\n" for x, y in rows), encoding="utf-8")
    twin_values = reader.shape(twin)[1]
    return distance(corners, file, closing), abs(values["cd"] / twin_values["cd"] - 1), abs(values["cl"] - twin_values["cl"])


def row_of(cells):
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n"


def table_of(heads, rows):
    return row_of(heads) + "|---" * len(heads) + "|\n" + "".join(map(row_of, rows)) + "\n"


def shortened(why):
    """A refusal without characters that would not show."""
    return "".join(char if char.isprintable() else " " for char in why)


def sections_table(reader, by_kind, pool, samples):
    """Kinds that hold a section: how many are read, and how far the first ones are from what they should be."""
    compared = {}
    for kind, group in by_kind.items():
        first = [(path, file) for path, file, form, _ in group if form][:samples]
        compared[kind] = pool.map(lambda one: compare(reader, *one), first)
    rows = []
    for kind, group in by_kind.items():
        forms = sorted({form for _, _, form, _ in group if form})
        errors = list(compared[kind])
        shape, cd, cl = (max(each) for each in zip(*errors)) if errors else (math.nan,) * 3
        read = sum(form is not None for _, _, form, _ in group)
        rows.append((kind, len(group), read, ", ".join(forms), len(errors), f"{100 * shape:.3f} %", f"{100 * cd:.2f} %", f"{cl:.4f}"))
    return table_of(("files", "number", "read", "said to be", "compared", "shape", "cd", "cl"), rows)


def made_part(reader, files, folder, pool, samples):
    """The page's part on the collection that is made, and the files that are read or refused against what they hold."""
    paths = [folder / f"{number:04d}.dat" for number in range(len(files))]
    for path, file in zip(paths, files):
        path.write_bytes(file.content)
    sound, unsound = collections.defaultdict(list), collections.defaultdict(list)
    for path, file, (form, why) in zip(paths, files, pool.map(reader.check, paths)):
        (sound if file.section else unsound)[file.kind].append((path, file, form, why))
    good = [one for group in sound.values() for one in group]
    bad = [one for group in unsound.values() for one in group]
    read_good = sum(form is not None for _, _, form, _ in good)
    read_bad = [one for one in bad if one[2] is not None]
    refused = [(kind, len(group), sum(form is None for _, _, form, _ in group)) for kind, group in unsound.items()]
    wrong = [(kind, shortened(why)) for kind, group in sound.items() for _, _, form, why in group if form is None]
    wrong += [(file.kind, f"read, {len(file.content.splitlines()) - 1} points") for _, file, _, _ in read_bad]
    text = (
        f"Of {len(files)} files {read_good + len(read_bad)} are read, {100 * (read_good + len(read_bad)) / len(files):.1f} %: "
        f"{read_good} of the {len(good)} that hold a whole section, and {len(read_bad)} of the {len(bad)} that do not.\n\n"
        "## Files with a section\n\n"
        f"The last columns are of the first {samples} files of a kind: the largest distance of the drawn shape from the exact section (the edge "
        "closed in the same way), in percent of the chord, and the largest differences of cd and cl at 2 degrees from those of the same points with "
        "twelve digits in Selig's format.\n\n" + sections_table(reader, sound, pool, samples) + "## Files without one\n\n"
    )
    text += table_of(("files", "number", "refused"), refused)
    if wrong:
        text += "Not as it should be (where one side is shorter by less than a slanted cut of a blunt edge makes it, a lost point does not show):\n\n"
        text += table_of(("files", "what"), wrong)
    text += "Each refusal, with line and column:\n\n" + table_of(("files", "why"), [(file.kind, shortened(why)) for _, file, _, why in bad if why])
    return text, wrong


def public_part(reader, folder, pool):
    paths = sorted(folder.rglob("*.dat"))
    outcomes = list(pool.map(reader.check, paths))
    forms = collections.Counter(form for form, _ in outcomes if form)
    read = sum(forms.values())
    return (
        f"Of {len(paths)} files {read} are read, {100 * read / len(paths):.1f} %: " + ", ".join(f"{count} in {form}" for form, count in forms.most_common()) + ".\n\n"
        + table_of(("file", "why it is refused"), [(path.name, shortened(why)) for path, (_, why) in zip(paths, outcomes) if why])
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", type=Path, default=HERE.parents[1] / "build" / "release" / "jennopt")
    parser.add_argument("--size", type=int, default=2174, help="files of the collection")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--samples", type=int, default=4, help="files of every kind whose shapes are compared")
    parser.add_argument("--public", type=Path, help="a folder of .dat files")
    parser.add_argument("--output", type=Path, default=HERE.parent / "airfoil_sections.md")
    options = parser.parse_args()
    files = collection.make_collection(options.size, options.seed)
    with tempfile.TemporaryDirectory() as temporary, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        folder = Path(temporary)
        reader = Reader(options.program.resolve(), folder)
        made, wrong = made_part(reader, files, folder, pool, options.samples)
        text = HEAD + made
        if options.public:
            text += PUBLIC + public_part(reader, options.public.resolve(), pool)
    options.output.write_text(text.rstrip("\n") + "\n", encoding="utf-8")
    print(f"{options.output}: {len(wrong)} files not as they should be")


if __name__ == "__main__":
    main()
