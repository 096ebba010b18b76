"""Where the tests write what nobody keeps."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def place_of_run() -> str | None:
    """The folder of the run's own servers, in memory where the machine has enough; what is left
    there goes with them. ``None`` where others' servers are used."""
    place = os.environ.get("TURKCELL_HUB_TEST_FOLDER", "")
    return place if os.path.isdir(place) else None


def folder_of_run(prefix: str) -> Path:
    return Path(tempfile.mkdtemp(prefix=prefix, dir=place_of_run()))


@contextmanager
def in_place_of_run() -> Iterator[None]:
    """Programs that are started meanwhile make their own folders there."""
    before, place = os.environ.get("TMPDIR"), place_of_run()
    if place:
        os.environ["TMPDIR"] = place
    try:
        yield
    finally:
        os.environ.pop("TMPDIR", None)
        if before is not None:
            os.environ["TMPDIR"] = before
