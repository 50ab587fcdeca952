"""Curves over a sweep and the samples a problem needs, by hand."""

import re
import tempfile
import unittest
from pathlib import Path

from toy_study import write_study

import samples_needed
from study_data import read_study
from sweep import Curve, Point, crossings, falls_behind, first_reach, panels_of, power_law, race

FIGURE = {"name": "need", "along": "samples", "y": "r2_value", "panels": "", "target": 0.99, "against": "nn", "log_x": True}
LEVELS = {"name": "noise", "along": "level", "y": "final_loss", "against": "nn"}


def r2_of(errors):
    return {f"samples={n}": [1.0 - error] * 5 for n, error in errors.items()}


def study_of(folder, curves, metric="r2_value", **more):
    """curves: surrogate -> arm -> values."""
    values = {(arm, name, metric): numbers for name, curve in curves.items() for arm, numbers in curve.items()}
    return read_study(write_study(folder, values, **more))


def curve_of(points):
    return Curve("jenn", "", [Point(None, x, x, y) for x, y in points])


class Sweep(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = Path(place.name)

    def needs(self, jenn, nn, inputs=2, folder="need"):
        study = study_of(self.place / folder, {"nn": r2_of(nn), "jenn": r2_of(jenn)}, figures=[FIGURE], inputs=inputs)
        return samples_needed.rows_of([study])

    def test_points_rise_along_the_axis_and_r2_is_drawn_by_its_gap(self):
        study = study_of(self.place / "s", {"nn": r2_of({100: 0.25, 20: 0.5})}, figures=[FIGURE])
        (panel,) = panels_of(study, study.figures[0])
        self.assertEqual([(p.x, p.y) for p in panel.curves[0].points], [(20.0, 0.5), (100.0, 0.25)])

    def test_a_level_is_reached_between_two_points_in_logarithms(self):
        reach = first_reach(curve_of([(10, 0.1), (1000, 0.001)]), 0.01)
        self.assertAlmostEqual(reach.x, 100.0)
        self.assertFalse(reach.at_first)

    def test_a_first_point_below_the_level_is_a_bound(self):
        self.assertTrue(first_reach(curve_of([(10, 0.001)]), 0.01).at_first)
        self.assertIsNone(first_reach(curve_of([(10, 0.1)]), 0.01))

    def test_samples_needed_in_times_fewer(self):
        rows = self.needs(jenn={10: 0.1, 40: 0.001}, nn={10: 0.1, 40: 0.04, 160: 0.0025})
        self.assertIn("| 80 | 20 (4 x) | 2.4 |", samples_needed.table_of(rows))

    def test_savings_in_words(self):
        one = self.needs(jenn={10: 0.1, 40: 0.001}, nn={10: 0.1, 40: 0.04, 160: 0.0025})
        self.assertEqual(samples_needed.savings_text(one, "jenn"), "4 times fewer samples (1 problem)")
        self.assertEqual(samples_needed.reached_text(one, "jenn"), "five times or more on 0, 0.8 (1 + n_x) times or more on 1")
        two = one + self.needs(jenn={10: 0.001}, nn={10: 0.2, 80: 0.1}, folder="other")
        words = "6 times fewer samples in the median (4 to 8 on 2 problems, 1 of them lower bounds)"
        self.assertEqual(samples_needed.savings_text(two, "jenn"), words)
        self.assertEqual(samples_needed.savings_text(two, "kriging"), "")

    def test_what_is_never_reached_bounds_the_ratio_from_below(self):
        rows = self.needs(jenn={10: 0.001}, nn={10: 0.2, 80: 0.1})
        self.assertIn("| > 80 | ≤ 10 (> 8 x) | 2.4 |", samples_needed.table_of(rows))

    def test_a_plain_network_that_is_there_from_the_first_size_on_gives_no_ratio(self):
        rows = self.needs(jenn={10: 0.1, 40: 0.001}, nn={10: 0.001})
        self.assertIn("| ≤ 10 | 20 | 2.4 |", samples_needed.table_of(rows))

    def test_every_point_of_the_picture_lies_within_its_axes(self):
        rows = self.needs(jenn={10: 0.1, 40: 0.001}, nn={10: 0.1, 40: 0.04, 16000: 0.025}, inputs=99)
        script = samples_needed.script_of(rows, ["jenn"])
        ranges = [tuple(map(float, pair)) for pair in re.findall(r"set [xy]range \[(.+):(.+)\]", script)]
        (x_low, x_high), (y_low, y_high) = ranges
        self.assertTrue(x_low < 100 < x_high)
        self.assertTrue(y_low < 800 < y_high and y_low < 80 < y_high)

    def test_medians_cross_where_they_are_equal_in_logarithms(self):
        curves = {
            "nn": {"level=1": [0.2] * 5, "level=3": [0.2] * 5},
            "jenn": {"level=1": [0.1] * 5, "level=3": [0.4] * 5},
        }
        study = study_of(self.place / "noise", curves, "final_loss", figures=[LEVELS])
        figure = study.figures[0]
        (panel,) = panels_of(study, figure)
        nn, jenn = panel.curves
        self.assertAlmostEqual(crossings(figure, jenn, nn)[0], 2.0)
        found = race(study, figure, jenn, nn)
        self.assertEqual((found.better, found.worse), ([1.0], [3.0]))
        self.assertAlmostEqual(falls_behind(found), 2.0)
        self.assertAlmostEqual(falls_behind(race(study, figure, nn, jenn)), 1.0)

    def test_curves_are_told_apart_by_what_the_figure_does_not_name(self):
        curves = {"nn": {"level=1, fill=zero": [1.0], "level=1, fill=masked": [2.0]}}
        study = study_of(self.place / "noise", curves, "final_loss", figures=[LEVELS])
        (panel,) = panels_of(study, study.figures[0])
        self.assertEqual([curve.name() for curve in panel.curves], ["nn (fill = zero)", "nn (fill = masked)"])

    def test_an_exponent_is_fitted_on_logarithms(self):
        exponent, r2 = power_law(curve_of([(1, 3.0), (2, 12.0), (4, 48.0)]))
        self.assertAlmostEqual(exponent, 2.0)
        self.assertAlmostEqual(r2, 1.0)
        self.assertIsNone(power_law(curve_of([(1, 3.0)])))


if __name__ == "__main__":
    unittest.main()
