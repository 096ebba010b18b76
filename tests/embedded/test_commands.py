"""Which arguments and which servers a command gets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from fnmatch import fnmatch
from pathlib import Path

import psycopg2
import pytest

from tests.embedded.helpers import execute, wait_for_end
from tests.support.order import LONG_FIRST
from turkcell_hub.embedded import commands, scripts
from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.places import CHECKOUT
from turkcell_hub.embedded.secret_values import secret_environment

BORROWING = """
    import os, sys
    from turkcell_hub.embedded.services import borrowed
    with borrowed():
        print(os.environ["DATABASE_URL"], flush=True)
        sys.stdin.read()
"""
SCRIPT = """
def main(argv):
    import os
    from django.contrib.auth import get_user_model
    name = os.environ["DATABASE_URL"].rpartition("/")[2]
    print(name, get_user_model().objects.count(), *argv)
    return 7
"""


SEVERAL = ["-n", "3", "--max-worker-restart", "0"]
WHOLE = [*SEVERAL, "--dist", "loadfile", "--no-loadscope-reorder"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], [*WHOLE, "-m", "not slow"]),
        (["-q"], [*WHOLE, "-m", "not slow", "-q"]),
        (["-p", "no:cacheprovider"], [*WHOLE, "-m", "not slow", "-p", "no:cacheprovider"]),
        (["-m", "slow"], [*WHOLE, "-m", "slow"]),
        (["-n", "0"], ["-n", "0"]),
        (["-n4"], ["-n4"]),
        (["-k", "phone"], ["-k", "phone"]),
        (["tests/embedded"], ["tests/embedded"]),
        (["tests/embedded/test_commands.py::test_x", "-x"], None),
        (["--pdb"], ["--pdb"]),
        (["-p", "no:xdist"], ["-p", "no:xdist"]),
    ],
)
def test_the_whole_suite_runs_on_three_processes_and_a_chosen_part_on_one(
    arguments: list[str], expected: list[str] | None
) -> None:
    assert commands.test_arguments(arguments, cpus=8) == (expected or arguments)


def test_a_machine_with_one_processor_gets_two_processes() -> None:
    assert commands.test_arguments([], cpus=1)[:2] == ["-n", "2"]


def test_the_experiments_in_short_run_side_by_side_and_not_with_the_suite(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran: list[list[str]] = []
    monkeypatch.chdir(CHECKOUT)
    monkeypatch.setattr(os, "execv", lambda _program, argv: ran.append(argv[3:]))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    commands.run(["manage.py", "faults", "short", "-x"])
    file = CHECKOUT / "tests/faults/short.py"
    assert ran == [[*SEVERAL, "--dist", "worksteal", "-x", str(file)]]
    assert not fnmatch(file.name, "test_*.py")
    assert not fnmatch(file.name, "*_test.py")
    assert "test_the_checker_bites" in file.read_text()


@pytest.mark.parametrize("folder", ["benchmarks", "faults"])
def test_each_script_that_is_listed_can_be_run(folder: str) -> None:
    texts = {name: (CHECKOUT / f"tests/{folder}/{name}.py").read_text()
             for name in scripts.found(CHECKOUT / "tests" / folder)}  # fmt: skip
    without = [name for name, text in texts.items() if "\ndef main(" not in text]
    assert without == (["short"] if folder == "faults" else [])


def test_commands_at_the_same_time_share_servers_and_the_first_waits_for_the_second(
    embedded_data: Path,
) -> None:
    data = embedded_data / "shared"
    first, first_url = _borrow(data)
    second, second_url = _borrow(data)
    assert first_url == second_url
    with first, second:
        assert first.stdin is not None
        first.stdin.close()
        with pytest.raises(subprocess.TimeoutExpired):
            first.wait(0.5)
        assert execute(second_url, "SELECT 1") == [(1,)]
        assert second.stdin is not None
        second.stdin.close()
        assert second.wait(20) == 0
        assert first.wait(20) == 0
    assert not (data / "running.json").exists()


def test_a_command_after_a_killed_one_finds_the_data(embedded_data: Path) -> None:
    data = embedded_data / "killed"
    first, url = _borrow(data)
    execute(url, "CREATE TABLE kept (x int)")
    with first:
        first.kill()
        wait_for_end(first.pid, first.poll)
    second, url = _borrow(data)
    assert execute(url, "SELECT count(*) FROM kept") == [(0,)]
    second.communicate(timeout=20)


def test_the_keys_of_an_installation_stay_the_same_and_are_private(tmp_path: Path) -> None:
    first = secret_environment(tmp_path)
    assert secret_environment(tmp_path) == first
    assert json.loads((tmp_path / "secrets.json").read_text()) == first
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0
    assert len(first["SECRET_KEY"]) >= 50


def test_scripts_are_listed_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("imports.py", "sending.py", "_shared.py", "conftest.py", "test_x.py"):
        (tmp_path / name).write_text("")
    assert scripts.main(tmp_path, []) == 0
    assert capsys.readouterr().out.split() == ["imports", "sending"]


def test_an_unknown_script_is_named_with_those_that_exist(tmp_path: Path) -> None:
    (tmp_path / "imports.py").write_text("")
    with pytest.raises(EmbeddedError, match=r"'nothing'.*imports"):
        scripts.main(tmp_path, ["nothing"])


def test_a_script_finds_a_migrated_database_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "looking.py").write_text(SCRIPT)
    program = "import sys; from pathlib import Path; from turkcell_hub.embedded import scripts;"
    program += " sys.exit(scripts.main(Path(sys.argv[1]), ['looking', 'argument']))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 7, done.stderr
    named, users, argument = done.stdout.split()
    assert named.startswith("test_")
    assert (users, argument) == ("0", "argument")
    with pytest.raises(psycopg2.OperationalError, match="does not exist"):
        execute(os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{named}", "SELECT 1")


def _borrow(data: Path) -> tuple[subprocess.Popen[str], str]:
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(BORROWING)],
        env=env | {"TURKCELL_HUB_DATA": str(data)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_each_file_that_is_named_as_long_is_there() -> None:
    assert [name for name in LONG_FIRST if not (CHECKOUT / "tests" / name).is_file()] == []
