"""Bars, plain and stacked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from turkcell_hub.portal import cells
from turkcell_hub.portal.charts.scale import HEIGHT, WIDTH, Scale, axes
from turkcell_hub.portal.charts.series import Format, Number, Series, coloured, figure


def bars(
    points: Sequence[tuple[Any, Number]],
    *,
    title: Any,
    name: Any = "",
    form: Format = cells.number,
    by_time: bool = False,
) -> SafeString:
    """One bar a (label, value); a zero keeps its place. ``name`` heads the table's column."""
    labels = [label for label, _value in points]
    one = Series(name or _("Sayı"), [value for _label, value in points])
    return stacked(labels, [one], title=title, form=form, by_time=by_time)


def stacked(
    labels: Sequence[Any],
    series: Sequence[Series],
    *,
    title: Any,
    form: Format = cells.number,
    by_time: bool = False,
) -> SafeString:
    """The series of each label on top of each other."""
    totals = [sum(float(one.values[i]) for one in series) for i in range(len(labels))]
    scale = Scale.over(max(totals, default=0), len(labels))
    pieces = format_html_join(
        "",
        '<rect class="bar {}" x="{}" y="{}" width="{}" height="{}" rx="2">'
        "<title>{}: {} {}</title></rect>",
        _pieces(scale, labels, series, form),
    )
    picture = format_html("{}{}", axes(scale, labels, form), pieces)
    return figure(title, picture, labels, series, form, width=WIDTH, height=HEIGHT, by_time=by_time)


def _pieces(
    scale: Scale, labels: Sequence[Any], series: Sequence[Series], form: Format
) -> Iterator[tuple[Any, ...]]:
    width = round(min(scale.slot * 0.7, 46), 2)
    for i, label in enumerate(labels):
        below = 0.0
        for index, one in enumerate(series):
            value = float(one.values[i])
            if value <= 0:
                continue
            top, bottom = scale.y(below + value), scale.y(below)
            x = round(scale.middle(i) - width / 2, 2)
            height = max(round(bottom - top, 2), 1)
            yield coloured(index), x, top, width, height, label, form(one.values[i]), one.name
            below += value
