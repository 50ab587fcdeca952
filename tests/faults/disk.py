"""Faults of the disk and of the system's limits."""

import errno
import resource
import signal

import recording
from fault import PROGRAM_STUDY, fault
from lane import kept_points


def calls_of(place):
    """The calls that an undisturbed run makes on its results, which are put aside."""
    record = place.folder / "calls.record"
    outcome = place.run(environment=place.watched(RECORD=record))
    place.require(outcome.code == 0, f"the study does not run: exit code {outcome.code}: {outcome.errors}")
    place.results.rename(place.folder / "expected")
    (place.folder / "calls.log").unlink(missing_ok=True)
    return recording.read(record)


def number_of(calls, name, part):
    """Which call is the first of this name on a file whose path has this part. What is written under another name
    and then renamed counts as the file that it becomes."""
    becomes = {call.path: call.other for call in calls if call.name == "rename"}
    return next(k for k, call in enumerate(calls, 1) if call.name == name and part in becomes.get(call.path, call.path))


def fails_at(place, part, error, *words, codes):
    """From the first write to the file on nothing can be written; what was evaluated before is not asked for again."""
    place.study(PROGRAM_STUDY)
    number = number_of(calls_of(place), "write", part)
    place.came(place.run(environment=place.watched(FAIL_CALL=number, FAIL_ERROR=error)), codes, *words)
    before, kept = place.calls(), len(kept_points(place.results))
    place.goes_on()
    points = len(kept_points(place.results))
    place.require(points <= place.calls() <= points + before - kept,
                  f"{place.calls()} runs of the program, {before} of them before the fault, {kept} answers kept then")
    place.then = f"{kept} of {before} answers were kept, and not asked for again; the same command goes on; same bytes"


@fault("disk")
def full_disk_at_evaluation(place):
    """The disk is full when an evaluation is to be kept"""
    fails_at(place, ".jsonl", errno.ENOSPC, "No space left on device", codes=3)


@fault("disk")
def full_disk_at_record(place):
    """The disk is full when a replicate's record is written"""
    fails_at(place, "record.json", errno.ENOSPC, "No space left on device", codes=(3, 4))


@fault("disk")
def full_disk_at_report(place):
    """The disk is full when the report's figures are written"""
    fails_at(place, "/figures/", errno.ENOSPC, "No space left on device", codes=(3, 4))


@fault("disk")
def disk_error(place):
    """The disk has an error when an evaluation is to be kept"""
    fails_at(place, ".jsonl", errno.EIO, "Input/output error", codes=3)


@fault("disk")
def file_size_limit(place):
    """Files may have 20 kB at most (ulimit -f)"""
    place.study()
    place.undisturbed()

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))

    place.came(place.run(preexec_fn=limit, restore_signals=False), (3, 4), "File too large")
    place.goes_on()


@fault("disk")
def read_only_folder(place):
    """The folder of results is on a disk that cannot be written to"""
    place.study()
    place.undisturbed()
    place.came(place.run(environment=place.watched(FAIL_CALL=1, FAIL_ERROR=errno.EROFS)), (2, 3), "Read-only file system")
    place.goes_on()


@fault("disk")
def no_file_handles(place):
    """A process may open 12 files at most (ulimit -n)"""
    place.study(PROGRAM_STUDY)
    place.undisturbed()

    def limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))

    outcome = place.run(preexec_fn=limit)
    place.came(outcome, (0, 2, 3))
    place.require(outcome.code == 0 or "Too many open files" in outcome.text, outcome.text)
    place.goes_on()


@fault("disk")
def killed_in_a_write(place):
    """SIGKILL when half of an evaluation's line is written"""
    place.study(PROGRAM_STUDY)
    number = number_of(calls_of(place), "write", ".jsonl") + 2
    place.came(place.run(environment=place.watched(KILL_CALL=number, KILL_MOMENT="half")), -signal.SIGKILL)
    place.goes_on()


@fault("disk")
def killed_before_a_rename(place):
    """SIGKILL before a record that is written gets its name"""
    place.study()
    number = number_of(calls_of(place), "rename", "record.json")
    place.came(place.run(environment=place.watched(KILL_CALL=number, KILL_MOMENT="before")), -signal.SIGKILL)
    place.goes_on()


@fault("disk")
def jumping_clock(place):
    """The clock jumps forth and back by a day each time it is read"""
    place.study(PROGRAM_STUDY)
    place.undisturbed()
    place.came(place.run(environment=place.watched(CLOCK_JUMP=86400)), 0)
    place.same_results()
    place.then = "same bytes"
