"""Mails to several readers: who is refused for good stops nobody, who is put off is asked again."""

from __future__ import annotations

from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

import pytest

from turkcell_hub.tenancy import mailing

GONE = SMTPRecipientsRefused({"a": (550, b"no such user")})
LATER = SMTPRecipientsRefused({"a": (450, b"too much mail")})
FULL = SMTPDataError(452, b"no room")


def told(*answers: SMTPException | None) -> tuple[int, list[int]]:
    went: list[int] = []

    def send(place: int) -> None:
        if (answer := answers[place]) is not None:
            raise answer
        went.append(place)

    return mailing.to_each(range(len(answers)), send), went


def test_an_address_that_is_refused_for_good_stops_nobody_and_is_not_tried_again() -> None:
    assert told(GONE) == (0, [])
    assert told(GONE, None, GONE, None) == (2, [1, 3])


@pytest.mark.parametrize("answers", [(LATER,), (FULL, FULL), (GONE, LATER)])
def test_a_server_that_puts_everybody_off_is_asked_again(
    answers: tuple[SMTPException, ...],
) -> None:
    with pytest.raises(OSError, match="450|452"):
        told(*answers)


def test_who_was_told_is_not_told_again_for_one_who_was_put_off() -> None:
    assert told(None, LATER, None) == (2, [0, 2])
