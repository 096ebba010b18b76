"""The list of a kind of card, with how fresh it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from turkcell_hub.erp.models import Freshness
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.portal.views.listing import ListView

# A mirror that nobody has refreshed for longer is told to be old.
OLD_AFTER = dt.timedelta(days=2)


class CardList(ListView):
    template = "erp/cards.html"

    def _context(self, listing: Listing) -> dict[str, Any]:
        found: Any = self.resource
        fresh = Freshness.objects.filter(kind=found.kind).first()
        at = fresh.refreshed_at if fresh else None
        return {
            **super()._context(listing),
            "fresh": fresh if at else None,
            "is_old": at is not None and at < timezone.now() - OLD_AFTER,
        }
