"""Axes: a round top value, grid lines, positions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from turkcell_hub.portal.charts.series import Format

WIDTH, HEIGHT = 640, 230
LEFT, RIGHT, TOP, BOTTOM = 54, 8, 14, 26
_STEPS = (1, 2, 2.5, 5, 10)
_MAX_LABELS = 9


@dataclass(frozen=True)
class Scale:
    """Maps values onto the picture; ``top`` is a round number not below the greatest value."""

    top: float
    step: float
    slots: int

    @classmethod
    def over(cls, greatest: float, slots: int) -> Scale:
        if greatest <= 0:
            return cls(4, 1, max(slots, 1))
        rough = greatest / 4
        power = 10 ** math.floor(math.log10(rough))
        step = next(power * s for s in _STEPS if power * s >= rough)
        if float(greatest).is_integer():
            step = max(step, 1)
        return cls(step * math.ceil(greatest / step), step, max(slots, 1))

    def y(self, value: float) -> float:
        share = max(float(value), 0) / self.top
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 2)

    @property
    def slot(self) -> float:
        return (WIDTH - LEFT - RIGHT) / self.slots

    def middle(self, index: int) -> float:
        return round(LEFT + self.slot * (index + 0.5), 2)


def axes(scale: Scale, labels: Sequence[Any], form: Format) -> SafeString:
    """Grid lines with their numbers, and as many labels below as fit."""
    values = [scale.step * i for i in range(round(scale.top / scale.step) + 1)]
    grid = format_html_join(
        "",
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        (
            (LEFT, WIDTH - RIGHT, scale.y(v), scale.y(v), LEFT - 8, scale.y(v) + 4, form(_whole(v)))
            for v in values
        ),
    )
    every = max(1, math.ceil(len(labels) / _MAX_LABELS))
    below = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle">{}</text>',
        ((scale.middle(i), HEIGHT - 8, label) for i, label in enumerate(labels) if i % every == 0),
    )
    return format_html("{}{}", grid, below)


def _whole(value: float) -> int | float:
    return int(value) if float(value).is_integer() else round(value, 6)
