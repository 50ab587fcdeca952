"""Shows that random_studies.py can fail: a stand-in for jennopt does each thing that no command may do."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
RUNNER = HERE / "random_studies.py"


def report_on(text, count=3):
    """Exit code and output of the runner with a program that is this shell script."""
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "jennopt"
        program.write_text("#!/bin/sh\n" + text, encoding="utf-8")
        program.chmod(0o755)
        done = subprocess.run([sys.executable, "-B", RUNNER, program, str(count), "--jobs", "1"], capture_output=True,
                              text=True, check=False)
        return done.returncode, done.stdout + done.stderr


class RandomStudies(unittest.TestCase):
    def check_found(self, script, what):
        code, text = report_on(script)
        self.assertEqual(code, 1, text)
        self.assertIn(what, text)
        self.assertIn("surrogates: {", text)  # the study itself is printed

    def test_a_program_that_does_all_right_passes(self):
        code, text = report_on("echo R2 0.99, infeasible; echo took $$ s\n")
        self.assertEqual(code, 0, text)
        self.assertIn("3 with exit code 0; 0 broken", text)

    def test_what_no_command_may_do_is_found(self):
        self.check_found("exit 4", "run: exit code 4")
        self.check_found("kill -SEGV $$", "run: exit code -11")
        self.check_found("echo 'internal error: x' >&2; exit 2", "run: internal error")
        self.check_found("echo 'R2  -nan'", "prints -nan for a number")
        self.check_found("[ $1 != check ] || kill -ABRT $$", "check: exit code -6")
        self.check_found("[ $1 != check ] || exit 2", "check refuses the study")
        self.check_found("[ $1 != report ] || exit 1", "report ends with exit code 1")
        self.check_found("echo $1", "report prints another text than run")

    def test_studies_that_are_all_refused_test_nothing(self):
        code, text = report_on("exit 2", count=20)
        self.assertEqual(code, 1)
        self.assertIn("fewer than half", text)

    def test_the_same_seed_makes_the_same_studies(self):
        sys.path.insert(0, str(HERE))
        from study_maker import StudyMaker, text_of

        self.assertEqual(text_of(StudyMaker(1, 5).make()), text_of(StudyMaker(1, 5).make()))
        self.assertNotEqual(text_of(StudyMaker(1, 5).make()), text_of(StudyMaker(2, 5).make()))


if __name__ == "__main__":
    unittest.main()
