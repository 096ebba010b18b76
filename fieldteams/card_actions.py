"""What the field teams offer in other rooms' lists: a zone from a customer's address (L-028), and
where the person of a conversation is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldteams import permissions
from fieldteams.models import FieldPhone
from fieldteams.services import customer_places, operator
from messaging.resources import inbox
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.resources.mirror import offer
from turkcell_hub.errors import Conflict
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


def _locate(actor: Actor, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    """Konum sorgula from what was said with the person (L-024)."""
    phone = _phone_of(actor, rows.get())
    if phone is None:
        raise Conflict(str(_UNKNOWN), code="no_field_phone")
    return ActionResult(
        operator.locate_now(actor, phone), url=f"{reverse('field-map')}?phone={phone.pk}"
    )


def _phone_of(actor: Actor, thread: Any) -> FieldPhone | None:
    found: FieldPhone | None = actor.visible(FieldPhone.objects.filter(phone=thread.phone)).first()
    return found


def _not_located(actor: Actor, thread: Any) -> str | None:
    return None if _phone_of(actor, thread) else str(_UNKNOWN)


_UNKNOWN = gettext_lazy("Bu numara Ekip Mobil Telefon Numaraları arasında yok.")


def join_lists() -> None:
    """Called once when the apps are ready."""
    inbox.offer(
        Action("locate", gettext_lazy("Konum sorgula"), permissions.LOCATE, ActionKind.ROW,
               run=_locate, icon="map-pin", rest=False, refusal=_not_located),
    )  # fmt: skip
    offer(
        MirrorKind.ACCOUNT,
        (
            Action("zone", gettext_lazy("Bölge yap"), permissions.ZONE_ADD, ActionKind.ROW,
                   run=_make_zone, icon="target", refusal=customer_places.why_no_zone),
        ),
    )  # fmt: skip
