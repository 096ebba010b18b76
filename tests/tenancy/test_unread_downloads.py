"""A file that a test does not read is closed when the test ends (tests/support/downloads.py)."""

from __future__ import annotations

from typing import Any

from django.test import Client

_left: list[Any] = []


def test_a_page_hands_out_a_file_that_nobody_reads(admin_client: Client) -> None:
    answer = admin_client.get("/brands/export/?format=csv")
    assert (answer.status_code, answer.streaming) == (200, True)
    assert not answer.closed
    _left.append(answer)


def test_it_was_closed_when_that_test_ended() -> None:
    assert [answer.closed for answer in _left] == [True]
