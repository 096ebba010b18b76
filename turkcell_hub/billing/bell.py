"""What billing shows in the portal's bell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.billing.models import LowCreditNotice
from turkcell_hub.billing.selectors.status import service_of
from turkcell_hub.portal import cells
from turkcell_hub.portal.notifications import Notification
from turkcell_hub.resources import Actor
from turkcell_hub.statements import Given, Statement
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import every_firm

_REMEMBERED = timedelta(days=3)
_SHOWN = 10


def of_low_credit(actor: Actor) -> Iterator[Notification]:
    """Falls that no top-up has followed yet; one query."""
    if not actor.can("billing.reminder.view"):
        return
    recent = timezone.now() - _REMEMBERED
    seen = set()
    for notice in _fallen().rows(firm=actor.firm_id, recent=recent):
        if notice.reminder_id in seen:
            continue
        seen.add(notice.reminder_id)
        yield Notification(
            title=_("%(kind)s azaldı") % {"kind": notice.reminder.get_kind_display()},
            url=f"{reverse('credit-status')}?service={service_of(notice.reminder.kind)}",
            text=_("Kalan %(left)s, eşik %(threshold)s")
            % {
                "left": cells.number(notice.balance),
                "threshold": cells.number(notice.threshold),
            },
            at=notice.created_at,
            level="warning",
        )


@cache
def _fallen() -> Statement:
    """Asked by every page."""
    with every_firm():
        rows = LowCreditNotice.objects.filter(
            firm_id=Given("firm", Firm._meta.get_field("id")),
            reminder__armed=False,
            created_at__gte=Given("recent", LowCreditNotice._meta.get_field("created_at")),
        )
        return Statement(rows.select_related("reminder")[:_SHOWN])
