"""The clock on a firm's wall."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.models import Firm


def zone_of(firm_id: int) -> str:
    """The firm's time zone, such as Europe/Istanbul."""
    return Firm.objects.values_list("time_zone", flat=True).get(pk=firm_id)


def today(firm_id: int) -> date:
    """Today's date on the firm's clock."""
    return local_time.at(timezone.now(), zone_of(firm_id)).date()
