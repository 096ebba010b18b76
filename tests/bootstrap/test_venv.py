"""When an environment counts as complete."""

from __future__ import annotations

import sys
import venv as standard_venv
from pathlib import Path

import pytest

from turkcell_hub.bootstrap import needs_dev
from turkcell_hub.bootstrap.locks import DEV_LOCK, RUN_LOCK
from turkcell_hub.bootstrap.venv import (
    begin,
    complete,
    lock_to_install,
    python_of,
    ready,
    stamped,
    usable,
    venv_folder,
    works,
)


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    place = tmp_path / ".venv"
    standard_venv.create(place, with_pip=False, symlinks=True)
    return place


def test_an_environment_without_a_stamp_is_not_ready(venv: Path) -> None:
    assert not ready(venv, dev=False)
    assert not usable(venv, dev=False)


def test_a_completed_environment_is_ready_for_its_lock(venv: Path) -> None:
    complete(venv, RUN_LOCK)
    assert ready(venv, dev=False)
    assert not ready(venv, dev=True)


def test_the_developers_environment_serves_every_command(venv: Path) -> None:
    complete(venv, DEV_LOCK)
    assert ready(venv, dev=False)
    assert ready(venv, dev=True)


def test_a_changed_lock_is_installed_again(venv: Path, tmp_path: Path) -> None:
    complete(venv, RUN_LOCK)
    (tmp_path / RUN_LOCK).write_text("another==1.0\n")
    assert not stamped(venv, RUN_LOCK, checkout=tmp_path)


def test_an_interrupted_installation_is_never_taken_for_a_complete_one(
    venv: Path, tmp_path: Path
) -> None:
    for lock in (RUN_LOCK, DEV_LOCK):
        (tmp_path / lock).write_text("")
    complete(venv, RUN_LOCK)
    begin(venv)
    assert not ready(venv, dev=False)
    assert not usable(venv, dev=False, checkout=tmp_path)


def test_an_environment_that_somebody_filled_by_hand_is_used_as_it_is(
    venv: Path, tmp_path: Path
) -> None:
    (tmp_path / RUN_LOCK).write_text("")
    assert usable(venv, dev=False, checkout=tmp_path)


def test_an_environment_whose_python_is_gone_is_not_ready(venv: Path) -> None:
    complete(venv, RUN_LOCK)
    python_of(venv).unlink()
    assert not ready(venv, dev=False)
    assert not works(venv)


def test_an_environment_without_pip_is_made_again(venv: Path) -> None:
    assert not works(venv)


def test_a_demo_never_cuts_down_a_developer_s_environment(venv: Path) -> None:
    assert lock_to_install(venv, dev=False) == RUN_LOCK
    complete(venv, DEV_LOCK)
    assert lock_to_install(venv, dev=False) == DEV_LOCK


def test_only_three_commands_ask_for_the_developers_packages() -> None:
    assert [name for name in ("test", "bench", "faults", "demo", "shell") if needs_dev([name])] == [
        "test",
        "bench",
        "faults",
    ]
    assert not needs_dev([])


def test_another_place_can_be_named() -> None:
    assert venv_folder({"TURKCELL_HUB_VENV": "/opt/hub"}) == Path("/opt/hub")
    assert venv_folder({}).name == ".venv"
    assert python_of(Path("/opt/hub")).parent.name == (
        "Scripts" if sys.platform == "win32" else "bin"
    )
