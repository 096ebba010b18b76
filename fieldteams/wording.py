"""Turkish words for hours, ages and places."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fieldteams.shifts import DAYS, Shift
from turkcell_hub.sentences import shown

_SHORT = {1: "Pzt", 2: "Sal", 3: "Çar", 4: "Per", 5: "Cum", 6: "Cmt", 7: "Paz"}

# Why a request failed: kept as a code, said in the reader's language.
_NOTES = {"UNKNOWN_NUMBER": gettext_lazy("Operatör bu numarayı tanımıyor.")}


def note(kept: str) -> str:
    """In words, the code that is kept with a request or a number. Older rows keep the words."""
    return str(_NOTES[kept]) if kept in _NOTES else shown(kept)


def hours(shift: Shift) -> str:
    """ "Pzt–Cum 09.00–18.00", "her gün 7/24"."""
    days = _days(shift.days)
    if shift.since is None or shift.until is None:
        return _("%(days)s 7/24") % {"days": days}
    next_day = _(" (ertesi gün)") if shift.until <= shift.since else ""
    return f"{days} {shift.since:%H.%M}–{shift.until:%H.%M}{next_day}"


def _days(days: tuple[int, ...]) -> str:
    if set(days) == set(DAYS):
        return _("her gün")
    ordered = sorted(days)
    runs: list[list[int]] = []
    for day in ordered:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        f"{_SHORT[run[0]]}–{_SHORT[run[-1]]}" if len(run) > 2 else ", ".join(_SHORT[d] for d in run)
        for run in runs
    )


def age(at: dt.datetime, now: dt.datetime) -> str:
    """How old a position is: "şimdi", "12 dakika önce", "3 saat önce", "2 gün önce"."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return _("şimdi")
    if minutes < 60:
        return _minutes_ago(minutes) % {"n": minutes}
    if minutes < 24 * 60:
        return _hours_ago(minutes // 60) % {"n": minutes // 60}
    return _days_ago(minutes // (24 * 60)) % {"n": minutes // (24 * 60)}


def ages() -> dict[str, list[str]]:
    """The words of ``age`` for a script: of one and of more, "{n}" for the number."""
    told = {"minutes": _minutes_ago, "hours": _hours_ago, "days": _days_ago}
    return {
        "now": [_("şimdi")],
        **{name: [said(n).replace("%(n)d", "{n}") for n in (1, 2)] for name, said in told.items()},
    }


def _minutes_ago(n: int) -> str:
    return ngettext("%(n)d dakika önce", "%(n)d dakika önce", n)


def _hours_ago(n: int) -> str:
    return ngettext("%(n)d saat önce", "%(n)d saat önce", n)


def _days_ago(n: int) -> str:
    return ngettext("%(n)d gün önce", "%(n)d gün önce", n)


def distance(metres: float) -> str:
    """ "350 m", "4,2 km"."""
    if metres < 1000:
        return f"{round(metres)} m"
    return f"{metres / 1000:.1f} km".replace(".", ",")


def span(seconds: float) -> str:
    """ "45 dk", "3 sa 10 dk"."""
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("%(m)d dk") % {"m": minutes}
    return _("%(h)d sa %(m)d dk") % {"h": minutes // 60, "m": minutes % 60}
