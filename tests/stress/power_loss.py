"""What is on a disk after the power failed: of the calls that a program made, those that had reached it.

The file system is one with a journal (ext4, XFS): changes of folders reach the disk in their order, and what was
synchronized is there with all changes of folders before it. The content of a file is there as far as it was
synchronized; of what was written after that, and before the last change of a folder that is there, some of the beginning
may be there, or nothing.
"""

import dataclasses
import os
import pathlib
import shutil
import subprocess

import comparison

CONTINUED = (0, 1)


@dataclasses.dataclass
class File:
    """In memory as written, on disk as synchronized."""

    written: bytearray = dataclasses.field(default_factory=bytearray)
    synchronized: int = 0  # bytes that are on disk for certain


class Disk:
    """Applies calls; knows what a loss of power at this moment leaves."""

    def __init__(self):
        self.files = {}  # path: File
        self.folders = set()
        self.log = []  # what was there before each change of a folder that may not have reached the disk

    def snapshot(self):
        """Files with the length of what was written to them, and folders."""
        return {path: (file, len(file.written)) for path, file in self.files.items()}, set(self.folders)

    def apply(self, call):
        if call.name in ("create", "mkdir", "rename", "link", "remove"):
            self.log.append(self.snapshot())
        file = self.files.get(call.path)
        if call.name == "create":
            self.files[call.path] = File()
        elif call.name == "mkdir":
            self.folders.add(call.path)
        elif call.name == "write" and file is not None:
            file.written[call.offset:call.offset + len(call.data)] = call.data
        elif call.name == "truncate" and file is not None:
            del file.written[int(call.other):]
            file.synchronized = min(file.synchronized, len(file.written))
        elif call.name == "fsync":
            self.log.clear()
            if file is not None:
                file.synchronized = len(file.written)
        elif call.name in ("rename", "link"):
            self.move(call)
        elif call.name == "remove":
            self.files.pop(call.path, None)
            self.folders.discard(call.path)

    def move(self, call):
        if call.path in self.files:
            self.files[call.other] = self.files[call.path]
            if call.name == "rename":
                del self.files[call.path]
        elif call.path in self.folders:
            for name in [name for name in self.files if name.startswith(call.path + "/")]:
                self.files[call.other + name[len(call.path):]] = self.files.pop(name)
            self.folders = {call.other + name[len(call.path):] if (name + "/").startswith(call.path + "/") else name
                            for name in self.folders}

    def after_loss(self, random):
        """Paths with their content, and folders: one of the states that there may be."""
        states = [*self.log, self.snapshot()]
        files, folders = random.choice([states[-1], random.choice(states)])
        content = {}
        for path, (file, end) in files.items():
            if end > file.synchronized:
                end = random.choice([file.synchronized, random.randint(file.synchronized, end)])
            content[path] = bytes(file.written[:end])
        return content, folders


def durable_points(disk, results, kept_points, place):
    """The points of the store that are on disk for certain."""
    for path, file in disk.files.items():
        if "/evaluations/" in path and path.endswith(".jsonl"):
            target = place / os.path.relpath(path, results)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(bytes(file.written[:file.synchronized]))
    return kept_points(place)


def try_losses(lane, count):
    """Loses the power at random calls of the undisturbed run, continues, compares."""
    from lane import kept_points

    results = lane.work / lane.scenario.output
    for number in range(count):
        cut = lane.random.randint(1, len(lane.calls))
        disk = Disk()
        for call in lane.calls[:cut]:
            disk.apply(call)
        lane.prepare()
        scratch = lane.place / "durable"
        shutil.rmtree(scratch, ignore_errors=True)
        durable = durable_points(disk, results, kept_points, scratch)
        content, folders = disk.after_loss(lane.random)
        for folder in sorted(folders):
            pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        for path, data in content.items():
            if path.startswith(f"{results}/") and pathlib.Path(path).parent.is_dir():
                pathlib.Path(path).write_bytes(data)
        mark = f"{lane.scenario.name}-power-{number}-of-{os.getpid()}"
        run = lane.start(mark)
        try:
            run.wait(120)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()
        if run.returncode not in CONTINUED:
            lane.tally.stuck += 1
            lane.tally.remarks.append(f"{mark}: power lost at call {cut} of {len(lane.calls)}; exit code "
                                      f"{run.returncode}: {lane.last_words(mark)}")
            continue
        lane.note_evaluations(durable, 0)
        lane.compare()
