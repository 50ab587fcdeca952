#!/usr/bin/env python3
"""predict from Python beside the library's own: seconds of one point, and of a million at once.

Usage: beside_library.py LIBRARY_PREDICTION. Prints a table in Markdown: medians of rounds that go from one to the other.
"""

import argparse
import pathlib
import statistics
import subprocess
import tempfile
import time

import jennopt
import numpy as np

ROUNDS = 15
POINTS = 1_000_000


def seconds_of(call, arguments):
    begin = time.perf_counter()
    for argument in arguments:
        call(argument)
    return time.perf_counter() - begin


class Library:
    def __init__(self, program, model, X, folder):
        model.save(folder / "model.json")
        (folder / "points").write_bytes(X.tobytes())
        self.process = subprocess.Popen([program, folder / "model.json", folder / "points"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def seconds(self, what, calls):
        self.process.stdin.write(f"{what} {calls}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def compare(model, X, library):
    """Medians, in seconds: one point by the module and the library, a million by each."""
    points = list(X[:100_000])
    rounds = []
    for _ in range(ROUNDS):
        rounds.append((seconds_of(model.predict, points) / len(points),
                       library.seconds("point", len(points)) / len(points),
                       seconds_of(model.predict, [X]),
                       library.seconds("points", 1)))
    return [statistics.median(column) for column in zip(*rounds)]


def models():
    rng = np.random.default_rng(1)
    for kind, n_x in (("jenn", 2), ("jenn", 10), ("kriging", 2)):
        X = rng.uniform(-1, 1, (40, n_x))
        Y, J = np.sin(X).sum(axis=1) ** 2, 2 * np.sin(X).sum(axis=1, keepdims=True) * np.cos(X)
        model = jennopt.fit(X, Y, J, kind=kind, cross_validate=False)
        yield f"{kind}, {n_x} inputs", model, rng.uniform(-1, 1, (POINTS, n_x))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library_prediction")
    program = parser.parse_args().library_prediction
    print("| predict | one point, us: module | library | 10^6 points, s: module | library | ratio |")
    print("|---|---|---|---|---|---|")
    for name, model, X in models():
        with tempfile.TemporaryDirectory() as folder:
            library = Library(program, model, X, pathlib.Path(folder))
            point, of_library, million, million_of_library = compare(model, X, library)
            library.end()
        print(f"| {name} | {1e6 * point:.2f} | {1e6 * of_library:.2f} | {million:.4f} | {million_of_library:.4f} | "
              f"{million / million_of_library:.3f} |", flush=True)


if __name__ == "__main__":
    main()
