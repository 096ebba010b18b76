"""Scanned papers for tests: small, and real enough to be taken."""

from __future__ import annotations

import io
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def pdf(extra: bytes = b"", words: bytes = b"belge") -> bytes:
    """A one-page PDF; ``extra`` stands in its catalogue."""
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R " + extra + b">>\nendobj\n"
        b"2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n"
        b"3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>\nendobj\n"
        b"% " + words + b"\ntrailer\n<</Root 1 0 R /Size 4>>\nstartxref\n9\n%%EOF\n"
    )


def packed_pdf(objects: bytes, head: bytes = b"/Filter /FlateDecode", packed: bool = True) -> bytes:
    """A PDF that keeps its objects in a compressed stream."""
    body = zlib.compress(objects) if packed else objects
    return (
        b"%PDF-1.7\n4 0 obj\n<</Type /ObjStm /N 1 /First 4 " + head + b" /Length "
        + str(len(body)).encode() + b">>\nstream\n" + body
        + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"
    )  # fmt: skip


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), shade: int = 200) -> bytes:
    made = io.BytesIO()
    Image.new("L", size, shade).save(made, kind)
    return made.getvalue()


def upload(content: bytes, name: str = "tarama.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")
