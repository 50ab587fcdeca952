"""What a fault needs: a folder with a study, the program, and what came."""

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "stress"))

import comparison

TIMEOUT = 60.0  # seconds, within which every command must end
LONGEST = 200  # letters of a message
PROGRESS = re.compile(r"\S+ \[[#.=]*\]|\S+: \d+ of at most ")
GROUPS = {}  # name: its functions, in their order

PLUGIN_STUDY = """study: small
replicates: 2
problem: {name: sinusoid}
sampling: {plan: grid, levels: 5}
test: {plan: random, count: 20}
defaults: {hidden: [4], training: {max_iterations: 50}}
surrogates:
  nn: {kind: nn}
  jenn: {kind: jenn}
optimization: {starts: 2}
"""

PROGRAM_STUDY = """study: program
sampling: {plan: sobol, count: 8}
surrogates:
  kriging: {kind: kriging}
optimization: {starts: 2}
problem:
  external:
    name: simulation
    command: [@COMMAND@]
    partials: true
    inputs:
      - {name: x, lower: -2, upper: 2}
      - {name: y, lower: -1, upper: 3}
    outputs:
      - {name: f}
"""


class Unexpected(Exception):
    """Something came that must not."""


def fault(group, slow=False):
    """Puts a function among the faults of a group; its docstring says what is done. A slow one takes more than a
    minute, and is tried for the table only."""

    def register(function):
        function.slow = slow
        GROUPS.setdefault(group, []).append(function)
        return function

    return register


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int  # negative: the signal
    output: str
    errors: str

    @property
    def text(self):
        return self.output + self.errors


class Place:
    """A folder in which one fault is tried."""

    def __init__(self, folder, program, tools, plugins):
        self.folder = folder
        self.program = program
        self.tools = tools  # the folder of file_calls.so and simulation
        self.plugins = plugins  # the folder of modules that must be refused
        self.results = folder / "results"
        self.path = str(folder / "no programs")  # PATH: without gnuplot a report is quick
        self.first = None  # what came of the fault
        self.then = "-"

    def write(self, name, text, executable=False):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8") if isinstance(text, str) else file.write_bytes(text)
        if executable:
            file.chmod(0o755)
        return file

    def study(self, text=PLUGIN_STUDY, command=None):
        """Writes study.yaml; of a program the words of its command, default the simulation."""
        words = command or str(self.tools / "simulation")
        (self.folder / "calls.log.points").mkdir(exist_ok=True)
        self.write("study.yaml", text.replace("@COMMAND@", words))

    def environment(self):
        return {"PATH": self.path, "HOME": str(self.folder), "STRESS_LOG": str(self.folder / "calls.log")}

    def run(self, *words, environment=None, timeout=TIMEOUT, **more):
        """Runs jennopt with these words; without any the study. What differs from None of more goes to subprocess."""
        words = words or ("run", "study.yaml", "-o", "results", "-j", "1")
        variables = {**self.environment(), **(environment or {})}
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, **more}
        try:
            done = subprocess.run([self.program, *words], cwd=self.folder, env=variables, timeout=timeout, check=False,
                                  **streams)
        except subprocess.TimeoutExpired as stuck:
            raise Unexpected(f"no end within {timeout:g} s") from stuck
        text = [stream.decode(errors="replace") if stream else "" for stream in (done.stdout, done.stderr)]
        return Outcome(done.returncode, *text)

    def watched(self, **variables):
        """The environment in which file_calls.so watches the results: FAIL_CALL=3, FAIL_ERROR=errno.ENOSPC."""
        return {"LD_PRELOAD": str(self.tools / "file_calls.so"), "STRESS_PROGRAM": str(self.program),
                "STRESS_FOLDER": str(self.results), **{f"STRESS_{name}": str(value) for name, value in variables.items()}}

    def undisturbed(self):
        """Runs the study, and puts its results aside to be compared with."""
        outcome = self.run()
        self.require(outcome.code == 0, f"the study does not run: exit code {outcome.code}: {outcome.errors}")
        self.results.rename(self.folder / "expected")
        (self.folder / "calls.log").unlink(missing_ok=True)

    def came(self, outcome, codes, *words):
        """Notes what came of the fault; it must be one of these exit codes, with a message that has these words."""
        codes = (codes,) if isinstance(codes, int) else codes
        self.first = (outcome.code, self.message(outcome))
        self.require(outcome.code in codes, f"exit code {outcome.code}, expected {' or '.join(map(str, codes))}: "
                     f"{outcome.errors[-500:]}")
        for word in words:
            self.require(word in outcome.text, f"'{word}' is not in what is said: {outcome.text[-700:]}")
        return outcome

    def goes_on(self, *words, said=()):
        """The same command goes on, with the results of an undisturbed run to the byte."""
        outcome = self.run(*words)
        self.require(outcome.code == 0, f"does not go on: exit code {outcome.code}: {outcome.errors[-500:]}")
        for word in (said,) if isinstance(said, str) else said:
            self.require(word in outcome.text, f"'{word}' is not said when it goes on: {outcome.text[-700:]}")
        self.same_results()
        self.then = "the same command goes on; same bytes"

    def same_results(self, leave_out=()):
        differences = comparison.compare(self.results, self.folder / "expected", (*comparison.WITH_TIMES, *leave_out))
        self.require(not differences, f"files differ: {differences}")

    def calls(self):
        """How often the simulation was begun."""
        log = self.folder / "calls.log"
        return log.read_text(encoding="utf-8").count("begin ") if log.exists() else 0

    def store(self):
        """The file of evaluations of the only study."""
        return next(self.results.glob("*/evaluations/*.jsonl"))

    def replicate(self):
        """The folder of the first replicate that is finished."""
        return next(iter(sorted(self.results.glob("*/*/*/DONE")))).parent

    def not_finished(self):
        """Takes the marks off that say that the replicates are finished, so that their evaluations are needed again."""
        for mark in self.results.glob("*/*/*/DONE"):
            mark.unlink()

    @staticmethod
    def require(condition, sentence):
        if not condition:
            raise Unexpected(sentence)

    def message(self, outcome):
        """The line that says what came, with paths as in the folder; progress is none."""
        text = re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]|.*\r", "", outcome.errors)
        lines = [line for line in text.splitlines() if line.strip() and not PROGRESS.match(line)]
        said = lines[0] if lines else ""
        for folder in (self.folder.resolve(), self.folder, self.tools, self.plugins):
            said = said.replace(f"{folder}/", "")
        return said if len(said) <= LONGEST else said[:LONGEST] + " ..."

    def clean(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def is_root():
    return os.geteuid() == 0
