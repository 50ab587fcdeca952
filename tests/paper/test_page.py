"""The page as a whole, from two made-up studies."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from toy_study import PROGRAM, write_study

PUBLISHED = """
page:
  title: A paper
  claims: {lead: A JENN is better, near: Its optimum is nearer}
  samples_of: [jenn]
  break_even: [{study: noise, figure: levels, surrogate: jenn, words: a JENN}]
one:
  title: One | study
  note: A note.
  shown: [profiles]
  published:
    - {what: an error, source: Fig. 1, surrogate: jenn, metric: r2_value, value: 0.95}
    - {what: a time, source: Fig. 2, surrogate: jenn, metric: train_seconds, value: 4}
    - {what: a lead, source: Fig. 1, metric: r2_value, better: jenn, than: nn, claim: lead}
    - {what: the opposite, source: Fig. 1, metric: r2_value, better: nn, than: jenn, claim: lead}
"""

ONE = {
    ("base", "nn", "r2_value"): [0.5, 0.5, 0.5, 0.5, 0.5],
    ("base", "jenn", "r2_value"): [0.93, 0.94, 0.95, 0.96, 0.97],
    ("base", "jenn", "train_seconds"): [2.0, 2.0, 2.0, 2.0, 2.0],
}
NOISE = {
    ("level=1", "nn", "final_loss"): [0.2] * 5,
    ("level=1", "jenn", "final_loss"): [0.1] * 5,
    ("level=3", "nn", "final_loss"): [0.2] * 5,
    ("level=3", "jenn", "final_loss"): [0.4] * 5,
}
LEVELS = {"name": "levels", "along": "level", "y": "final_loss", "against": "nn"}


class Page(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = Path(place.name)
        (self.place / "published.yaml").write_text(PUBLISHED)
        self.one = write_study(self.place / "one", ONE, drawn=["profiles-base-0123abcd"])
        self.noise = write_study(self.place / "noise", NOISE, figures=[LEVELS])

    def make(self, output="page"):
        command = [sys.executable, "-B", str(PROGRAM / "page.py"), str(self.one), str(self.noise)]
        command += ["--published", str(self.place / "published.yaml"), "--output", str(self.place / output / "README.md")]
        done = subprocess.run(command, capture_output=True, text=True)
        return done, self.place / output / "README.md"

    def page(self):
        done, file = self.make()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return file.read_text()

    def test_the_head_says_what_holds(self):
        head = self.page().split("| study |")[0]
        for sentence in (
            "- Of 1 published value 1 agrees with the replicates; "
            "of 1 published training time, taken on another machine, 1 is undercut by a factor of 2.0.\n",
            "- Of 2 comparisons that put one method above another 1 is confirmed and 1 is contradicted; contradicted: the opposite.",
            "- A JENN is better: confirmed in 1 and contradicted in 1 of 2 comparisons.",
            "- By level, a JENN falls behind from 2 on.",
        ):
            self.assertIn(sentence, head)
        self.assertNotIn("Its optimum is nearer", head)

    def test_a_table_of_studies_and_one_of_verdicts(self):
        page = self.page()
        self.assertIn("| [one](#one) | One \\| study | 1 agrees, 1 better, 1 confirmed, 1 contradicted | 1 min 15 s |", page)
        self.assertIn("| an error | Fig. 1 | 0.9500 | 0.9500 [0.9340, 0.9660] | 2 of 5 are below | **agrees** |", page)
        self.assertIn("| a time | Fig. 2 | 4.00 | 2.00 [2.00, 2.00] | 5 of 5 are below | **better**: 2.0 times smaller |", page)
        self.assertIn("`jennopt run one.yaml`: 1 arm of 5 replicates, 1 min 15 s.", page)
        self.assertIn("| jenn against nn | – | 1 | 3 | 2 | levels |", page)

    def test_medians_beside_each_other_show_that_they_differ(self):
        values = {("base", name, "optimum_distance"): [number] for name, number in (("a", 0.99996), ("b", 1.0), ("c", 2.0))}
        self.one = write_study(self.place / "more" / "one", {**ONE, **values}, drawn=["profiles"])
        page = self.page()
        self.assertIn("| median | R² of values | distance to the known optimum |", page)
        self.assertIn("| a | – | 0.99996 |\n| b | – | 1.0000 |\n| c | – | 2.0000 |", page)

    def test_figures_are_copied_beside_the_page(self):
        page = self.page()
        self.assertIn("![Title of profiles-base-0123abcd](one/profiles.svg)", page)
        self.assertIn("![levels](noise/levels.svg)", page)
        self.assertEqual((self.place / "page/one/profiles.svg").read_text(), "<svg>profiles-base-0123abcd</svg>")

    def test_the_same_studies_give_the_same_bytes(self):
        self.assertEqual(self.make("a")[1].read_bytes(), self.make("b")[1].read_bytes())

    def refused(self, *words):
        done, _ = self.make()
        self.assertEqual(done.returncode, 2)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_a_folder_without_its_metrics_is_refused(self):
        (self.one / "metrics.csv").unlink()
        self.refused("one/metrics.csv", "jennopt report")

    def test_a_damaged_row_is_refused(self):
        (self.one / "metrics.csv").write_text("arm,surrogate,replicate,metric,value\nbase,nn,0,r2_value,much\n")
        self.refused("one/metrics.csv", "much")

    def test_a_summary_of_an_older_program_is_refused(self):
        (self.one / "summary.json").write_text("{}")
        self.refused("summary.json has no 'arms'", "jennopt report")

    def test_a_figure_that_was_not_drawn_is_refused(self):
        (self.place / "published.yaml").write_text(PUBLISHED.replace("[profiles]", "[contours]"))
        self.refused("one: no figure contours was drawn, there are profiles-base-0123abcd")


if __name__ == "__main__":
    unittest.main()
