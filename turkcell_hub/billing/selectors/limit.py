"""How a postpaid firm stands this month: its limit, what is used of it, and the last statement."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Sum

from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import BillingProfile, LimitRequest, RequestState, Statement
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.ledger.models import Kind, Transfer
from turkcell_hub.ledger.services import credits

_OPEN = (RequestState.WAITING, RequestState.HANDED_ON)


@dataclass(frozen=True)
class Standing:
    """``limit`` − ``used`` + ``came_back`` = ``left``. ``used``: spent since the month began, less
    what came back of it; ``came_back``: of messages of earlier months, after the limit was filled
    anew. ``today``: the day in Istanbul that this holds for."""

    limit: int
    used: int
    left: int
    today: dt.date

    @property
    def came_back(self) -> int:
        return max(0, self.left + self.used - self.limit)

    @property
    def renews_on(self) -> dt.date:
        return calendar.next_month(self.today)

    @property
    def ends_on(self) -> dt.date | None:
        """The day on which the limit ends at the month's pace, if it ends before the month."""
        if not self.left or not self.used:
            return None
        ends = self.today + dt.timedelta(days=self.left * self.today.day // self.used)
        return ends if ends < self.renews_on else None


def standing(firm_id: int, profile: BillingProfile | None = None) -> Standing | None:
    """None for a prepaid firm. The caller is in the firm's scope."""
    profile = profile or wallets.profile_of(firm_id)
    if not profile.is_postpaid:
        return None
    today = calendar.today()
    return Standing(profile.sms_limit, used_since(firm_id, today.replace(day=1)),
                    credits.balance(firm_id, Kind.LIMIT), today)  # fmt: skip


def used_since(firm_id: int, month: dt.date) -> int:
    """Parts spent from the limit since ``month`` began and not come back."""
    start = calendar.day_start(month)
    rows = Transfer.objects.filter(
        firm_id=firm_id, kind=Kind.LIMIT, type=Transfer.Type.SPEND, at__gte=start
    )
    return rows.aggregate(parts=Sum(F("amount") - F("refunded")))["parts"] or 0


def last_statement() -> Statement | None:
    """The caller is in the firm's scope."""
    found: Statement | None = Statement.objects.order_by("-month").first()
    return found


def open_request() -> LimitRequest | None:
    """The one request that nobody has answered yet; the caller is in the firm's scope."""
    found: LimitRequest | None = LimitRequest.objects.filter(state__in=_OPEN).first()
    return found
