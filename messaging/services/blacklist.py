"""Kara liste (S-069, S-070): blocks every class of message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from messaging.models import BlacklistEntry
from messaging.services.subscribers import readable_phone
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor


def add(actor: Actor, data: Mapping[str, Any]) -> BlacklistEntry:
    """``data``: phone (any spelling), reason (compulsory), source. ``Conflict`` when the
    number is there already."""
    actor.require("messaging.blacklist.add")
    reason = str(data.get("reason") or "").strip()
    if not reason:
        raise Invalid(_("Neden eklendiğini yazın."), code="reason_missing", field="reason")
    entry = BlacklistEntry(
        firm_id=actor.firm_id,
        phone=readable_phone(actor.firm_id, data.get("phone")),
        source=data.get("source") or BlacklistEntry.Source.FIRM,
        reason=reason[:200],
        added_by=actor.label[:120],
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                entry.save()
        except IntegrityError:
            raise Conflict(
                _("Bu numara zaten kara listede."), code="blacklisted_already", field="phone"
            ) from None
        trail.record(actor, "blacklist.added", entry, {"reason": reason})
    return entry


def add_many(actor: Actor, subscribers: Any, source: str, reason: str) -> int:
    """Puts the numbers of these subscribers (a queryset) on the list; returns how many were
    not there before."""
    actor.require("messaging.blacklist.add")
    if not reason.strip():
        raise Invalid(_("Neden eklendiğini yazın."), code="reason_missing", field="reason")
    with transaction.atomic():
        phones = set(actor.visible(subscribers).order_by().values_list("phone", flat=True))
        there = set(BlacklistEntry.objects.filter(phone__in=phones).values_list("phone", flat=True))
        BlacklistEntry.objects.bulk_create(
            (
                BlacklistEntry(
                    firm_id=actor.firm_id,
                    phone=phone,
                    source=source,
                    reason=reason.strip()[:200],
                    added_by=actor.label[:120],
                )
                for phone in sorted(phones - there)
            ),
            ignore_conflicts=True,
            batch_size=5000,
        )
        added = len(phones - there)
        trail.record(
            actor, "blacklist.added", None, {"count": added, "reason": reason}, label="Toplu ekleme"
        )
    return added


def remove(actor: Actor, entry: BlacklistEntry, reason: str) -> None:
    """Only a Yönetici, and only with a reason (S-070)."""
    actor.require("messaging.blacklist.delete")
    if not reason.strip():
        raise Invalid(_("Neden çıkarıldığını yazın."), code="reason_missing", field="reason")
    with transaction.atomic():
        trail.record(actor, "blacklist.removed", entry, {"reason": reason.strip()})
        entry.delete()
