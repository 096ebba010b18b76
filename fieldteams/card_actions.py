"""What the field teams offer in the ERP's list of customers: a zone from the address (L-028)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldteams import permissions
from fieldteams.services import customer_places
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.resources.mirror import offer
from turkcell_hub.resources import Action, ActionKind, ActionResult
from turkcell_hub.tenancy.actor import Actor


def _make_zone(actor: Actor, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    zone = customer_places.make_zone(actor, rows.get())
    return ActionResult(
        _("%(name)s bölgesi eklendi; sınırını haritada düzeltebilirsiniz.") % {"name": zone.name},
        url=reverse("zones-detail", args=[zone.pk]),
        touched=1,
        data={"zone": zone.pk},
    )


def join_lists() -> None:
    """Called once when the apps are ready."""
    offer(
        MirrorKind.ACCOUNT,
        (
            Action("zone", gettext_lazy("Bölge yap"), permissions.ZONE_ADD, ActionKind.ROW,
                   run=_make_zone, icon="target", refusal=customer_places.why_no_zone),
        ),
    )  # fmt: skip
