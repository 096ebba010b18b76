"""Where data goes and as whom the servers run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from turkcell_hub.embedded import places
from turkcell_hub.embedded.errors import EmbeddedError

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root's places differ")
as_user = pytest.mark.skipif(os.geteuid() == 0, reason="only an ordinary user's places differ")


@as_user
def test_an_ordinary_user_keeps_the_data_in_the_checkout(tmp_path: Path) -> None:
    assert places.data_folder({}, tmp_path) == tmp_path / ".data"
    assert (tmp_path / ".data").stat().st_mode & 0o077 == 0


@as_user
def test_a_checkout_that_cannot_be_written_is_said_with_the_way_out(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(EmbeddedError, match="TURKCELL_HUB_DATA"):
        places.data_folder({}, tmp_path)


@as_root
def test_root_keeps_each_checkout_s_data_apart_where_the_servers_can_reach_it(
    tmp_path: Path,
) -> None:
    first, second = (places._usual_places(tmp_path / name, places.Identity(1, 1)) for name in "ab")
    assert first[0].parent == Path("/var/lib")
    assert first != second


@as_root
def test_a_named_folder_that_only_root_can_enter_is_refused(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(EmbeddedError, match="root"):
        places.data_folder({"TURKCELL_HUB_DATA": str(closed / "data")})


@as_root
def test_root_s_servers_run_as_nobody() -> None:
    identity = places.server_identity()
    assert identity is not None
    assert identity.uid != 0


def test_a_named_folder_is_made_and_used(embedded_data: Path) -> None:
    named = embedded_data / "named" / "deeper"
    assert places.data_folder({"TURKCELL_HUB_DATA": str(named)}) == named.resolve()
    assert named.is_dir()


def test_what_nobody_keeps_is_in_memory_each_data_folder_s_apart(tmp_path: Path) -> None:
    first, again, other = (
        places.memory_folder(Path(name), tmp_path, room=1) for name in ("a", "a", "b")
    )
    assert first is not None
    assert first.is_dir()
    assert first.parent == tmp_path
    assert first == again != other


def test_where_memory_is_short_or_no_place_it_is_not_used(tmp_path: Path) -> None:
    assert places.memory_folder(Path("a"), tmp_path, room=2**60) is None
    assert places.memory_folder(Path("a"), tmp_path / "missing", room=1) is None
    assert list(tmp_path.iterdir()) == []


def test_memory_where_no_program_may_be_started_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = os.statvfs(tmp_path)
    closed = os.statvfs_result((*facts[:8], facts.f_flag | os.ST_NOEXEC, facts.f_namemax))
    monkeypatch.setattr(os, "statvfs", lambda _path: closed)
    assert places.memory_folder(Path("a"), tmp_path, room=1) is None


def test_a_folder_in_memory_that_somebody_else_has_put_there_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = places.memory_folder(Path("a"), tmp_path, room=1)
    assert folder is not None
    folder.rmdir()
    folder.symlink_to(tmp_path, target_is_directory=True)
    assert places.memory_folder(Path("a"), tmp_path, room=1) is None
    monkeypatch.setattr(os, "geteuid", lambda: 424_242)
    assert places.memory_folder(Path("a"), tmp_path, room=1) is None
