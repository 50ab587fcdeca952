"""The command `jennopt`: the program of the same name."""

import os
import sys
from pathlib import Path


def main():
    program = Path(__file__).parent / "bin" / "jennopt"
    os.execv(program, ["jennopt", *sys.argv[1:]])


if __name__ == "__main__":
    main()
