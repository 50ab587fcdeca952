"""Compares the folders of results of two runs of one study."""

import pathlib

# Where measured times lie: everything else has the same bytes in every run of a study.
MEASURED_FILES = ("timing.json",)
MEASURED_METRICS = ("train_seconds", "search_seconds", "proposal_seconds")
# What a study says while it runs, and who is at work in it: no results.
ABOUT_THE_RUN = ("log.txt", "damaged.txt", ".lock")
# Made from the times as well; the report with the other run's times in their place is compared as a whole.
WITH_TIMES = ("metrics.csv", "summary.csv", "summary.json", "report.html", "report.md")


def files_of(folder):
    """All files that hold results, by their path in the folder."""
    paths = (path for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file() or path.is_symlink())
    return {str(path.relative_to(folder)): path for path in paths if path.name not in ABOUT_THE_RUN}


def without_times(path):
    """The bytes of a file, of a table of metrics without the rows of measured times."""
    content = path.read_bytes()
    if path.suffix == ".csv" and path.name in WITH_TIMES:
        rows = content.split(b"\n")
        return b"\n".join(row for row in rows if not any(name.encode() in row for name in MEASURED_METRICS))
    return content


def differing_bytes(one, other):
    """At how many places two texts differ, and by how much one is longer."""
    return sum(a != b for a, b in zip(one, other)) + abs(len(one) - len(other))


def compare(folder, expected, leave_out=()):
    """How many bytes differ, and in which files: [(bytes, path)]. Of a file that only one has, all."""
    found, wanted = files_of(folder), files_of(expected)
    differences = []
    for name in sorted(found.keys() | wanted.keys()):
        base = pathlib.PurePath(name).name
        if base in leave_out or base in MEASURED_FILES:
            continue
        if name not in found or name not in wanted:
            path = found.get(name) or wanted[name]
            where = "is not there" if name in wanted else "should not be there"
            differences.append((max(1, path.stat().st_size), f"{name} {where}"))
            continue
        count = differing_bytes(without_times(found[name]), without_times(wanted[name]))
        if count:
            differences.append((count, name))
    return differences


def take_times(folder, expected):
    """Puts the other run's measured times in place of the folder's own."""
    wanted = files_of(expected)
    for name, path in files_of(folder).items():
        if path.name in MEASURED_FILES and name in wanted:
            path.write_bytes(wanted[name].read_bytes())
