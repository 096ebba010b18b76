"""The charts of a report."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from messaging.selectors.reporting.figures import Daily
from messaging.selectors.reporting.speeds import DailySpeed, lasting
from turkcell_hub.portal.charts import Series, lines, stacked


def daily(found: Daily) -> SafeString:
    """What was sent on each day and how it ended; a day without any keeps its place."""
    sums = list(found.days.values())
    return stacked(
        [date_format(day, "j M") for day in found.days],
        [
            Series(_("İletilen"), [one.delivered for one in sums]),
            Series(_("Raporu gelmeyen"), [one.unconfirmed for one in sums]),
            Series(_("Bekleyen"), [one.waiting for one in sums]),
            Series(_("İletilemeyen"), [one.failed for one in sums]),
        ],
        title=_("Günlük gönderim adetleri"),
        by_time=True,
    )


def speed(found: DailySpeed) -> SafeString:
    """Half of the messages were there by the lower line, 95 of 100 by the upper one."""
    days = list(found.days.items())
    return lines(
        [date_format(day, "j M") for day, _one in days],
        [
            Series(_("Yarısı"), [one.median or 0 for _day, one in days]),
            Series(_("%95'i"), [one.p95 or 0 for _day, one in days]),
        ],
        title=_("Operatör aldıktan sonra telefona ulaşma süresi"),
        form=lasting,
        by_time=True,
    )
