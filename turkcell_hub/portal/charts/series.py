"""The data of a chart, and the frame that all charts share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from turkcell_hub.portal import cells

Number = int | float | Decimal
Format = Callable[[Any], str]
COLOURS = 6
_ids = count(1)


@dataclass(frozen=True)
class Series:
    """One named row of values, one a label."""

    name: Any
    values: Sequence[Number]


def figure(
    title: Any,
    picture: SafeString,
    labels: Sequence[Any],
    series: Sequence[Series],
    form: Format = cells.number,
    *,
    width: int | None,
    height: int,
    by_time: bool = False,
) -> SafeString:
    """The picture with its name for screen readers, its legend and its table. Where it is wider
    than the screen, one ``by_time`` shows its end first: the newest. Without a ``width`` it is
    drawn in shares of its place and is never wider than the screen."""
    number = next(_ids)
    size = format_html(
        'height="{}"' if width is None else 'viewBox="0 0 {1} {0}"', height, width or 0
    )
    return format_html(
        '<figure class="hub-chart"><div class="hub-chart-picture{dated}" tabindex="0" role="group"'
        ' aria-label="{title}"><svg {size} role="img"'
        ' aria-labelledby="chart-{number}"><title id="chart-{number}">{title}</title>{picture}'
        "</svg></div>{legend}{table}</figure>",
        title=title,
        dated=" is-by-time" if by_time else "",
        size=size,
        number=number,
        picture=picture,
        legend=_legend(series) if len(series) > 1 else "",
        table=_table(title, labels, series, form),
    )


def coloured(index: int) -> str:
    return f"series-{index % COLOURS}"


def _legend(series: Sequence[Series]) -> SafeString:
    lines = ((coloured(index), one.name) for index, one in enumerate(series))
    items = format_html_join(
        "",
        '<li><svg viewBox="0 0 10 10" aria-hidden="true" class="{}">'
        '<rect width="10" height="10" rx="2" class="bar"/></svg>{}</li>',
        lines,
    )
    return format_html('<ul class="hub-chart-legend">{}</ul>', items)


def _table(title: Any, labels: Sequence[Any], series: Sequence[Series], form: Format) -> SafeString:
    heads = format_html_join("", '<th scope="col">{}</th>', ((one.name,) for one in series))
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (
                label,
                format_html_join("", "<td>{}</td>", ((form(one.values[i]),) for one in series)),
            )
            for i, label in enumerate(labels)
        ),
    )
    return format_html(
        "<details><summary>{}</summary>"
        '<div class="hub-chart-scroll" tabindex="0" role="group" aria-label="{}">'
        '<table><caption class="visually-hidden">{}</caption>'
        "<thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table></div></details>",
        _("Tablo olarak göster"),
        title,
        title,
        heads,
        rows,
    )
