"""Lines over time, and the small one of a dashboard card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from turkcell_hub.portal import cells
from turkcell_hub.portal.charts.scale import BOTTOM, HEIGHT, WIDTH, Scale, axes
from turkcell_hub.portal.charts.series import Format, Number, Series, coloured, figure

_SPARK_WIDTH, _SPARK_HEIGHT, _EDGE = 160, 36, 3


def lines(
    labels: Sequence[Any],
    series: Sequence[Series],
    *,
    title: Any,
    form: Format = cells.number,
    by_time: bool = False,
) -> SafeString:
    """One line a series; a single line has its area filled."""
    greatest = max((float(v) for one in series for v in one.values), default=0)
    scale = Scale.over(greatest, len(labels))
    drawn = format_html_join(
        "",
        "{}",
        ((_line(scale, index, one, len(series) == 1),) for index, one in enumerate(series)),
    )
    picture = format_html("{}{}", axes(scale, labels, form), drawn)
    return figure(title, picture, labels, series, form, width=WIDTH, height=HEIGHT, by_time=by_time)


def _line(scale: Scale, index: int, series: Series, is_alone: bool) -> SafeString:
    points = [(scale.middle(i), scale.y(float(v))) for i, v in enumerate(series.values)]
    if not points:
        return SafeString("")
    path = _path(points)
    floor = HEIGHT - BOTTOM
    area = f"{path} L{points[-1][0]} {floor} L{points[0][0]} {floor} Z"
    return format_html(
        '<g class="{}">{}<path class="line" d="{}"/>'
        '<circle class="dot" cx="{}" cy="{}" r="4"/></g>',
        coloured(index),
        format_html('<path class="area" d="{}"/>', area) if is_alone else "",
        path,
        *points[-1],
    )


def sparkline(values: Sequence[Number], *, title: Any) -> SafeString:
    """A trend without axes; ``title`` says it in words ("Son 14 gün, en çok 1.204")."""
    if not values:
        return SafeString("")
    low, high = float(min(values)), float(max(values))
    span = (high - low) or 1
    step = (_SPARK_WIDTH - 2 * _EDGE) / max(len(values) - 1, 1)
    points = [
        (
            round(_EDGE + i * step, 2),
            round(_SPARK_HEIGHT - _EDGE - (float(v) - low) / span * (_SPARK_HEIGHT - 2 * _EDGE), 2),
        )
        for i, v in enumerate(values)
    ]
    return format_html(
        '<span class="hub-chart hub-sparkline"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<g class="series-0"><path class="line" d="{}"/><circle class="dot" cx="{}" cy="{}" r="3"/>'
        "</g></svg></span>",
        _SPARK_WIDTH,
        _SPARK_HEIGHT,
        title,
        _path(points),
        *points[-1],
    )


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in points)
