"""The surrogates of jennopt by the methods of SMT's surrogate models.

A script changes one line: `from jennopt.smt import JENN` for `from smt.surrogate_models import GENN`.
"""

import numpy as np

from ._fit import fit


def _points(x):
    """(m, n_x); of one input (m,) will do."""
    x = np.asarray(x, dtype=np.float64)
    return x[:, np.newaxis] if x.ndim == 1 else x


class JENN:
    """A model of kind jenn, nn or kriging: set_training_values, set_training_derivatives, train, predict_...

    Options are those of jennopt.fit; print_global and the like, which SMT's models take, are not among them.
    """

    def __init__(self, **options):
        self.options = options
        self.model = None
        self._values = None
        self._derivatives = {}

    def set_training_values(self, xt, yt, name=None):
        """xt : (m, n_x), yt : (m, n_y) or (m,)."""
        xt = _points(xt)
        yt = np.asarray(yt, dtype=np.float64)
        self._values = xt, yt.reshape(len(xt), -1)

    def set_training_derivatives(self, xt, dyt_dxt, kx, name=None):
        """dyt_dxt : (m, n_y) or (m,), partials by input kx at the points of set_training_values."""
        xt = _points(xt)
        if self._values is None or xt.shape != self._values[0].shape or (xt != self._values[0]).any():
            raise ValueError("set_training_derivatives: xt differs from that of set_training_values, "
                             "expected partials at the points of the values")
        self._derivatives[kx] = np.asarray(dyt_dxt, dtype=np.float64).reshape(self._values[1].shape)

    def train(self):
        if self._values is None:
            raise ValueError("train: set_training_values was not called")
        X, Y = self._values
        J = None
        if self._derivatives:
            J = np.full((*Y.shape, X.shape[1]), np.nan)
            for kx, partials in self._derivatives.items():
                J[:, :, kx] = partials
        self.model = fit(X, Y, J, **{"cross_validate": False, **self.options})

    def predict_values(self, x):
        """(m, n_y) at x, (m, n_x)."""
        return self._trained().predict(_points(x))

    def predict_derivatives(self, x, kx):
        """(m, n_y), partials by input kx at x, (m, n_x)."""
        return self._trained().jacobian(_points(x))[:, :, kx]

    def predict_variances(self, x):
        """(m, n_y): of kriging and of ensembles."""
        spread = self._trained()(_points(x)).spread
        if spread is None:
            raise ValueError("predict_variances: a single network has none, expected kind='kriging' or members=5")
        return spread**2

    def _trained(self):
        if self.model is None:
            raise ValueError("train() was not called")
        return self.model
