"""Kara liste (S-069, S-070): blocks every class of message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.models import (
    BlacklistChange,
    BlacklistEntry,
    BlacklistOrigin,
    BlacklistSource,
)
from messaging.services import blacklist_orders
from messaging.services.subscribers import readable_phone
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

_LOCK = 7_041_605  # advisory: one writer of a firm's list at a time, so that history is exact
_SHORTEST_PROOF = 10
Kind = BlacklistChange.Kind


@dataclass(frozen=True)
class Block:
    """One number to block. ``since``: when the wish was uttered; ``evidence_id``: the inbound
    message that shows it."""

    phone: str
    source: str
    reason: str
    origin: str = BlacklistOrigin.MANUAL
    since: datetime | None = None
    evidence_id: int | None = None


@dataclass(frozen=True)
class Blocked:
    """``raised``: the firm's own entry that became the person's wish, which weighs more."""

    added: int = 0
    raised: int = 0


def block(actor: Actor, blocks: Sequence[Block], *, told_by_account: int | None = None) -> Blocked:
    """Puts numbers on the list, idempotently, with history, and queues them for the operators'
    lists (all but ``told_by_account``, which said so itself). Asks for no right: its callers do.

    An entry that is there stays, but a person's wish takes the place of the firm's.
    """
    wanted: dict[str, Block] = {}
    for one in blocks:
        held = wanted.get(one.phone)
        if held is None or held.source == BlacklistSource.FIRM:
            wanted[one.phone] = one
    with transaction.atomic():
        _alone(actor.firm_id)
        there = {e.phone: e for e in BlacklistEntry.objects.filter(phone__in=list(wanted))}
        new = [one for phone, one in wanted.items() if phone not in there]
        raised = [
            one
            for phone, one in wanted.items()
            if one.source == BlacklistSource.RECIPIENT
            and phone in there
            and there[phone].source == BlacklistSource.FIRM
        ]
        BlacklistEntry.objects.bulk_create([_entry(actor, one) for one in new], batch_size=5000)
        changed = [_raise(there[one.phone], actor, one) for one in raised]
        BlacklistEntry.objects.bulk_update(
            changed,
            ["source", "origin", "reason", "since", "evidence", "added_by"],
            batch_size=1000,
        )
        _remember(actor, new, Kind.ADDED)
        _remember(actor, raised, Kind.CHANGED)
        if new:
            phones = [one.phone for one in new]
            blacklist_orders.put(actor.firm_id, phones, block=True, but=told_by_account)
        if len(new) + len(raised) == 1:
            one = (new or raised)[0]
            entry = BlacklistEntry.objects.get(phone=one.phone)
            facts = {"reason": one.reason, "source": one.source, "origin": one.origin}
            trail.record(actor, "blacklist.added", entry, facts)
        elif new or raised:
            facts = {"count": len(new), "raised": len(raised), "reason": blocks[0].reason}
            trail.record(actor, "blacklist.added", None, facts, label=str(_("Toplu ekleme")))
    return Blocked(len(new), len(raised))


def add(
    actor: Actor, data: Mapping[str, Any], *, origin: str = BlacklistOrigin.MANUAL
) -> BlacklistEntry:
    """``data``: phone (any spelling), reason (compulsory), source. ``Conflict`` when the
    number is there already, unless the person's wish takes the place of the firm's."""
    actor.require("messaging.blacklist.add")
    phone = readable_phone(actor.firm_id, data.get("phone"))
    source = data.get("source") or BlacklistSource.FIRM
    done = block(
        actor, [Block(phone, source, _reason(data.get("reason")), origin, since=timezone.now())]
    )
    if done == Blocked():
        raise Conflict(
            _("Bu numara zaten kara listede."), code="blacklisted_already", field="phone"
        )
    entry: BlacklistEntry = BlacklistEntry.objects.get(phone=phone)
    return entry


def add_many(actor: Actor, subscribers: Any, source: str, reason: str) -> int:
    """Puts the numbers of these subscribers (a queryset) on the list; returns how many were
    not there before."""
    actor.require("messaging.blacklist.add")
    reason = _reason(reason)
    phones = set(actor.visible(subscribers).order_by().values_list("phone", flat=True))
    now = timezone.now()
    blocks = [Block(phone, source, reason, since=now) for phone in sorted(phones)]
    return block(actor, blocks).added if blocks else 0


def removal_problem(entry: BlacklistEntry, *, others: bool = False) -> str | None:
    """Why an entry cannot be taken out together with ``others`` (Turkish), or None."""
    if others and entry.source == BlacklistSource.RECIPIENT:
        return str(_("Alıcının kendi reddi tek tek, dayanağıyla çıkarılır."))
    return None


def remove(
    actor: Actor,
    entry: BlacklistEntry,
    reason: str,
    proof: str = "",
    wished_on: date | None = None,
) -> None:
    """Only a Yönetici, and only with a reason (S-070).

    The person's own refusal goes only by the person's own, later wish: ``proof`` says where it
    is kept (form, e-mail, call record) and ``wished_on`` is its day. Raises ``Invalid``.
    """
    actor.require("messaging.blacklist.delete")
    if not reason.strip():
        raise Invalid(_("Neden çıkarıldığını yazın."), code="reason_missing", field="reason")
    with transaction.atomic():
        _alone(actor.firm_id)
        row = BlacklistEntry.objects.filter(pk=entry.pk).first()
        if row is None:
            return  # somebody else has just taken it out
        if row.source == BlacklistSource.RECIPIENT:
            _require_proof(row, proof.strip(), wished_on)
        BlacklistChange.objects.create(
            firm_id=row.firm_id,
            phone=row.phone,
            kind=Kind.REMOVED,
            source=row.source,
            origin=row.origin,
            reason=reason.strip()[:200],
            proof=proof.strip()[:200],
            wished_on=wished_on,
            evidence_id=row.evidence_id,
            by_label=actor.label[:120],
        )
        blacklist_orders.put(row.firm_id, [row.phone], block=False)
        facts = {"reason": reason.strip(), "source": row.source}
        if proof.strip():
            facts |= {"proof": proof.strip(), "wished_on": str(wished_on)}
        trail.record(actor, "blacklist.removed", row, facts)
        row.delete()


def _require_proof(entry: BlacklistEntry, proof: str, wished_on: date | None) -> None:
    if len(proof) < _SHORTEST_PROOF:
        raise Invalid(
            _(
                "Bu numarayı alıcı kendisi engelletti. Çıkarmak için alıcının yeni isteğinin"
                " dayanağını yazın: imzalı form, e-posta ya da çağrı kaydının tarihi ve numarası."
            ),
            code="proof_missing",
            field="proof",
        )
    refused_on = timezone.localdate(entry.since or entry.created_at)
    if wished_on is None or not refused_on <= wished_on <= timezone.localdate():
        raise Invalid(
            _("Alıcının yeni isteğinin günü ret gününden (%(day)s) önce ve bugünden sonra olamaz.")
            % {"day": refused_on.strftime("%d.%m.%Y")},
            code="wish_day_wrong",
            field="wished_on",
        )


def _reason(given: Any) -> str:
    reason = str(given or "").strip()
    if not reason:
        raise Invalid(_("Neden eklendiğini yazın."), code="reason_missing", field="reason")
    return reason[:200]


def _alone(firm_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, firm_id])


def _entry(actor: Actor, one: Block) -> BlacklistEntry:
    return BlacklistEntry(firm_id=actor.firm_id, phone=one.phone, **_facts(actor, one))


def _raise(entry: BlacklistEntry, actor: Actor, one: Block) -> BlacklistEntry:
    for name, value in _facts(actor, one).items():
        setattr(entry, name, value)
    return entry


def _facts(actor: Actor, one: Block) -> dict[str, Any]:
    return {
        "source": one.source,
        "origin": one.origin,
        "reason": one.reason[:200],
        "since": one.since,
        "evidence_id": one.evidence_id,
        "added_by": actor.label[:120],
    }


def _remember(actor: Actor, blocks: Sequence[Block], kind: str) -> None:
    BlacklistChange.objects.bulk_create(
        (
            BlacklistChange(
                firm_id=actor.firm_id,
                phone=one.phone,
                kind=kind,
                source=one.source,
                origin=one.origin,
                reason=one.reason[:200],
                evidence_id=one.evidence_id,
                by_label=actor.label[:120],
            )
            for one in blocks
        ),
        batch_size=5000,
    )
