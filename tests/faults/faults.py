#!/usr/bin/env python3
"""Tries faults of the machine, of files, of programs and of the user on small studies: what came, and that nothing is
lost. With --table the table of results/reliability/README.md is written from what came. Standard library only."""

import argparse
import pathlib
import re
import shutil
import sys
import tempfile

from fault import GROUPS, Place, Unexpected  # first: it says where comparison.py and page_section.py are

import damage  # noqa: F401  (each adds its faults to GROUPS)
import disk  # noqa: F401
import folders  # noqa: F401
import models  # noqa: F401
import programs  # noqa: F401
import terminal  # noqa: F401
from page_section import write_section

TITLES = {"disk": "The machine", "damage": "Files of a study that are damaged", "programs": "Programs",
          "terminal": "Terminal and output", "folders": "Folders, archives, names", "models": "Models and plugins"}
HEADING = "## Faults, and what comes of them\n"
BEFORE = """
Written by `./dev faults --table`, which tries each of these; they are tests, too. *Exit code* and message are of the
command in which the fault occurred, *then* is what came of the study. "Same bytes": all results but measured times are
those of a run that nothing disturbed.
"""


def try_fault(function, options):
    """What came as (place, ""), or (place, what must not have come)."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"jennopt_fault_{function.__name__}_"))
    place = Place(folder, options.program, options.tools, options.plugins)
    try:
        function(place)
        sentence = ""
    except Unexpected as unexpected:
        sentence = str(unexpected)
    except Exception as error:  # of the fault's own steps: what it needed was not there
        sentence = f"{type(error).__name__}: {error}"
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return place, sentence


def cell(text):
    text = re.sub(r"\S*jennopt_fault_\w+", "FOLDER", text)  # a new name each time
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def section(rows):
    """The section of the page: a table a group."""
    lines = [HEADING + BEFORE]
    for group, title in TITLES.items():
        lines += [f"\n**{title}**\n", "| what was done | exit code | message | then |", "|---|---|---|---|"]
        for done, code, message, then in rows.get(group, []):
            lines.append(f"| {cell(done)} | {code} | {cell(message)} | {cell(then)} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=pathlib.Path, help="jennopt")
    parser.add_argument("tools", type=pathlib.Path, help="the folder with file_calls.so and simulation")
    parser.add_argument("plugins", type=pathlib.Path, help="the folder with plugins that must be refused")
    parser.add_argument("--group", choices=sorted(GROUPS))
    parser.add_argument("--only", help="the name of one function")
    parser.add_argument("--keep", action="store_true", help="leave the folders")
    parser.add_argument("--table", type=pathlib.Path, help="write what came into this page")
    options = parser.parse_args()
    for name in ("program", "tools", "plugins"):
        setattr(options, name, getattr(options, name).resolve())
    rows, wrong = {}, 0
    for group, functions in GROUPS.items():
        for function in functions:
            if options.group not in (None, group) or options.only not in (None, function.__name__):
                continue
            if function.slow and not (options.table or options.only):
                continue
            place, sentence = try_fault(function, options)
            code, message = place.first or ("-", "")
            rows.setdefault(group, []).append((function.__doc__, code, message, place.then))
            wrong += bool(sentence)
            print(f"{'WRONG' if sentence else 'ok   '} {group}/{function.__name__}: exit code {code}: {message}", flush=True)
            if sentence:
                print(f"      {sentence}", flush=True)
    if options.table and not wrong:
        write_section(options.table, section(rows))
    print(f"{sum(map(len, rows.values()))} faults, {wrong} with what must not come")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
