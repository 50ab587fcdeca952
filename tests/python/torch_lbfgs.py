"""A worker of to_accuracy.py: a network with two hidden layers of 20 neurons on values and partials by PyTorch's L-BFGS.

Reads training and test samples as JSON on stdin; prints the CPU seconds until R2 of the test values is
enough, as it is found after every 10 iterations, and the R2 it came to.
"""

import json
import sys
import time

import torch

torch.set_num_threads(1)
torch.manual_seed(1)


def network(n_x):
    layers = [torch.nn.Linear(n_x, 20), torch.nn.Tanh(), torch.nn.Linear(20, 20), torch.nn.Tanh(), torch.nn.Linear(20, 1)]
    return torch.nn.Sequential(*layers).double()


def main():
    task = json.load(sys.stdin)
    X, Y, J = (torch.tensor(array, dtype=torch.float64) for array in task["training"])
    X_test, Y_test = (torch.tensor(array, dtype=torch.float64) for array in task["test"])
    begin = time.process_time()
    x_mean, x_deviation, y_mean, y_deviation = X.mean(0), X.std(0), Y.mean(), Y.std()
    inputs = ((X - x_mean) / x_deviation).requires_grad_()
    values, partials = (Y - y_mean) / y_deviation, J * x_deviation / y_deviation
    model = network(X.shape[1])
    optimizer = torch.optim.LBFGS(model.parameters(), max_iter=10, history_size=20, line_search_fn="strong_wolfe",
                                  tolerance_grad=0, tolerance_change=0)

    def loss():
        optimizer.zero_grad()
        predicted = model(inputs)[:, 0]
        slopes = torch.autograd.grad(predicted.sum(), inputs, create_graph=True)[0]
        error = 0.5 * ((predicted - values).square().sum() + (slopes - partials).square().sum()) / len(values)
        error.backward()
        return error

    seconds, reached, before = 0.0, float("-inf"), float("inf")
    while reached < task["enough"] and seconds < task["patience"]:
        last = float(optimizer.step(loss))
        seconds += time.process_time() - begin
        with torch.no_grad():
            found = model((X_test - x_mean) / x_deviation)[:, 0] * y_deviation + y_mean
        reached = float(1 - (found - Y_test).square().sum() / (Y_test - Y_test.mean()).square().sum())
        if last == before:
            break
        before = last
        begin = time.process_time()
    print(json.dumps([seconds, reached]))


main()
