"""The three-business-day clock (K-027, S-040, T3): when a change turns yellow and red, and
until when the registry must hold it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from datetime import datetime

from iys_consent.rules import DateRules
from iys_consent.rules.check import last_moment


class Light(enum.StrEnum):
    GREEN = "yesil"
    YELLOW = "sari"
    RED = "kirmizi"
    LATE = "gecikti"


@dataclass(frozen=True)
class Deadlines:
    """``warn_at``: the last day but two is over (Yönetici is told); ``red_at``: the last day
    begins (Admin is told); ``due_at``: the last moment."""

    warn_at: datetime
    red_at: datetime
    due_at: datetime


def deadlines(since: datetime, rules: DateRules) -> Deadlines:
    """For what was said, or heard of, at ``since``. The day itself does not count."""

    def after(days: int) -> datetime:
        # Below one day nothing is left to wait for: it warns from the first minute on.
        return last_moment(since, replace(rules, business_days=days)) if days > 0 else since

    days = rules.business_days
    return Deadlines(after(days - 2), after(days - 1), after(days))


def light(now: datetime, warn_at: datetime, red_at: datetime, due_at: datetime) -> Light:
    """The colour of an open change at ``now``."""
    for moment, colour in ((due_at, Light.LATE), (red_at, Light.RED), (warn_at, Light.YELLOW)):
        if now > moment:
            return colour
    return Light.GREEN
