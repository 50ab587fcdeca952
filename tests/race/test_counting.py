"""The counting of evaluations, on a made-up problem."""

import math
import unittest

from counting import Recorder, Stop, hits_of


class Valley:
    """The square of one input in [-1, 1], feasible where it is at least 0."""

    optimum, scale = 0.0, 1.0

    def clip(self, x):
        return [min(max(each, -1.0), 1.0) for each in x]

    def evaluate(self, x):
        return [x[0] ** 2, -x[0]], [[2 * x[0]], [-1.0]]


class CountingTest(unittest.TestCase):
    def test_a_target_is_reached_by_a_feasible_point_only(self):
        hits = hits_of([1.0, 0.0, 1e-3, 1e-6, 1e-9], [0.0, 1.0, 0.0, 1e-5, 0.0], 0.0, 1.0)
        self.assertEqual(hits, {"coarse": 3, "fine": 5, "tight": 5})

    def test_what_never_comes_near_has_no_hit(self):
        self.assertEqual(set(hits_of([1.0, math.nan], [0.0, math.inf], 0.0, 1.0).values()), {None})

    def test_a_repeated_point_is_free_and_one_outside_is_moved(self):
        recorder = Recorder(Valley(), 10)
        recorder([0.5])
        recorder([0.5])
        self.assertEqual(recorder([3.0])[0], [1.0, -1.0])
        self.assertEqual(len(recorder.points), 2)

    def test_it_stops_when_the_budget_is_spent(self):
        recorder = Recorder(Valley(), 2)
        recorder([0.5])
        with self.assertRaises(Stop):
            recorder([0.4])
        with self.assertRaises(Stop):
            recorder([0.3])
        self.assertEqual(len(recorder.points), 2)
        self.assertTrue(recorder.is_over())

    def test_it_stops_at_the_tight_target(self):
        recorder = Recorder(Valley(), 10)
        with self.assertRaises(Stop):
            recorder([1e-5])
        self.assertEqual(recorder.hits, {"coarse": 1, "fine": 1, "tight": 1})

    def test_an_infeasible_point_reaches_nothing(self):
        recorder = Recorder(Valley(), 10)
        recorder([-1e-3])
        self.assertEqual(set(recorder.hits.values()), {None})


if __name__ == "__main__":
    unittest.main()
