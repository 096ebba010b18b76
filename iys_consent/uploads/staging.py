"""Rows into staging by COPY, and out of it."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from django.db import connection

from iys_consent.models import UploadRow
from iys_consent.uploads.reading import COLUMNS, Staged

_TABLE = UploadRow._meta.db_table
_COPY = f"COPY {_TABLE} (firm_id, upload_id, {', '.join(COLUMNS)}) FROM STDIN"
_PIECE = 1 << 18


def copy(firm_id: int, upload_id: int, rows: Iterable[Staged]) -> None:
    """Adds the rows in one COPY, in the caller's transaction."""
    start = f"{firm_id}\t{upload_id}\t"
    lines = "".join([start + row.line for row in rows])
    with connection.cursor() as cursor:
        cursor.copy_expert(_COPY, BytesIO(lines.encode()), _PIECE)


def clear(upload_id: int) -> None:
    """Deletes the rows of a list."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_TABLE} WHERE upload_id = %s", [upload_id])  # noqa: S608
