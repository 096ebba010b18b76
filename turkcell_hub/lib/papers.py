"""Scanned papers that people upload: what they are, told by their content, and what is refused.

A name and a browser's word prove nothing. A PDF is never given to a parser: it is looked at as
bytes, its object streams are inflated within limits, and whatever could act when it is opened
(scripts, programs, enclosed files, forms that send) refuses it.
"""

from __future__ import annotations

import enum
import io
import re
import unicodedata
import warnings
import zlib
from dataclasses import dataclass
from pathlib import PurePath

from PIL import Image, UnidentifiedImageError

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
_PICTURES = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG}

_MOST_STREAMS = 5_000  # object streams of one file
_MOST_INFLATED = 30_000_000  # bytes of all of them together
_TAIL = 2_048  # an honest PDF ends within these
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA|GoToE|GoToR"
    rb"|Rendition|Filespec)(?![A-Za-z0-9])"
)
_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z0-9])")
_SCRIPT = re.compile(rb"<\s*(?:!doctype|html|script|svg|body|iframe|\?php)", re.IGNORECASE)
_SIGNED_SPAN = re.compile(rb"/ByteRange\s*\[\s*\d+\s+\d+\s+\d+\s+\d+\s*\]")
_SIGNATURE = re.compile(rb"/Contents\s*<\s*30[0-9A-Fa-f]{64}")  # DER: a sequence
_ZIP_END = b"PK\x05\x06"
_PROGRAMS = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"%PDF-", b"<?php")


class Refusal(enum.StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TYPE = "type"
    MIXED = "mixed"  # two kinds of file in one
    ACTIVE = "active"  # does something when it is opened
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    HUGE = "huge"  # more pixels, pages or inflated bytes than is sane


class PaperRefused(ValueError):
    """``reason`` says why; the content itself is in no message."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Limits:
    """``most_bytes`` of a file, ``most_pixels`` of a picture."""

    most_bytes: int
    most_pixels: int


def check(content: bytes, limits: Limits) -> str:
    """The media type of a PDF, JPEG or PNG that is safe to keep and to show. Raises
    ``PaperRefused``."""
    if not content:
        raise PaperRefused(Refusal.EMPTY)
    if len(content) > limits.most_bytes:
        raise PaperRefused(Refusal.TOO_LARGE)
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return PDF
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _check_picture(content, limits)
    raise PaperRefused(Refusal.TYPE)


def is_signed(content: bytes) -> bool:
    """Whether a PDF carries an electronic signature: a span of bytes that is signed, and the
    signature itself. Whether it is good, and whose, a signature program tells."""
    return bool(
        content.startswith(b"%PDF-") and _SIGNED_SPAN.search(content) and _SIGNATURE.search(content)
    )


def plain_name(name: str, ending: str) -> str:
    """A name to show and to save under: no folders, no control signs or marks that turn the
    writing round, and the ending of what the file is. Never empty, at most 120 characters."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(
        char
        for char in unicodedata.normalize("NFC", last)
        if unicodedata.category(char)[0] != "C" and char not in '<>:"|?*'
    )
    stem = kept.rpartition(".")[0] if "." in kept else kept
    stem = " ".join(stem.strip(" .").split())[:110].rstrip(" .")
    return (stem or "belge") + ending


def _check_pdf(content: bytes) -> None:
    tail = content[-_TAIL:]
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise PaperRefused(Refusal.BROKEN)
    if _SCRIPT.search(content[:1024]) or _is_zip(content) or content[:2] == b"MZ":
        raise PaperRefused(Refusal.MIXED)
    if not re.match(rb"%PDF-[12]\.\d", content):
        raise PaperRefused(Refusal.TYPE)
    parts = readable_parts(content)
    if any(_ENCRYPTED.search(part) for part in parts):
        raise PaperRefused(Refusal.ENCRYPTED)
    if any(_ACTIVE.search(part) for part in parts):
        raise PaperRefused(Refusal.ACTIVE)
    if not any(PAGE.search(part) for part in parts):
        raise PaperRefused(Refusal.BROKEN)


