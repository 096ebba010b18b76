"""The clock on a firm's wall."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from django.utils import timezone

from turkcell_hub.lib import local_time
from turkcell_hub.statements import Figures, Given
from turkcell_hub.tenancy.models import Firm


def zone_of(firm_id: int) -> str:
    """The firm's time zone, such as Europe/Istanbul."""
    found = _zones().rows(firm=firm_id)
    if not found:
        raise Firm.DoesNotExist
    zone: str = found[0][0]
    return zone


@cache
def _zones() -> Figures:
    """Asked wherever a day is meant."""
    rows = Firm.objects.filter(pk=Given("firm", Firm._meta.get_field("id")))
    return Figures(rows.order_by().values_list("time_zone"))


def day_of(firm_id: int, moment: datetime) -> date:
    """The date of a moment on the firm's clock: at 00.30 in Istanbul it is yesterday in UTC."""
    return local_time.at(moment, zone_of(firm_id)).date()


def today(firm_id: int) -> date:
    """Today's date on the firm's clock."""
    return day_of(firm_id, timezone.now())
