"""The problems of configs/race.yaml, evaluated by the program race_problem, so that they are the very same functions."""

import csv
import json
import subprocess
from pathlib import Path

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parents[2]
STUDY = ROOT / "configs" / "race.yaml"


class Problem:
    """One problem of the study, as a process that answers with values and partials.

    y[0] is the objective, minimized, and y[1:] the constraints, feasible where <= 0; jacobian (outputs, inputs).
    """

    def __init__(self, name, settings, build=ROOT / "build" / "release"):
        self.name = name
        self.optimum, self.scale = settings["race"]["optimum"], settings["race"]["scale"]
        self.starts_file = STUDY.parent / settings["optimizer_defaults"]["starts"]
        self.process = subprocess.Popen(
            [build / "tests" / "race" / "race_problem", build / "problems", json.dumps(settings["problem"])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        about = json.loads(self.process.stdout.readline())
        self.lower, self.upper = np.array(about["lower"]), np.array(about["upper"])
        self.n, self.constraints = len(self.lower), about["constraints"]
        self.width = self.upper - self.lower

    def clip(self, x):
        return np.clip(np.asarray(x, float), self.lower, self.upper)

    def from_unit(self, u):
        return self.clip(self.lower + self.width * np.asarray(u, float))

    def evaluate(self, x):
        """NaN where the problem cannot be evaluated."""
        print(json.dumps([float(each) for each in x]), file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            return np.full(1 + self.constraints, np.nan), np.full((1 + self.constraints, self.n), np.nan)
        return np.array(answer["values"]), np.array(answer["jacobian"])

    def starts(self, seed):
        """(number, inputs): those of configs/race/starts, then random points."""
        with open(self.starts_file, newline="", encoding="utf-8") as lines:
            rows = [row for row in csv.reader(lines)][1:]
        given = np.array([row[2:] for row in rows if int(row[0]) == seed], float).reshape(-1, self.n)
        more = np.random.default_rng([seed, self.n, 1]).random((400, self.n))
        return np.vstack([given, [self.from_unit(u) for u in more]])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def read_problems():
    """The settings of each problem of the sweep, by its name there."""
    study = yaml.safe_load(STUDY.read_text(encoding="utf-8"))
    return study["sweep"]["problem"]
