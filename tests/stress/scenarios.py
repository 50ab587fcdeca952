"""The studies that stress.py kills: what a user would run, small."""

import dataclasses

PLUGIN = """
study: plugin
replicates: 2
problem: {name: rosenbrock}
sampling: {plan: latin_hypercube, count: 12}
test: {plan: random, count: 50}
defaults: {hidden: [6], training: {max_iterations: 200}}
surrogates:
  nn: {kind: nn}
  jenn: {kind: jenn}
  jenn_polished: {polish: jenn, infill: 2}
  kriging: {kind: kriging}
optimization: {starts: 4, max_evaluations: 60}
budget: 8
optimizers:
  sequential: {}
sweep: {sampling.count: [8, 12]}
"""

PROBLEM = """
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

PROGRAM = """
study: program
replicates: 2
test: {plan: random, count: 10}
sampling: {plan: sobol, count: 12}
defaults: {hidden: [6], training: {max_iterations: 100}}
surrogates:
  nn: {kind: nn}
  jenn: {kind: jenn}
optimization: {starts: 3}
""" + PROBLEM

BATCHES = """
study: batches
replicates: 2
budget: 15
optimizers:
  sequential: {starts: 4, batch: 3}
  searches: {method: multistart, starts: 2}
""" + PROBLEM

BY_HAND = """
study: by_hand
problem:
  inputs: [{name: x, lower: -2, upper: 2}, {name: y, lower: -1, upper: 3}]
  outputs: [{name: f}]
budget: 40
optimizers:
  sequential: {batch: 2}
"""

RUNS = """x,y,f
-1.5,0.5,36.9
0.2,0.7,5.0
1.2,1.9,2.2
1.9,2.4,15.1
-0.3,-0.8,9.6
"""

# A job script: the simulation is a child of the program that jennopt starts.
WRAPPER = """#!/bin/sh
"$@"
code=$?
exit $code
"""


@dataclasses.dataclass(frozen=True)
class Scenario:
    """A command, and what it leaves."""

    name: str
    study: str
    words: tuple = ("run", "study.yaml", "-o", "results", "-q", "-j", "2")
    files: dict = dataclasses.field(default_factory=dict)
    wrapper: bool = False
    may_share: bool = True  # its folder with other processes

    @property
    def runs_programs(self):
        return "@COMMAND@" in self.study

    @property
    def output(self):
        """The folder that it writes to, beside the study."""
        return "results" if self.words[0] == "run" else "."

    def prepare(self, folder, simulation):
        """Writes its files to an empty folder."""
        command = str(simulation)
        if self.wrapper:
            (folder / "wrapper.sh").write_text(WRAPPER, encoding="utf-8")
            (folder / "wrapper.sh").chmod(0o755)
            command = f"./wrapper.sh, {command}"
        (folder / "calls.log.points").mkdir()
        for name, text in {"study.yaml": self.study.replace("@COMMAND@", command), **self.files}.items():
            (folder / name).write_text(text, encoding="utf-8")


ALL = (
    Scenario("plugin", PLUGIN),
    Scenario("program", PROGRAM),
    Scenario("wrapper", PROGRAM, wrapper=True),
    Scenario("batches", BATCHES),
    Scenario("suggest", BY_HAND, ("suggest", "study.yaml", "--data", "runs.csv", "-o", "next.csv"),
             {"runs.csv": RUNS}, may_share=False),
)
