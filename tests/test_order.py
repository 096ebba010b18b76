"""Each process reads the tests from another folder on, and all find one order (order.py)."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support import order

FILES = {"api": 3, "billing": 1, "lib": 2, "messaging": 9, "otp": 2, "sheets": 1}


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    monkeypatch.setattr(order, "_places", {})
    for name, count in FILES.items():
        (tmp_path / name).mkdir()
        for number in range(count):
            (tmp_path / name / f"test_{number}.py").touch()
    (tmp_path / "test_alone.py").touch()
    return [SimpleNamespace(path=tmp_path / name) for name in (*FILES, "test_alone.py")]


def _read_by(number: int, count: int, folders: list[Any]) -> list[str]:
    env = {"PYTEST_XDIST_WORKER": f"gw{number}", "PYTEST_XDIST_WORKER_COUNT": str(count)}
    return [node.path.name for node in order.begin_elsewhere(folders, env)]


def test_each_process_begins_elsewhere_and_reads_everything(folders: list[Any]) -> None:
    read = [_read_by(number, 3, folders) for number in range(3)]
    assert [names[0] for names in read] == ["api", "messaging", "otp"]
    assert {tuple(sorted(names)) for names in read} == {(*FILES, "test_alone.py")}


@pytest.mark.parametrize("number", [0, 1, 2, 3, 7])
def test_a_process_that_took_the_place_of_a_dead_one_reads_everything(
    folders: list[Any], number: int
) -> None:
    assert sorted(_read_by(number, 3, folders)) == [*FILES, "test_alone.py"]


@pytest.mark.parametrize("number", range(3))
def test_the_tests_of_all_stand_in_one_order(folders: list[Any], number: int) -> None:
    items: list[Any] = [
        SimpleNamespace(nodeid=f"tests/{name}/test_{turn}.py::test_it")
        if "." not in name
        else SimpleNamespace(nodeid=f"tests/{name}::test_it")
        for name in _read_by(number, 3, folders)
        for turn in (2, 1)  # within a folder nothing moves
    ]
    order.in_one_order(items)
    found = [item.nodeid.removeprefix("tests/") for item in items]
    assert found[:4] == [
        "api/test_2.py::test_it",
        "api/test_1.py::test_it",
        "billing/test_2.py::test_it",
        "billing/test_1.py::test_it",
    ]
    assert found[-2:] == ["test_alone.py::test_it"] * 2
    assert found == sorted(found, key=lambda nodeid: nodeid.split("/")[0].split("::")[0])
