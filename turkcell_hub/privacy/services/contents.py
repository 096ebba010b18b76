"""Whether a stored file names a person: sheets are zips of XML, everything else is read as is."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Any

from turkcell_hub.personal_data import Person

_PART = 1024 * 1024
_LONGEST = 320  # no needle is longer; parts overlap by so much


def names(file: Any, person: Person) -> bool:
    """False for a file that is not there (any more)."""
    needles = [one.encode() for one in (*person.digits, *person.tckns, *person.emails)]
    if not file or not needles:
        return False
    try:
        with file.open("rb") as opened:
            if zipfile.is_zipfile(opened):
                return _in_zip(opened, needles)
            opened.seek(0)
            return _in(opened, needles)
    except OSError:
        return False


def _in_zip(opened: IO[bytes], needles: list[bytes]) -> bool:
    with zipfile.ZipFile(opened) as archive:
        for name in archive.namelist():
            with archive.open(name) as member:
                if _in(member, needles):
                    return True
    return False


def _in(opened: IO[bytes], needles: list[bytes]) -> bool:
    return any(needle in part for part in _parts(opened) for needle in needles)


def _parts(opened: IO[bytes]) -> Iterator[bytes]:
    before = b""
    while chunk := opened.read(_PART):
        part = before + chunk.lower()
        yield part
        before = part[-_LONGEST:]
