#!/usr/bin/env python3
"""Runs many small random studies: every one must end with an exit code from 0 to 3, without a crash.

A study is run, checked (some of them) and reported again, which must give the same text. The same seed makes the
same studies; --only N repeats one. Standard library only.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from study_maker import StudyMaker, text_of

NOT_A_NUMBER = re.compile(r"(?<![\w.])[-+]?(nan|inf)(?!\w)")
TIMEOUT = 300.0  # seconds
USUAL_CODES = range(4)


def run(program, folder, *words):
    """Exit code (None: time is over), what was printed."""
    command = [program, *words]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        return None, "", f"no end within {TIMEOUT:g} s\n"
    return done.returncode, done.stdout, done.stderr


def faults_of(code, text):
    """What no command may do, whatever its study is."""
    faults = []
    if code is None:
        faults.append(f"did not end within {TIMEOUT:g} s")
    elif code not in USUAL_CODES:
        faults.append(f"exit code {code}, expected 0 to 3")
    if "internal error" in text:
        faults.append("internal error")
    found = NOT_A_NUMBER.search(text)
    if found:
        line = next(line for line in text.splitlines() if NOT_A_NUMBER.search(line))
        faults.append(f"prints {found.group()} for a number: {line.strip()}")
    return faults


def without_times(text):
    """What is printed but for the time that the run needed."""
    return [line for line in text.splitlines() if not line.startswith("took ")]


def try_study(program, folder, number, check_each):
    """The exit code of the run, the faults, the last lines printed."""
    words = ["-o", "out", "--quiet", "-j", "1"]
    code, output, errors = run(program, folder, "run", "study.yaml", *words)
    faults = [f"run: {fault}" for fault in faults_of(code, output + errors)]
    if number % check_each == 0:
        checked, text, messages = run(program, folder, "check", "study.yaml")
        faults += [f"check: {fault}" for fault in faults_of(checked, text + messages)]
        if checked == 2 and code != 2:
            faults.append(f"check refuses the study with exit code 2, run ends with {code}")
    if code in (0, 1) and not faults:
        again, text, messages = run(program, folder, "report", "out/random")
        faults += [f"report: {fault}" for fault in faults_of(again, text + messages)]
        if again != code:
            faults.append(f"report ends with exit code {again}, run with {code}")
        elif without_times(text) != without_times(output):
            faults.append("report prints another text than run")
    return code, faults, (output + errors)[-3000:]


def try_number(program, seed, number, check_each, keep):
    maker = StudyMaker(seed, number)
    text = text_of(maker.make())
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"random_study_{number}_"))
    try:
        for name, content in {"study.yaml": text, **maker.files}.items():
            (folder / name).write_text(content, encoding="utf-8")
        code, faults, printed = try_study(program, folder, number, check_each)
        if keep:
            faults = faults and [*faults, f"kept in {folder}"]
    finally:
        if not keep:
            shutil.rmtree(folder)
    if faults:
        files = "".join(f"--- {name}\n{content}" for name, content in {"study.yaml": text, **maker.files}.items())
        return code, "\n".join([f"study {number}:", *faults, files, "--- printed", printed])
    return code, ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=os.path.abspath, help="jennopt")
    parser.add_argument("count", nargs="?", type=int, default=400, help="how many studies")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one study")
    parser.add_argument("--check-each", type=int, default=3, help="jennopt check for every n-th study")
    parser.add_argument("--keep", action="store_true", help="leave the folders of the studies")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    numbers = range(options.count) if options.only is None else [options.only]

    codes, broken = collections.Counter(), 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        tries = [pool.submit(try_number, options.program, options.seed, number, options.check_each, options.keep)
                 for number in numbers]
        for done in concurrent.futures.as_completed(tries):
            code, failure = done.result()
            codes[code] += 1
            if failure:
                broken += 1
                print(failure, flush=True)
    found = ", ".join(f"{count} with exit code {code}" for code, count in sorted(codes.items(), key=str))
    print(f"{len(tries)} random studies of seed {options.seed}: {found}; {broken} broken")
    if len(tries) >= 20 and 2 * (codes[0] + codes[1]) < len(tries):
        sys.exit("fewer than half of the studies end with exit code 0 or 1, expected studies that run")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
