"""A finished study, read from what the program wrote into its folder; statistics over its replicates."""

import csv
import json
import math
from dataclasses import dataclass
from pathlib import Path

import yaml

from number_text import half_up, r2_number, short_number

LEAST_SHOWN = 1e-16  # zero has no logarithm
METRIC_KEYS = ("words", "unit", "better", "scale", "style")


class PageError(Exception):
    """What the page cannot be made from, in one sentence."""


@dataclass
class Arm:
    label: str
    choices: dict  # axis -> value, both as text
    problem: str
    inputs: int
    outputs: int


@dataclass
class Study:
    folder: Path
    name: str
    command: str
    seconds: float  # of wall time, 0: unknown
    arms: list
    figures: list  # over the sweep, as the study file has them, every value as text
    drawn: list  # name, title and caption of every figure that was drawn
    catalogue: dict  # metric -> words, unit, better, scale
    values: dict  # (arm, surrogate, metric) -> {replicate: value}

    def surrogates(self):
        """Each once, in the order of metrics.csv."""
        return list(dict.fromkeys(surrogate for _, surrogate, _ in self.values))

    def of(self, arm, surrogate, metric):
        return self.values.get((arm.label, surrogate, metric), {})

    def replicates(self):
        """The least number of an arm that has any."""
        counts = {}
        for (arm, _, _), values in self.values.items():
            counts.setdefault(arm, set()).update(values)
        return min((len(each) for each in counts.values()), default=0)

    def about(self, metric):
        unknown = {"words": metric, "unit": "", "better": "neither", "scale": "linear", "style": "general"}
        return self.catalogue.get(metric.split("[")[0], unknown)

    def shown(self, metric, value):
        """As figures show it: 1 - R2 for R2."""
        return max(1.0 - value, LEAST_SHOWN) if self.about(metric)["scale"] == "one_minus" else value

    def error(self, metric, value):
        """Smaller is better."""
        better = self.about(metric)["better"]
        if better == "neither":
            raise PageError(f"{self.name}: {metric} is neither good nor bad, expected one that can be better or worse")
        shown = self.shown(metric, value)
        return -shown if better == "higher" and self.about(metric)["scale"] != "one_minus" else shown

    def text(self, metric, value, digits=3):
        style = self.about(metric)["style"]
        return r2_number(value) if style == "r2" else f"{half_up(value):,}" if style == "count" else short_number(value, digits)

    def distinct_texts(self, metric, values):
        """Numbers that stand beside each other: as few digits as show all the differences that eight show."""
        texts = {digits: [self.text(metric, value, digits) for value in values] for digits in range(3, 9)}
        different = {digits: len(set(map(read_back, each))) for digits, each in texts.items()}
        return next(texts[digits] for digits in texts if different[digits] >= different[8])


def read_back(text):
    """As a reader takes it: -1.000 and -1.00 are one number."""
    try:
        return float(text)
    except ValueError:
        return text


def load_yaml(text, place):
    """Every value stays the text that it is in the file: 1 and 1.0 are different choices."""
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise PageError(f"{place}: {error}") from error


def read_json(file):
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PageError(f"{file}: {error}; `jennopt report {file.parent}` writes what is missing") from error


def read_values(file):
    values = {}
    try:
        with open(file, newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                key = (row["arm"], row["surrogate"], row["metric"])
                values.setdefault(key, {})[int(row["replicate"])] = float(row["value"])
    except (OSError, KeyError, ValueError, TypeError) as error:
        raise PageError(f"{file}: {error!r}; `jennopt report {file.parent}` writes it") from error
    return values


def read_study(folder):
    folder = Path(folder)
    study, summary = read_json(folder / "study.json"), read_json(folder / "summary.json")
    time = folder / "timing.json"
    try:
        problems = {arm["arm"]: arm for arm in summary["arms"]}
        arms = [
            Arm(arm["label"], arm["choices"], about["problem"], about["inputs"], about["outputs"])
            for arm in study["arms"]
            if (about := problems.get(arm["label"]))
        ]
        catalogue = {name: {key: entry[key] for key in METRIC_KEYS} for name, entry in summary["metrics"].items()}
    except (KeyError, TypeError) as error:
        raise PageError(f"{folder}: summary.json has no {error}; `jennopt report {folder}` writes it anew") from error
    return Study(
        folder=folder,
        name=study["study"],
        command=study["command"],
        seconds=read_json(time)["seconds"] if time.exists() else 0.0,
        arms=arms,
        figures=load_yaml(study.get("figures", ""), folder / "study.json") or [],
        drawn=read_json(folder / "figures" / "figures.json"),
        catalogue=catalogue,
        values=read_values(folder / "metrics.csv"),
    )


def quantile(values, p):
    """By linear interpolation between order statistics (type 7 of Hyndman and Fan)."""
    values = sorted(values)
    position = p * (len(values) - 1)
    below = math.floor(position)
    above = min(below + 1, len(values) - 1)
    return values[below] + (position - below) * (values[above] - values[below])


def median(values):
    return quantile(values, 0.5)


LEVEL = 0.05  # of every sign test
FEWEST = 5  # 2^-5 < 0.05: with fewer pairs no outcome is significant


@dataclass
class Pairs:
    wins: int
    losses: int
    ties: int

    def n(self):
        return self.wins + self.losses + self.ties

    def p(self):
        """Of the sign test, one-sided, towards whichever side leads."""
        tosses = self.wins + self.losses
        most = max(self.wins, self.losses)
        return sum(math.comb(tosses, k) for k in range(most, tosses + 1)) / 2**tosses

    def outcome(self):
        if self.p() > LEVEL or self.wins == self.losses:
            return "undecided"
        return "better" if self.wins > self.losses else "worse"


def compare(study, arm, metric, own, other):
    """Replicate by replicate on the same samples; nothing where there is no pair."""
    a, b = study.of(arm, own, metric), study.of(arm, other, metric)
    both = [(study.error(metric, a[r]), study.error(metric, b[r])) for r in sorted(a.keys() & b.keys())]
    if not both:
        return None
    wins, losses = sum(x < y for x, y in both), sum(x > y for x, y in both)
    return Pairs(wins, losses, len(both) - wins - losses)
