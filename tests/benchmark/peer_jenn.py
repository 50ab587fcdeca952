"""The worker of peers.py that is Python JENN: what its optimizer calls once per iteration."""

import sys
from importlib.metadata import version

import numpy as np
from jenn.core.cache import Cache
from jenn.core.cost import Cost
from jenn.core.data import Dataset
from jenn.core.parameters import Parameters
from jenn.core.propagation import model_partials_forward
from jenn.core.training import objective_function, objective_gradient

from peer import flatten, read_task, serve


def main():
    task = read_task(sys.argv[1])
    parameters = Parameters(task.layers)
    parameters.initialize()
    for l, (W, b) in enumerate(zip(task.W, task.b), start=1):
        parameters.W[l][:] = W
        parameters.b[l][:] = b[:, np.newaxis]
    stacked = parameters.stack()
    J = np.ascontiguousarray(np.transpose(task.J, (2, 0, 1)))  # (n_y, n_x, m)
    data = Dataset(np.ascontiguousarray(task.X.T), np.ascontiguousarray(task.Y.T), J)
    cost = Cost(data, parameters)
    cache = Cache(task.layers, task.m)
    x = data.X[:, :1].copy()
    cache_of_x = Cache(task.layers, 1)

    def loss():
        total = objective_function(data.X, cost, parameters, cache, stacked)
        objective_gradient(data, parameters, cache, 0.0, stacked)
        return total

    def loss_numbers(total):
        return np.concatenate([[total], flatten(parameters.dW[1:], parameters.db[1:])])

    def point():
        return model_partials_forward(x, parameters, cache_of_x)

    def point_numbers(answer):
        return np.concatenate([np.ravel(part) for part in answer])

    serve(version("jenn"), {"loss": (loss, loss_numbers), "point": (point, point_numbers)})


main()
