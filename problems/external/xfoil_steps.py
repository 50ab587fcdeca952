"""The step of xfoil.py's differences: partials of drag and lift over the step at three designs."""
import copy
import pathlib
import tempfile

import xfoil

STEPS = (1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6)
DESIGNS = {"the base at 3 degrees": ([0, 0, 0, 0, 0, 0], 3),
           "cambered, at 2 degrees": ([0.02, 0.01, 0.015, 0.005, 0.01, 0.02], 2),
           "thin nose, at 5 degrees": ([-0.015, 0.01, -0.01, 0.015, -0.01, 0.02], 5)}


def print_table(airfoil):
    """Partials by the first weight, and the largest disagreement with the next smaller step over all inputs, in units
    of the output's largest partial (alpha's times 100, the ratio of the steps)."""
    for title, (weights, alpha) in DESIGNS.items():
        inputs = {f"{side}_{i + 1}": weights[3 * k + i] for k, side in enumerate(("upper", "lower")) for i in range(3)}
        inputs["alpha"] = alpha
        print(f"{title}\n{'step':>8} {'d cd/d upper_1':>18} {'next':>9} {'d cl/d upper_1':>18} {'next':>9}", flush=True)
        table = [partials(airfoil, inputs, h) for h in STEPS]
        for h, here, then in zip(STEPS, table, [*table[1:], None]):
            cells = [f"{here[y]['upper_1'] or float('nan'):18.9f} {disagreement(here[y], then and then[y]):>9}"
                     for y in ("cd", "cl")]
            print(f"{h:8.0e}", *cells, flush=True)


def partials(airfoil, inputs, h):
    airfoil = copy.copy(airfoil)
    airfoil.options = copy.copy(airfoil.options)
    airfoil.options.step = h
    with tempfile.TemporaryDirectory() as folder:
        found = xfoil.answer(airfoil, inputs, list(inputs), pathlib.Path(folder))
    if "message" in found:
        raise SystemExit(f"xfoil_steps.py: {found['message']}")
    return found["partials"]


def disagreement(here, then):
    if then is None or None in [*here.values(), *then.values()]:
        return ""
    scale = {name: xfoil.DEGREES if name == "alpha" else 1.0 for name in here}
    return f"{max(abs(here[n] - then[n]) * scale[n] for n in here) / max(abs(then[n]) * scale[n] for n in here):.1e}"
