"""Drives XFOIL without a display: the loads of one section at some angles of attack, in full precision."""
import os
import pathlib
import platform
import re
import shutil
import struct
import subprocess
import tempfile


def trap_guard():
    """A library that keeps Fortran from stopping XFOIL at the first harmless floating-point exception, as it does
    without a display; compiled once."""
    folder = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "jennopt"
    library = folder / f"xfoil_trap_guard-{platform.machine()}.so"
    if library.exists():
        return library
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        raise SystemExit(f"xfoil.py: no C compiler (cc, gcc, clang) in PATH, expected one to make {library}, which "
                         "XFOIL needs without a display (apt-get install gcc)")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as scratch:  # the whole library appears at once
            made = os.path.join(scratch, "guard.so")
            source = "void _gfortran_set_fpe(int flags) { (void)flags; }\n"
            subprocess.run([compiler, "-shared", "-fPIC", "-x", "c", "-", "-o", made], input=source, text=True,
                           check=True, capture_output=True)
            os.replace(made, library)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or ""
        raise SystemExit(f"xfoil.py: cannot make {library}: {error} {said}\nXDG_CACHE_HOME names another folder")
    return library


def last_words(log):
    """XFOIL's last lines, without prompts and blank lines; if an angle did not converge, its last ones."""
    lines = [line.rstrip() for line in log.splitlines()]
    said = [line for line in lines if line and not re.fullmatch(r"\s*[.\w]+\s+c>\s*", line)]
    end = next((i + 1 for i, line in enumerate(said) if "VISCAL:  Convergence failed" in line), len(said))
    return "\n".join(said[max(0, end - 6):end])


def records(file):
    """[ALFA, CL, CD, -, CM, XTR1, XTR2] of each converged point: the 56-byte records of an unformatted Fortran file."""
    data, at, found = file.read_bytes() if file.exists() else b"", 0, []
    while at + 4 <= len(data):
        (size,) = struct.unpack_from("<i", data, at)
        if size == 56 and at + 60 <= len(data):
            found.append(struct.unpack_from("<7d", data, at + 4))
        at += size + 8
    return found


def loads(corners, alphas, mach, options, folder, name="section"):
    """(cl, cd, cm) of the section with these corners at each angle in degrees, None where XFOIL does not converge.

    @param folder  where name.dat (corners), name.log (what XFOIL says) and name.dump are left
    @return        the loads and XFOIL's last lines
    """
    program = shutil.which(options.xfoil)
    if program is None:
        raise SystemExit(f"xfoil.py: '{options.xfoil}' is not found, expected the program XFOIL in PATH (apt-get install "
                         "xfoil), or where --xfoil says")
    dump, log = folder / f"{name}.dump", folder / f"{name}.log"
    dump.unlink(missing_ok=True)
    (folder / f"{name}.dat").write_text(name + "\n" + "".join(f"{x:.17g} {y:.17g}\n" for x, y in corners))
    commands = ["PLOP", "G F", "", f"LOAD {name}.dat", "PANE", "OPER", f"ITER {options.iterations}", f"MACH {mach!r}",
                f"VISC {options.reynolds!r}", "VPAR", f"XTR {options.trip_upper!r} {options.trip_lower!r}", "",
                "PACC", "", dump.name, *(f"ALFA {alpha!r}" for alpha in alphas), "PACC", "", "QUIT", ""]
    with open(log, "w") as output:
        try:
            subprocess.run([program], input="\n".join(commands), text=True, cwd=folder, stdout=output,
                           stderr=subprocess.STDOUT, timeout=options.timeout,
                           env={**os.environ, "LD_PRELOAD": f"{trap_guard()} {os.environ.get('LD_PRELOAD', '')}".strip()})
            end = ""
        except subprocess.TimeoutExpired:
            end = f"\nit did not end within {options.timeout:g} seconds (--timeout) and was killed"
    found = records(dump)
    dump.unlink(missing_ok=True)
    answers = [next((r for r in found if abs(r[0] - alpha) < 1e-9), None) for alpha in alphas]
    return [r and (r[1], r[2], r[4]) for r in answers], last_words(log.read_text(errors="replace")) + end
