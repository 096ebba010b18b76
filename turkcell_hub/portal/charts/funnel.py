"""What is left after each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from turkcell_hub.portal import cells
from turkcell_hub.portal.charts.series import Number, Series, figure

_ROW, _BAR, _LEAST = 44, 18, 0.5


def funnel(steps: Sequence[tuple[Any, Number]], *, title: Any) -> SafeString:
    """(label, value) from the widest to the narrowest; over each bar its value and its share of the
    first. Bars are shares of the place they stand in: cut off by a phone's edge they would lie."""
    first = float(steps[0][1]) if steps else 0
    rows = []
    for i, (label, value) in enumerate(steps):
        share = float(value) / first if first else 0
        said = f"{cells.number(value)} (%{cells.number(round(share * 100, 1))})"
        y = i * _ROW
        rows.append((y + 13, label, said, y + 20, max(round(share * 100, 2), _LEAST), _BAR))
    picture = format_html_join(
        "",
        '<text x="0" y="{}">{}<tspan class="value" dx="8">{}</tspan></text>'
        '<g class="series-0"><rect class="bar" x="0" y="{}" width="{}%" height="{}" rx="4"/></g>',
        rows,
    )
    series = [Series(_("Sayı"), [value for _label, value in steps])]
    labels = [label for label, _value in steps]
    height = max(len(steps), 1) * _ROW
    return figure(title, picture, labels, series, width=None, height=height)
