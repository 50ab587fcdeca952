"""A worker of peers.py: one library that computes loss and gradient, and value and Jacobian at a point.

A worker is `PROGRAM TASK THREADS`. It answers one line, `<its version> <operation> ...`, and then one line to each of

    check OPERATION FILE    writes the operation's numbers there: loss, then the gradient laid out as theta in the task;
                            or value, then Jacobian
    time OPERATION CALLS    CPU seconds and wall seconds of so many calls

A task is a file of little-endian int64: number of layers, their sizes, m; then doubles: theta (W by columns, then b,
layer by layer), X (m, n_x), Y (m, n_y), J (n_x, m, n_y), all by rows. The loss is

    L = 1/(2m) [ sum (yhat - y)^2 + sum (dyhat/dx - dy/dx)^2 ]
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass
class Task:
    layers: list  # n_x, hidden ..., n_y
    W: list  # (n_l, n_(l-1)) each
    b: list  # (n_l) each
    X: np.ndarray  # (m, n_x)
    Y: np.ndarray  # (m, n_y)
    J: np.ndarray  # (n_x, m, n_y)

    @property
    def m(self):
        return self.X.shape[0]


def random_task(layers, m, rng):
    n_x, n_y = layers[0], layers[-1]
    return Task(
        layers,
        W=[rng.normal(size=(n, p)) / np.sqrt(p) for p, n in zip(layers, layers[1:])],
        b=[0.1 * rng.normal(size=n) for n in layers[1:]],
        X=rng.normal(size=(m, n_x)),
        Y=rng.normal(size=(m, n_y)),
        J=rng.normal(size=(n_x, m, n_y)),
    )


def flatten(W, b):
    """Weights and biases, or their gradients, laid out as theta."""
    return np.concatenate([part for W_l, b_l in zip(W, b) for part in (np.ravel(W_l, order="F"), np.ravel(b_l))])


def write_task(path, task):
    with open(path, "wb") as file:
        np.array([len(task.layers), *task.layers, task.m], dtype="<i8").tofile(file)
        for numbers in (flatten(task.W, task.b), task.X, task.Y, task.J):
            np.ascontiguousarray(numbers, dtype="<f8").tofile(file)


def read_task(path):
    with open(path, "rb") as file:
        (n_layers,) = np.fromfile(file, "<i8", 1)
        *layers, m = (int(n) for n in np.fromfile(file, "<i8", n_layers + 1))

        def take(*shape):
            return np.fromfile(file, "<f8", int(np.prod(shape))).reshape(shape)

        W, b = [], []
        for p, n in zip(layers, layers[1:]):
            W.append(np.ascontiguousarray(take(p, n).T))
            b.append(take(n))
        n_x, n_y = layers[0], layers[-1]
        return Task(layers, W, b, X=take(m, n_x), Y=take(m, n_y), J=take(n_x, m, n_y))


def serve(version, operations):
    """operations: name -> (call, numbers), where numbers(call()) is what `check` writes."""
    print(version, *operations, flush=True)
    for line in sys.stdin:
        command, name, argument = line.split()
        call, numbers = operations[name]
        if command == "check":
            Path(argument).write_bytes(np.asarray(numbers(call()), dtype="<f8").tobytes())
            print("done", flush=True)
        else:
            cpu, wall = time.process_time(), time.perf_counter()
            for _ in range(int(argument)):
                call()
            print(time.process_time() - cpu, time.perf_counter() - wall, flush=True)
