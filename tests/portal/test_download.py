"""A file that is written for one answer."""

from __future__ import annotations

from typing import IO, Any

import pytest

from turkcell_hub.portal.download import download


def test_a_download_holds_what_was_written_under_its_name_and_is_kept_nowhere() -> None:
    answer = download("kayıtlar.csv", lambda file: file.write(b"a;b"))

    assert b"".join(answer.streaming_content) == b"a;b"  # type: ignore[arg-type]
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''kay%C4%B1tlar")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    answer.close()


def test_a_file_of_another_kind_is_named_by_its_sender() -> None:
    answer = download("yol.gpx", lambda file: file.write(b"<gpx/>"), "application/gpx+xml")

    assert answer["Content-Type"] == "application/gpx+xml"
    answer.close()


def test_a_file_whose_writing_fails_is_closed_and_the_failure_is_told() -> None:
    seen: list[IO[bytes]] = []

    def write(file: IO[bytes]) -> Any:
        seen.append(file)
        raise ValueError("row 7")

    with pytest.raises(ValueError, match="row 7"):
        download("kayıtlar.xlsx", write)
    assert seen[0].closed
