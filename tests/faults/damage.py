"""Faults of files that a study left: what a disk, an editor or a power loss may have done to them."""

import json
import random
import shutil

from fault import PROGRAM_STUDY, fault

DEEP = "[" * 200000


def finished(place, text=PROGRAM_STUDY):
    """A finished study, its results kept beside it as well."""
    place.study(text)
    place.undisturbed()
    shutil.copytree(place.folder / "expected", place.results)


def change_line(place, number, change):
    """Changes one line of the store."""
    lines = place.store().read_bytes().split(b"\n")
    lines[number] = change(lines[number])
    place.store().write_bytes(b"\n".join(lines))


def asks_again(place, evaluations=1, leave_out=()):
    """The run says which line was bad, asks for its evaluation again, and ends with the same bytes."""
    place.came(place.run(), 0, ".jsonl:")
    place.same_results(leave_out)
    place.require(place.calls() == evaluations, f"{place.calls()} evaluations were made again, expected {evaluations}")
    place.then = "its evaluation was made again, no other; same bytes"


@fault("damage")
def damaged_line(place):
    """A line in the middle of the store is garbage"""
    finished(place)
    place.not_finished()
    change_line(place, 2, lambda line: b"\xff\x00 garbage")
    asks_again(place)


@fault("damage")
def bit_flips(place):
    """A bit of the store is turned round, 20 times one after the other, each time another one"""
    finished(place)
    chance = random.Random(1)
    whole = place.store().read_bytes()
    for _ in range(20):
        place.not_finished()
        place.store().write_bytes(whole)
        bit = chance.randrange(8 * (whole.rindex(b"\n") - 1))
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        place.store().write_bytes(damaged)
        place.came(place.run(), 0)
        place.same_results()
    place.then = "same bytes"


@fault("damage")
def wrong_shape(place):
    """A line of the store has three outputs, of a problem that has one"""
    finished(place)
    place.not_finished()

    def change(line):
        entry = json.loads(line)
        entry["y"] = [1.0, 2.0, 3.0]
        entry.pop("checksum", None)
        return json.dumps(entry).encode()

    change_line(place, 1, change)
    asks_again(place)


@fault("damage")
def deep_line(place):
    """A line of the store is JSON nested 200000 deep"""
    finished(place)
    place.not_finished()
    change_line(place, 1, lambda line: DEEP.encode())
    asks_again(place, leave_out=("000001.jsonl", "000002.jsonl"))  # what is so long stays where it is


@fault("damage")
def empty_record(place):
    """A replicate says DONE, its record is empty (power loss)"""
    finished(place)
    (place.replicate() / "record.json").write_bytes(b"")
    place.came(place.run(), 0, "record.json")
    place.same_results()
    place.require(place.calls() == 0, "evaluations were made again")
    place.then = "the replicate was made again from the store; same bytes"


@fault("damage")
def cut_record(place):
    """A replicate says DONE, half of its record is missing"""
    finished(place)
    record = place.replicate() / "record.json"
    record.write_bytes(record.read_bytes()[:record.stat().st_size // 2])
    place.came(place.run(), 0, "record.json")
    place.same_results()
    place.then = "the replicate was made again from the store; same bytes"


@fault("damage")
def missing_model(place):
    """A replicate says DONE, its model is empty"""
    finished(place)
    next((place.replicate() / "models").iterdir()).write_bytes(b"")
    outcome = place.came(place.run(), 0)
    place.then = "it is made again, or the report says what is missing"
    if "kriging.json" not in outcome.text:
        place.same_results()


@fault("damage")
def cut_study_json(place):
    """study.json is cut off"""
    finished(place)
    file = place.results / "program" / "study.json"
    file.write_bytes(file.read_bytes()[:100])
    place.came(place.run("report", "results/program"), 2, "study.json")
    place.goes_on()


@fault("damage")
def mutated_study_json(place):
    """study.json with values of other types, 40 times"""
    finished(place)
    file = place.results / "program" / "study.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    chance = random.Random(2)
    for _ in range(40):
        changed = json.loads(json.dumps(whole))
        where = chance.choice([changed, *changed["arms"]])
        where[chance.choice(sorted(where))] = chance.choice([None, -1, 1e300, 10**18, "", "../../..", [], {}, [[]], True])
        file.write_text(json.dumps(changed), encoding="utf-8")
        outcome = place.run("report", "results/program")
        place.require(outcome.code in (0, 1, 2) and "internal error" not in outcome.text,
                      f"exit code {outcome.code} of report for {changed}: {outcome.errors[-400:]}")
    place.came(outcome, (0, 1, 2))
    place.goes_on()


@fault("damage")
def deep_study_json(place):
    """study.json is nested 200000 deep"""
    finished(place)
    (place.results / "program" / "study.json").write_text(DEEP, encoding="utf-8")
    place.came(place.run("report", "results/program"), 2, "study.json")
    place.goes_on()


@fault("damage")
def cut_replicate_timing(place):
    """A replicate says DONE, its timing.json is empty"""
    finished(place)
    (place.replicate() / "timing.json").write_bytes(b"")
    place.came(place.run(), 0, "timing.json")
    place.same_results()
    place.then = "the replicate was made again from the store; same bytes"


@fault("damage")
def cut_timing(place):
    """The study's timing.json is empty"""
    finished(place)
    (place.results / "program" / "timing.json").write_bytes(b"")
    outcome = place.came(place.run(), (0, 2), "timing.json")
    if outcome.code == 2:
        (place.results / "program" / "timing.json").unlink()
    place.goes_on()
    place.then = "results are there, the measured time is lost"
