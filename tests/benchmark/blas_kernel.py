"""The kernel of OpenBLAS for this processor: one that is newer than a peer's OpenBLAS would get the slowest."""

import os
from pathlib import Path


def use_kernel():
    """Of this process, before numpy is there, and of those it starts; one that the user asked for stays."""
    information = Path("/proc/cpuinfo")
    flags = information.read_text().split() if information.exists() else []
    kernel = "SkylakeX" if "avx512dq" in flags else "Haswell" if "avx2" in flags else None
    if kernel:
        os.environ.setdefault("OPENBLAS_CORETYPE", kernel)
