"""Files from strangers: refused by name, in bounded time and memory (B5; reliability, hole 7)."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import bills
from turkcell_hub.gateways.invoice import archive, reading, safe_xml, ubl
from turkcell_hub.gateways.invoice.bill import Bill, UnreadableBill

GOOD = bills.printed("bulk", count=20)
LAUGHS = b"<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>"


def zipped(*members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>", "DOCTYPE"),
        (b"<?xml version='1.0'?><!DOCTYPE x [" + LAUGHS + b"]><x>&b;</x>", "DOCTYPE"),
        ("<!DOCTYPE x><x/>".encode("utf-16"), "DOCTYPE"),
        (b"<a>" * 65 + b"</a>" * 65, "TOO_DEEP"),
        (b"<a>" + b"<b/>" * 500_001 + b"</a>", "TOO_MANY_ELEMENTS"),
        (b" " * (10 * 1024 * 1024 + 1), "TOO_LARGE"),
        (b"<?xml version='1.0' encoding='utf-7'?><x/>", "ENCODING"),
        (b"<x>\xff\xfe</x>", "ENCODING"),
        (b"<x><y></x>", "BROKEN_XML"),
        (b"<x>&unknown;</x>", "BROKEN_XML"),
        (b"", "BROKEN_XML"),
        (b"<x/>", "NO_INVOICE"),
        (GOOD.replace(b"2026-11-01", b"2026-13-41"), "DATE"),
        (GOOD.replace(b"</cbc:PayableAmount>", b"e9999</cbc:PayableAmount>"), "AMOUNT"),
    ],
)  # fmt: skip
def test_a_hostile_document_is_refused_by_name(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableBill) as refused:
        ubl.read(content)
    assert refused.value.reason == reason


def test_an_attached_stylesheet_is_left_alone() -> None:
    assert ubl.read(bills.printed("bulk", stylesheet=700_000)) == ubl.read(bills.printed("bulk"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped(("../../etc/x.xml", GOOD)), "ARCHIVE_PATH"),
        (zipped(("/etc/x.xml", GOOD)), "ARCHIVE_PATH"),
        (zipped(("C:\\x.xml", GOOD)), "ARCHIVE_PATH"),
        (zipped(("in.zip", zipped(("x.xml", GOOD)))), "NESTED_ARCHIVE"),
        (zipped(("x.xml", b" " * 9_000_000)), "ARCHIVE_BOMB"),
        (zipped(*((f"{i}.xml", b"<x/>") for i in range(201))), "TOO_MANY_FILES"),
        (zipped(("x.xml", GOOD))[:-30], "BROKEN_ARCHIVE"),
        (b"PK\x05\x06" + b"\x00" * 18, "EMPTY_ARCHIVE"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_archive_is_refused_by_name(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableBill) as refused:
        reading.unpacked(content, "faturalar.zip")
    assert refused.value.reason == reason


def test_an_archive_that_lies_about_its_sizes_is_counted_while_it_is_read() -> None:
    honest = bytearray(zipped(("x.xml", b" " * 9_000_000)))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = honest.rindex(mark) + place
        honest[start : start + 4] = (100).to_bytes(4, "little")
    with pytest.raises(UnreadableBill):
        list(archive.members(bytes(honest)))


def test_an_archive_gives_each_of_its_bills() -> None:
    second = bills.printed("single", "TCL2026000000002")
    documents = reading.unpacked(zipped(("a/1.xml", GOOD), ("2.xml", second)), "x.zip")
    assert [one.name for one in documents] == ["1.xml", "2.xml"]
    assert [reading.read(one)[0].number for one in documents] == [
        "TCL2026000000001", "TCL2026000000002",
    ]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_mangled_bill_is_read_or_refused_and_never_breaks_the_reader(data: st.DataObject) -> None:
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
    with suppress(UnreadableBill):
        assert isinstance(ubl.read(bytes(content)), Bill)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for read in (safe_xml.parse, lambda c: reading.unpacked(b"PK\x03\x04" + c, "x")):
        with suppress(UnreadableBill):
            read(content)
