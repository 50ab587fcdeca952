#!/usr/bin/env python3
"""Runs the same training iterations and predictions here and in PyTorch, JAX and Python JENN, and prints a table.

./dev peers builds what this needs and runs it; README.md beside says how to read the table. Each library is a worker
process of its own (peer.py has the protocol), all on the same processors. Rounds go from worker to worker, so that
what happens on the machine happens to all; a figure is the median over the rounds.
"""

import argparse
import contextlib
import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from blas_kernel import use_kernel

here = Path(__file__).resolve().parent
root = here.parents[1]
environment = root / "build" / "peers"

loss_workloads = {
    "W1": ([2, 20, 20, 20, 1], 389),
    "W2": ([2, 24, 24, 1], 100),
    "W3a": ([16, 12, 12, 1], 1000),
    "W3b": ([16, 12, 12, 1], 33631),
    "W4": ([16, 128, 128, 1], 1000),
    "W5": ([2, 25, 25, 1], 100000),
}
point_networks = [[2, 20, 20, 20, 1], [16, 64, 64, 1]]
tolerance = 1e-9  # of loss and gradient, relative to the gradient's norm
round_seconds = 0.03  # of one operation in one round, at least one call


class PeersError(Exception):
    pass


def make_environment():
    """A virtual environment with JAX, JENN and their newest numpy; PyTorch is Debian's and stays with Debian's numpy."""
    python = environment / "bin" / "python"
    if not python.exists():
        venv.create(environment, with_pip=True, clear=True)
    have = subprocess.run([python, "-c", "import jax, jenn"], capture_output=True)
    if have.returncode != 0:
        print("installing jax and jenn from PyPI", file=sys.stderr)
        install = subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "jax", "jenn"],
            capture_output=True,
            text=True,
        )
        if install.returncode != 0:
            raise PeersError("peers need PyPI: pip could not install jax and jenn:\n" + install.stderr.strip())
    return python


