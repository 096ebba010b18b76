from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.places import folder_of_run
from turkcell_hub.embedded.places import make_folder, server_identity


@pytest.fixture(scope="session")
def embedded_data() -> Iterator[Path]:
    """A data folder that the servers' user can reach; pytest's own folders are closed to it."""
    folder = folder_of_run("hub-embedded-")
    folder.chmod(0o711)
    assert make_folder(folder, server_identity())
    yield folder
    shutil.rmtree(folder)
