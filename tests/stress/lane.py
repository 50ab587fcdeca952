"""One study's lives: killed and continued until it is finished, again and again, and compared."""

import concurrent.futures
import dataclasses
import json
import math
import os
import random
import shutil
import signal
import subprocess
import time

import comparison
import processes
import recording

LEFT_AFTER = 5.0  # seconds, within which all that a killed run had started must end
PATIENCE = 120.0  # seconds, until a run counts as hanging
DONE = (0, 1)  # exit codes of a finished study
STOPPED = 130
SIGNALS = (signal.SIGKILL,) * 6 + (signal.SIGTERM, signal.SIGINT)
MOMENTS = ("before", "half", "after")


@dataclasses.dataclass
class Tally:
    """What was seen, in all."""

    kills: dict = dataclasses.field(default_factory=dict)  # what kind: how many
    lives: int = 0
    begun: int = 0  # runs of a program
    repeated: int = 0
    lost: int = 0
    beside: int = 0
    under_way: int = 0
    ended: int = 0  # of those under way
    bytes: int = 0
    left: int = 0
    stuck: int = 0
    remarks: list = dataclasses.field(default_factory=list)

    def add(self, other):
        for field in dataclasses.fields(self):
            mine, more = getattr(self, field.name), getattr(other, field.name)
            if field.name == "kills":
                for kind, count in more.items():
                    mine[kind] = mine.get(kind, 0) + count
            else:
                setattr(self, field.name, mine + more)

    def killed(self, kind):
        self.kills[kind] = self.kills.get(kind, 0) + 1


@dataclasses.dataclass(frozen=True)
class Plan:
    """How one run is to end: at a time, at a call, while its program is at work, or not at all."""

    how: str
    signal: int = signal.SIGKILL
    delay: float = 0.0
    call: int = 0
    moment: str = ""

    @property
    def kind(self):
        name = signal.Signals(self.signal).name
        return {"call": f"{name} {self.moment} a call", "slow": f"{name} in a slow program"}.get(self.how, name)


def kept_points(results):
    """The points whose values are in the store of a study's results: {(x, y)}."""
    points = set()
    for file in results.glob("*/evaluations/*.jsonl"):
        for line in file.read_bytes().split(b"\n")[:-1]:  # the last one is not finished
            try:
                entry = json.loads(line)
            except ValueError:  # cut off by a kill
                continue
            if entry.get("status") == "ok":
                points.add(tuple(entry["x"]))
    return points


