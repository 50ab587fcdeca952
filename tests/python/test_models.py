import os
import signal
import threading
import time

import jennopt
import numpy as np
import pytest
from conftest import central_difference

QUICK = {"hidden": [8], "training": {"max_iterations": 60}}


@pytest.mark.parametrize("options", [
    {"kind": "jenn", **QUICK},
    {"kind": "jenn", "members": 3, **QUICK},
    {"kind": "nn", **QUICK},
    {"kind": "kriging"},
])
def test_shapes_and_partials(samples, options):
    X, Y, J = samples
    model = jennopt.fit(X, Y, J, cross_validate=False, **options)
    values, partials, spread = model(X)
    assert values.shape == (40, 2) and partials.shape == (40, 2, 2)
    assert (spread is None) == (options["kind"] != "kriging" and "members" not in options)
    assert spread is None or (spread.shape == (40, 2) and (spread >= 0).all())
    np.testing.assert_allclose(model.predict(X), values, rtol=1e-12)
    np.testing.assert_allclose(model.jacobian(X), partials, rtol=1e-12)
    x = np.array([0.3, -0.4])
    assert model.predict(x).shape == (2,) and model(x).partials.shape == (2, 2)
    np.testing.assert_allclose(model.predict(x[np.newaxis])[0], model.predict(x), rtol=1e-9)
    # Kriging's weights are large, so that its values have fewer digits for a difference.
    step, tolerance = (1e-3, 1e-5) if options["kind"] == "kriging" else (1e-5, 1e-7)
    np.testing.assert_allclose(model.jacobian(x), central_difference(model.predict, x, step), atol=tolerance)
    np.testing.assert_allclose(model.jacobian(x[np.newaxis])[0], model.jacobian(x), rtol=1e-9)


def test_a_jenn_learns_values_and_partials(samples):
    X, Y, J = samples
    model = jennopt.fit(X, Y, J, hidden=[12])
    accuracy = model.report["accuracy"]
    assert model.report["folds"] == 5
    assert accuracy["r2_value"] > 0.999 and accuracy["r2_partials"] > 0.99
    assert accuracy["rmse_jacobian"].shape == (2, 2)
    np.testing.assert_allclose(model.predict(X), Y, atol=0.02)


def test_same_seed_same_model_for_any_number_of_threads(samples):
    X, Y, J = samples
    first = jennopt.fit(X, Y, J, threads=1, seed=3, **QUICK)
    second = jennopt.fit(X, Y, J, threads=4, seed=3, **QUICK)
    other = jennopt.fit(X, Y, J, threads=4, seed=4, **QUICK)
    assert (first.predict(X) == second.predict(X)).all()
    assert (first.predict(X) != other.predict(X)).any()


def test_one_output_and_missing_partials(samples):
    X, Y, J = samples
    gaps = J[:, 0].copy()
    gaps[::3, 1] = np.nan
    model = jennopt.fit(X, Y[:, 0], gaps, hidden=[8])
    assert model.predict(X).shape == (40, 1)
    np.testing.assert_allclose(model.jacobian(X)[:, 0, 1], J[:, 0, 1], atol=0.1)


def test_names_bounds_and_lists(samples):
    X, Y, J = samples
    model = jennopt.fit(X.tolist(), Y.tolist(), J.tolist(), outputs=["lift", "drag"],
                        inputs=[{"name": "mach", "lower": -2, "upper": 2}, "alpha"], cross_validate=False, **QUICK)
    assert model.input_names == ["mach", "alpha"] and model.output_names == ["lift", "drag"]
    assert (model.n_x, model.n_y, model.kind) == (2, 2, "network")
    np.testing.assert_array_equal(model.samples[0], X.min(axis=0))
    assert "mach, alpha" in repr(model)
    assert model.predict([[0.1, 0.2]]).shape == (1, 2)
    assert model.predict(X[::2]).shape == (20, 2)  # not in one piece
    assert model.predict(X.astype(np.float32)).shape == (40, 2)


def test_files(samples, tmp_path):
    X, Y, J = samples
    model = jennopt.fit(X, Y, J, cross_validate=False, **QUICK)
    model.save(tmp_path / "model.json")
    again = jennopt.load(tmp_path / "model.json")
    assert (again.predict(X) == model.predict(X)).all() and again.report is None
    jenn = pytest.importorskip("jenn")
    model.to_jenn(tmp_path / "parameters.json")
    network = jenn.NeuralNet.load(str(tmp_path / "parameters.json"))
    np.testing.assert_allclose(network.predict(X.T).T, model.predict(X), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("options, message", [
    ({"hidden": [-3]}, r"hidden.0: is -3, expected an integer in \[1, 100000\]"),
    ({"hiden": [3]}, "hiden: is not a known key; did you mean 'hidden'"),
    ({"kind": "jen"}, "kind: is \"jen\", expected one of nn, jenn, kriging"),
    ({"training": {"max_iterations": 0}}, "training.max_iterations: is 0"),
    ({"inputs": ["a"]}, "inputs has 1 entries, expected 2"),
    ({"inputs": [{"name": "a", "lower": 1, "upper": 0}, "b"]}, "inputs.0"),
])
def test_wrong_options_are_named(samples, options, message):
    with pytest.raises(ValueError, match=message):
        jennopt.fit(*samples, **options)


def test_wrong_shapes_are_named(samples):
    X, Y, J = samples
    for arguments, message in [
        ((X[:, 0], Y), r"X has shape \(40,\), expected \(m, n_x\)"),
        ((X, Y[:5]), r"Y has shape \(5, 2\), expected \(40, 2\)"),
        ((X, Y, J[:, :1]), r"J has shape \(40, 1, 2\), expected .* \(40, 2, 2\)"),
        ((X, Y, J[0, 0]), r"J has shape \(2,\)"),
    ]:
        with pytest.raises(jennopt.ShapeError, match=message):
            jennopt.fit(*arguments)
    with pytest.raises(ValueError, match="a jenn learns from partials, and the data gives none"):
        jennopt.fit(X, Y, kind="jenn")
    broken = Y.copy()
    broken[7, 1] = np.nan
    with pytest.raises(jennopt.Error, match="sample 7"):
        jennopt.fit(X, broken, J)
    model = jennopt.fit(X, Y, J, cross_validate=False, **QUICK)
    with pytest.raises(jennopt.ShapeError, match=r"X has shape \(3, 3\), expected \(m, 2\)"):
        model.predict(np.zeros((3, 3)))
    with pytest.raises(jennopt.ShapeError, match=r"X has shape \(3,\), expected \(m, 2\) or \(2,\)"):
        model.jacobian(np.zeros(3))


def slow_fit(samples, **options):
    return jennopt.fit(*samples, hidden=[60, 60], members=8, training={"trainer": "adam", "max_iterations": 200000},
                       **options)


def test_progress_is_told_and_can_end_a_fit(samples):
    seen = []

    def progress(fraction, activity):
        seen.append((fraction, activity))
        if fraction > 0.001:
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        slow_fit(samples, progress=progress)
    assert seen and "model" in seen[-1][1]


def test_ctrl_c_ends_a_fit_and_other_threads_go_on_meanwhile(samples):
    counted = []
    ended = threading.Event()

    def count():
        while not ended.wait(0.01):
            counted.append(1)

    def interrupt():
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGINT)

    threads = [threading.Thread(target=count), threading.Thread(target=interrupt)]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
    for thread in threads:
        thread.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            slow_fit(samples)
    finally:
        ended.set()
        for thread in threads:
            thread.join()
        signal.signal(signal.SIGINT, before)
    assert len(counted) > 10  # the lock was released
