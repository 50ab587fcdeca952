"""The Python package JENN reads what jennopt export --jenn writes, and predicts the same. Argument: jennopt."""

import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import jenn
    import numpy as np
except ImportError:
    sys.exit(77)

from trained import POINTS, predict, train

PROGRAM = sys.argv[1]


def main():
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        models = train(PROGRAM, folder)
        for name in ("nn", "jenn", "relu"):
            exported = folder / f"{name}_parameters.json"
            subprocess.run([PROGRAM, "export", models[name], "--jenn", exported], check=True, stdout=subprocess.DEVNULL)
            value, jacobian = jenn.NeuralNet.load(exported)(np.array(POINTS).T)
            for t, row in enumerate(predict(PROGRAM, models[name], folder)):
                for k, y in enumerate(("mass", "stress")):
                    assert np.isclose(value[k, t], row[y], rtol=1e-12), (name, y, value, row)
                    found, expected = jacobian[k, :, t], [row[f"d_{y}_d_{x}"] for x in ("width", "share")]
                    assert np.allclose(found, expected, rtol=1e-12, atol=1e-15 * np.abs(expected).max()), (name, y)


main()
