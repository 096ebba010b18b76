"""Lying bars, the largest first: for labels that need room, as numbers and projects do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from turkcell_hub.portal import cells
from turkcell_hub.portal.charts.series import Number, Series, figure

_ROW, _BAR, _LEAST = 42, 14, 0.5
_LETTERS = 26


def ranked(
    points: Sequence[tuple[Any, Number]], *, title: Any, name: Any, address: str = ""
) -> SafeString:
    """One bar an amount of money, its label and the amount over it; what is not above zero keeps
    its row. Bars are shares of the place they stand in, so nothing is cut off on a phone. ``name``
    heads the table's column; a label leads to ``address`` and itself, where one is given."""
    most = max((float(value) for _label, value in points), default=0)
    rows = []
    for i, (label, value) in enumerate(points):
        share = float(value) / most if most > 0 else 0
        y, said = i * _ROW, cells.money(value)
        short: Any = Truncator(str(label)).chars(_LETTERS)
        if address:
            short = format_html('<a href="{}{}">{}</a>', address, quote(str(label)), short)
        width = max(round(share * 100, 2), _LEAST)
        rows.append((y + 13, short, y + 13, said, y + 19, width, _BAR, label, said))
    picture = format_html_join(
        "",
        '<text x="0" y="{}">{}</text>'
        '<text class="value" x="100%" y="{}" text-anchor="end">{}</text>'
        '<g class="series-0"><rect class="bar" x="0" y="{}" width="{}%" height="{}" rx="3">'
        "<title>{}: {}</title></rect></g>",
        rows,
    )
    labels = [label for label, _value in points]
    series = [Series(name, [value for _label, value in points])]
    height = max(len(points), 1) * _ROW
    return figure(title, picture, labels, series, cells.money, width=None, height=height)
