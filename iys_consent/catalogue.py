"""The İLETİ packages, and which of them a number of addresses needs (Y-006 … Y-008, K-067).

Two counts of the same addresses decide two different things (trap T1): packages go by the
larger of phones and e-mails, the first upload's date by both together.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

_FORECAST_DAYS = 3650
#: What is sold, in consents. İYS names them by thousands: İLETİ-5 … İLETİ-1000.
SIZES = (5_000, 25_000, 75_000, 150_000, 250_000, 500_000, 1_000_000)
ALWAYS_FREE = frozenset({5_000})
#: Free "for a time": until a price of them begins (Y-008).
FREE_AT_START = frozenset({25_000, 75_000})


@dataclass(frozen=True)
class Addresses:
    """Distinct addresses that are saved as approved: phones, and e-mails."""

    phones: int = 0
    emails: int = 0

    @property
    def for_package(self) -> int:
        """The larger one decides which İLETİ package is needed (Y-006)."""
        return max(self.phones, self.emails)

    @property
    def for_threshold(self) -> int:
        """Both together decide which date of the first upload held (S-034)."""
        return self.phones + self.emails


def name_of(size: int) -> str:
    """250000 → "İLETİ-250"."""
    return f"İLETİ-{size // 1000}"


def recommended(addresses: Addresses) -> int | None:
    """The smallest package that fits; None where even the largest is too small (Y-007)."""
    return next((size for size in SIZES if size >= addresses.for_package), None)


def first_upload_until(count: int, many: int = 150_000) -> dt.date:
    """The last day of the first upload for a provider with ``count`` consents, phones and e-mails
    together (S-034). ``many``: the limit of the dated rules."""
    return dt.date(2020, 12, 31) if count > many else dt.date(2021, 5, 31)


def full_on(
    today: dt.date, now: Addresses, a_day: tuple[float, float], size: int
) -> dt.date | None:
    """The day on which a package of ``size`` is passed if phones and e-mails go on growing by
    ``a_day``. None where neither grows or it is more than ten years away."""
    days = [
        max(0, math.floor((size - count) / rate) + 1)
        for count, rate in ((now.phones, a_day[0]), (now.emails, a_day[1]))
        if rate > 0
    ]
    soonest = min(days, default=None)
    if soonest is None or soonest > _FORECAST_DAYS:
        return None
    return today + dt.timedelta(days=soonest)
