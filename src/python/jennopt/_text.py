"""Python values as the text of a study, which the library reads and checks."""

import json
import os

import numpy as np


def _plain(value):
    if isinstance(value, (np.ndarray, np.generic)):
        return value.tolist()
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    raise TypeError(f"{value!r} is a {type(value).__name__}, expected a number, text, list or dict")


def text_of(study):
    """JSON, which is YAML; keys that are None are left out."""
    return json.dumps(study, default=_plain, allow_nan=True)


def named(entries, letter, count):
    """Inputs or outputs as a study has them: names alone, or dicts, or None for x1, x2, ..."""
    if entries is None:
        return [{"name": f"{letter}{i + 1}"} for i in range(count)]
    entries = [dict(entry) if isinstance(entry, dict) else {"name": str(entry)} for entry in entries]
    if len(entries) != count:
        what = "inputs" if letter == "x" else "outputs"
        raise ValueError(f"{what} has {len(entries)} entries, expected {count}")
    return entries
