#!/usr/bin/env python3
"""Races other people's optimizers on the problems of configs/race.yaml, from the same starts, and writes results/race/peers.csv.

./dev race --peers builds what this needs and runs it. One row per run: problem, method, seed, the number of the evaluation that reached
each target (empty: none did within the budget), evaluations in all, CPU seconds. Rows that the file has already are not run again.
"""

import argparse
import csv
import os
import subprocess
import sys
import time
import venv
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / "build" / "race"
PACKAGES = ["numpy", "scipy", "pyyaml", "smt", "egobox"]
TARGETS = ["coarse", "fine", "tight"]
COLUMNS = ["problem", "method", "seed", *TARGETS, "evaluations", "seconds"]


class PeersError(Exception):
    pass


def make_environment():
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    if subprocess.run([python, "-c", "import numpy, scipy, yaml, smt, egobox"], capture_output=True).returncode != 0:
        print("installing", *PACKAGES, "from PyPI", file=sys.stderr)
        install = subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], capture_output=True, text=True
        )
        if install.returncode != 0:
            raise PeersError("pip could not install them from PyPI:\n" + install.stderr.strip())
    return python


def race(problem_name, settings, method, seed):
    """One run, as a row of the file."""
    import methods
    from counting import Recorder
    from suite import Problem

    with Problem(problem_name, settings) as problem:
        recorder = Recorder(problem, methods.METHODS[method].budget)
        begin = time.process_time()
        methods.run(method, recorder, problem.starts(seed), seed)
        seconds = time.process_time() - begin
    hits = [recorder.hits[target] or "" for target in TARGETS]
    return [problem_name, method, seed, *hits, len(recorder.points), f"{seconds:.3g}"]


def read_rows(file):
    if not file.exists():
        return []
    with open(file, newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    if not rows or rows[0] != COLUMNS:
        raise PeersError(f"{file}: its columns are not {','.join(COLUMNS)}")
    return rows[1:]


def write_rows(file, rows, order):
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = sorted(rows, key=lambda row: (order.get(row[0], len(order)), row[0], row[1], int(row[2])))
    with open(file, "w", newline="", encoding="utf-8") as lines:
        csv.writer(lines, lineterminator="\n").writerows([COLUMNS, *rows])


def count_constraints(name, settings):
    from suite import Problem

    with Problem(name, settings) as problem:
        return problem.constraints


def run(arguments):
    import methods
    from suite import read_problems

    problems = read_problems()
    for kind, given, known in (("problem", arguments.problems, problems), ("method", arguments.methods, methods.METHODS)):
        unknown = [name for name in given or [] if name not in known]
        if unknown:
            raise PeersError(f"there is no {kind} {unknown[0]}, expected one of {', '.join(known)}")
    constrained = {name for name, settings in problems.items() if count_constraints(name, settings)}
    rows = read_rows(arguments.output)
    done = {tuple(row[:3]) for row in rows}
    wanted = [
        (name, settings, method, seed)
        for seed in range(arguments.seeds)
        for name, settings in problems.items()
        if name in (arguments.problems or problems)
        for method, about in methods.METHODS.items()
        if method in (arguments.methods or methods.METHODS)
        if about.takes_constraints or name not in constrained
        if (name, method, str(seed)) not in done
    ]
    order = {name: place for place, name in enumerate(problems)}
    print(f"{len(wanted)} runs", file=sys.stderr)
    with ProcessPoolExecutor(arguments.jobs) as pool:
        runs = [pool.submit(race, *each) for each in wanted]
        for count, finished in enumerate(as_completed(runs), start=1):
            row = [str(each) for each in finished.result()]
            rows.append(row)
            write_rows(arguments.output, rows, order)
            print(f"{count} of {len(wanted)}:", *row, file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(prog="./dev race --peers", description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10, help="of every problem (default: 10)")
    parser.add_argument("--problems", nargs="+", metavar="P", help="(default: all)")
    parser.add_argument("--methods", nargs="+", metavar="M", help="(default: all)")
    parser.add_argument("--jobs", type=int, default=int(os.environ.get("JOBS", os.cpu_count())), help="runs at once")
    parser.add_argument("--output", type=Path, default=ROOT / "results" / "race" / "peers.csv")
    arguments = parser.parse_args()
    python = make_environment()
    if Path(sys.prefix) != ENVIRONMENT:
        limits = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")}
        os.execve(python, [str(python), "-B", __file__, *sys.argv[1:]], os.environ | limits)
    run(arguments)


if __name__ == "__main__":
    try:
        main()
    except PeersError as error:
        sys.exit(f"race: {error}")
