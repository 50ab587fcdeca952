#!/usr/bin/env python3
"""Makes the first inputs of the fuzz targets from the repository's own examples and from small studies, in
tests/fuzz/corpus. What fuzzing found is beside them, and stays."""

import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"

STUDY = """study: seeds
replicates: 1
problem: {name: rosenbrock}
sampling: {plan: sobol, count: 6}
test: {plan: random, count: 5}
defaults: {hidden: [2], training: {max_iterations: 20}}
surrogates:
  nn: {kind: nn}
  ensemble: {members: 2}
  jenn: {lambda: 0.01, infill: 1}
  polished: {polish: jenn}
  kriging: {kind: kriging}
optimization: {starts: 2, max_evaluations: 20}
budget: 5
optimizers: {best: {}}
"""

TABLES = {
    "commas": "x1,x2,y,d_y_d_x1,d_y_d_x2\n0.1,0.2,1.5,1,\n0.3,0.4,nan,2,3\n0.5,0.7,2.5,1e3,-4\n",
    "semicolons": "x1;x2;y\n0,1;0,2;1,5\n0,3;0,4;2,5\n1.000,5;0;3\n",
    "blanks": "# x1   x2  y\n 0.1 0.2 1.5\n 0.3 0.4 2.5\n",
    "units": "x1,x2,y\n[m],[m],[kg]\n0.1,0.2,1.5\n0.3,0.4,2.5\n",
    "quotes": '"x1","x2","y","note ""a"""\r\n0.1,0.2,1.5,"two\nlines"\r\n0.2,0.3,4,b\r\n',
    "bars": "x1|x2|y|\n0.1|0.2|1.5D+03|\n#N/A|0.4|inf|\n0.2|0.4|7|\n",
    "marked": "\ufeffx1\tx2\ty\n0.1\t0.2\t1\n\n0.2\t0.2\t2\n",
}

STORE = ('{"problem": "f", "x": [0.25, 0.5], "status": "ok", "y": [0.75], "J": [[1.0, 1.0]]}\n'
         '{"problem": "f", "x": [0.5, 0.5], "status": "failed", "message": "diverged"}\n'
         '{"problem": "g", "x": [1e-300, 0.5], "status": "ok", "y": [2.0]}\n{"problem": "f", "x": [0.2')

ANSWERS = {
    "json": 'iteration 1 {residual}\n{"values": {"y": 1.5, "g": -2}, "partials": {"y": {"x1": 1, "x2": null}, '
            '"g": {"x1": NaN}}}\nbye\n',
    "failed": '{"status": "failed", "message": "no convergence"}',
    "nested": '[{"log": [[[{"values": {}}]]]}, {"values": {"y": Infinity, "g": 1e999}}]',
    "lines": "  y = 1.5D+03\n dy/dx1 = -2.5\ng 3.25\n y = -1\n",
}


def write(target, name, content):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def section(style):
    """Points of NACA 0012, few."""
    def y(x):
        return 0.6 * (0.2969 * x**0.5 - 0.126 * x - 0.3516 * x**2 + 0.2843 * x**3 - 0.1036 * x**4)

    xs = [k / 8 for k in range(9)]
    upper, lower = [(x, y(x)) for x in xs], [(x, -y(x)) for x in xs]
    if style == "selig":
        return "NACA 0012\n" + "".join(f"{x:.5f} {v:.5f}\n" for x, v in upper[::-1] + lower[1:])
    if style == "lednicer":
        sides = "\n".join("".join(f"{x:.5f} {v:.5f}\n" for x, v in side) for side in (upper, lower))
        return f"NACA 0012\n 9. 9.\n\n{sides}"
    return "x;upper;lower\n" + "".join(f"{x:.5f};{v:.5f};{-v:.5f}\n".replace(".", ",") for x, v in upper)


def small_study(program):
    """What a study leaves: records, models, evaluations."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
        subprocess.run([program, "run", "study.yaml", "-o", "results", "-q"], cwd=folder, check=False,
                       stdout=subprocess.DEVNULL)
        replicate = next(folder.glob("results/seeds/*/r0"))
        record = json.loads((replicate / "record.json").read_text(encoding="utf-8"))
        write("record", "record.json", json.dumps(record))
        for model in sorted((replicate / "models").iterdir()):
            write("model", model.name, model.read_bytes())
        exported = subprocess.run([program, "export", "--jenn", str(replicate / "models/nn.json")],
                                  capture_output=True, check=False)
        write("model", "parameters.json", exported.stdout)
        store = next(folder.glob("results/seeds/evaluations/*.jsonl")).read_bytes()
        write("store", "kept.jsonl", b"\n".join(store.split(b"\n")[:4]) + b"\n")


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: seeds.py JENNOPT")
    for file in [*ROOT.glob("configs/*.yaml"), *ROOT.glob("configs/paper/*.yaml"), *ROOT.glob("problems/external/*.yaml")]:
        write("study", file.name, file.read_bytes())
    for name, text in TABLES.items():
        write("table", f"{name}.csv", text)
    write("store", "lines.jsonl", STORE)
    for name, text in ANSWERS.items():
        write("answer", name, text)
    for style in ("selig", "lednicer", "columns"):
        write("section", f"{style}.dat", section(style))
    version_2 = json.loads((ROOT / "tests/record/version_2/record.json").read_text(encoding="utf-8"))
    write("record", "version_2.json", json.dumps(version_2))
    small_study(pathlib.Path(sys.argv[1]).resolve())


if __name__ == "__main__":
    main()
