#!/usr/bin/env python3
"""The drag of a wing section by XFOIL (Drela, 1989): inputs, bounds and outputs of the built-in problem `airfoil`.

    command: [python3, xfoil.py, --base, naca0012]    # ../../configs/airfoil_xfoil.yaml; other options: --help

Inputs upper_1 ... upper_n, lower_1 ... lower_m, alpha in degrees and, if wanted, mach. XFOIL gives no partials; they
are central differences, null where XFOIL does not converge beside the point.

Measured (--steps): over steps of 1e-3 to 3e-6 partials of cl agree to 3e-5 and those of cd to 2e-3 of the largest, at
1e-4, the default, to 3e-6 and 2e-4; alpha needs more than 6e-4 degrees, below which XFOIL keeps the wake as it was.
"""
import argparse
import json
import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True

import xfoil_polar  # noqa: E402
import xfoil_section as section  # noqa: E402

DEGREES = 100.0  # a step of alpha in units of a weight's step: the ratio of their usual ranges, 6 and 0.06
GEOMETRY_STEP = 1e-6  # no noise there


def parsed_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", default="naca0012", help="naca and four digits")
    parser.add_argument("--panels", type=int, default=100, help="sides of the polygon handed over, the next even number")
    for name, default in {"mach": 0.2, "reynolds": 1e6, "trip-upper": 0.05, "trip-lower": 0.05, "cl-min": 0.5,
                          "area-min": 1.0, "thickness-min": 0.95}.items():
        parser.add_argument(f"--{name}", type=float, default=default, help=f"as in the built-in problem, {default:g}")
    parser.add_argument("--step", type=float, default=1e-4, help="of the differences: weights; alpha: 100 times that")
    parser.add_argument("--iterations", type=int, default=100, help="at most, for one angle")
    parser.add_argument("--timeout", type=float, default=20, help="seconds, of one run of XFOIL")
    parser.add_argument("--xfoil", default="xfoil", help="the program")
    parser.add_argument("--steps", action="store_true", help="print partials over the step and end")
    return parser.parse_args()


class Airfoil:
    def __init__(self, options):
        self.options = options
        self.x = section.abscissas((options.panels + 1) // 2)
        self.base = section.naca(options.base, self.x)
        self.area_min = options.area_min * section.area(self.x, *self.base)
        self.thickness_min = options.thickness_min * section.thickness(self.x, *self.base)

    def sides(self, inputs):
        return [section.moved(side, self.x, [inputs[name] for name in sorted(
            (n for n in inputs if n.startswith(which + "_")), key=lambda n: int(n.split("_")[1]))])
            for which, side in zip(("upper", "lower"), self.base)]

    def geometry(self, inputs):
        shape = (self.x, *self.sides(inputs))
        whole, thick = section.area(*shape), section.thickness(*shape)
        return {"area_required": self.area_min - whole, "thickness_required": self.thickness_min - thick,
                "area": whole, "thickness": thick, "leading_edge_radius": section.leading_edge_radius(*shape)}

    def aerodynamics(self, inputs, alphas, folder, name):
        """cd, cl and what follows from it at each of the angles, None where there is no answer; XFOIL's last lines."""
        corners = section.corners(self.x, *self.sides(inputs))
        mach = inputs.get("mach", self.options.mach)
        found, words = xfoil_polar.loads(corners, alphas, mach, self.options, folder, name)
        return [f and {"cd": f[1], "cl_required": self.options.cl_min - f[0], "cl": f[0], "cm": f[2]}
                for f in found], words

    def difference(self, inputs, name, h, folder):
        """Partials of the aerodynamic outputs by one input that is a weight or the Mach number; {} if XFOIL failed."""
        ends = []
        for sign in (1, -1):
            beside = {**inputs, name: inputs[name] + sign * h}
            ends += self.aerodynamics(beside, [inputs["alpha"]], folder, "displaced")[0]
        return quotient(*ends, h) if all(ends) else {}


def quotient(above, below, h):
    return {output: (above[output] - below[output]) / (2 * h) for output in above}


def answer(airfoil, inputs, wanted, folder):
    h, alpha = airfoil.options.step, inputs["alpha"]
    angles = [alpha] + [alpha + sign * DEGREES * h for sign in (1, -1) if "alpha" in wanted]
    (values, *beside), words = airfoil.aerodynamics(inputs, angles, folder, "section")
    if values is None:
        return {"status": "failed", "message": f"XFOIL has no answer; its last lines:\n{words}"}
    values.update(airfoil.geometry(inputs))
    partials = {output: {} for output in values}
    for name in wanted:
        if name == "alpha":
            slopes = quotient(*beside, DEGREES * h) if all(beside) else {}
        else:
            slopes = airfoil.difference(inputs, name, h, folder)
        slopes.update(quotient(*(airfoil.geometry({**inputs, name: inputs[name] + sign * GEOMETRY_STEP})
                                 for sign in (1, -1)), GEOMETRY_STEP))
        for output in values:
            partials[output][name] = slopes.get(output)
    return {"values": values, "partials": partials}


def main():
    options = parsed_options()
    airfoil = Airfoil(options)
    if options.steps:
        import xfoil_steps
        return xfoil_steps.print_table(airfoil)
    point = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(point.get("folder", scratch))
        wanted = point.get("partials_wanted", list(point["inputs"]))
        print(json.dumps(answer(airfoil, point["inputs"], wanted, folder)))


if __name__ == "__main__":
    main()
