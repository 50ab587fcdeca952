"""Made-up studies with numbers whose verdicts are known by hand."""

import csv
import json
import sys
from pathlib import Path

try:
    import yaml
except ImportError:
    print("skipped: no python3-yaml")
    sys.exit(77)

PROGRAM = Path(__file__).resolve().parents[2] / "results" / "paper"
sys.path.insert(0, str(PROGRAM))

CATALOGUE = {
    "true_evaluations": {"words": "true evaluations", "unit": "", "better": "lower", "scale": "logarithmic", "style": "count"},
    "r2_value": {"words": "R2 of values", "unit": "", "better": "higher", "scale": "one_minus", "style": "r2"},
    "final_loss": {"words": "final loss", "unit": "", "better": "lower", "scale": "logarithmic", "style": "general"},
    "train_seconds": {"words": "training time", "unit": "s", "better": "lower", "scale": "logarithmic", "style": "general"},
    "optimum_distance": {"words": "distance to the known optimum", "unit": "", "better": "lower", "scale": "logarithmic", "style": "general"},
    "optimum_predicted": {"words": "predicted optimum", "unit": "", "better": "neither", "scale": "linear", "style": "general"},
}


def choices_of(label):
    return dict(part.split("=") for part in label.split(", ")) if "=" in label else {}


def write_study(folder, values, figures=(), drawn=(), inputs=2):
    """values: (arm, surrogate, metric) -> one number per replicate. Returns the folder."""
    folder.mkdir(parents=True)
    labels = list(dict.fromkeys(arm for arm, _, _ in values))
    arms = [{"id": f"{label}-0123abcd", "label": label, "choices": choices_of(label)} for label in labels]
    study = {"study": folder.name, "command": f"jennopt run {folder.name}.yaml", "figures": yaml.safe_dump(list(figures)), "arms": arms}
    (folder / "study.json").write_text(json.dumps(study))
    about = [{"arm": label, "problem": "toy", "inputs": inputs, "outputs": 1} for label in labels]
    (folder / "summary.json").write_text(json.dumps({"arms": about, "metrics": CATALOGUE}))
    (folder / "timing.json").write_text(json.dumps({"seconds": 75.0}))
    (folder / "figures").mkdir()
    for figure in [*drawn, *(each["name"] for each in figures)]:
        (folder / "figures" / f"{figure}.svg").write_text(f"<svg>{figure}</svg>")
    captions = [{"name": name, "title": f"Title of {name}", "caption": "Its caption."} for name in drawn]
    captions += [{"name": each["name"], "title": each["name"], "caption": "Of a sweep."} for each in figures]
    (folder / "figures" / "figures.json").write_text(json.dumps(captions))
    with open(folder / "metrics.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["arm", "surrogate", "replicate", "metric", "value"])
        for (arm, surrogate, metric), numbers in values.items():
            for replicate, number in enumerate(numbers):
                writer.writerow([arm, surrogate, replicate, metric, repr(number)])
    return folder
