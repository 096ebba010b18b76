"""The stage of the experiments in short."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults._world import World, world


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("faults")) as one:
        yield one


@pytest.fixture
def unmoved(tmp_path: Path) -> Iterator[World]:
    """A stage whose clock no experiment has moved: its moments are compared with ours."""
    with world(tmp_path / "stage") as one:
        yield one


@pytest.fixture
def fresh_places(stage: World) -> Iterator[None]:
    """The database is emptied after each test; so is the stage."""
    yield
    stage.places.clear()
