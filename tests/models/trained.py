"""A study with every kind of model, and what jennopt predicts with them."""

import csv
import math
import subprocess
from pathlib import Path

STUDY = """study: models
replicates: 1
problem:
  table: {file: runs.csv, inputs: [%s, share], outputs: [mass, stress], partials: "d_{output}_d_{input}", test: 2}
sampling: {count: 10}
defaults: {training: {max_iterations: 40}}
surrogates:
  nn: {kind: nn, hidden: [4, 3]}
  jenn: {kind: jenn, hidden: [5]}
  relu: {kind: nn, hidden: [6], activation: relu}
  three: {kind: jenn, hidden: [4], members: 3}
  kriging: {kind: kriging}
  values: {kind: kriging, partials: false}
optimization: {starts: 1}
"""
POINTS = [(1200.0, -0.1), (2500.5, 0.25), (1999.0, 0.0), (7000.0, 0.4)]


def runs():
    """Rows of a made-up function of two inputs of unlike size; some partials are missing."""
    rows = [["width", "share", "mass", "stress", "d_mass_d_width", "d_mass_d_share", "d_stress_d_width",
             "d_stress_d_share"]]
    for i in range(12):
        width, share = 1000 + 2000 * ((0.618 * i) % 1), -0.2 + 0.5 * ((0.382 * i * i + 0.1) % 1)
        u = width / 1000
        rows.append([width, share, u * u + math.sin(5 * share), 1e-3 * u * share - 2e-3,
                     2 * u / 1000 if i != 3 else "", 5 * math.cos(5 * share), 1e-6 * share,
                     1e-3 * u if i != 7 else ""])
    return rows


def train(program, folder, width="width"):
    """The models' files by name. width: the first input as it stands in the study."""
    with open(folder / "runs.csv", "w", newline="") as file:
        csv.writer(file).writerows(runs())
    (folder / "study.yaml").write_text(STUDY.replace("%s", width))
    subprocess.run([program, "run", "study.yaml", "--quiet", "-o", "out"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)
    return {file.stem: file for file in Path(folder).glob("out/models/*/r0/models/*.json")}


def predict(program, model, folder):
    """A row of numbers by column for each of POINTS."""
    points = folder / "points.csv"
    points.write_text("width,share\n" + "".join(f"{x},{y}\n" for x, y in POINTS))
    printed = subprocess.run([program, "predict", "--partials", model, points], check=True, text=True,
                             capture_output=True).stdout
    return [{column: float(cell) for column, cell in row.items()} for row in csv.DictReader(printed.splitlines())]
