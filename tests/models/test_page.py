"""What src/surrogate/README.md says of the file of a model, against jennopt predict. Arguments: jennopt, the page."""

import json
import re
import sys
import tempfile
from pathlib import Path

try:
    import numpy as np
except ImportError:
    sys.exit(77)

from trained import POINTS, predict, train

PROGRAM, PAGE = sys.argv[1:]


def of_page():
    names = {}
    for block in re.findall(r"```python\n(.*?)```", Path(PAGE).read_text(), re.DOTALL):
        exec(block, names)
    return names


def columns(row, prefix):
    value = np.array([row[prefix + y] for y in ("mass", "stress")])
    jacobian = np.array([[row[f"{prefix}d_{y}_d_{x}"] for x in ("width", "share")] for y in ("mass", "stress")])
    return value, jacobian


def same(found, expected, tolerance):
    return np.allclose(found, expected, rtol=tolerance, atol=tolerance * np.abs(expected).max())


def compare(page, folder, width, versions):
    models = train(PROGRAM, folder, width)
    assert set(models) == {"nn", "jenn", "relu", "three", "kriging", "values"}, models
    for name, file in models.items():
        model = json.loads(file.read_text())
        assert model["jennopt_model"] in versions, model["jennopt_model"]
        is_kriging = name in ("kriging", "values")
        for x, row in zip(POINTS, predict(PROGRAM, file, folder)):
            value, jacobian, *spread = page["kriging" if is_kriging else "networks"](model, np.array(x))
            tolerance = 1e-5 if is_kriging else 1e-12
            expected = columns(row, "")
            assert same(value, expected[0], tolerance), (name, x, value, expected)
            for k in range(2):
                assert same(jacobian[k], expected[1][k], tolerance), (name, x, jacobian, expected)
            if "spread_mass" in row:
                spreads = columns(row, "spread_")
                # Near a sample kriging's is the root of a difference of almost equal numbers.
                close = 1e-2 if is_kriging else tolerance
                assert same(spread[0], spreads[0], close), (name, x, spread, spreads)
                assert is_kriging or same(spread[1], spreads[1], close), (name, x, spread, spreads)


for width, versions in (("width", (1, 2, 3)), ("{name: width, scale: log}", (4, 5, 6))):
    with tempfile.TemporaryDirectory() as place:
        compare(of_page(), Path(place), width, versions)
