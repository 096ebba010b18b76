"""Rows into staging by COPY, and out of it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.db import connection

from iys_consent.models import UploadRow
from iys_consent.uploads.reading import COLUMNS, Staged

_TABLE = UploadRow._meta.db_table
_COPY = f"COPY {_TABLE} (firm_id, upload_id, {', '.join(COLUMNS)}) FROM STDIN"
_PIECE = 250  # rows


class Lines:
    """The file that COPY reads: rows are read while the database takes in those before them.

    ``rows``: how many it has given; ``last``: the number of the last one; ``failed``: what
    stopped the reading, which COPY would tell of in words of its own.
    """

    def __init__(self, firm_id: int, upload_id: int, rows: Iterable[Staged]) -> None:
        self._start, self._left = f"{firm_id}\t{upload_id}\t", iter(rows)
        self.rows = self.last = 0
        self.failed: BaseException | None = None

    def read(self, _size: int = -1) -> bytes:
        try:
            piece = list(islice(self._left, _PIECE))
        except BaseException as error:  # noqa: BLE001 - raised again behind the COPY
            self.failed = error
            return b""
        if piece:
            self.rows += len(piece)
            self.last = piece[-1].number
        return "".join([self._start + row.line for row in piece]).encode()


def copy(firm_id: int, upload_id: int, rows: Iterable[Staged]) -> Lines:
    """Adds the rows in one COPY, in the caller's transaction, as they are read. Raises what
    reading them raises."""
    lines = Lines(firm_id, upload_id, rows)
    with connection.cursor() as cursor:
        cursor.copy_expert(_COPY, lines)
    failed, lines.failed = lines.failed, None
    if failed is not None:
        raise failed
    return lines


def clear(upload_id: int) -> None:
    """Deletes the rows of a list."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_TABLE} WHERE upload_id = %s", [upload_id])  # noqa: S608
