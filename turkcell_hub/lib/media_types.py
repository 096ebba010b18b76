"""What a file really is, told by its first bytes: a name and a browser's word prove nothing."""

from __future__ import annotations

from collections.abc import Callable

HEAD = 64  # so many first bytes are enough
NAMES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "video/mp4": "MP4",
    "video/3gpp": "3GP",
    "audio/mpeg": "MP3",
    "audio/amr": "AMR",
}


def _starts(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(beginnings)


def _brand(*brands: bytes) -> Callable[[bytes], bool]:
    return lambda head: head[4:8] == b"ftyp" and head[8:12].startswith(brands)


def _is_mp3(head: bytes) -> bool:
    """A tag, or the sync of a frame of MPEG layer III."""
    frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06 == 0x02
    return head.startswith(b"ID3") or frame


_KINDS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("image/jpeg", _starts(b"\xff\xd8\xff")),
    ("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    ("image/gif", _starts(b"GIF87a", b"GIF89a")),
    ("video/3gpp", _brand(b"3gp", b"3g2")),
    ("video/mp4", _brand(b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"M4V", b"iso5", b"iso6")),
    ("audio/amr", _starts(b"#!AMR")),
    ("audio/mpeg", _is_mp3),
)


def type_of(content: bytes) -> str | None:
    """The media type of a picture, film or sound that a phone shows; None for anything else."""
    head = content[:HEAD]
    return next((kind for kind, fits in _KINDS if fits(head)), None)
