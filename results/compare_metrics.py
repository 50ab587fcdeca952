"""How many of the numbers in two metrics.csv differ, and by how much: compare_metrics.py ONE TWO."""

import csv
import math
import statistics
import sys


def read(file):
    with open(file, newline="") as rows:
        return {tuple(row.values())[:-1]: row["value"] for row in csv.DictReader(rows)}


def difference(one, two):
    """Relative to the larger one; 1 where only one of them is a number."""
    try:
        a, b = float(one), float(two)
    except ValueError:
        return 1.0
    return abs(a - b) / max(abs(a), abs(b)) if math.isfinite(a) and math.isfinite(b) else 1.0


one, two = read(sys.argv[1]), read(sys.argv[2])
common = [key for key in one if key in two and not key[-1].endswith("_seconds")]
differences = [difference(one[key], two[key]) for key in common if one[key] != two[key]]
print(f"{len(differences)} of {len(common)} differ, by {100 * statistics.median(differences or [0]):.2g} % (median)")