def readable_parts(content: bytes) -> list[bytes]:
    """A PDF's own bytes and those that it keeps compressed. Raises ``PaperRefused``."""
    return [_unescaped(content), *_object_streams(content)]


def _unescaped(content: bytes) -> bytes:
    """Names may hide their letters: /J#61vaScript."""
    return _NAME_ESCAPE.sub(lambda found: bytes([int(found.group(1), 16)]), content)


def _object_streams(content: bytes) -> list[bytes]:
    """The dictionaries that a modern PDF keeps compressed; within limits, or refused."""
    found: list[bytes] = []
    left = _MOST_INFLATED
    place = _find_object_stream(content, 0)
    while place >= 0:
        if len(found) >= _MOST_STREAMS:
            raise PaperRefused(Refusal.HUGE)
        start = content.rfind(b" obj", 0, place)
        stream = content.find(b"stream", place)
        if start < 0 or stream < 0:
            raise PaperRefused(Refusal.BROKEN)
        head = _unescaped(content[start:stream])
        body = stream + len(b"stream")
        body += 2 if content[body : body + 2] == b"\r\n" else 1
        inflated = _inflated(head, content, body, left)
        left -= len(inflated)
        found.append(_unescaped(inflated))
        place = _find_object_stream(content, stream)
    return found


_OBJECT_STREAM = re.compile(rb"/(?:O|#4[Ff])(?:b|#62)(?:j|#6[Aa])(?:S|#53)(?:t|#74)(?:m|#6[Dd])")


def _find_object_stream(content: bytes, after: int) -> int:
    found = _OBJECT_STREAM.search(content, after)
    return found.start() if found else -1


def _inflated(head: bytes, content: bytes, body: int, left: int) -> bytes:
    """A stream's content. A filter that no scanner writes would hide it: refused."""
    filters = re.findall(
        rb"/(\w+)", (re.findall(rb"/Filter\s*(\[[^\]]*\]|/\w+)", head) or [b""])[0]
    )
    if filters not in ([], [b"FlateDecode"]) or b"/DecodeParms" in head:
        raise PaperRefused(Refusal.ACTIVE)
    if not filters:
        end = content.find(b"endstream", body)
        return content[body : end if end >= 0 else None][: left + 1]
    try:
        plain = zlib.decompressobj().decompress(content[body:], left + 1)
    except zlib.error:
        raise PaperRefused(Refusal.BROKEN) from None
    if len(plain) > left:
        raise PaperRefused(Refusal.HUGE)
    return plain


def _check_picture(content: bytes, limits: Limits) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
                width, height = picture.size
                if width * height > limits.most_pixels or not width * height:
                    raise PaperRefused(Refusal.HUGE)
                kind = _PICTURES[picture.format or ""]
                picture.verify()
    except PaperRefused:
        raise
    except Image.DecompressionBombError:
        raise PaperRefused(Refusal.HUGE) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, EOFError):
        raise PaperRefused(Refusal.BROKEN) from None
    if kind == JPEG and b"\xff\xd9" not in content[-65_536:]:
        raise PaperRefused(Refusal.BROKEN)
    rest = _after_picture(content, kind)
    if rest and (any(mark in rest for mark in _PROGRAMS) or _SCRIPT.search(rest)):
        raise PaperRefused(Refusal.MIXED)
    if _is_zip(content) or _SCRIPT.search(content[:512]):
        raise PaperRefused(Refusal.MIXED)
    return kind


def _after_picture(content: bytes, kind: str) -> bytes:
    """What stands behind the picture's end: cameras put their own notes there."""
    if kind == PNG:
        end = content.rfind(b"IEND\xaeB`\x82")
        if end < 0:
            raise PaperRefused(Refusal.BROKEN)
        return content[end + 8 :]
    return content[content.rfind(b"\xff\xd9") + 2 :]


def _is_zip(content: bytes) -> bool:
    """Whether an unpacker would find an archive at the end: its last record's comment reaches
    exactly to the file's end."""
    place = content.rfind(_ZIP_END, max(0, len(content) - 65_557))
    if place < 0 or place + 22 > len(content):
        return False
    comment = int.from_bytes(content[place + 20 : place + 22], "little")
    return place + 22 + comment <= len(content)
