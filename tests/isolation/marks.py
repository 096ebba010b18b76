"""The marks that nobody but the rightful may meet in an answer.

Open records carry ``OPEN`` in every text, records behind the Yetki Kodu carry ``SEALED``;
numbers do the same by their block.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

from django.http import HttpResponseBase

OPEN, SEALED = "zkanarya", "zgizli"


OPEN_BLOCK, SEALED_BLOCK = "905325550", "905325559"


# Stands in every text beside the mark, so that a search finds all without naming a mark.
COMMON = "nergis"


NOW = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)


def marked(secret: bool, what: str) -> str:
    return f"{SEALED if secret else OPEN}-{COMMON}-{what}"


def number(secret: bool, place: int) -> str:
    return f"+{SEALED_BLOCK if secret else OPEN_BLOCK}{place:03d}"


def words_of(answer: HttpResponseBase) -> str:
    """Body, headers and file of an answer as one lower-case text, numbers written together."""
    return _together(_text_of(answer))


def _text_of(answer: HttpResponseBase) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    text = body.decode("utf-8", "ignore")
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            text = " ".join(book.read(name).decode("utf-8", "ignore") for name in book.namelist())
    return f"{text} " + " ".join(f"{name}: {value}" for name, value in answer.items())


def _together(text: str) -> str:
    return re.sub(r"(?<=\d)[\s\xa0.-]+(?=\d)", "", text.lower())


def national(block: str) -> str:
    return block.removeprefix("90")


def leaks(answer: HttpResponseBase, *, sealed_only: bool = False) -> list[str]:
    """The marks in an answer."""
    return marks_in(_text_of(answer), sealed_only=sealed_only)


def marks_in(text: str, *, sealed_only: bool = False) -> list[str]:
    marks = [SEALED, national(SEALED_BLOCK)]
    if not sealed_only:
        marks += [OPEN, national(OPEN_BLOCK)]
    # Without anything between any two signs the marks are found where they stand and elsewhere
    # too: where none is, the exact look is spared.
    bare = text.lower().encode("ascii", "ignore").translate(None, _BETWEEN)
    if not any(mark.encode() in bare for mark in marks):
        return []
    words = _together(text)
    return [mark for mark in marks if mark in words]


# With everything that is not ASCII all that may stand between two digits.
_BETWEEN = b" \t\n\r\f\v\x1c\x1d\x1e\x1f.-"
