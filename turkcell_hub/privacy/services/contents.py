"""Whether a stored file names a person: sheets are zips of XML, everything else is read as is."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from turkcell_hub.personal_data import Person

_PART = 1024 * 1024
_LONGEST = 320  # no needle is longer; parts overlap by so much
# A zip that is torn, locked by a password or packed in a way that nobody reads here.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, OSError)


def names(file: Any, person: Person) -> bool:
    """False for a file that is not there (any more), and for what of it nobody can read: one torn
    upload must not stop the erasure of everybody."""
    needles = [one.encode() for one in (*person.digits, *person.tckns, *person.emails)]
    if not file or not needles:
        return False
    try:
        with file.open("rb") as opened:
            if zipfile.is_zipfile(opened) and _in_zip(opened, needles):
                return True
            opened.seek(0)
            return _in(opened, needles)
    except OSError:
        return False


def _in_zip(opened: IO[bytes], needles: list[bytes]) -> bool:
    try:
        archive = zipfile.ZipFile(opened)
    except _UNREADABLE:
        return False
    return any(_in_member(archive, name, needles) for name in archive.namelist())


def _in_member(archive: zipfile.ZipFile, name: str, needles: list[bytes]) -> bool:
    try:
        with archive.open(name) as member:
            return _in(member, needles)
    except _UNREADABLE:
        return False


def _in(opened: IO[bytes], needles: list[bytes]) -> bool:
    return any(needle in part for part in _parts(opened) for needle in needles)


def _parts(opened: IO[bytes]) -> Iterator[bytes]:
    before = b""
    while chunk := opened.read(_PART):
        part = before + chunk.lower()
        yield part
        before = part[-_LONGEST:]
