"""The consent room on the first page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from iys_consent.permissions import VIEW
from iys_consent.selectors import totals
from turkcell_hub.portal import cells
from turkcell_hub.portal.dashboard import Card


def consents(actor: Any) -> Card | None:
    """How many consents there are; only once there is one."""
    if not actor.can(VIEW):
        return None
    found = totals.dashboard(actor).total
    if not found.all:
        return None
    return Card(
        _("İYS onayları"),
        value=cells.number(found.approved),
        text=_("%(n)s ret; bütün izin türleri birlikte") % {"n": cells.number(found.refused)},
        url=reverse("consent-dashboard"),
        icon="shield-check",
    )
