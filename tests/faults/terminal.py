"""Faults of the terminal, or of the file that output goes to."""

import os
import subprocess

from fault import PLUGIN_STUDY, Outcome, fault


def with_closed(descriptor):
    return {"preexec_fn": lambda: os.close(descriptor)}


def model_of(place):
    """A trained model, and points to predict at."""
    place.study()
    place.undisturbed()
    (place.folder / "expected").rename(place.results)
    place.write("points.csv", "x\n0.5\n")
    return str((place.replicate() / "models" / "nn.json").relative_to(place.folder)), "points.csv"


@fault("terminal")
def closed_errors(place):
    """stderr is closed"""
    place.study()
    place.undisturbed()
    place.came(place.run(stderr=None, **with_closed(2)), 0)
    place.same_results()
    for lock in place.results.rglob(".lock"):  # a file that is opened in its place gets what is printed
        place.require(lock.stat().st_size == 0, f"{lock.name} holds what was printed")
    place.then = "same bytes"


@fault("terminal")
def full_errors(place):
    """stderr goes to a full disk (2> /dev/full)"""
    place.study()
    place.undisturbed()
    with open("/dev/full", "wb") as full:
        place.came(place.run(stderr=full), 0)
    place.same_results()
    place.then = "same bytes"


@fault("terminal")
def full_output(place):
    """The report is printed to a full disk (run > /dev/full)"""
    place.study()
    place.undisturbed()
    with open("/dev/full", "wb") as full:
        place.came(place.run(stdout=full), 4, "No space left on device")
    place.goes_on()


@fault("terminal")
def full_output_of_predict(place):
    """A prediction is printed to a full disk (predict > /dev/full)"""
    words = model_of(place)
    with open("/dev/full", "wb") as full:
        place.came(place.run("predict", *words, stdout=full), 4, "No space left on device")


@fault("terminal")
def closed_output_of_predict(place):
    """A prediction is printed to a closed stdout"""
    words = model_of(place)
    place.came(place.run("predict", *words, stdout=None, **with_closed(1)), 4, "output")


@fault("terminal")
def reader_gone(place):
    """The report is printed to a program that has ended (run | true)"""
    place.study()
    place.undisturbed()
    reading, writing = os.pipe()
    os.close(reading)
    try:
        place.came(place.run(stdout=writing), 0)
    finally:
        os.close(writing)
    place.goes_on()


@fault("terminal")
def terminal_gone(place):
    """The terminal is closed (SIGHUP) before the study has ended"""
    place.study(PLUGIN_STUDY.replace("{name: sinusoid}", "{name: sinusoid, delay: 0.02}"))
    place.undisturbed()
    run = subprocess.Popen([place.program, "run", "study.yaml", "-o", "results", "-j", "1"], cwd=place.folder,
                           env=place.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE)
    while not list(place.results.glob("*/evaluations/*.jsonl")) and run.poll() is None:
        pass
    run.send_signal(1)
    output, errors = run.communicate(timeout=60)
    place.came(Outcome(run.returncode, output.decode(), errors.decode()), (0, 130))
    place.goes_on()
