"""What is left after each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from turkcell_hub.portal import cells
from turkcell_hub.portal.charts.series import Number, Series, figure

_WIDTH, _ROW, _BAR, _LEFT, _RIGHT = 640, 40, 26, 150, 130


def funnel(steps: Sequence[tuple[Any, Number]], *, title: Any) -> SafeString:
    """(label, value) from the widest to the narrowest; each bar says its share of the first."""
    first = float(steps[0][1]) if steps else 0
    room = _WIDTH - _LEFT - _RIGHT
    rows = []
    for i, (label, value) in enumerate(steps):
        share = float(value) / first if first else 0
        width = max(round(share * room, 2), 2)
        y = i * _ROW + (_ROW - _BAR) / 2
        said = f"{cells.number(value)} (%{cells.number(round(share * 100, 1))})"
        text_y = y + _BAR / 2 + 4
        rows.append(
            (_LEFT - 12, text_y, label, _LEFT, y, width, _BAR, _LEFT + width + 10, text_y, said)
        )
    picture = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="end">{}</text>'
        '<g class="series-0"><rect class="bar" x="{}" y="{}" width="{}" height="{}" rx="4"/></g>'
        '<text class="value" x="{}" y="{}">{}</text>',
        rows,
    )
    series = [Series(_("Sayı"), [value for _label, value in steps])]
    labels = [label for label, _value in steps]
    height = max(len(steps), 1) * _ROW
    return figure(title, picture, labels, series, width=_WIDTH, height=height)
