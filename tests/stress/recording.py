"""Reads what file_calls.so recorded: the calls by which a program changed files, in their order."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Call:
    """What it did to which file: create, write, truncate, fsync, close, rename, link, remove, mkdir."""

    name: str
    path: str
    other: str = ""  # of rename and link: the new path; of truncate: the size
    offset: int = 0
    data: bytes = b""


def read(file):
    """All calls of a record."""
    content = file.read_bytes()
    calls, place = [], 0
    while place < len(content):
        parts = []
        for _ in range(5):
            blank = content.index(b" ", place)
            end = blank + 1 + int(content[place:blank])
            parts.append(content[blank + 1:end])
            place = end
        place += 1  # the line's end
        name, path, other, offset, data = parts
        calls.append(Call(name.decode(), path.decode(), other.decode(), int(offset), data))
    return calls
