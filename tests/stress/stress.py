#!/usr/bin/env python3
"""Kills studies at random moments, continues them until they are finished, and compares every byte of their results
with those of a run that nothing disturbed.

Half of the kills come at a random time, half inside a call that changes a file: before it, after it, or when half of
a write is done. Some come while the simulation takes long, to see whether it outlives its parent. Standard library only.
"""

import argparse
import concurrent.futures
import dataclasses
import os
import pathlib
import shutil
import sys
import tempfile
import time

import lane
import power_loss
import scenarios
from page_section import write_section


@dataclasses.dataclass(frozen=True)
class Tools:
    """What the build made for this program."""

    file_calls: pathlib.Path
    simulation: pathlib.Path


def lead(one_lane, kills, losses):
    """All lives of a lane."""
    one_lane.run_undisturbed()
    done = 0
    while done < kills:
        # Between two and twelve kills a life, so that the end of a study is hit as often as its beginning.
        step = one_lane.live(min(kills - done, one_lane.random.randint(2, 12)))
        done += step
        if one_lane.tally.stuck > 0 and step == 0:
            break
    if losses > 0 and one_lane.scenario.words[0] == "run":
        power_loss.try_losses(one_lane, losses)
    return one_lane.finish()


def shares(total, count):
    """The total in so many parts, as equal as can be."""
    return [total // count + (k < total % count) for k in range(count)]


def figures(tally, losses, seconds):
    """What was seen: name, count, words."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(tally.kills.items()))
    rows = [("kills", sum(tally.kills.values()), kinds),
            ("studies finished", tally.lives, f"in {seconds:.0f} s"),
            ("evaluations by programs", tally.begun, ""),
            ("  repeated", tally.repeated, "its program had ended and its answer was in the store when a run was killed"),
            ("  lost", tally.lost, "was in the store when a run was killed, and is not there later"),
            ("  run twice at once", tally.beside, "started while the same point was still being evaluated"),
            ("  made again", tally.under_way, f"under way at a kill, so that its answer was not kept ({tally.ended} "
             "had just ended)"),
            ("bytes that differ", tally.bytes, "measured times apart (timing.json)"),
            ("processes left after 5 s", tally.left, "of a killed run"),
            ("runs that went no further", tally.stuck, "")]
    if losses:
        rows.insert(1, ("power losses", losses, "what was not synchronized is gone"))
    return rows


def section(rows, options):
    """Of a page, in Markdown."""
    who = "one process" if options.processes == 1 else f"{options.processes} processes in one folder"
    lines = [f"## Studies killed at random moments: {who}\n",
             f"Written by `./dev stress --table FILE --processes {options.processes}`: kinds of kills and their number differ "
             "from run to run.\n",
             "| what | number | |", "|---|---|---|",
             *(f"| {name.strip()} | {count} | {words} |" for name, count, words in rows)]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=pathlib.Path, help="jennopt")
    parser.add_argument("tools", type=pathlib.Path, help="the folder with file_calls.so and simulation")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--power-losses", type=int, default=20, help="of all studies together; 0: none")
    parser.add_argument("--processes", type=int, default=1, help="at once in one folder")
    parser.add_argument("--seed", type=int, default=None, help="default: another one each time")
    parser.add_argument("--only", action="append", choices=[one.name for one in scenarios.ALL], help="this study")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count(), help="studies at once")
    parser.add_argument("--keep", action="store_true", help="leave the folders of the studies")
    parser.add_argument("--table", type=pathlib.Path, help="write what was seen into this page")
    options = parser.parse_args()
    seed = time.time_ns() % 100000 if options.seed is None else options.seed
    tools = Tools((options.tools / "file_calls.so").resolve(), (options.tools / "simulation").resolve())
    chosen = [one for one in scenarios.ALL if not options.only or one.name in options.only]
    runs = [one for one in chosen if one.words[0] == "run"]
    print(f"seed {seed}", flush=True)

    begin = time.monotonic()
    place = pathlib.Path(tempfile.mkdtemp(prefix="jennopt_stress_"))
    total = lane.Tally()
    try:
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            losses = dict(zip([one.name for one in runs], shares(options.power_losses, max(1, len(runs)))))
            lanes = [pool.submit(lead, lane.Lane(one, place, options.program.resolve(), tools, seed, options.processes),
                                 kills, losses.get(one.name, 0))
                     for one, kills in zip(chosen, shares(options.kills, len(chosen)))]
            for done in concurrent.futures.as_completed(lanes):
                total.add(done.result())
    finally:
        if options.keep:
            print(f"kept in {place}")
        else:
            shutil.rmtree(place, ignore_errors=True)
    for remark in total.remarks:
        print(remark)
    rows = figures(total, options.power_losses, time.monotonic() - begin)
    print("\n".join(f"{name:<26}{count:>6}  {words}".rstrip() for name, count, words in rows))
    if options.table:
        write_section(options.table, section(rows, options))
    faults = total.repeated + total.lost + total.beside + total.bytes + total.left + total.stuck
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
