"""What a scan looks like to its reader."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from tests.support.scans import packed_pdf, pdf, picture
from turkcell_hub.lib.paper_looks import Doubt, Look, look
from turkcell_hub.lib.papers import JPEG, PDF, PNG


def written(size: tuple[int, int], kind: str = "PNG", paper: int = 255) -> bytes:
    """A page with lines of writing."""
    page = Image.new("L", size, paper)
    pen = ImageDraw.Draw(page)
    for place in range(10, size[1] - 10, 20):
        pen.line((10, place, size[0] - 10, place), fill=20, width=4)
    made = io.BytesIO()
    page.save(made, kind)
    return made.getvalue()


TWO = b"2 0 obj\n<</Type /Pages /Kids [3 0 R 4 0 R] /Count 2>>\nendobj\n"
PAGES = b"3 0 obj\n<</Type /Page>>\nendobj\n4 0 obj\n<</Type/Page>>\nendobj\n"


@pytest.mark.parametrize(
    ("content", "kind", "seen"),
    [
        (pdf(), PDF, Look(1)),
        (b"%PDF-1.7\n" + TWO + PAGES, PDF, Look(2)),
        (b"%PDF-1.7\n" + TWO + PAGES + PAGES, PDF, Look(2)),  # saved again after it was signed
        (packed_pdf(b"<</Type /Pages /Count 2>> <</Type /Page>> <</Type /Page>>"), PDF, Look(2)),
        (b"%PDF-1.7\n<</Type /Page>> <</Type /Page>>", PDF, Look(2)),
        (written((1240, 1754)), PNG, Look(1)),
        (written((1240, 1754), "JPEG", 190), JPEG, Look(1)),
        (written((400, 560)), PNG, Look(1, Doubt.SMALL)),
        (picture("PNG", (1240, 1754), 255), PNG, Look(1, Doubt.BLANK)),
        (picture("JPEG", (1240, 1754), 120), JPEG, Look(1, Doubt.BLANK)),
        (b"\x89PNG half", PNG, Look(1)),
    ],
    ids=["one page", "two", "two, saved twice", "two, packed", "without a tree", "a written page",
         "a grey photograph", "too small", "white", "a lens cap", "half a file"],
)  # fmt: skip
def test_pages_are_counted_and_what_cannot_be_read_is_doubted(
    content: bytes, kind: str, seen: Look
) -> None:
    assert look(content, kind) == seen
