"""Stored files that belong to a person's file: scans of his consents, what was sent to him."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import PurePath
from typing import Any

from django.db.models import Q, QuerySet

from turkcell_hub.lib.papers import plain_name
from turkcell_hub.personal_data import Held, Person

MOST = 200  # files of one source
MOST_BYTES = 200_000_000  # of one archive


def of_rows(held: Held, rows: QuerySet[Any], person: Person) -> tuple[dict[str, Any], int]:
    """(name in the archive -> stored file, how many are not given). A file that names somebody
    else too is not given: it would tell of him."""
    if not held.file:
        return {}, 0
    filled = rows.exclude(Q(**{held.file: ""}) | Q(**{held.file: None})).order_by("pk")
    own = [row for row in filled[:MOST] if not _names_others(held, row, person)]
    return {_name(held, row): getattr(row, held.file) for row in own}, filled.count() - len(own)


def _names_others(held: Held, row: Any, person: Person) -> bool:
    if not held.alone:
        return False
    told = type(row)._base_manager.filter(pk=row.pk).values_list(held.alone, flat=True)
    return any(one and one not in person.addresses for one in told.iterator(chunk_size=100))


def put(archive: zipfile.ZipFile, name: str, file: Any) -> bool:
    """False for a file that is not there (any more) or does not fit."""
    if sum(one.file_size for one in archive.infolist()) > MOST_BYTES:
        return False
    try:
        with file.open("rb") as opened, archive.open(name, "w") as target:
            shutil.copyfileobj(opened, target)
    except OSError:
        return False
    return True


def _name(held: Held, row: Any) -> str:
    path = PurePath(getattr(row, held.file).name)
    table = held.model.rpartition(".")[2].lower()
    return f"dosyalar/{table}-{row.pk}-{plain_name(path.name, path.suffix)}"
