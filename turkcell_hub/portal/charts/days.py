"""Days without anything are days too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.formats import date_format

from turkcell_hub.portal.charts.series import Number


def every_day(
    start: dt.date, end: dt.date, counts: Mapping[dt.date, Number]
) -> list[tuple[str, Number]]:
    """("22 Kas", value) for each day from ``start`` to ``end``, both included, zeros shown."""
    days = (start + dt.timedelta(days=i) for i in range((end - start).days + 1))
    return [(date_format(day, "j M"), counts.get(day, 0)) for day in days]
