"""Rows into staging by COPY, and out of it."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from django.db import connection

from iys_consent.models import UploadRow
from iys_consent.uploads.reading import Staged

_TABLE = UploadRow._meta.db_table
_COPY = f"COPY {_TABLE} (firm_id, upload_id, {', '.join(Staged._fields)}) FROM STDIN"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
# Where a person's own text may stand: names, and the cells as they came.
_FREE_TEXT = ("\\", "\t", "\n", "\r")


def copy(firm_id: int, upload_id: int, rows: Iterable[Staged]) -> None:
    """Adds the rows in one COPY, in the caller's transaction."""
    start = f"{firm_id}\t{upload_id}\t"
    buffer = StringIO("".join([_line(start, row) for row in rows]))
    with connection.cursor() as cursor:
        cursor.copy_expert(_COPY, buffer)  # type: ignore[attr-defined]


def clear(upload_id: int) -> None:
    """Deletes the rows of a list."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_TABLE} WHERE upload_id = %s", [upload_id])  # noqa: S608


def _line(start: str, row: Staged) -> str:
    (number, kind, first, last, phone, email, call, message, mail, call_v, message_v, mail_v,
     source, at, dealer, kinds, level, notes, raw) = row  # fmt: skip
    # isoformat is several times as quick as strftime; seconds are what the registry keeps.
    when = f"{at.isoformat(' ')[:19]} Europe/Istanbul" if at else "\\N"
    code = "\\N" if dealer is None else dealer
    first, last = _escaped(first), _escaped(last)
    return (
        f"{start}{number}\t{kind}\t{first}\t{last}\t{phone}\t{email}\t{call}\t{message}\t{mail}"
        f"\t{call_v}\t{message_v}\t{mail_v}\t{source}\t{when}\t{code}\t{kinds}\t{level}\t{notes}"
        f"\t{_escaped(raw)}\n"
    )


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES) if any(sign in text for sign in _FREE_TEXT) else text
