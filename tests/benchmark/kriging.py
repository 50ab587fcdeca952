"""Kriging by OpenTURNS on the samples of a finished study, as a peer of its surrogates.

    /usr/bin/python3 tests/benchmark/kriging.py STUDY_FOLDER [--most SAMPLES]

reads training.csv and test.csv of every finished replicate, fits one kriging model per output (values only, constant trend,
squared exponential covariance, maximum likelihood as is the default of OpenTURNS) and writes STUDY_FOLDER/peers.json: a list of arm,
replicate, surrogate, metric, value. `jennopt report STUDY_FOLDER` shows it beside the study's own surrogates. Replicates that
are in the file already are not repeated; arms with more samples than --most are left out, because the cost grows with their cube.
"""

import argparse
import csv
import json
import multiprocessing
import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

NAME = "kriging (OpenTURNS)"


def read_samples(path, n_x, n_y):
    with open(path, newline="") as file:
        rows = [[float(cell) for cell in row[: n_x + n_y]] for row in list(csv.reader(file))[1:]]
    return [row[:n_x] for row in rows], [row[n_x:] for row in rows]


def count_columns(path):
    """Inputs and outputs: the first partial, d_<output>_d_<input>, repeats the first names of both."""
    with open(path, newline="") as file:
        header = next(csv.reader(file))
    n = next((i for i, name in enumerate(header) if name.startswith("d_") and "_d_" in name), len(header))
    n_partials = len(header) - n
    for n_y in range(1, n):
        if n_y * (n - n_y) == n_partials and header[n].endswith("_d_" + header[0]) and header[n] == f"d_{header[n - n_y]}_d_{header[0]}":
            return n - n_y, n_y
    raise SystemExit(f"{path}: its columns do not show which are inputs and which outputs")


def r2(truth, prediction):
    mean = sum(truth) / len(truth)
    return 1.0 - sum((p - y) ** 2 for p, y in zip(prediction, truth)) / sum((y - mean) ** 2 for y in truth)


def fit(place):
    """R2 of values of each output, over the test samples."""
    import openturns as ot

    ot.Log.Show(ot.Log.NONE)
    ot.TBB.Disable()
    n_x, n_y = count_columns(place / "training.csv")
    X, Y = read_samples(place / "training.csv", n_x, n_y)
    X_test, Y_test = read_samples(place / "test.csv", n_x, n_y)
    low = [min(column) for column in zip(*X)]
    width = [max(column) - least or 1.0 for column, least in zip(zip(*X), low)]

    def scaled(points):
        return ot.Sample([[(x - a) / w for x, a, w in zip(point, low, width)] for point in points])

    scores = []
    for k in range(n_y):
        covariance = ot.SquaredExponential([1.0] * n_x)
        algorithm = ot.KrigingAlgorithm(
            scaled(X), ot.Sample([[row[k]] for row in Y]), covariance, ot.ConstantBasisFactory(n_x).build()
        )
        algorithm.run()
        prediction = algorithm.getResult().getMetaModel()(scaled(X_test))
        scores.append(r2([row[k] for row in Y_test], [p[0] for p in prediction]))
    return scores


def work(task):
    label, replicate, place = task
    try:
        scores = fit(place)
    except Exception as error:  # what OpenTURNS throws names no type; the row says that it failed
        return label, replicate, None, str(error).splitlines()[0]
    return label, replicate, sum(scores) / len(scores), ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=200, metavar="SAMPLES")
    arguments = parser.parse_args()
    out = arguments.folder / "peers.json"
    done = {}
    if out.exists():
        done = {(row["arm"], row["replicate"]): row for row in json.loads(out.read_text())}
    study = json.loads((arguments.folder / "study.json").read_text())
    tasks = []
    for arm in study["arms"]:
        for finished in sorted((arguments.folder / arm["id"]).glob("r*/DONE")):
            place = finished.parent
            replicate = int(place.name[1:])
            with open(place / "training.csv") as file:
                samples = sum(1 for _ in file) - 1
            if samples <= arguments.most and (arm["label"], replicate) not in done:
                tasks.append((arm["label"], replicate, place))
    with multiprocessing.Pool() as pool:
        for number, (label, replicate, value, failure) in enumerate(pool.imap(work, tasks), 1):
            if failure:
                print(f"\n{label}, replicate {replicate}: kriging failed: {failure}", file=sys.stderr)
            done[label, replicate] = {
                "arm": label,
                "replicate": replicate,
                "surrogate": NAME,
                "metric": "r2_value",
                "value": value,
            }
            print(f"\rkriging: {number} of {len(tasks)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    out.write_text(json.dumps(list(done.values()), indent=1) + "\n")


if __name__ == "__main__":
    main()
