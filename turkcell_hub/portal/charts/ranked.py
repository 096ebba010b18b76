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

_WIDTH, _ROW, _BAR, _LEFT, _RIGHT = 480, 30, 18, 160, 90
_LETTERS = 26


def ranked(
    points: Sequence[tuple[Any, Number]], *, title: Any, name: Any, address: str = ""
) -> SafeString:
    """One bar an amount of money; what is not above zero keeps its row. ``name`` heads the
    table's column; a label leads to ``address`` and itself, where one is given."""
    most = max((float(value) for _label, value in points), default=0)
    room = _WIDTH - _LEFT - _RIGHT
    rows = []
    for i, (label, value) in enumerate(points):
        share = float(value) / most if most > 0 else 0
        width = max(round(share * room, 2), 2)
        y = i * _ROW + (_ROW - _BAR) / 2
        text_y = y + _BAR / 2 + 4
        short: Any = Truncator(str(label)).chars(_LETTERS)
        if address:
            short = format_html('<a href="{}{}">{}</a>', address, quote(str(label)), short)
        said = cells.money(value)
        rows.append((_LEFT - 10, text_y, short, _LEFT, y, width, _BAR, label, said,
                     _LEFT + width + 8, text_y, said))  # fmt: skip
    picture = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="end">{}</text>'
        '<g class="series-0"><rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="3">'
        "<title>{}: {}</title></rect></g>"
        '<text class="value" x="{}" y="{}">{}</text>',
        rows,
    )
    labels = [label for label, _value in points]
    series = [Series(name, [value for _label, value in points])]
    height = max(len(points), 1) * _ROW
    return figure(title, picture, labels, series, cells.money, width=_WIDTH, height=height)
