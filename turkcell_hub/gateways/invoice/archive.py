"""ZIP files from strangers: counted while they are read, never by what their header says (B5)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from turkcell_hub.gateways.invoice.bill import UnreadableBill
from turkcell_hub.gateways.invoice.limits import (
    ARCHIVE_BYTES,
    ARCHIVE_MEMBERS,
    ARCHIVE_RATIO,
    FILE_BYTES,
)

_PIECE = 65_536
_SMALL = 64 * 1024  # below this a high ratio is ordinary: a short XML file of blanks
_FOREIGN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


class Member(NamedTuple):
    name: str  # the last part of its path, at most 120 characters
    content: bytes


def is_archive(content: bytes) -> bool:
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def members(content: bytes) -> Iterator[Member]:
    """The files of an archive, one after the other. Raises ``UnreadableBill``: TOO_LARGE,
    BROKEN_ARCHIVE, TOO_MANY_FILES, ARCHIVE_PATH, ARCHIVE_ENCRYPTED, NESTED_ARCHIVE,
    ARCHIVE_BOMB."""
    if len(content) > ARCHIVE_BYTES:
        raise UnreadableBill("TOO_LARGE")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _FOREIGN:
        raise UnreadableBill("BROKEN_ARCHIVE") from None
    with archive:
        entries = [one for one in archive.infolist() if not one.is_dir()]
        if len(entries) > ARCHIVE_MEMBERS:
            raise UnreadableBill("TOO_MANY_FILES")
        left = ARCHIVE_BYTES
        for entry in entries:
            _check_name(entry)
            data = _read(archive, entry, min(left, FILE_BYTES))
            left -= len(data)
            yield Member(entry.filename.rsplit("/", 1)[-1][:120], data)


def _check_name(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or ":" in parts[0] or "\x00" in name:
        raise UnreadableBill("ARCHIVE_PATH")
    if entry.flag_bits & 0x1:
        raise UnreadableBill("ARCHIVE_ENCRYPTED")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    bound = min(limit, max(_SMALL, entry.compress_size * ARCHIVE_RATIO))
    content = bytearray()
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(_PIECE):
                content += piece
                if len(content) > bound:
                    raise UnreadableBill("ARCHIVE_BOMB")
    except _FOREIGN:
        raise UnreadableBill("BROKEN_ARCHIVE") from None
    whole = bytes(content)
    if is_archive(whole):
        raise UnreadableBill("NESTED_ARCHIVE")
    return whole
