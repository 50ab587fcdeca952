"""Files of airfoil sections as public collections have them: every format, and every fault."""

import random

import faults  # noqa: F401 (adds its kinds behind those of formats)
from formats import KINDS, File
from naca import random_section


def make_collection(size, seed):
    """Files of every kind; what is left of the size is Selig's format."""
    rest = size - sum(each.count for each in KINDS)
    if rest < 1:
        raise SystemExit(f"--size: is {size}, expected more than {size - rest}")
    files = []
    for each in KINDS:
        for number in range(each.count or rest):
            rng = random.Random(f"{seed} {each.name} {number}")
            section = random_section(rng)
            made = each.write(rng, section)
            lines, more = made if isinstance(made, tuple) else (made, {})
            text = "".join(line + each.end for line in lines)
            if each.must_read:
                more.setdefault("section", section)
            files.append(File(each.name, text.encode(each.coding), **more))
    return files