class Lane:
    """A scenario in a folder of its own; its study always runs in the same place, so that paths are the same."""

    def __init__(self, scenario, place, program, tools, seed, share=1):
        self.scenario = scenario
        self.share = share if scenario.may_share else 1
        self.place = place / scenario.name
        self.work = self.place / "work"
        self.reference = self.place / "reference"
        self.program = program
        self.tools = tools
        self.random = random.Random(f"{seed} {scenario.name}")
        self.tally = Tally()
        self.watchers = concurrent.futures.ThreadPoolExecutor(8)
        self.watched = []
        self.number = 0
        self.seen_at_kills = []  # of this round: how many lines the log had, and which points were kept then

    def prepare(self):
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        self.scenario.prepare(self.work, self.tools.simulation)

    def environment(self, mark, **more):
        """Of a run; more are the variables of file_calls.so."""
        variables = {**os.environ, processes.MARK: mark, "STRESS_LOG": str(self.work / "calls.log")}
        if more:
            variables |= {"LD_PRELOAD": str(self.tools.file_calls), "STRESS_PROGRAM": str(self.program),
                          "STRESS_FOLDER": str(self.work), **more}
        return variables

    def start(self, mark, **more):
        with open(self.place / f"{mark}.txt", "wb") as output:
            return subprocess.Popen([self.program, *self.scenario.words], cwd=self.work, stdin=subprocess.DEVNULL,
                                    stdout=output, stderr=subprocess.STDOUT, env=self.environment(mark, **more))

    def last_words(self, mark):
        return (self.place / f"{mark}.txt").read_text(encoding="utf-8", errors="replace")[-400:].strip()

    def run_undisturbed(self):
        """Makes the results that all others are compared with; notes time and calls."""
        self.place.mkdir(parents=True, exist_ok=True)
        self.prepare()
        record = self.place / "calls.record"
        record.unlink(missing_ok=True)
        begin = time.monotonic()
        run = self.start("undisturbed", STRESS_RECORD=str(record))
        if run.wait(PATIENCE) not in DONE:
            raise RuntimeError(f"{self.scenario.name}: ended with exit code {run.returncode} though nothing "
                               f"disturbed it: {self.last_words('undisturbed')}")
        self.seconds = time.monotonic() - begin
        self.calls = recording.read(record)
        shutil.rmtree(self.reference, ignore_errors=True)
        self.work.rename(self.reference)

    def plan(self, kills_per_life):
        """Such that a life has about so many kills."""
        if self.scenario.runs_programs and self.random.random() < 0.15:
            return Plan("slow", self.random.choice(SIGNALS))
        if self.random.random() < 0.5:
            last = max(3, math.ceil(2 * len(self.calls) / kills_per_life))
            return Plan("call", call=self.random.randint(1, last), moment=self.random.choice(MOMENTS))
        return Plan("moment", self.random.choice(SIGNALS), delay=self.random.uniform(0, 2 * self.seconds / kills_per_life))

    def live(self, kills):
        """One life, with this many kills at most; how many there were."""
        self.prepare()
        self.tally.lives += 1
        kept, done, read = set(), 0, 0
        usual = max(1, min(kills, 8 if self.scenario.words[0] == "run" else 2))
        while True:
            plans = [self.plan(usual) if done < kills else Plan("end") for _ in range(self.share)]
            outcomes = self.run_round(plans)
            killed = sum(outcome == "killed" for outcome in outcomes)
            done += killed
            kept, read = self.note_evaluations(kept, read)
            if "stuck" in outcomes:
                self.tally.stuck += 1
                return done
            if killed == 0:
                break
        if self.share > 1:  # what several processes leave one puts together
            self.run_round([Plan("end")])
        self.compare()
        return done

    def run_round(self, plans):
        """Runs, killed as planned: "killed", "done" or "stuck" of each."""
        self.number += 1
        slow = self.work / "calls.log.slow"
        runs = []
        if any(plan.how == "slow" for plan in plans):
            slow.touch()
        for k, plan in enumerate(plans):
            mark = f"{self.scenario.name}-{self.number}-{k}-of-{os.getpid()}"  # others may run this program as well
            more = {}
            if plan.how == "call":
                more = {"STRESS_KILL_CALL": str(plan.call), "STRESS_KILL_MOMENT": plan.moment}
            runs.append((plan, mark, self.start(mark, **more)))
        with concurrent.futures.ThreadPoolExecutor(len(runs)) as pool:
            outcomes = list(pool.map(lambda run: self.see_through(*run), runs))
        slow.unlink(missing_ok=True)
        return outcomes

    def see_through(self, plan, mark, run):
        if plan.how == "moment":
            self.wait(run, plan.delay)
        elif plan.how == "slow":
            begin = time.monotonic()
            while run.poll() is None and time.monotonic() < begin + PATIENCE / 10:
                if any(f" {mark} " in line for line in self.log_lines()):
                    break
                time.sleep(0.01)
        if plan.how in ("moment", "slow") and run.poll() is None:
            run.send_signal(plan.signal)
        if plan.how == "slow":
            self.end_slowly(mark, run)
        if not self.wait(run, PATIENCE):
            run.kill()
            run.wait()
            self.tally.remarks.append(f"{mark}: no end within {PATIENCE:g} s ({plan})")
            return "stuck"
        if run.returncode in DONE:
            return "done"
        if run.returncode not in (-plan.signal, STOPPED) or plan.how == "end":
            self.tally.remarks.append(f"{mark}: exit code {run.returncode} ({plan}): {self.last_words(mark)}")
            return "stuck"
        self.tally.killed(plan.kind)
        if self.scenario.runs_programs:
            self.seen_at_kills.append((len(self.log_lines()), kept_points(self.work / self.scenario.output)))
        (self.place / f"{mark}.txt").unlink()
        self.watched.append((mark, plan.kind, self.watchers.submit(processes.left_after, mark, LEFT_AFTER)))
        return "killed"

    def end_slowly(self, mark, run):
        """Other processes' programs may answer as soon as those of the killed run had their time to end."""
        self.wait(run, PATIENCE)
        if run.returncode not in (None, *DONE):
            self.watched.append((mark, "in a slow program", self.watchers.submit(processes.left_after, mark, LEFT_AFTER)))
            self.watched[-1][-1].result()
        (self.work / "calls.log.slow").unlink(missing_ok=True)

    @staticmethod
    def wait(run, seconds):
        try:
            run.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def log_lines(self):
        log = self.work / "calls.log"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    def note_evaluations(self, kept, read):
        """What became of the evaluations in a round, from what was kept before and the lines read of the log."""
        if not self.scenario.runs_programs:
            return kept, read
        lines = self.log_lines()
        calls = [(what, tuple(map(float, point))) for what, _, *point in map(str.split, lines[read:])]
        begun = [point for what, point in calls if what != "end"]
        ended = {point for what, point in calls if what == "end"}
        now = kept_points(self.work / self.scenario.output)
        seen = [(read, kept), *self.seen_at_kills]
        again = [point for k, (what, point) in enumerate(calls, read) if what != "end" and
                 any(k >= length and point in points for length, points in seen)]
        self.seen_at_kills = []
        lost = kept.union(*(points for _, points in seen)) - now
        self.tally.begun += len(begun)
        self.tally.beside += sum(what == "beside" for what, _ in calls)
        self.tally.repeated += len(again)
        self.tally.lost += len(lost)
        self.tally.under_way += len(set(begun) - now)
        self.tally.ended += len((set(begun) & ended) - now)
        self.tally.remarks += [f"{self.scenario.name}: evaluated again at {point}" for point in again]
        self.tally.remarks += [f"{self.scenario.name}: lost at {point}" for point in lost]
        return kept | now, len(lines)

    def compare(self):
        """With the undisturbed run: as it is, and reported again with the other's measured times."""
        folder, expected = self.work / self.scenario.output, self.reference / self.scenario.output
        leave_out = ("calls.log",) if self.scenario.output == "." else ()
        reports = [name for name in comparison.WITH_TIMES if name.startswith(("report", "summary"))]
        differences = comparison.compare(folder, expected, leave_out=(*leave_out, *reports))
        if self.scenario.words[0] == "run":
            comparison.take_times(folder, expected)
            results = next(path for path in folder.iterdir() if path.is_dir())
            subprocess.run([self.program, "report", results.relative_to(self.work)], cwd=self.work, check=False,
                           capture_output=True)
            differences += comparison.compare(folder, expected)
        self.tally.lost += len(kept_points(expected) - kept_points(folder))
        for count, file in dict.fromkeys(differences):
            self.tally.bytes += count
            self.tally.remarks.append(f"{self.scenario.name}: {file}: {count} bytes differ")

    def finish(self):
        """Waits for those that look for processes left."""
        for mark, kind, future in self.watched:
            for command in future.result():
                self.tally.left += 1
                self.tally.remarks.append(f"{mark}: left after {LEFT_AFTER:g} s ({kind}): {command}")
        self.watchers.shutdown()
        return self.tally
