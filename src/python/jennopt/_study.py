"""Study files run from Python."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional, Union

from . import _core


def _built_in_problems():
    folder = Path(__file__).parent / "lib" / "jennopt" / "problems"
    return [folder] if folder.is_dir() else []


@dataclass(frozen=True)
class StudyResult:
    """What a study left: its folder, the report's text, and whether a surrogate in it is usable."""

    folder: Path
    report: str
    usable: bool

    @property
    def metrics(self):
        """The rows of metrics.csv, dicts."""
        with open(self.folder / "metrics.csv", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def best(self):
        """best.json: the best design of each arm, and where it was found; None where there is none."""
        file = self.folder / "best.json"
        return json.loads(file.read_text()) if file.exists() else None

    def __str__(self):
        return self.report


class Study:
    """A study file; overrides as in Study("wing.yaml", {"sampling.count": 20})."""

    def __init__(self, file: Union[str, Path], overrides: Optional[dict] = None) -> None:
        pairs = [f"{key}={json.dumps(value)}" for key, value in (overrides or {}).items()]
        self._core = _core._Study(Path(file), pairs, _built_in_problems())

    @property
    def name(self) -> str:
        return self._core.name

    def run(
        self,
        problem: Optional[Callable] = None,
        *,
        output: Union[str, Path] = "results",
        jobs: int = 1,
        force: bool = False,
        retry_failed: bool = False,
        progress: Optional[Callable[[float, str], None]] = None,
    ) -> StudyResult:
        """Runs what is not finished of the study, and writes its report: the same folder as `jennopt run`.

        problem : function of x (n_x,)
            Returns y, or y and J: y a number or (n_y,), J (n_x,) or (n_y, n_x) with NaN where a partial is
            missing. For a study whose `problem` has inputs and outputs alone. No evaluation that the folder
            holds is made again; what the function raises is a failed evaluation.
        progress : function of (fraction, activity)
            Called some times a second. Ctrl-C ends the run; the same call goes on from there.
        """
        return StudyResult(*self._core.run(problem, Path(output), jobs, force, retry_failed, progress))
