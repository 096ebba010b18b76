"""The range of a report: whole days of the firm's clock, both edges included (L-124)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from turkcell_hub.errors import Invalid
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.firm_clock import zone_of

LONGEST = 366
_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """``first`` to ``last``, both included, on the clock of ``zone``."""

    first: dt.date
    last: dt.date
    zone: str

    @property
    def start(self) -> dt.datetime:
        return _midnight(self.first, self.zone)

    @property
    def end(self) -> dt.datetime:
        """The first moment that no longer belongs to it."""
        return _midnight(self.last + _DAY, self.zone)

    def days(self) -> Iterator[dt.date]:
        return (self.first + dt.timedelta(days=i) for i in range((self.last - self.first).days + 1))


def _midnight(day: dt.date, zone: str) -> dt.datetime:
    return local_time.resolve(dt.datetime.combine(day, dt.time.min), zone).instant


def _week(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _last_month(day: dt.date) -> tuple[dt.date, dt.date]:
    last = day.replace(day=1) - _DAY
    return last.replace(day=1), last


def _back(days: int) -> Callable[[dt.date], tuple[dt.date, dt.date]]:
    return lambda day: (day - dt.timedelta(days=days - 1), day)


# Word of the address -> its name and its edges as seen from today.
PRESETS: dict[str, tuple[Any, Callable[[dt.date], tuple[dt.date, dt.date]]]] = {
    "today": (_("Bugün"), _back(1)),
    "yesterday": (_("Dün"), lambda day: (day - _DAY, day - _DAY)),
    "this_week": (_("Bu hafta"), lambda day: (_week(day), day)),
    "last_week": (
        _("Geçen hafta"),
        lambda day: (_week(day) - dt.timedelta(days=7), _week(day) - _DAY),
    ),
    "this_month": (_("Bu ay"), lambda day: (day.replace(day=1), day)),
    "last_month": (_("Geçen ay"), _last_month),
    "last_7": (_("Son 7 gün"), _back(7)),
    "last_30": (_("Son 30 gün"), _back(30)),
    "last_90": (_("Son 90 gün"), _back(90)),
    "this_year": (_("Bu yıl"), lambda day: (day.replace(month=1, day=1), day)),
}
DEFAULT = "last_30"


def today(firm_id: int) -> dt.date:
    """The date on the firm's wall now."""
    return local_time.at(timezone.now(), zone_of(firm_id)).date()


def preset(firm_id: int, code: str, day: dt.date | None = None) -> Period:
    """One of ``PRESETS``, as seen from ``day`` (by default the firm's today)."""
    zone = zone_of(firm_id)
    _label, edges = PRESETS[code]
    return Period(*edges(day or local_time.at(timezone.now(), zone).date()), zone)


def between(firm_id: int, first: dt.date, last: dt.date) -> Period:
    """Raises ``Invalid`` for edges the wrong way round, too far apart or out of this age."""
    if first > last:
        raise Invalid(
            _("Başlangıç tarihi bitiş tarihinden sonra olamaz; tarihlerin yerini değiştirin."),
            code="range_reversed",
            field="from",
        )
    for field, day in (("from", first), ("to", last)):
        if not _FIRST <= day <= _LAST:
            raise Invalid(_("Tarih 01.01.2000 ile 31.12.2099 arasında olmalıdır."), field=field)
    if (last - first).days >= LONGEST:
        raise Invalid(
            _("Bir rapor en çok %(days)d günü kapsar; aralığı daraltın.") % {"days": LONGEST},
            code="range_too_long",
            field="to",
        )
    return Period(first, last, zone_of(firm_id))
