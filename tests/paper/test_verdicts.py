"""Every verdict once, by hand."""

import tempfile
import unittest
from pathlib import Path

from toy_study import write_study

from study_data import PageError, read_study
from verdicts import counts_text, judge

TENTHS = [0.90, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99]  # 1 - R2: 10 % 0.019, median 0.055, 90 % 0.091

VALUES = {
    ("base", "jenn", "r2_value"): TENTHS,
    ("base", "wide", "r2_value"): [0.0, 0.5, 0.9, 0.95, 0.96, 0.97, 0.98, 0.99, 0.998, 0.9999],  # around the same median
    ("base", "loose", "r2_value"): [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85],  # 1 - R2: 10 % 0.195, 90 % 0.91
    ("base", "outlier", "r2_value"): [-0.01] + [0.9970] * 19,
    ("base", "few", "r2_value"): [0.95, 0.95, 0.95, 0.95],
    ("base", "jenn", "final_loss"): [2.0, 3.0, 2.5, 2.0, 3.0],
    ("base", "nn", "final_loss"): [3.0, 4.0, 3.5, 3.0, 4.0],
    ("base", "near", "final_loss"): [2.5, 3.5, 3.0, 2.5, 2.9],
    ("base", "same", "final_loss"): [2.0, 3.0, 2.5, 1.0, 2.0],
    ("base", "jenn", "optimum_predicted"): [float(x) for x in range(10, 20)],
    ("base", "low", "optimum_predicted"): [float(x) for x in range(-5, 5)],
}


class Verdicts(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.study = read_study(write_study(Path(place.name) / "toy", VALUES))

    def value(self, surrogate, metric, value, reading="0"):
        entry = {"what": "w", "surrogate": surrogate, "metric": metric, "value": value, "reading": reading}
        return judge(self.study, [entry])[0]

    def order(self, better, than, metric="final_loss"):
        return judge(self.study, [{"what": "w", "metric": metric, "better": better, "than": than}])[0]

    def test_a_value_between_the_quantiles_agrees_and_says_where_it_lies(self):
        verdict = self.value("jenn", "r2_value", "0.945")
        self.assertEqual((verdict.kind, verdict.place), ("agrees", "5 of 10 are below"))
        self.assertEqual((verdict.published, verdict.reproduced), ("0.9450", "0.9450 [0.9090, 0.9810]"))

    def test_a_value_beyond_a_quantile_is_better_or_worse_by_its_error(self):
        verdict = self.value("jenn", "r2_value", "0.5")
        self.assertEqual((verdict.kind, verdict.size, verdict.place), ("better", "error 9.1 times smaller", "0 of 10 are below"))
        verdict = self.value("jenn", "r2_value", "0.999")
        self.assertEqual((verdict.kind, verdict.size, verdict.place), ("worse", "error 55 times larger", "10 of 10 are below"))

    def test_where_lower_is_better_the_sides_change(self):
        self.assertEqual(self.value("jenn", "final_loss", "10").kind, "better")
        self.assertEqual(self.value("jenn", "final_loss", "1").kind, "worse")

    def test_how_well_a_value_can_be_read_widens_the_range(self):
        self.assertEqual(self.value("jenn", "r2_value", "0.983").kind, "worse")
        self.assertEqual(self.value("jenn", "r2_value", "0.983", "0.003").kind, "agrees")

    def test_a_metric_that_is_neither_good_nor_bad_differs(self):
        verdict = self.value("jenn", "optimum_predicted", "8")
        self.assertEqual((verdict.kind, verdict.size), ("differs", "1.8 times larger"))

    def test_replicates_that_scatter_over_more_than_a_factor_of_ten_say_nothing(self):
        self.assertEqual(self.value("wide", "r2_value", "0.965").kind, "not informative")
        self.assertEqual(self.value("wide", "r2_value", "-3").kind, "not informative")

    def test_an_r2_that_scatters_over_half_of_its_span_says_nothing(self):
        self.assertEqual(self.value("loose", "r2_value", "0.45").kind, "not informative")

    def test_a_width_above_the_value_itself_says_nothing(self):
        self.assertEqual(self.value("low", "optimum_predicted", "1").kind, "not informative")
        self.assertEqual(self.value("low", "optimum_predicted", "-7.3").kind, "differs")

    def test_one_replicate_of_twenty_that_failed_makes_nothing_agree(self):
        self.assertEqual(self.value("outlier", "r2_value", "0.5").kind, "better")

    def test_fewer_than_five_replicates_say_nothing(self):
        self.assertEqual(self.value("few", "r2_value", "0.95").kind, "not informative")

    def test_an_order_that_five_of_five_pairs_show_is_confirmed(self):
        verdict = self.order("jenn", "nn")
        self.assertEqual((verdict.kind, verdict.reproduced), ("confirmed", "better in 5 of 5, p = 0.031"))

    def test_the_opposite_order_is_contradicted(self):
        verdict = self.order("nn", "jenn")
        self.assertEqual((verdict.kind, verdict.reproduced), ("contradicted", "better in 0 of 5, p = 0.031"))

    def test_four_of_five_pairs_decide_nothing(self):
        verdict = self.order("jenn", "near")
        self.assertEqual((verdict.kind, verdict.reproduced), ("undecided", "better in 4 of 5, p = 0.19"))

    def test_equal_pairs_count_for_neither(self):
        verdict = self.order("jenn", "same")
        self.assertEqual((verdict.kind, verdict.reproduced), ("undecided", "better in 0 of 5, equal in 3, p = 0.25"))

    def test_what_no_replicate_has_is_not_there(self):
        self.assertEqual(self.value("jenn", "train_seconds", "1").kind, "not there")
        self.assertEqual(self.order("jenn", "missing").kind, "not there")

    def test_an_order_of_a_metric_that_is_neither_good_nor_bad_is_refused(self):
        with self.assertRaisesRegex(PageError, "optimum_predicted is neither good nor bad"):
            self.order("jenn", "low", "optimum_predicted")

    def test_choices_that_no_arm_has_are_refused(self):
        entry = {"what": "w", "arms": {"training": "publishd"}, "surrogate": "jenn", "metric": "r2_value", "value": "1"}
        with self.assertRaisesRegex(PageError, "toy: published: w: no arm has .*publishd"):
            judge(self.study, [entry])

    def test_an_entry_that_is_incomplete_is_refused(self):
        for entry, words in (
            ({"what": "w", "metric": "r2_value", "value": "1"}, "toy: published: w: has no surrogate"),
            ({"what": "w", "metric": "r2_value", "better": "jenn"}, "toy: published: w: has no than"),
            ({"what": "w", "metric": "r2_value", "surrogate": "jenn", "value": "big"}, "toy: published: w: value is big, expected a number"),
        ):
            with self.assertRaisesRegex(PageError, words):
                judge(self.study, [entry])

    def test_counts_are_whole_and_an_r2_close_to_1_is_its_gap(self):
        self.assertEqual(self.study.text("true_evaluations", 1234.5), "1,235")
        self.assertEqual(self.study.text("r2_value", 1 - 3.6e-9), "1 - 3.6e-09")
        self.assertEqual(self.study.text("r2_value", -1e-9), "0.0000")

    def test_counts_name_only_what_there_is(self):
        verdicts = [self.order("jenn", "nn"), self.value("jenn", "r2_value", "0.945"), self.order("jenn", "nn")]
        self.assertEqual(counts_text(verdicts), "1 agrees, 2 confirmed")
        self.assertEqual(counts_text([]), "–")


if __name__ == "__main__":
    unittest.main()
