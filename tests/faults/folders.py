"""Faults of folders, archives and names."""

import io
import subprocess
import tarfile

from fault import PLUGIN_STUDY, PROGRAM_STUDY, Outcome, fault


@fault("folders")
def foreign_folder(place):
    """The folder of results holds something else"""
    place.study()
    place.write("results/small/thesis.tex", "years of work\n")
    place.came(place.run("run", "study.yaml", "-o", "results", "--force"), 2, "small")
    place.require((place.results / "small" / "thesis.tex").exists(), "it is gone")
    place.then = "nothing was removed"


@fault("folders")
def folder_of_another_study(place):
    """The folder holds results of a study with another problem"""
    place.study()
    place.undisturbed()
    (place.folder / "expected").rename(place.results)
    (place.folder / "expected").mkdir()
    before = {path: path.read_bytes() for path in place.results.rglob("*") if path.is_file()}
    place.study(PLUGIN_STUDY.replace("sinusoid", "x_sin_x"))
    place.came(place.run(), 2, "problem")
    after = {path: path.read_bytes() for path in place.results.rglob("*") if path.is_file()}
    place.require(before == after, "something was changed")
    place.then = "nothing was changed"


@fault("folders")
def name_that_leaves(place):
    """The study's name is a path out of the folder of results"""
    place.study(PLUGIN_STUDY.replace("study: small", "study: ../../elsewhere"))
    place.came(place.run(), 2, "study")


@fault("folders")
def file_in_the_way(place):
    """A file stands where the folder of results should be"""
    place.study()
    place.write("results", "a file\n")
    place.came(place.run(), 2, "is a file")


@fault("folders")
def two_processes(place):
    """Two processes run one study in one folder at the same time"""
    place.study(PROGRAM_STUDY)
    place.undisturbed()
    words = [place.program, "run", "study.yaml", "-o", "results", "-j", "1"]
    runs = [subprocess.Popen(words, cwd=place.folder, env=place.environment(), stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    outcomes = []
    for run in runs:
        output, errors = run.communicate(timeout=60)
        outcomes.append(Outcome(run.returncode, output.decode(), errors.decode()))
    worst = max(outcomes, key=lambda outcome: outcome.code)
    place.came(worst, 0)
    calls = place.calls()
    place.goes_on()
    place.require(place.calls() == calls, "an evaluation was made again")
    place.then = f"{calls} evaluations, none twice; same bytes"


def archive(place, name, target=None):
    """An archive with one file of this name, or a link to the target."""
    file = place.folder / "study.jennopt.tar.gz"
    with tarfile.open(file, "w:gz") as tar:
        info = tarfile.TarInfo(name)
        if target is not None:
            info.type, info.linkname = tarfile.SYMTYPE, target
            tar.addfile(info)
        else:
            text = b"harm\n"
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text))
    return file.name


@fault("folders")
def archive_that_leaves(place):
    """An archive has a file ../harm in it"""
    (place.folder / "inner").mkdir()
    place.came(place.run("run", archive(place, "../harm")), 2)
    place.require(not (place.folder.parent / "harm").exists() and not (place.folder / "harm").exists(), "it was written")
    place.then = "nothing was written outside"


@fault("folders")
def archive_with_a_link(place):
    """An archive has a symbolic link out of its folder in it"""
    place.came(place.run("run", archive(place, "study/link", "/etc/passwd")), 2)
    place.then = "nothing was written outside"
