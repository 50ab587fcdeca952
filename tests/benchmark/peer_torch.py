"""The worker of peers.py that is PyTorch on the CPU: several honest ways to write the loss, float64."""

import sys
from typing import List, Tuple

import numpy as np
import torch
from torch import Tensor

from peer import flatten, read_task, serve


def values(W: List[Tensor], b: List[Tensor], X: Tensor) -> Tensor:
    a = X
    for l in range(len(W) - 1):
        a = torch.tanh(torch.addmm(b[l], a, W[l].t()))
    return torch.addmm(b[-1], a, W[-1].t())


def squares(value: Tensor, jacobian: Tensor, Y: Tensor, J: Tensor) -> Tensor:
    return 0.5 / Y.shape[0] * ((value - Y).square().sum() + (jacobian - J).square().sum())


def by_double_backward(W: List[Tensor], b: List[Tensor], X: Tensor, Y: Tensor, J: Tensor) -> Tensor:
    """The usual way: autograd once per output for the Jacobian, recorded."""
    X = X.detach().requires_grad_()
    value = values(W, b, X)
    rows = [torch.autograd.grad(value[:, k].sum(), X, create_graph=True)[0].t() for k in range(value.shape[1])]
    return squares(value, torch.stack(rows, 2), Y, J)


def by_tangents(W: List[Tensor], b: List[Tensor], X: Tensor, Y: Tensor, J: Tensor) -> Tensor:
    """Tangents forward, all of a layer in one product; autograd for the gradient."""
    n_x, m = X.shape[1], X.shape[0]
    z = torch.addmm(b[0], X, W[0].t())
    tangents = W[0].t().unsqueeze(1).expand(n_x, m, W[0].shape[0])
    for l in range(1, len(W)):
        a = torch.tanh(z)
        tangents = (1.0 - a * a) * tangents
        z = torch.addmm(b[l], a, W[l].t())
        tangents = torch.matmul(tangents.reshape(n_x * m, -1), W[l].t()).reshape(n_x, m, -1)
    return squares(z, tangents, Y, J)


def by_sweep(W: List[Tensor], b: List[Tensor], X: Tensor, Y: Tensor, J: Tensor) -> Tensor:
    """The sweep back to the inputs written out, one per output; autograd for the gradient."""
    a = X
    slopes: List[Tensor] = []
    for l in range(len(W) - 1):
        a = torch.tanh(torch.addmm(b[l], a, W[l].t()))
        slopes.append(1.0 - a * a)
    value = torch.addmm(b[-1], a, W[-1].t())
    rows: List[Tensor] = []
    for k in range(value.shape[1]):
        delta = slopes[-1] * W[-1][k]
        for l in range(len(W) - 2, 0, -1):
            delta = slopes[l - 1] * torch.mm(delta, W[l])
        rows.append(torch.mm(delta, W[0]).t())
    return squares(value, torch.stack(rows, 2), Y, J)


def gradient_by_hand(
    W: List[Tensor], b: List[Tensor], X: Tensor, Y: Tensor, J: Tensor
) -> Tuple[Tensor, List[Tensor], List[Tensor]]:
    """The adjoint way of one output, all derivatives written out, no autograd at all."""
    L, m = len(W), X.shape[0]
    A = [X]
    slopes: List[Tensor] = []
    for l in range(L - 1):
        A.append(torch.tanh(torch.addmm(b[l], A[l], W[l].t())))
        slopes.append(1.0 - A[l + 1].square())
    value = torch.addmm(b[L - 1], A[L - 1], W[L - 1].t())
    pulls = [W[L - 1].expand(m, -1)]  # d yhat / d a, the last hidden layer first
    sweeps = [slopes[L - 2] * pulls[0]]  # d yhat / d z
    for l in range(L - 2, 0, -1):
        pulls.append(torch.mm(sweeps[-1], W[l]))
        sweeps.append(slopes[l - 1] * pulls[-1])
    residual = torch.mm(sweeps[-1], W[0]) - J[:, :, 0].t()
    error = value - Y
    total = 0.5 / m * (error.square().sum() + residual.square().sum())

    tangents = [residual / m]  # of yhat along the residual, held constant
    for l in range(L - 1):
        tangents.append(slopes[l] * torch.mm(tangents[l], W[l].t()))
    delta = error / m
    dW = [torch.mm(delta.t(), A[L - 1]) + tangents[L - 1].sum(0, keepdim=True)]
    db = [delta.sum(0)]
    for l in range(L - 2, -1, -1):
        # g'' z' = -2 a a'; what the tangents need of the way back is the sweep, which is there.
        delta = slopes[l] * torch.mm(delta, W[l + 1]) - 2.0 * A[l + 1] * tangents[l + 1] * pulls[L - 2 - l]
        dW.append(torch.addmm(torch.mm(delta.t(), A[l]), sweeps[L - 2 - l].t(), tangents[l]))
        db.append(delta.sum(0))
    dW.reverse()
    db.reverse()
    return total, dW, db


def main():
    torch.set_num_threads(int(sys.argv[2]))
    torch.set_default_dtype(torch.float64)
    task = read_task(sys.argv[1])
    W = [torch.from_numpy(W).requires_grad_() for W in task.W]
    b = [torch.from_numpy(b).requires_grad_() for b in task.b]
    X, Y, J = (torch.from_numpy(part) for part in (task.X, task.Y, task.J))
    x = X[:1].clone()

    def with_autograd(loss):
        def call():
            total = loss(W, b, X, Y, J)
            gradient = torch.autograd.grad(total, W + b)
            return total, gradient[: len(W)], gradient[len(W) :]

        return call

    def without_autograd(gradient):
        def call():
            with torch.no_grad():
                return gradient(W, b, X, Y, J)

        return call

    def loss_numbers(answer):
        total, dW, db = answer
        return np.concatenate([[total.item()], flatten([g.numpy() for g in dW], [g.numpy() for g in db])])

    def point_by_autograd():
        x.requires_grad_()
        value = values(W, b, x)
        return value, torch.stack([torch.autograd.grad(y, x, retain_graph=True)[0][0] for y in value[0]])

    @torch.jit.script
    def point_of(W: List[Tensor], b: List[Tensor], x: Tensor) -> Tuple[Tensor, Tensor]:
        a = x
        tangents = W[0].t()
        for l in range(len(W) - 1):
            a = torch.tanh(torch.addmm(b[l], a, W[l].t()))
            tangents = torch.mm((1.0 - a * a) * tangents, W[l + 1].t())
        return torch.addmm(b[-1], a, W[-1].t()), tangents.t()

    def point_by_hand():
        with torch.no_grad():
            return point_of(W, b, x)

    def point_numbers(answer):
        return np.concatenate([part.detach().numpy().ravel() for part in answer])

    operations = {
        "loss:double_backward": with_autograd(by_double_backward),
        "loss:tangents": with_autograd(by_tangents),
        "loss:sweep": with_autograd(by_sweep),
        "loss:tangents_scripted": with_autograd(torch.jit.script(by_tangents)),
        "loss:sweep_scripted": with_autograd(torch.jit.script(by_sweep)),
    }
    if task.layers[-1] == 1:
        operations["loss:by_hand"] = without_autograd(gradient_by_hand)
        operations["loss:by_hand_scripted"] = without_autograd(torch.jit.script(gradient_by_hand))
    points = {"point:autograd": point_by_autograd, "point:by_hand_scripted": point_by_hand}
    serve(
        torch.__version__,
        {name: (call, loss_numbers) for name, call in operations.items()}
        | {name: (call, point_numbers) for name, call in points.items()},
    )


main()
