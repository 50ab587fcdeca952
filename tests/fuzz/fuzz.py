#!/usr/bin/env python3
"""Runs every fuzz target for a while: from the inputs in tests/fuzz/corpus, and what earlier runs found interesting,
libFuzzer makes new ones. An input that makes a program crash, hang or take much memory is kept beside the build; it
becomes a file of the corpus once it is mended. Standard library only."""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
MEMORY = 2048  # MiB, with what the sanitizers need
TIMEOUT = 20  # seconds for one input, with sanitizers and others at work
LONGEST = 20000  # bytes of an input
WORD = re.compile(rb"[A-Za-z_][A-Za-z_0-9]{2,30}")
NUMBERS = ("0", "-1", "1e999", "nan", "inf", "1e-320", "9223372036854775808", "1000000000", "null", "true")


def dictionary(target, work):
    """A file of words for libFuzzer: those of the target's inputs."""
    words = {word.decode() for file in (HERE / "corpus" / target).iterdir() for word in WORD.findall(file.read_bytes())}
    file = work / f"{target}.words"
    file.write_text("".join(f'"{word}"\n' for word in [*sorted(words)[:600], *NUMBERS]), encoding="utf-8")
    return file


def fuzz(target, options):
    """Seconds, the last line of statistics, findings."""
    findings, grown = options.work / "findings", options.work / "corpus" / target
    findings.mkdir(parents=True, exist_ok=True)
    grown.mkdir(parents=True, exist_ok=True)
    before = set(findings.glob(f"{target}-*"))
    words = [options.programs / f"fuzz_{target}", grown, HERE / "corpus" / target,
             f"-max_total_time={options.seconds}", f"-timeout={TIMEOUT}", f"-rss_limit_mb={MEMORY}",
             f"-malloc_limit_mb={MEMORY // 2}", f"-max_len={LONGEST}", f"-dict={dictionary(target, options.work)}",
             f"-artifact_prefix={findings}/{target}-", "-print_final_stats=1"]
    if options.seed is not None:
        words.append(f"-seed={options.seed}")
    environment = {**os.environ, "ASAN_OPTIONS": "allocator_may_return_null=0", "OPENBLAS_NUM_THREADS": "1"}
    begin = time.monotonic()
    log = options.work / f"{target}.log"
    with open(log, "wb") as output:
        code = subprocess.run(words, stdout=output, stderr=subprocess.STDOUT, env=environment, check=False).returncode
    text = log.read_text(encoding="utf-8", errors="replace")
    runs = re.search(r"stat::number_of_executed_units: +(\d+)", text)
    peak = re.search(r"stat::peak_rss_mb: +(\d+)", text)
    edges = re.findall(r"cov: (\d+)", text)
    new = sorted(set(findings.glob(f"{target}-*")) - before)
    if code != 0 and not new:
        new = [log]
    what = "; ".join(dict.fromkeys(re.findall(r"SUMMARY: (.*)", text)))
    return {"seconds": time.monotonic() - begin, "runs": int(runs[1]) if runs else 0, "peak": int(peak[1]) if peak else 0,
            "edges": int(edges[-1]) if edges else 0, "findings": new, "what": what}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", type=pathlib.Path, help="the folder with fuzz_study and the others")
    parser.add_argument("seconds", type=int, nargs="?", default=600, help="for each target")
    parser.add_argument("--only", action="append", help="this target")
    parser.add_argument("--seed", type=int, help="of libFuzzer; default: another one each time")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count(), help="targets at once")
    options = parser.parse_args()
    options.programs = options.programs.resolve()
    options.work = options.programs / "work"
    targets = options.only or sorted(folder.name for folder in (HERE / "corpus").iterdir() if folder.is_dir())
    found = []
    print(f"{'target':<10}{'seconds':>8}{'inputs tried':>14}{'edges':>8}{'peak MiB':>10}  findings")
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for target, result in zip(targets, pool.map(lambda target: fuzz(target, options), targets)):
            print(f"{target:<10}{result['seconds']:>8.0f}{result['runs']:>14}{result['edges']:>8}{result['peak']:>10}  "
                  f"{len(result['findings'])} {result['what']}", flush=True)
            found += result["findings"]
    for file in found:
        print(f"{file}: mend what it breaks, then put it into {HERE / 'corpus'}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
