"""The race's page, from a made-up study of two problems."""

import csv
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    import yaml  # noqa: F401
except ImportError:
    print("skipped: no python3-yaml")
    sys.exit(77)

PAGE = Path(__file__).resolve().parents[2] / "results" / "race" / "page.py"
SEEDS = 5


def optimizer(name, values, model):
    steps = [{"round": i, "value": value, "violation": 0.0 if value is not None else None} for i, value in enumerate(values)]
    return {"name": name, "model": model, "steps": steps}


def runs_of(problem, seed):
    """kriging needs 4 on a and 6 on b, where lbfgs needs 8 on a and finds b for the first seed only."""
    fine = [None, 5.0, 2.0, 1.0 + 5e-6, 1.0]
    slow = [3.0] * 7 + [1.0]
    return [
        optimizer("kriging", fine if problem == "a" else [2.0] * 5 + [1.0], "kriging"),
        optimizer("lbfgs", slow if problem == "a" or seed == 0 else [3.0] * 9, ""),
    ]


def write_study(folder):
    arms = [{"label": f"problem={p}", "id": f"problem-{p}", "choices": {"problem": p}} for p in "ab"]
    for arm, problem in zip(arms, "ab"):
        for seed in range(SEEDS):
            place = folder / arm["id"] / f"r{seed}"
            place.mkdir(parents=True)
            (place / "config.resolved.yaml").write_text("race: {optimum: 1.0, scale: 1.0}\n")
            (place / "record.json").write_text(json.dumps({"optimizers": runs_of(problem, seed)}))
            (place / "timing.json").write_text(json.dumps({"kriging": {"proposal_seconds": 0.002}, "lbfgs": {"proposal_seconds": 0.0}}))
            (place / "DONE").write_text("")
    (folder / "study.json").write_text(json.dumps({"study": "race", "replicates": SEEDS, "arms": arms}))


def write_peers(file):
    with open(file, "w", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["problem", "method", "seed", "coarse", "fine", "tight", "evaluations", "seconds"])
        for seed in range(SEEDS):
            writer.writerow(["a", "other", seed, 2, 3, "", 10, 0.5])


class PageTest(unittest.TestCase):
    def setUp(self):
        self.place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        write_study(self.place / "study")
        write_peers(self.place / "peers.csv")
        (self.place / "elsewhere.yaml").write_text("note: Elsewhere.\ncolumns: [L-BFGS]\nrows: {a: [18 / 47]}\n")

    def make(self):
        command = [sys.executable, "-B", PAGE, self.place / "study", "--output", self.place / "README.md"]
        command += ["--peers", self.place / "peers.csv", "--elsewhere", self.place / "elsewhere.yaml"]
        done = subprocess.run(command, capture_output=True, text=True)
        return done, self.place / "README.md"

    def page(self):
        done, file = self.make()
        self.assertEqual(done.returncode, 0, done.stderr)
        return file.read_text()

    def test_the_table_has_median_worst_and_hits(self):
        page = self.page()
        self.assertIn("| problem | kriging | lbfgs | other |", page)
        self.assertIn("| a | 4 / 4 | 8 / 8 | **3 / 3** |", page)
        self.assertIn("| b | **6 / 6** | – (1) |  |", page)

    def test_the_totals_and_the_sign_tests(self):
        page = self.page()
        self.assertIn("| kriging | 2 | 10 | 10 |", page)
        self.assertIn("| lbfgs | 2 | 10 | 6 |", page)
        self.assertIn("| kriging |  | 2 : 0 (2 : 0) | 0 : 1 (0 : 1) |", page)

    def test_the_times(self):
        page = self.page()
        self.assertIn("| a | 2 | 50 |", page)

    def test_rounds_are_shown_where_they_are_fewer(self):
        self.assertNotIn("## Rounds", self.page())
        for record in (self.place / "study").glob("problem-a/*/record.json"):
            content = json.loads(record.read_text())
            for i, step in enumerate(content["optimizers"][0]["steps"]):
                step["round"] = i // 2
            record.write_text(json.dumps(content))
        self.assertIn("| problem | kriging |\n|---|---|\n| a | 2 / 2 |\n| b | 6 / 6 |", self.page())

    def test_published_figures_are_marked(self):
        page = self.page()
        self.assertIn("L-BFGS (elsewhere)", page)
        self.assertIn("| a | 4 / 4 | 8 / 8 | 18 / 47 |", page)

    def test_the_same_study_gives_the_same_bytes(self):
        self.assertEqual(self.page(), self.page())

    def test_a_damaged_table_of_peers_is_refused(self):
        (self.place / "peers.csv").write_text("problem,method\na,b\n")
        done, _ = self.make()
        self.assertEqual(done.returncode, 2)
        self.assertIn("peers.csv", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1)

    def test_a_study_without_a_finished_replicate_is_refused(self):
        for done_file in (self.place / "study").glob("*/*/DONE"):
            done_file.unlink()
        done, _ = self.make()
        self.assertEqual(done.returncode, 2)
        self.assertIn("no replicate is finished", done.stderr)


if __name__ == "__main__":
    unittest.main()
