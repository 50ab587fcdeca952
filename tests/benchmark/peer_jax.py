"""The worker of peers.py that is JAX, compiled: several honest ways to write the loss, float64."""

import sys

import jax
import jax.numpy as jnp
import numpy as np

from peer import flatten, read_task, serve

jax.config.update("jax_enable_x64", True)


def values(theta, x):
    """Works on one sample and on rows of samples."""
    a = x
    for W, b in theta[:-1]:
        a = jnp.tanh(a @ W.T + b)
    W, b = theta[-1]
    return a @ W.T + b


def by_jacfwd(theta, X):
    return values(theta, X), jnp.transpose(jax.vmap(jax.jacfwd(lambda x: values(theta, x)))(X), (2, 0, 1))


def by_jvp(theta, X):
    """One Jacobian-vector product per input, over all samples at once."""

    def along(direction):
        return jax.jvp(lambda x: values(theta, x), (X,), (jnp.broadcast_to(direction, X.shape),))

    Y, J = jax.vmap(along, out_axes=(None, 0))(jnp.eye(X.shape[1]))
    return Y, J


def by_jacrev(theta, X):
    """One sweep backward per output, over all samples at once."""
    Y, pull_back = jax.vjp(lambda x: values(theta, x), X)
    (J,) = jax.vmap(pull_back)(jnp.broadcast_to(jnp.eye(Y.shape[1])[:, None, :], (Y.shape[1], *Y.shape)))
    return Y, jnp.transpose(J, (2, 1, 0))


def by_hand(theta, X):
    """Tangents written out, all of a layer in one product."""
    n_x, m = X.shape[1], X.shape[0]
    a = X
    tangents = None
    for l, (W, b) in enumerate(theta):
        z = a @ W.T + b
        tangents = jnp.broadcast_to(W.T[:, None, :], (n_x, m, W.shape[0])) if l == 0 else tangents @ W.T
        if l + 1 < len(theta):
            a = jnp.tanh(z)
            tangents = (1.0 - a * a) * tangents
    return z, tangents


def main():
    task = read_task(sys.argv[1])
    X, Y, J = (jnp.asarray(part) for part in (task.X, task.Y, task.J))
    theta = [(jnp.asarray(W), jnp.asarray(b)) for W, b in zip(task.W, task.b)]

    def loss_by(way):
        @jax.jit
        @jax.value_and_grad
        def loss(theta, X, Y, J):
            value, jacobian = way(theta, X)
            return 0.5 / X.shape[0] * (jnp.sum((value - Y) ** 2) + jnp.sum((jacobian - J) ** 2))

        return lambda: jax.block_until_ready(loss(theta, X, Y, J))

    def loss_numbers(answer):
        total, gradient = answer
        return np.concatenate([[total], flatten([W for W, _ in gradient], [b for _, b in gradient])])

    def point_by(differentiate):
        @jax.jit
        def point(theta, x):
            return values(theta, x), differentiate(lambda x: values(theta, x))(x)

        return lambda: jax.block_until_ready(point(theta, X[0]))

    def point_numbers(answer):
        return np.concatenate([np.ravel(part) for part in answer])

    ways = {"jacfwd": by_jacfwd, "jvp": by_jvp, "jacrev": by_jacrev, "tangents_by_hand": by_hand}
    serve(
        jax.__version__,
        {f"loss:{name}": (loss_by(way), loss_numbers) for name, way in ways.items()}
        | {
            "point:jacfwd": (point_by(jax.jacfwd), point_numbers),
            "point:jacrev": (point_by(jax.jacrev), point_numbers),
        },
    )


main()
