import pathlib
import subprocess
import sys

import jennopt
import numpy as np
import pytest

PROGRAM = pathlib.Path(jennopt.__file__).parent / "bin" / "jennopt"
KINDS = [
    {"kind": "jenn", "hidden": [7, 5]},
    {"kind": "jenn", "hidden": [6], "members": 3},
    {"kind": "jenn", "hidden": [6], "activation": "relu"},
    {"kind": "jenn", "hidden": [6], "inputs": ["a", {"name": "b", "scale": "log"}]},
    {"kind": "kriging"},
    {"kind": "kriging", "inputs": [{"name": "a", "scale": "log"}, "b"]},
]


@pytest.fixture(params=KINDS, ids=str)
def model(request, samples, tmp_path):
    X, Y, J = samples
    model = jennopt.fit(X + 2, Y, J, cross_validate=False, **request.param)
    model.save(tmp_path / "model.json")
    return model


def export(folder, *words):
    return subprocess.run([PROGRAM, "export", "model.json", *words], cwd=folder, capture_output=True, text=True)


def test_onnx(model, samples, tmp_path):
    onnxruntime = pytest.importorskip("onnxruntime")
    assert export(tmp_path, "--onnx", "model.onnx").returncode == 0
    jennopt.load(tmp_path / "model.json").to_onnx(tmp_path / "same.onnx")
    assert (tmp_path / "same.onnx").read_bytes() == (tmp_path / "model.onnx").read_bytes()
    session = onnxruntime.InferenceSession(tmp_path / "model.onnx")
    X = samples[0] + 2
    Y, J = session.run(["Y", "J"], {"X": X})
    values, partials, _ = model(X)
    # Kriging's weights are of a size that takes digits away.
    digits = 1e-6 if model.kind == "kriging" else 1e-11
    np.testing.assert_allclose(Y, values, rtol=0, atol=digits * np.abs(values).max())
    np.testing.assert_allclose(J, partials, rtol=0, atol=digits * np.abs(partials).max())


def test_c(model, tmp_path):
    assert export(tmp_path, "--c", "wing.c").returncode == 0
    jennopt.load(tmp_path / "model.json").to_c(tmp_path / "same.c")
    assert (tmp_path / "same.c").read_text().replace("same", "wing") == (tmp_path / "wing.c").read_text()
    subprocess.run(["cc", "-std=c99", "-DSELF_TEST", "wing.c", "-lm"], cwd=tmp_path, check=True)
    subprocess.run(["./a.out"], cwd=tmp_path, check=True)


def test_the_command_of_the_package():
    ended = subprocess.run([sys.executable, "-m", "jennopt", "--version"], capture_output=True, text=True)
    assert ended.stdout.strip() == f"jennopt {jennopt.__version__}"
