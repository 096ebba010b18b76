"""A run in which a test never ends comes to an end, and names it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from turkcell_hub.embedded import commands

ROOT = Path(commands.__file__).parents[2]
HANGING = {
    "in_the_test": "def test_it(): threading.Event().wait()",
    "in_the_clean_up_of_a_failure": """
        @pytest.fixture
        def held():
            yield
            threading.Event().wait()

        def test_it(held):
            raise AssertionError
    """,
}


@pytest.mark.parametrize("place", HANGING)
def test_a_test_that_never_ends_is_named_and_ends_the_run(tmp_path: Path, place: str) -> None:
    test = tmp_path / "test_hanging.py"
    test.write_text("import threading\nimport pytest\n" + textwrap.dedent(HANGING[place]))
    given = commands.test_arguments([], cpus=1)
    known = given[(place_of := given.index("--max-worker-restart")) : place_of + 2]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "1", *known, "-p", "no:django", "-p",
         "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tmp_path),
         "-p", "tests.support.watchdog", str(test)],
        env={**os.environ, "TEST_PATIENCE_SECONDS": "0.3", "PYTHONPATH": str(ROOT),
             "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "xdist.plugin"},
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode not in (0, 5)
    assert "crashed while running 'test_hanging.py::test_it'" in run.stdout
    assert "test_hanging.py" in run.stderr, "where it stands"
