import jennopt
import numpy as np
import pytest
from jennopt.sklearn import JennRegressor
from jennopt.smt import JENN


def test_the_methods_of_smt(samples):
    X, Y, J = samples
    surrogate = JENN(hidden=[8])
    surrogate.set_training_values(X, Y)
    for kx in range(2):
        surrogate.set_training_derivatives(X, J[:, :, kx], kx)
    surrogate.train()
    np.testing.assert_allclose(surrogate.predict_values(X), Y, atol=0.05)
    np.testing.assert_allclose(surrogate.predict_derivatives(X, 1), J[:, :, 1], atol=0.2)
    with pytest.raises(ValueError, match="predict_variances: a single network has none"):
        surrogate.predict_variances(X)
    kriging = JENN(kind="kriging")
    kriging.set_training_values(X, Y[:, 0])
    kriging.train()
    assert kriging.predict_variances(X).shape == (40, 1)


def test_one_input_by_the_methods_of_smt():
    x = np.linspace(0, 3, 8)
    surrogate = JENN(hidden=[8])
    surrogate.set_training_values(x, np.sin(x))
    surrogate.set_training_derivatives(x, np.cos(x), 0)
    surrogate.train()
    np.testing.assert_allclose(surrogate.predict_values(x)[:, 0], np.sin(x), atol=0.02)
    np.testing.assert_allclose(surrogate.predict_derivatives(x, 0)[:, 0], np.cos(x), atol=0.1)


def test_mistakes_by_the_methods_of_smt(samples):
    X, Y, J = samples
    surrogate = JENN()
    with pytest.raises(ValueError, match="set_training_values was not called"):
        surrogate.train()
    surrogate.set_training_values(X, Y)
    with pytest.raises(ValueError, match=r"train\(\) was not called"):
        surrogate.predict_values(X)
    with pytest.raises(ValueError, match="expected partials at the points of the values"):
        surrogate.set_training_derivatives(X + 1, J[:, :, 0], 0)


def test_a_regressor(samples):
    X, Y, J = samples
    regressor = JennRegressor(hidden=(8,))
    assert regressor.fit(X, Y, J=J).score(X, Y) > 0.999
    assert regressor.predict(X).shape == (40, 2)
    assert JennRegressor(kind="kriging").fit(X, Y[:, 0]).predict(X).shape == (40,)
    few = JennRegressor(kind="nn", hidden=(8,), options={"training": {"max_iterations": 1}}).fit(X, Y)
    assert few.score(X, Y) < regressor.score(X, Y)
    assert regressor.get_params()["hidden"] == (8,)
    assert regressor.set_params(seed=7).seed == 7
    with pytest.raises(ValueError, match=r"unknown parameters \['sed'\]"):
        regressor.set_params(sed=7)


def test_in_a_search_of_scikit_learn(samples):
    selection = pytest.importorskip("sklearn.model_selection")
    X, Y, _ = samples
    search = selection.GridSearchCV(JennRegressor(hidden=(6,)), {"activation": ["tanh", "relu"]}, cv=3)
    search.fit(X, Y[:, 0])
    assert search.best_params_["activation"] == "tanh" and search.best_score_ > 0.9
