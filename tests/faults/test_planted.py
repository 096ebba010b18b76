"""The bugs that prove the checker can still be planted into the product as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import _planted, _processes


@pytest.mark.parametrize("bug", list(_planted.BUGS))
def test_a_planted_bug_still_fits_the_product(
    bug: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(_planted.VARIABLE, bug)
    log = tmp_path / "child.log"
    assert _processes.wait(_processes.fork(lambda: 0, log)) == 0, log.read_text()
