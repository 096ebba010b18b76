"""A paper put together part by part; texts are plain and are shown as they are."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import qrcode
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, A6, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

_FONTS = Path(__file__).parent / "fonts"
_PLAIN, _BOLD = "DejaVuSans", "DejaVuSans-Bold"
_LINE = colors.HexColor("#9aa3af")


@cache
def _styles() -> dict[str, ParagraphStyle]:
    for name in (_PLAIN, _BOLD):
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(
        _PLAIN, normal=_PLAIN, bold=_BOLD, italic=_PLAIN, boldItalic=_BOLD
    )
    text = ParagraphStyle("text", fontName=_PLAIN, fontSize=10.5, leading=16, spaceAfter=8)
    return {
        "text": text,
        "small": ParagraphStyle("small", text, fontSize=8.5, leading=12, spaceAfter=4),
        "cell": ParagraphStyle("cell", text, fontSize=9.5, leading=13, spaceAfter=0),
        "label": ParagraphStyle(
            "label", text, fontName=_BOLD, fontSize=9, leading=13, spaceAfter=0
        ),
        "title": ParagraphStyle(
            "title", text, fontName=_BOLD, fontSize=15, leading=20, spaceAfter=14,
            alignment=TA_CENTER,
        ),
        "head": ParagraphStyle(
            "head", text, fontName=_BOLD, fontSize=11, spaceBefore=6, spaceAfter=3
        ),
        "right": ParagraphStyle("right", text, alignment=TA_RIGHT),
        "large": ParagraphStyle("large", text, fontSize=13, leading=19, spaceAfter=4),
    }  # fmt: skip


class _Code(Flowable):  # type: ignore[misc]
    """A QR code of dark squares on the paper's own white, the text beneath it."""

    _SIDE, _QUIET = 17 * mm, 4  # the quiet zone that the standard asks for, in modules

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        drawn = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
        drawn.add_data(text)
        self._rows: list[list[bool]] = drawn.get_matrix()

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        return width, self._SIDE + 4 * mm

    def draw(self) -> None:
        page = self.canv
        module = self._SIDE / (len(self._rows) + 2 * self._QUIET)
        page.setFillColor(colors.black)
        for down, row in enumerate(self._rows, start=self._QUIET + 1):
            for across, is_dark in enumerate(row, start=self._QUIET):
                if is_dark:
                    page.rect(across * module, 4 * mm + self._SIDE - down * module, module, module,
                              stroke=0, fill=1)  # fmt: skip
        page.setFont(_PLAIN, 8)
        page.drawString(0, 1 * mm, self._text)


class Paper:
    """``Paper("Başlık").text("…").table(…).pdf()``."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._parts: list[Any] = [self._paragraph(title, "title")]

    def text(self, *texts: str, style: str = "text") -> Paper:
        """Paragraphs; ``style``: text, small, head, right or large."""
        self._parts += [self._paragraph(one, style) for one in texts]
        return self

    def facts(self, rows: Sequence[tuple[str, str]]) -> Paper:
        """Labels with their values, in two columns; an empty value is a line to write on."""
        cells = [
            [self._paragraph(name, "label"), self._paragraph(value or "…" * 20, "cell")]
            for name, value in rows
        ]
        return self._add_table(cells, (48 * mm, None), has_head=False)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str | Flowable]]) -> Paper:
        """A table whose first column is as narrow as a tick and whose head repeats; a cell is a
        text or a ``code``."""
        cells: list[list[Any]] = [[self._paragraph(one, "label") for one in head]]
        cells += [
            [self._paragraph(one, "cell") if isinstance(one, str) else one for one in row]
            for row in rows
        ]
        widths = (10 * mm, *([None] * (len(head) - 1)))
        return self._add_table(cells, widths, has_head=True)

    @staticmethod
    def code(text: str) -> Flowable:
        """A cell of a table: ``text`` to be read by eye, and as a QR code by a scanner."""
        return _Code(text)

    def signatures(self, *signers: Sequence[str]) -> Paper:
        """Places for signature and stamp, side by side; each a few lines."""
        cells = [[[self._paragraph(line, "cell") for line in signer] for signer in signers]]
        table = Table(cells, colWidths=[170 * mm / len(signers)] * len(signers))
        table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
        self._parts.append(KeepTogether([Spacer(1, 12 * mm), table, Spacer(1, 22 * mm)]))
        return self

    def pdf(self) -> bytes:
        """The file. The same content gives the same bytes."""
        return _built(self._parts, self._title, A4, 20 * mm)

    @staticmethod
    def _paragraph(text: str, style: str) -> Paragraph:
        return Paragraph(escape(text), _styles()[style])

    def _add_table(self, cells: list[Any], widths: Sequence[Any], *, has_head: bool) -> Paper:
        table = Table(cells, colWidths=widths, repeatRows=1 if has_head else 0)
        table.setStyle(
            TableStyle(
                [
                    ("GRID", (0, 0), (-1, -1), 0.5, _LINE),
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("TOPPADDING", (0, 0), (-1, -1), 4),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
                ]
            )
        )
        self._parts += [table, Spacer(1, 5 * mm)]
        return self


def label(title: str, to: Sequence[str], sender: Sequence[str], note: str) -> bytes:
    """An address label, A6 across: who gets the parcel, large; who sends it, small."""
    styles = _styles()
    parts = [Paragraph(escape(line), styles["small"]) for line in sender]
    parts.append(Spacer(1, 8 * mm))
    parts += [Paragraph(escape(line), styles["large"]) for line in to]
    parts += [Spacer(1, 5 * mm), Paragraph(escape(note), styles["label"])]
    return _built(parts, title, landscape(A6), 9 * mm)


def _built(parts: list[Any], title: str, size: tuple[float, float], margin: float) -> bytes:
    _styles()
    target = io.BytesIO()
    SimpleDocTemplate(
        target, pagesize=size, title=title, author="Turkcell Hub", lang="tr", invariant=1,
        leftMargin=margin, rightMargin=margin, topMargin=margin, bottomMargin=margin,
    ).build(parts)  # fmt: skip
    return target.getvalue()
