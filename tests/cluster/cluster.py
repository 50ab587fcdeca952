#!/usr/bin/env python3
"""Runs one study by one process, by four at once, by GNU parallel and as a Slurm job array, and compares what
they leave, byte by byte, measured times apart. With --table how long each took is written into a page."""

import argparse
import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import slurm

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "stress"))
from page_section import write_section  # noqa: E402

SKIPPED = 77

STUDY = """\
study: shared
replicates: {replicates}
problem: {{name: rosenbrock}}
sampling: {{plan: sobol, count: 12}}
test: {{plan: random, count: 20}}
surrogates:
  jenn: {{kind: jenn, hidden: [4], training: {{max_iterations: 40}}, restarts: 1}}
optimization: {{starts: 2}}
"""

# Metrics that are measured times.
TIMES = ("seconds",)


def metrics(folder):
    with open(folder / "metrics.csv", newline="") as file:
        rows = list(csv.reader(file))
    return [row for row in rows if not any(word in cell for cell in row for word in TIMES)]


class Ways:
    """The ways to run a study; each leaves its results in a folder of its name."""

    def __init__(self, program, folder, replicates):
        self.program = str(program)
        self.folder = folder
        self.replicates = replicates
        (folder / "study.yaml").write_text(STUDY.format(replicates=replicates))

    def results(self, way):
        return self.folder / way / "shared"

    def jennopt(self, *words):
        return [self.program, words[0], "study.yaml", *words[1:]]

    def start(self, *words):
        return subprocess.Popen(
            self.jennopt(*words), cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def plan(self, *words):
        return subprocess.run(
            self.jennopt("plan", *words), cwd=self.folder, check=True, capture_output=True, text=True
        ).stdout

    def one(self):
        self.require(self.start("run", "--jobs", "1", "--output", "one").wait() == 0, "one process failed")

    def four(self):
        processes = [self.start("run", "--jobs", "1", "--output", "four") for _ in range(4)]
        self.require(all(each.wait() == 0 for each in processes), "one of four processes failed")

    def parallel(self):
        line = self.plan("--parallel", "--output", "parallel")
        begin = time.monotonic()
        subprocess.run(["sh", "-c", line], cwd=self.folder, check=True, capture_output=True)
        seconds = time.monotonic() - begin
        before = metrics(self.results("parallel"))
        subprocess.run(["sh", "-c", line], cwd=self.folder, check=True, capture_output=True)
        self.require(metrics(self.results("parallel")) == before, "the same line again changed the results")
        return seconds

    def slurm(self):
        with tempfile.TemporaryDirectory(prefix="slurm-") as place:
            with slurm.Slurm(place, os.cpu_count()) as cluster:
                # A small limit, so that several arrays are submitted.
                limit = str(max(2, self.replicates // 2 - 1))
                script = self.folder / "shared.sbatch"
                script.write_text(self.plan("--slurm", "--output", "slurm", "--array-limit", limit, "--time", "10",
                                            "--at-once", str(os.cpu_count())))
                begin = time.monotonic()
                cluster.run(script, self.folder)
                return time.monotonic() - begin

    def require(self, holds, message):
        if not holds:
            sys.exit(f"failed: {message}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("ways", nargs="+", choices=["four", "parallel", "slurm"])
    parser.add_argument("--replicates", type=int, default=8)
    parser.add_argument("--table", type=pathlib.Path, help="write the times into this page")
    options = parser.parse_args()
    needs = {
        "parallel": "" if shutil.which("parallel") else "GNU parallel is not installed",
        "slurm": slurm.missing(),
    }
    for way in options.ways:
        if needs.get(way):
            print(f"skipped: {way}: {needs[way]}")
            return SKIPPED
    with tempfile.TemporaryDirectory(prefix="cluster-") as place:
        ways = Ways(options.program.resolve(), pathlib.Path(place), options.replicates)
        rows = []
        for way in ["one", *options.ways]:
            begin = time.monotonic()
            seconds = getattr(ways, way)() or time.monotonic() - begin
            rows.append((way, seconds))
            ways.require(
                metrics(ways.results(way)) == metrics(ways.results("one")), f"{way}: metrics.csv differs from one process's"
            )
            ways.require(not (ways.results(way) / "claims").exists(), f"{way}: claims were left")
    words = {"one": "one process", "four": "four processes", "parallel": "GNU parallel", "slurm": "Slurm"}
    lines = [f"| {words[way]} | {seconds:.1f} |" for way, seconds in rows]
    print("\n".join(lines))
    if options.table:
        heading = ["## One study by many processes\n",
                   f"Written by `./dev cluster --replicates {options.replicates}` on a machine with {os.cpu_count()} "
                   "processors: Slurm and all processes on it, the same metrics.csv by each. "
                   "The replicates are so short that most of the time is for starting processes and tasks.\n", f"| {options.replicates} replicates by | seconds |", "|---|---|"]
        write_section(options.table, "\n".join(heading + lines) + "\n")
    print(f"{len(options.ways)} passed, 0 failed: the same metrics.csv by {', '.join(options.ways)} as by one process")
    return 0


if __name__ == "__main__":
    sys.exit(main())
