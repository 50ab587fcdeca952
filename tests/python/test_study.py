import csv

import jennopt
import numpy as np
import pytest
from conftest import rosenbrock

STUDY = """
study: wing
replicates: 1
problem:
  inputs: [{name: a, lower: -2, upper: 2}, {name: b, lower: -2, upper: 2}]
  outputs: [{name: y}]
sampling: {plan: sobol, count: 12}
test: none
surrogates: {jenn: {kind: jenn, hidden: [6], training: {max_iterations: 50}}}
optimization: {starts: 3, truth_baseline: false}
"""


@pytest.fixture
def study(tmp_path):
    file = tmp_path / "wing.yaml"
    file.write_text(STUDY)
    return file


def test_a_function_as_the_problem(study, tmp_path):
    calls = []

    def function(x):
        calls.append(x)
        return rosenbrock(x)

    seen = []
    result = jennopt.Study(study).run(problem=function, output=tmp_path / "results", jobs=2,
                                      progress=lambda fraction, activity: seen.append(fraction))
    assert result.folder == tmp_path / "results" / "wing"
    assert (result.folder / "report.html").exists() and "jenn" in str(result)
    assert {"metric", "value"} <= set(result.metrics[0])
    assert result.best["designs"][0]["found_by"]
    assert len(calls) == 13 and seen[-1] == 1
    again = jennopt.Study(study).run(problem=function, output=tmp_path / "results")
    assert len(calls) == 13  # nothing is evaluated twice
    assert again.report == result.report


def test_failures_of_the_function(study, tmp_path):
    def function(x):
        if x[0] > 1.5:
            raise ValueError("the mesh is tangled")
        return rosenbrock(x)

    result = jennopt.Study(study).run(function, output=tmp_path / "results")
    assert "ValueError: the mesh is tangled" in (result.folder / "log.txt").read_text()
    with pytest.raises(jennopt.Error, match="returned y of shape"):
        jennopt.Study(study).run(lambda x: [1.0, 2.0], output=tmp_path / "other")


def test_what_is_raised_by_ctrl_c_goes_on_later(study, tmp_path):
    calls = []

    def progress(fraction, activity):
        if len(calls) > 3:
            raise KeyboardInterrupt

    def slow(x):
        import time
        time.sleep(0.06)
        calls.append(x)
        return rosenbrock(x)

    with pytest.raises(KeyboardInterrupt):
        jennopt.Study(study).run(slow, output=tmp_path / "results", progress=progress)
    assert 3 < len(calls) < 12
    jennopt.Study(study).run(slow, output=tmp_path / "results")
    assert len(calls) == 13


def test_overrides_and_a_problem_of_the_package(tmp_path):
    file = tmp_path / "study.yaml"
    file.write_text(STUDY.replace("""problem:
  inputs: [{name: a, lower: -2, upper: 2}, {name: b, lower: -2, upper: 2}]
  outputs: [{name: y}]""", "problem: {name: rosenbrock}"))
    study = jennopt.Study(file, {"sampling.count": 9, "study": "short"})
    assert study.name == "short"
    result = study.run(output=tmp_path / "results")
    with open(next(result.folder.glob("*/r0/training.csv")), newline="") as rows:
        assert len(list(csv.reader(rows))) == 10
    with pytest.raises(ValueError, match="names its problem itself"):
        study.run(rosenbrock, output=tmp_path / "results")


def test_mistakes_are_named(study, tmp_path):
    with pytest.raises(ValueError, match=r"wing.yaml: has inputs and outputs .* expected run\(problem=function\)"):
        jennopt.Study(study).run()
    with pytest.raises(ValueError, match="absent.yaml"):
        jennopt.Study(tmp_path / "absent.yaml")
    with pytest.raises(ValueError, match="sampling.cuont: is not a known key"):
        jennopt.Study(study, {"sampling.cuont": 3})
