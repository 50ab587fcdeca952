#!/usr/bin/env python3
"""Stands in for XFOIL where it is not installed: reads the same commands, answers in the same binary format.

cl = 0.1 alpha + sum of the ordinates, cd = 0.01 + 0.001 alpha^2 + cl^2 / 100, cm = -cl / 4. The file `mode` beside it
says what goes wrong: nothing, all, displaced (sections beside the point), hang.
"""
import pathlib
import shutil
import struct
import sys
import time

here = pathlib.Path(__file__).parent
mode = (here / "mode").read_text()
commands = sys.stdin.read().split("\n")
file = next(line.split()[1] for line in commands if line.startswith("LOAD "))
dump = commands[commands.index("PACC") + 2]
if mode == "hang":
    time.sleep(60)
if file == "section.dat":
    shutil.copy(file, here)
    (here / "commands").write_text("\n".join(commands))
if mode == "all" or (mode == "displaced" and file != "section.dat"):
    print(" VISCAL:  Convergence failed\n\n.OPERv   c>  ")
    sys.exit()
lift = sum(float(line.split()[1]) for line in pathlib.Path(file).read_text().splitlines()[1:])
with open(dump, "wb") as output:
    for content in [b"title", *(float(line.split()[1]) for line in commands if line.startswith("ALFA "))]:
        if isinstance(content, float):
            cl = 0.1 * content + lift
            content = struct.pack("<7d", content, cl, 0.01 + 0.001 * content**2 + cl**2 / 100, 0, -cl / 4, 0.05, 0.05)
        size = struct.pack("<i", len(content))
        output.write(size + content + size)
