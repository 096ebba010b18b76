"""XML from strangers: bounded, without DOCTYPE, without anything outside the file (B5)."""

from __future__ import annotations

import codecs
import re
from xml.etree.ElementTree import Element, ParseError, XMLParser  # noqa: S405 - guarded below

from turkcell_hub.gateways.invoice.bill import UnreadableBill
from turkcell_hub.gateways.invoice.limits import DEPTH, ELEMENTS, FILE_BYTES

_PROLOG = re.compile(r"\A\s*<\?xml\b([^>]{0,200}?)\?>")
_PROLOG_BYTES = re.compile(rb"\A\s*<\?xml\b([^>]{0,200}?)\?>")
_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,20})["']""")
_KNOWN = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "iso-8859-1": "latin-1",
    "iso-8859-9": "iso-8859-9",
    "windows-1254": "cp1254",
    "cp1254": "cp1254",
    "windows-1252": "cp1252",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)


def parse(content: bytes) -> Element:
    """The root of a document. No entity is declared, fetched or expanded, no stylesheet is run.

    Raises ``UnreadableBill``: TOO_LARGE, ENCODING, DOCTYPE, TOO_MANY_ELEMENTS, TOO_DEEP or
    BROKEN_XML.
    """
    if len(content) > FILE_BYTES:
        raise UnreadableBill("TOO_LARGE")
    plain = _as_utf8(content)
    # Only a prolog may hold one; whatever looks like one elsewhere is refused with it.
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UnreadableBill("DOCTYPE")
    tags = plain.count(b"<")
    if tags > ELEMENTS and tags - plain.count(b"</") > ELEMENTS:
        raise UnreadableBill("TOO_MANY_ELEMENTS")
    parser = XMLParser()  # noqa: S314 - a document without DOCTYPE has no entities to expand
    try:
        parser.feed(plain)
        root: Element = parser.close()
    except ParseError:
        decode(content)  # letters that are none of their encoding are told apart
        raise UnreadableBill("BROKEN_XML") from None
    _check_depth(root)
    return root


def _as_utf8(content: bytes) -> bytes:
    """The document in UTF-8 and without its prolog, which may name another encoding. What is UTF-8
    already is not decoded here: the parser does, and refuses what is not."""
    told = _ENCODING.match(content)
    named = _KNOWN.get(told[1].decode("ascii").lower()) if told else "utf-8"
    if named == "utf-8" and content.startswith(b"<") and content[1:2] != b"\0":
        prolog = _PROLOG_BYTES.match(content)
        return content if prolog is None else content[prolog.end() :]
    text = decode(content)
    found = _PROLOG.match(text)
    try:
        return (text if found is None else text[found.end() :]).encode()
    except UnicodeEncodeError:
        raise UnreadableBill("BROKEN_XML") from None


def decode(content: bytes) -> str:
    """The text, by its byte order mark, else by its prolog, else UTF-8. Raises
    ``UnreadableBill("ENCODING")`` also for an encoding that no bill has."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decoded(content, name)
    told = _ENCODING.match(content)
    if told is None:
        return _decoded(content, "utf-8")
    known = _KNOWN.get(told[1].decode("ascii").lower())
    if known is None:
        raise UnreadableBill("ENCODING")
    return _decoded(content, known)


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        raise UnreadableBill("ENCODING") from None


def _check_depth(root: Element) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > DEPTH:
            raise UnreadableBill("TOO_DEEP")
        level = [child for element in level for child in element]