class Worker:
    def __init__(self, library, command, task, threads):
        self.library = library
        limits = {name: str(threads) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NPROC")}
        self.process = subprocess.Popen(
            [*command, task, str(threads)],
            env=os.environ | limits | {"JAX_PLATFORMS": "cpu"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.version, *self.operations = self.read().split()

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise PeersError(f"{self.library}: the worker ended with exit code {self.process.wait()}")
        return line

    def ask(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        return self.read()

    def numbers(self, operation, folder):
        import numpy as np

        path = folder / "numbers"
        self.ask("check", operation, path)
        return np.fromfile(path, "<f8")

    def seconds(self, operation, calls, threads):
        """Of one call: CPU time, which neighbours on the machine cannot stretch; wall time for several threads."""
        cpu, wall = (float(word) for word in self.ask("time", operation, calls).split())
        return (cpu if threads == 1 else wall) / calls

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def start_workers(arguments, stack, task_file):
    commands = {
        "jennopt": [arguments.driver],
        "PyTorch": ["/usr/bin/python3", here / "peer_torch.py"],
        "JAX": [sys.executable, here / "peer_jax.py"],
        "Python JENN": [sys.executable, here / "peer_jenn.py"],
    }
    return [
        stack.enter_context(Worker(library, command, task_file, arguments.threads))
        for library, command in commands.items()
    ]


def largest_difference(workers, kind, folder):
    """Between jennopt's numbers and those of every other way to compute them, relative; an error beyond rounding."""
    import numpy as np

    ours = workers[0].numbers(kind, folder)
    worst = 0.0
    for worker in workers:
        for operation in worker.operations:
            if not operation.startswith(kind):
                continue
            theirs = worker.numbers(operation, folder)
            difference = np.linalg.norm(theirs - ours) / np.linalg.norm(ours) if theirs.shape == ours.shape else np.inf
            worst = max(worst, difference)
            if not difference <= tolerance:
                raise PeersError(
                    f"{worker.library}, {operation}: differs from jennopt by {difference:.2g}, expected {tolerance:.0e}"
                )
    return worst


def calls_of_a_round(worker, operation, threads):
    worker.seconds(operation, 1, threads)  # compiles, allocates
    calls = 1
    while (seconds := calls * worker.seconds(operation, calls, threads)) < round_seconds / 4:
        calls *= 4
    return max(1, round(calls * round_seconds / seconds))


def measure(workers, kind, rounds, threads):
    """Seconds of one call by library and operation, median over the rounds."""
    calls, times = {}, {}
    for worker in workers:
        for operation in worker.operations:
            if operation.startswith(kind):
                calls[worker, operation] = calls_of_a_round(worker, operation, threads)
                times[worker, operation] = []
    for done in range(rounds):
        for (worker, operation), seconds in times.items():
            if done >= 2:  # a way that is far behind the fastest of its library stays there
                fastest_way = min(statistics.median(own) for key, own in times.items() if key[0] is worker)
                if statistics.median(seconds) > 1.3 * fastest_way:
                    continue
            seconds.append(worker.seconds(operation, calls[worker, operation], threads))
    return {(worker.library, operation): statistics.median(own) for (worker, operation), own in times.items()}


def fastest(times, library):
    """(seconds, the way without its kind) of the fastest way of a library."""
    seconds, operation = min((s, operation) for (name, operation), s in times.items() if name == library)
    return seconds, operation.partition(":")[2]


def microseconds(seconds):
    """Three digits at least, no exponent."""
    us = 1e6 * seconds
    return f"{us:,.0f}".replace(",", " ") if us >= 100 else f"{us:.3g}"


def ratio(number):
    return f"{number:.0f}" if number >= 10 else f"{number:.2g}"


def row(name, times, libraries):
    ours, _ = fastest(times, "jennopt")
    cells = [name, microseconds(ours)]
    for library in libraries[1:]:
        seconds, way = fastest(times, library)
        cells.append(f"{microseconds(seconds)} ({ratio(seconds / ours)}x{', ' + way.replace('_', ' ') if way else ''})")
    return "| " + " | ".join(cells) + " |"


def run(arguments):
    import numpy as np  # of the environment, in which main() has brought us

    from peer import random_task, write_task

    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: arguments.threads])
    workloads = {name: loss_workloads[name] for name in arguments.workloads}
    tasks = [(name, "loss", layers, m) for name, (layers, m) in workloads.items()]
    tasks += [("one point", "point", layers, 1) for layers in point_networks]
    rows = {"loss": [], "point": []}
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for name, kind, layers, m in tasks:
            task_file = Path(folder) / "task"
            write_task(task_file, random_task(layers, m, np.random.default_rng(1)))
            with contextlib.ExitStack() as stack:
                workers = start_workers(arguments, stack, task_file)
                versions = [f"{worker.library} {worker.version}" for worker in workers]
                libraries = [worker.library for worker in workers]
                worst = max(worst, largest_difference(workers, kind, Path(folder)))
                times = measure(workers, kind, arguments.rounds, arguments.threads)
            shape = "-".join(map(str, layers))
            rows[kind].append(row(f"{name}: {shape}, {m}" if kind == "loss" else shape, times, libraries))
            for (library, operation), seconds in times.items():
                print(f"{name} {shape} {library} {operation}: {microseconds(seconds)} us", file=sys.stderr)
    print_tables(rows, versions, libraries, worst, arguments)


def print_tables(rows, versions, libraries, worst, arguments):
    def heading(first):
        print(f"\n| {first} | " + " | ".join(libraries) + " |")
        print("|---" * (len(libraries) + 1) + "|")

    heading("loss and gradient, us: network, samples")
    print(*rows["loss"], sep="\n")
    heading("value and Jacobian at one point, us: network")
    print(*rows["point"], sep="\n")
    clock = "CPU time" if arguments.threads == 1 else "wall time"
    print(
        f"\nMedians of {arguments.rounds} interleaved rounds, {clock}, float64, threads: {arguments.threads}; in "
        f"parentheses how many times as long as jennopt, and which way of several was the fastest. All agree on loss "
        f"and gradient to {worst:.1e}. {cpu_model()}; {', '.join(versions)}; PyTorch's BLAS: {blas()}; "
        f"{datetime.date.today()}."
    )


def cpu_model():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def blas():
    return next((str(p.resolve()) for p in Path("/usr/lib").glob("*/libblas.so.3")), "unknown")


def main():
    parser = argparse.ArgumentParser(prog="./dev peers", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="W1 and W2 only")
    parser.add_argument("--workloads", nargs="+", choices=loss_workloads, default=list(loss_workloads), metavar="W")
    parser.add_argument("--rounds", type=int, default=9, help="of every workload (default: 9)")
    parser.add_argument("--threads", type=int, default=1, help="of every library (default: 1)")
    parser.add_argument("--driver", type=Path, default=root / "build/benchmark/tests/benchmark/peer_jennopt")
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.workloads = ["W1", "W2"]
    if not shutil.which(arguments.driver):
        raise PeersError(f"{arguments.driver} is not there: run ./dev peers, which builds it")
    use_kernel()
    python = make_environment()
    if Path(sys.prefix) != environment:
        os.execv(python, [str(python), __file__, *sys.argv[1:]])
    run(arguments)


if __name__ == "__main__":
    try:
        main()
    except PeersError as error:
        sys.exit(f"peers: {error}")
