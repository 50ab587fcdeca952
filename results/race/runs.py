"""The runs of a race: those of a finished study, from its records, and those of other people's optimizers."""

import csv
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "race"))
from counting import TARGETS, hits_of  # noqa: E402

RUN_TARGETS = tuple(TARGETS)


class PageError(Exception):
    """What the page cannot be made from, in one sentence."""


@dataclass
class Run:
    problem: str
    optimizer: str
    seed: int
    hits: dict  # target -> evaluations, infinite where it was not reached
    rounds: float  # to the fine target
    seconds: float  # CPU time per proposal, NaN where nothing is proposed


@dataclass
class Study:
    folder: Path
    problems: list  # in the order of the study
    runs: list
    drawn: list  # name, title and caption of every figure


def read_json(file):
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PageError(f"{file}: {error}") from error


def read_yaml(file):
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise PageError(f"{file}: {error}") from error


def number_of(value):
    return math.inf if value is None else value


def run_of(problem, seed, optimizer, race, seconds):
    steps = optimizer["steps"]
    values = [number_of(step["value"]) for step in steps]
    violations = [number_of(step["violation"]) for step in steps]
    hits = {target: number_of(count) for target, count in hits_of(values, violations, race["optimum"], race["scale"]).items()}
    fine = hits["fine"]
    rounds = len({step["round"] for step in steps[:fine]}) if math.isfinite(fine) else math.inf
    return Run(problem, optimizer["name"], seed, hits, rounds, seconds if optimizer["model"] else math.nan)


def read_study(folder):
    """Of a study with a race in each arm; the optimizers of the finished replicates."""
    folder = Path(folder)
    study = read_json(folder / "study.json")
    problems, runs = [], []
    for arm in study["arms"]:
        name = ", ".join(arm["choices"].values()) or arm["label"]
        for replicate in range(study["replicates"]):
            place = folder / arm["id"] / f"r{replicate}"
            if not (place / "DONE").exists():
                continue
            race = read_yaml(place / "config.resolved.yaml").get("race")
            if not race or "scale" not in race or "optimum" not in race:
                raise PageError(f"{place}/config.resolved.yaml: has no race with optimum and scale")
            record, timing = read_json(place / "record.json"), read_json(place / "timing.json")
            for optimizer in record["optimizers"]:
                seconds = timing.get(optimizer["name"], {}).get("proposal_seconds")
                runs.append(run_of(name, replicate, optimizer, race, math.nan if seconds is None else seconds))
            if name not in problems:
                problems.append(name)
    if not runs:
        raise PageError(f"{folder}: no replicate is finished")
    figures = folder / "figures" / "figures.json"
    return Study(folder, problems, runs, read_json(figures) if figures.exists() else [])


def read_peers(file):
    """None where there is no such file."""
    if not file.exists():
        return []
    runs = []
    try:
        with open(file, newline="", encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                hits = {target: int(row[target]) if row[target] else math.inf for target in RUN_TARGETS}
                seconds = float(row["seconds"]) / max(1, int(row["evaluations"]))
                runs.append(Run(row["problem"], row["method"], int(row["seed"]), hits, hits["fine"], seconds))
    except (KeyError, ValueError, TypeError) as error:
        raise PageError(f"{file}: {error!r}; `./dev race --peers` writes it") from error
    return runs


def read_elsewhere(file):
    """None where there is no such file."""
    if not file.exists():
        return None
    about = read_yaml(file)
    for problem, cells in about["rows"].items():
        if len(cells) != len(about["columns"]):
            raise PageError(f"{file}: {problem} has {len(cells)} cells, expected {len(about['columns'])}")
    return about
