"""Ekip Mobil's numbers in the firm's staff list (L-032): a phone of the team is somebody's."""

from __future__ import annotations

from collections.abc import Iterable

from fieldteams.models import FieldPhone
from turkcell_hub.erp.staff import Holder
from turkcell_hub.tenancy.actor import Actor


def phones(actor: Actor) -> Iterable[tuple[str, Holder]]:
    rows = actor.visible(FieldPhone.objects.all())
    for phone, description, is_active in rows.values_list("phone", "description", "is_active"):
        yield phone, Holder(description or "Ekip Mobil", is_active)
