"""Shows that stress.py can fail: its parts find what a study must not do."""

import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

import comparison
import lane
import power_loss
import processes
from recording import Call


class Folder(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.place = pathlib.Path(self.scratch.name)

    def write(self, name, text):
        file = self.place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file


class Comparison(Folder):
    def compare(self):
        return comparison.compare(self.place / "a", self.place / "b")

    def test_every_byte_that_differs_is_counted(self):
        self.write("a/record.json", "abcd")
        self.write("b/record.json", "axcdef")
        self.assertEqual(self.compare(), [(3, "record.json")])

    def test_a_file_too_many_or_missing_differs(self):
        self.write("a/x.part", "")
        self.write("b/DONE", "1234")
        self.assertEqual(self.compare(), [(4, "DONE is not there"), (1, "x.part should not be there")])

    def test_measured_times_do_not_differ(self):
        for folder, time in (("a", 1), ("b", 2)):
            self.write(f"{folder}/timing.json", f"{time}")
            self.write(f"{folder}/metrics.csv", f"all,nn,0,r2,0.5\nall,nn,0,train_seconds,{time}\n")
        self.assertEqual(self.compare(), [])
        comparison.take_times(self.place / "a", self.place / "b")
        self.assertEqual((self.place / "a/timing.json").read_text(), "2")


class Evaluations(Folder):
    def lane_with(self, store, calls):
        one = lane.Lane.__new__(lane.Lane)
        one.work, one.tally, one.seen_at_kills = self.place, lane.Tally(), []
        one.scenario = type("Program", (), {"runs_programs": True, "output": "results", "name": "program"})
        self.write("results/study/evaluations/000001.jsonl", store)
        self.write("calls.log", calls)
        return one

    def test_what_is_kept_must_not_be_asked_again_nor_be_gone(self):
        one = self.lane_with('{"status": "ok", "x": [1, 2]}\n{"status": "ok", "x": [5', "begin r 1 2\nend r 1 2\nbegin r 5 6\n")
        kept, read = one.note_evaluations({(1.0, 2.0), (3.0, 4.0)}, 0)
        self.assertEqual((one.tally.repeated, one.tally.lost, one.tally.under_way, one.tally.ended), (1, 1, 1, 0))
        self.assertEqual((kept, read), ({(1.0, 2.0), (3.0, 4.0)}, 3))

    def test_what_was_kept_when_one_of_several_processes_was_killed_must_not_be_asked_again(self):
        one = self.lane_with('{"status": "ok", "x": [1, 2]}\n', "begin r 1 2\nend r 1 2\nbegin s 1 2\nend s 1 2\n")
        one.seen_at_kills = [(2, {(1.0, 2.0)})]
        one.note_evaluations(set(), 0)
        self.assertEqual((one.tally.repeated, one.tally.lost), (1, 0))

    def test_a_point_that_is_under_way_twice_is_counted(self):
        one = self.lane_with("", "begin r 1 2\nbeside r 1 2\nend r 1 2\n")
        one.note_evaluations(set(), 0)
        self.assertEqual((one.tally.beside, one.tally.under_way, one.tally.ended), (1, 1, 1))


class Processes(unittest.TestCase):
    def test_a_process_that_does_not_end_is_found_and_ended(self):
        mark = f"test-{os.getpid()}"
        child = subprocess.Popen(["sleep", "100"], env={**os.environ, processes.MARK: mark})
        while not processes.marked(mark):  # at first the kernel shows nothing of it
            pass
        self.assertEqual(processes.left_after(mark, 0.2), ["sleep 100"])
        self.assertEqual(child.wait(), -9)
        self.assertEqual(processes.left_after(mark, 0.2), [])


class PowerLoss(unittest.TestCase):
    WRITE = [Call("mkdir", "/r"), Call("create", "/r/a.part"), Call("write", "/r/a.part", data=b"text")]

    def contents(self, calls):
        """All that may be in the file after a loss of power."""
        disk = power_loss.Disk()
        for call in calls:
            disk.apply(call)
        return {disk.after_loss(random.Random(seed))[0].get("/r/a") for seed in range(200)}

    def test_a_file_renamed_without_being_synchronized_may_be_empty(self):
        found = self.contents([*self.WRITE, Call("rename", "/r/a.part", "/r/a")])
        self.assertIn(None, found)
        self.assertIn(b"", found)

    def test_a_synchronized_file_is_there_as_a_whole_or_not_yet(self):
        found = self.contents([*self.WRITE, Call("fsync", "/r/a.part"), Call("rename", "/r/a.part", "/r/a")])
        self.assertEqual(found, {None, b"text"})
        found = self.contents([*self.WRITE, Call("fsync", "/r/a.part"), Call("rename", "/r/a.part", "/r/a"),
                               Call("fsync", "/r")])
        self.assertEqual(found, {b"text"})


if __name__ == "__main__":
    unittest.main()
