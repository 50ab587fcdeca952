"""A regressor by scikit-learn's conventions, which needs nothing of scikit-learn."""

import inspect

import numpy as np

from ._fit import fit


class JennRegressor:
    """jennopt.fit as an estimator: fit(X, y), predict(X), score(X, y), get_params, set_params.

    Without partials it is the plain network, or kriging; fit(X, y, J=J) learns from partials. None
    leaves an option to jennopt; `options` is a dict of further ones, as {"training": {"max_iterations": 500}}.
    """

    _estimator_type = "regressor"

    def __init__(self, kind=None, hidden=None, activation=None, gamma=None, members=None, restarts=None, seed=1,
                 threads=None, options=None):
        self.kind = kind
        self.hidden = hidden
        self.activation = activation
        self.gamma = gamma
        self.members = members
        self.restarts = restarts
        self.seed = seed
        self.threads = threads
        self.options = options

    def fit(self, X, y, J=None):
        given = {name: value for name, value in self.get_params().items() if value is not None}
        options = given.pop("options", {})
        self.model_ = fit(X, y, J, cross_validate=False, **given, **options)
        self.n_features_in_ = self.model_.n_x
        self._is_vector = np.ndim(y) == 1
        return self

    def predict(self, X):
        values = self.model_.predict(np.asarray(X, dtype=np.float64))
        return values[:, 0] if self._is_vector else values

    def score(self, X, y):
        """R2, the mean over outputs."""
        y = np.asarray(y, dtype=np.float64)
        error = ((y - self.predict(X)) ** 2).sum(axis=0)
        return float(np.mean(1 - error / ((y - y.mean(axis=0)) ** 2).sum(axis=0)))

    def get_params(self, deep=True):
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def set_params(self, **params):
        unknown = set(params) - set(self.get_params())
        if unknown:
            raise ValueError(f"unknown parameters {sorted(unknown)}, expected some of {sorted(self.get_params())}")
        for name, value in params.items():
            setattr(self, name, value)
        return self

    def __sklearn_tags__(self):
        from sklearn.utils import InputTags, RegressorTags, Tags, TargetTags

        return Tags(estimator_type="regressor", target_tags=TargetTags(required=True),
                    regressor_tags=RegressorTags(), input_tags=InputTags())
