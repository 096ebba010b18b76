"""What is taken as a scanned paper, and forty files that are not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from tests.support.scans import packed_pdf, pdf, picture
from turkcell_hub.lib.papers import JPEG, PDF, PNG, Limits, PaperRefused, check, plain_name

LIMITS = Limits(most_bytes=2_000_000, most_pixels=1_000_000)
PAGE = b"1 0 <</Type /Page>>"


def archive(name: str = "word/vbaProject.bin") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, b"\0" * 100_000)
    return made.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """Says that it is enormous; holds nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = b""
    for name, body in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")):
        crc = struct.pack(">I", zlib.crc32(name + body))
        chunks += struct.pack(">I", len(body)) + name + body + crc
    return b"\x89PNG\r\n\x1a\n" + chunks


HOSTILE: dict[str, tuple[bytes, str]] = {
    "zero bytes": (b"", "empty"),
    "larger than the limit": (pdf() + b" " * 2_000_000, "too_large"),
    "text": ("kimliğim".encode(), "type"),
    "NUL bytes alone": (b"\0" * 4096, "type"),
    "HTML with a PDF's name": (b"<html><script>alert(1)</script></html>", "type"),
    "SVG with a script": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>', "type"),
    "XML with an entity bomb": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]>', "type"),
    "Windows program": (b"MZ\x90\0" + b"\0" * 200, "type"),
    "Linux program": (b"\x7fELF" + b"\0" * 200, "type"),
    "shell script": (b"#!/bin/sh\nrm -rf /\n", "type"),
    "zip": (archive(), "type"),
    "zip bomb": (archive("0" * 100), "type"),
    "Word with macros": (archive("word/vbaProject.bin"), "type"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "type"),
    "RTF": (b"{\\rtf1 {\\object}}", "type"),
    "PostScript": (b"%!PS-Adobe-3.0\n(%pipe%id) (r) file", "type"),
    "GIF": (b"GIF89a" + b"\0" * 64, "type"),
    "GIF that is a script": (b"GIF89a/*\0*/=1;alert(1)", "type"),
    "TIFF": (b"II*\0" + b"\0" * 64, "type"),
    "WebP": (b"RIFF\0\0\0\0WEBPVP8 ", "type"),
    "HEIC": (b"\0\0\0\x18ftypheic" + b"\0" * 64, "type"),
    "PHP behind blanks": (b"   <?php system($_GET['c']); ?>", "type"),
    "PDF behind junk": (b"junk\n" + pdf(), "type"),
    "PDF of a version that is none": (pdf().replace(b"1.7", b"9.x"), "type"),
    "PDF and archive in one": (pdf() + archive(), "mixed"),
    "PDF with an archive's end": (pdf() + b"PK\x05\x06" + b"\0" * 18, "mixed"),
    "PDF that begins as a web page": (pdf(words=b"<script>alert(1)</script>"), "mixed"),
    "PDF with a script": (pdf(b"/OpenAction <</S /JavaScript /JS (app.alert(1))>>"), "active"),
    "PDF with a script in disguise": (pdf(b"/OpenAction <</S /J#61vaScr#69pt>>"), "active"),
    "PDF that starts a program": (pdf(b"/AA <</O <</S /Launch /F (cmd.exe)>>>>"), "active"),
    "PDF with a file inside": (pdf(b"/Names <</EmbeddedFiles 9 0 R>>"), "active"),
    "PDF that sends a form": (pdf(b"/AcroForm <</S /SubmitForm /F (http://x)>>"), "active"),
    "PDF with an XFA form": (pdf(b"/AcroForm <</XFA 8 0 R>>"), "active"),
    "PDF with a password": (pdf(b"/Encrypt 9 0 R"), "encrypted"),
    "PDF with a script in a packed stream": (packed_pdf(PAGE + b"<</S/JavaScript>>"), "active"),
    "PDF whose stream hides behind a filter": (
        packed_pdf(PAGE, b"/Filter [/ASCIIHexDecode /FlateDecode]"), "active",
    ),
    "PDF that inflates without end": (packed_pdf(b"\0" * 40_000_000), "huge"),
    "PDF whose stream is broken": (packed_pdf(b"junk", packed=False), "broken"),
    "PDF without a page": (pdf().replace(b"/Type /Page ", b"/Type /None "), "broken"),
    "half a PDF": (pdf()[:120], "broken"),
    "half a PNG": (picture()[:40], "broken"),
    "PNG of a billion pixels": (huge_png(40_000, 40_000), "huge"),
    "PNG wider than is sane": (huge_png(2_000_000_000, 1), "huge"),
    "PNG without a pixel": (huge_png(0, 0), "broken"),
    "PNG and archive in one": (picture() + archive(), "mixed"),
    "PNG and web page in one": (picture() + b"<script>alert(1)</script>", "mixed"),
    "PNG whose sums are wrong": (picture()[:30] + b"\0\0\0" + picture()[33:], "broken"),
    "half a JPEG": (picture("JPEG")[:200], "broken"),
    "JPEG and PDF in one": (picture("JPEG") + pdf(), "mixed"),
    "JPEG and PHP in one": (picture("JPEG") + b"<?php system('id');", "mixed"),
    "first bytes of a JPEG alone": (b"\xff\xd8\xff\xe0" + b"\0" * 100, "broken"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_upload_is_refused_with_its_reason(name: str) -> None:
    content, reason = HOSTILE[name]
    with pytest.raises(PaperRefused) as refused:
        check(content, LIMITS)
    assert refused.value.reason == reason


def test_there_are_forty_of_them() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), PDF),
        (packed_pdf(PAGE), PDF),
        (packed_pdf(PAGE, b"", packed=False), PDF),
        (pdf(b"/OpenAction [3 0 R /Fit]"), PDF),
        (picture("PNG"), PNG),
        (picture("JPEG"), JPEG),
        (picture("JPEG") + b"camera's own note \x01\x02", JPEG),
    ],
    ids=["pdf", "packed", "unpacked stream", "opens at a page", "png", "jpeg", "jpeg with a note"],
)
def test_an_honest_scan_is_taken_for_what_it_is(content: bytes, kind: str) -> None:
    assert check(content, LIMITS) == kind


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Kimlik Fotokopisi.PDF", "Kimlik Fotokopisi.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ali\\vergi levhası.jpeg", "vergi levhası.pdf"),
        ("belge.pdf\0.exe", "belge.pdf.pdf"),
        ("fatura\u202efdp.exe", "faturafdp.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("<img src=x>.pdf", "img src=x.pdf"),
        ("", "belge.pdf"),
        ("...", "belge.pdf"),
        ("/", "belge.pdf"),
        ("x" * 400 + ".pdf", "x" * 110 + ".pdf"),
    ],
)
def test_a_name_is_shown_without_paths_and_tricks(given: str, shown: str) -> None:
    assert plain_name(given, ".pdf") == shown
