"""Faults of the programs that evaluate, and of gnuplot."""

import os
import pathlib
import signal
import subprocess
import time

import processes
from fault import PROGRAM_STUDY, Outcome, fault

ANSWER = '{"values": {"f": 1.0}, "partials": {"f": {"x": 1.0, "y": 1.0}}}'
WRAPPER = '#!/bin/sh\n"$@"\ncode=$?\nexit $code\n'


def script(place, text, study=PROGRAM_STUDY):
    """A study whose program is this shell script."""
    place.path = "/usr/bin:/bin"
    place.write("program.sh", "#!/bin/sh\n" + text, executable=True)
    place.study(study, command="./program.sh")


@fault("programs")
def program_not_found(place):
    """The simulation's program is not there"""
    place.study(PROGRAM_STUDY)
    place.undisturbed()
    place.study(PROGRAM_STUDY, command="./simulation")
    place.came(place.run(), (2, 3), "simulation")
    kept = list(place.results.glob("*/evaluations/*.jsonl"))
    place.require(not any(file.stat().st_size for file in kept), "a failure was kept")
    place.then = "nothing is kept as failed"


@fault("programs")
def program_vanishes(place):
    """The simulation's program is removed while the study runs, and comes back"""
    place.path = "/usr/bin:/bin"
    inner = f'[ "$(wc -l < {place.folder}/calls.log)" -lt 4 ] || {{ [ -e {place.folder}/back ] || rm -f "$0"; }}'
    text = f"#!/bin/sh\n{place.tools / 'simulation'}\n{inner}\n"
    place.study(PROGRAM_STUDY, command="./program.sh")
    place.write("back", "")
    place.write("program.sh", text, executable=True)
    place.undisturbed()
    (place.folder / "back").unlink()
    place.came(place.run(), 3, "program.sh")
    place.write("back", "")
    place.write("program.sh", text, executable=True)
    place.goes_on()


def slow_run(place, command):
    """A run whose program takes a minute, with a mark for its processes; it has begun when this returns."""
    place.study(PROGRAM_STUDY, command=command)
    place.write("calls.log.slow", "")
    mark = f"fault-{os.getpid()}-{place.folder.name}"
    run = subprocess.Popen([place.program, "run", "study.yaml", "-o", "results", "-j", "1"], cwd=place.folder,
                           env={**place.environment(), "PATH": "/usr/bin:/bin", processes.MARK: mark}, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    end = time.monotonic() + 30
    while place.calls() == 0 and run.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    place.require(place.calls() > 0, "the program did not begin")
    return run, mark


def ends_within(place, run, mark):
    left = processes.left_after(mark, 5.0)
    output, errors = run.communicate(timeout=30)
    place.require(not left, f"processes left: {left}")
    return Outcome(run.returncode, output.decode(), errors.decode())


@fault("programs")
def killed_while_a_wrapper_waits(place):
    """SIGKILL of jennopt while a wrapper script waits for its simulation"""
    place.path = "/usr/bin:/bin"
    place.write("wrapper.sh", WRAPPER, executable=True)
    command = f"./wrapper.sh, {place.tools / 'simulation'}"
    place.study(PROGRAM_STUDY, command=command)
    place.undisturbed()
    run, mark = slow_run(place, command)
    run.kill()
    place.came(ends_within(place, run, mark), -signal.SIGKILL)
    (place.folder / "calls.log.slow").unlink()
    place.goes_on()
    place.then += "; no process left after 5 s"


@fault("programs")
def wrapper_killed(place):
    """SIGKILL of a wrapper script while it waits for its simulation"""
    place.write("wrapper.sh", WRAPPER, executable=True)
    run, mark = slow_run(place, f"./wrapper.sh, {place.tools / 'simulation'}")
    (place.folder / "calls.log.slow").unlink()
    wrapper = next(pid for pid, line in processes.marked(mark).items() if "wrapper.sh" in line.split()[1])
    os.kill(wrapper, signal.SIGKILL)
    output, errors = run.communicate(timeout=60)
    outcome = Outcome(run.returncode, output.decode(), errors.decode())
    place.came(outcome, 3, "signal 9")
    left = processes.left_after(mark, 5.0)
    place.require(not left, f"processes left: {left}")
    place.run()
    place.require(place.calls() > 1, "it is not asked for again")
    place.then = "the simulation below the script has ended; the evaluation is made again"


@fault("programs")
def stopped_in_order(place):
    """SIGTERM while a simulation is at work"""
    place.path = "/usr/bin:/bin"
    place.study(PROGRAM_STUDY)
    place.undisturbed()
    run, mark = slow_run(place, None)
    run.terminate()
    place.came(ends_within(place, run, mark), 130, "interrupted")
    (place.folder / "calls.log.slow").unlink()
    place.goes_on()


@fault("programs")
def pipe_as_answer(place):
    """The program leaves a named pipe as its result.json"""
    script(place, "mkfifo result.json\n")
    place.came(place.run(), 3, "result.json")


@fault("programs")
def deep_answer(place):
    """The program's answer is JSON nested 200000 deep"""
    script(place, "head -c 200000 /dev/zero | tr '\\0' '['\n")
    place.came(place.run(), 3)


@fault("programs")
def link_as_answer(place):
    """The program leaves a symbolic link to a file elsewhere as its result.json"""
    place.write("secret", ANSWER)
    script(place, f"ln -s {place.folder / 'secret'} result.json\n")
    place.came(place.run(), 3, "result.json")


@fault("programs")
def not_a_number(place):
    """The program answers NaN"""
    script(place, "echo '{\"values\": {\"f\": NaN}}'\n")
    place.came(place.run(), 3)


@fault("programs")
def shell_words(place):
    """An argument of the command has a shell's commands in it"""
    script(place, f"cat > /dev/null\necho '{ANSWER}'\n")
    text = (place.folder / "study.yaml").read_text(encoding="utf-8")
    place.write("study.yaml", text.replace("[./program.sh]", f"[./program.sh, \"; touch {place.folder}/hacked\", "
                                           f"\"$(touch {place.folder}/hacked)\"]"))
    place.came(place.run(), (0, 1))
    place.require(not (place.folder / "hacked").exists(), "a shell has run")
    place.then = "nothing was run by a shell"


@fault("programs", slow=True)
def hanging_gnuplot(place):
    """gnuplot does not end"""
    place.study()
    tools = place.folder / "tools"
    place.write("tools/gnuplot", "#!/bin/sh\nexec /bin/sleep 1000\n", executable=True)
    place.path = str(tools)
    mark = f"fault-{os.getpid()}-gnuplot"
    outcome = place.came(place.run(environment={processes.MARK: mark}, timeout=300), 0, "gnuplot did not end")
    place.require((place.results / "small" / "report.html").exists(), "there is no report")
    place.require(not processes.left_after(mark, 5.0), "gnuplot is left")
    place.require("NaN" not in outcome.output, outcome.output)
    place.then = "a report without the figure; no process left"


@fault("programs")
def no_gnuplot(place):
    """gnuplot is not installed"""
    place.study()
    place.came(place.run(), 0)
    place.require(pathlib.Path(place.results / "small" / "report.html").exists(), "there is no report")
    place.then = "a report without figures; their data and scripts are there"
