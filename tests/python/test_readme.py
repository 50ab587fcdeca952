import pathlib
import re
import subprocess
import sys

import pytest

README = pathlib.Path(__file__).parents[2] / "src" / "python" / "README.md"
SCRIPTS = re.findall(r"^## (.*?)\n.*?^```python\n(.*?)^```", README.read_text(), re.DOTALL | re.MULTILINE)
NEEDS = {"matplotlib", "openmdao"}


def test_there_are_five_scripts():
    assert len(SCRIPTS) == 5


@pytest.mark.parametrize("heading, script", SCRIPTS, ids=[heading for heading, _ in SCRIPTS])
def test_script_runs(heading, script, tmp_path):
    for name in NEEDS:
        if name in script:
            pytest.importorskip(name)
    (tmp_path / "script.py").write_text(script)
    ended = subprocess.run([sys.executable, "-W", "ignore", "script.py"], cwd=tmp_path, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.strip()
    if heading == "Ask and tell through a CSV queue":
        assert 4 <= len((tmp_path / "queue.csv").read_text().splitlines()) < 20
