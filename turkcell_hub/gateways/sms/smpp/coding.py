"""Texts as the octets of short messages, and back (3GPP TS 23.038).

GSM characters travel one to an octet, as an SMSC's default alphabet wants them; the header of
a Turkish shift or of a part stands before them and is told by the UDH bit of ``esm_class``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from turkcell_hub.lib.sms_parts import CountingProfile, count, split
from turkcell_hub.lib.sms_parts.tables import GSM_BASIC, Coding

Shift = Literal["none", "single", "locking"]
DEFAULT_ALPHABET, LATIN_1, UCS_2 = 0, 3, 8
ESCAPE, CONCATENATION, CONCATENATION_16, SINGLE_SHIFT, LOCKING_SHIFT = 0x1B, 0x00, 0x08, 0x24, 0x25
TURKISH = 0x01
# The escape stands at 1Bh of the default alphabet, which ``GSM_BASIC`` leaves out.
_BASIC = {char: place + (place >= ESCAPE) for place, char in enumerate(GSM_BASIC)}
_EXTENSION = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E,
    "|": 0x40, "€": 0x65,
}  # fmt: skip
_SINGLE = {"Ğ": 0x47, "İ": 0x49, "Ş": 0x53, "ç": 0x63, "ğ": 0x67, "ı": 0x69, "ş": 0x73}
_LOCKING = {"ı": 0x07, "Ğ": 0x0B, "ğ": 0x0C, "Ş": 0x1C, "ş": 0x1D, "İ": 0x40, "ç": 0x60}
_FROM_BASIC = {place: char for char, place in _BASIC.items()}
_FROM_ESCAPED = {place: char for char, place in {**_EXTENSION, **_SINGLE}.items()}
_FROM_LOCKING = {**_FROM_BASIC, **{place: char for char, place in _LOCKING.items()}, 0x04: "€"}


@dataclass(frozen=True)
class Part:
    """One short message: ``data_coding``, its header (with the length octet, or empty), body."""

    data_coding: int
    header: bytes
    body: bytes


@dataclass(frozen=True)
class Concatenation:
    """Which part of which long message a short message is."""

    reference: int
    total: int
    number: int


def parts(text: str, profile: CountingProfile, reference: int) -> list[Part]:
    """As many parts as ``count(text, profile)`` bills. ``reference`` (0 to 255) ties them."""
    coding = count(text, profile).coding
    pieces = split(text, profile)
    shift = _shift(coding, profile.turkish_shift)
    made = []
    for number, piece in enumerate(pieces, 1):
        elements = shift
        if len(pieces) > 1:
            elements = bytes((CONCATENATION, 3, reference, len(pieces), number)) + shift
        made.append(Part(*_written(piece, coding, profile.turkish_shift, elements)))
    return made


def whole(text: str, profile: CountingProfile) -> Part:
    """The text in one piece, for ``message_payload``: the SMSC cuts it itself."""
    coding = count(text, profile).coding
    shift = _shift(coding, profile.turkish_shift)
    return Part(*_written(text, coding, profile.turkish_shift, shift))


def _shift(coding: Coding, shift: Shift) -> bytes:
    if coding != "gsm7_tr":
        return b""
    return bytes((LOCKING_SHIFT if shift == "locking" else SINGLE_SHIFT, 1, TURKISH))


def _written(text: str, coding: Coding, shift: Shift, elements: bytes) -> tuple[int, bytes, bytes]:
    header = bytes((len(elements),)) + elements if elements else b""
    if coding == "ucs2":
        return UCS_2, header, text.encode("utf-16-be")
    turkish = shift if coding == "gsm7_tr" else "none"
    return DEFAULT_ALPHABET, header, bytes(_octets(text, turkish))


def _octets(text: str, turkish: Shift) -> Iterator[int]:
    for char in text:
        if turkish == "locking" and char in _LOCKING:
            yield _LOCKING[char]
        elif turkish == "single" and char in _SINGLE:
            yield from (ESCAPE, _SINGLE[char])
        elif char in _EXTENSION:
            yield from (ESCAPE, _EXTENSION[char])
        else:
            yield _BASIC[char]


def read(data_coding: int, has_header: bool, octets: bytes) -> tuple[str, Concatenation | None]:
    """The text of a short message, and which part of a longer one it is. Octets that say
    nothing in their alphabet become U+FFFD; raises nothing."""
    elements: dict[int, bytes] = {}
    if has_header and octets:
        end = min(octets[0] + 1, len(octets))
        elements, octets = _elements(octets[1:end]), octets[end:]
    place = _concatenation(elements)
    if data_coding == UCS_2:
        return octets.decode("utf-16-be", "replace"), place
    if data_coding in (1, LATIN_1):
        return octets.decode("latin-1"), place
    return _from_gsm(octets, LOCKING_SHIFT in elements), place


def _elements(header: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    place = 0
    while place + 1 < len(header):
        end = place + 2 + header[place + 1]
        found[header[place]] = header[place + 2 : end]
        place = end
    return found


def _concatenation(elements: dict[int, bytes]) -> Concatenation | None:
    short, long = elements.get(CONCATENATION, b""), elements.get(CONCATENATION_16, b"")
    if len(short) == 3:
        return Concatenation(short[0], short[1], short[2])
    if len(long) == 4:
        return Concatenation(int.from_bytes(long[:2], "big"), long[2], long[3])
    return None


def _from_gsm(octets: bytes, locking: bool) -> str:
    table = _FROM_LOCKING if locking else _FROM_BASIC
    written, rest = [], iter(octets)
    for octet in rest:
        if octet == ESCAPE:
            escaped = next(rest, None)
            # An unknown escaped place is read in the main table (TS 23.038, 6.2.1.1).
            known = _FROM_ESCAPED.get(escaped or 0) if escaped is not None else " "
            written.append(known or table.get(escaped or 0, "\ufffd"))
        else:
            written.append(table.get(octet, "\ufffd"))
    return "".join(written)
