"""What the octets of a short message say: the alphabets of 3GPP TS 23.038, with both Turkish
shifts, and the header of 3GPP TS 23.040."""

from __future__ import annotations

from typing import NamedTuple

_ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TURKISH_ALPHABET = (
    "@£$¥€éùıòÇ\nĞğ\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bŞşßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "İABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§çabcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = {
    0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]",
    0x40: "|", 0x65: "€",
}  # fmt: skip
_TURKISH_EXTENSION = {
    **_EXTENSION, 0x47: "Ğ", 0x49: "İ", 0x53: "Ş", 0x63: "ç", 0x67: "ğ", 0x69: "ı", 0x73: "ş",
}  # fmt: skip
_SEPTETS, _OCTETS = 160, 140


class Unreadable(ValueError):
    """Octets that the coding does not know, or more of them than a short message holds."""


class Read(NamedTuple):
    """``weight``: what a Turkish letter costs; ``coding`` in the words of engine.counting."""

    text: str
    coding: int
    weight: int
    reference: int = 0
    total: int = 1
    number: int = 1


def read(octets: bytes, data_coding: int, has_header: bool, *, limited: bool) -> Read:
    """``limited``: a short message, which the air interface holds to 140 octets. Raises
    Unreadable."""
    header = b""
    if has_header:
        if not octets or octets[0] >= len(octets):
            raise Unreadable("the header is longer than the message")
        header, octets = octets[: octets[0] + 1], octets[octets[0] + 1 :]
    elements = _elements(header[1:])
    place = _place(elements)
    if data_coding == 8:
        if len(octets) % 2 or (limited and len(header) + len(octets) > _OCTETS):
            raise Unreadable("too many octets")
        return Read(_ucs2(octets), 2, 1, *place)
    if data_coding != 0:
        raise Unreadable("a data_coding that this SMSC does not know")
    if limited and len(octets) > _SEPTETS - -(-len(header) * 8 // 7):
        raise Unreadable("too many septets")
    single, locking = elements.get(0x24) == b"\1", elements.get(0x25) == b"\1"
    text = _gsm(octets, _TURKISH_ALPHABET if locking else _ALPHABET, single)
    return Read(text, 1 if single or locking else 0, 2 if single and not locking else 1, *place)


def _elements(header: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    while at < len(header):
        length = header[at + 1] if at + 1 < len(header) else len(header)
        if at + 2 + length > len(header):
            raise Unreadable("a broken header")
        found[header[at]] = header[at + 2 : at + 2 + length]
        at += 2 + length
    return found


def _place(elements: dict[int, bytes]) -> tuple[int, int, int]:
    told = elements.get(0x00)
    if told is None:
        return 0, 1, 1
    if len(told) != 3 or not 1 <= told[2] <= told[1]:
        raise Unreadable("a broken part number")
    return told[0], told[1], told[2]


def _ucs2(octets: bytes) -> str:
    try:
        return octets.decode("utf-16-be")
    except UnicodeDecodeError as error:
        raise Unreadable("a character was cut in two") from error


def _gsm(octets: bytes, alphabet: str, single: bool) -> str:
    extension = _TURKISH_EXTENSION if single else _EXTENSION
    written, escaped = [], False
    for octet in octets:
        if octet > 0x7F:
            raise Unreadable("no character of the alphabet")
        if escaped:
            if octet not in extension:
                raise Unreadable("no character of the extension")
            written.append(extension[octet])
            escaped = False
        elif octet == 0x1B:
            escaped = True
        else:
            written.append(alphabet[octet])
    if escaped:
        raise Unreadable("an escape at the end")
    return "".join(written)


def write(text: str) -> tuple[int, bytes]:
    """data_coding and octets of a text from a handset: the default alphabet where it does, else
    UCS-2, which is what handsets choose without national tables."""
    octets = bytearray()
    backwards = {char: code for code, char in _EXTENSION.items()}
    for char in text:
        if char in _ALPHABET:
            octets.append(_ALPHABET.index(char))
        elif char in backwards:
            octets += bytes((0x1B, backwards[char]))
        else:
            return 8, text.encode("utf-16-be", "replace")
    return 0, bytes(octets)
