"""Finds processes by the mark that they have in their environment, and passed on to those that they started."""

import os
import signal
import time

MARK = "STRESS_RUN"


def marked(mark):
    """The processes with STRESS_RUN=mark, {pid: command line}; those that have ended are none."""
    wanted = f"{MARK}={mark}".encode()
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                variables = file.read().split(b"\0")
            if wanted in variables:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    found[int(pid)] = file.read().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:  # it has ended, or belongs to somebody else
            continue
    return {pid: command for pid, command in found.items() if command}


def left_after(mark, seconds):
    """Waits until no process has the mark, this long at most; those that are left then are ended.

    Returns their command lines."""
    end = time.monotonic() + seconds
    while marked(mark):
        if time.monotonic() > end:
            left = marked(mark)
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            return sorted(left.values())
        time.sleep(0.05)
    return []
