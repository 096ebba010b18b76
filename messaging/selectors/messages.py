"""The whole story of one message, from the choice of the person to the ledger."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from messaging import badges, reasons, why
from messaging.batches import batch_name
from messaging.models import (
    Campaign,
    CampaignRecipient,
    GroupMember,
    Message,
    MessageState,
    ReportPush,
    Subscriber,
)
from messaging.services.preparing import BATCH_KIND
from messaging.verdicts import FIRST_BLOCK, Verdict
from turkcell_hub.billing import paid_in
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.lib.redact import redact_text
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.outbox.words import trouble
from turkcell_hub.tenancy.actor import Actor, narrowing

_PENDING = MessageState.PENDING.value


@dataclass(frozen=True)
class Step:
    """One line of the story. ``details``: (label, value) pairs; ``raw``: as it came."""

    title: str
    text: str = ""
    at: datetime | None = None
    level: str = "secondary"
    advice: str = ""
    details: tuple[tuple[str, Any], ...] = ()
    raw: str = ""


class Shown(str):
    """The state's words with their colour, which follows the whole row: a waiting message's
    lies in the batch that carries it."""

    level: str


def shown() -> Callable[[Message], Shown]:
    """Words a page's messages."""
    known = cache(_shown)

    def shown_of(row: Message) -> Shown:
        state = row.state
        return known(state, getattr(row, "batch_state", None) if state == _PENDING else None)

    return shown_of


def _shown(state: int, batch: str | None) -> Shown:
    made = Shown(State(batch).label if batch else MessageState(state).label)
    made.level = badges.batch(batch) if batch else badges.message(state)
    return made


@lru_cache(maxsize=256)
def visible(
    firm_id: int | None, code_ids: frozenset[int] | None, brand_ids: frozenset[int] | None
) -> QuerySet[Any]:
    """The messages of the firm in scope (``firm_id``) that exist for one with these Yetki
    Kodları and brands (None: all of them), with their batch's state, ``campaign_name`` and
    ``address_type``. A row's evidence is read where somebody looks at the row itself.

    A message is hidden with its campaign and with its subscriber. Kept unasked, because half
    of a list page's time went into building it; ask a copy (``.all()``).
    """
    rows = Message.objects.defer("evidence").annotate(
        campaign_name=F("campaign__name"), address_type=F("campaign__address_type")
    )
    of_campaign = narrowing(Campaign, code_ids, brand_ids)
    if of_campaign:
        rows = rows.filter(campaign__in=Campaign.objects.filter(of_campaign))
    of_subscriber = narrowing(Subscriber, code_ids, brand_ids)
    if of_subscriber:
        hidden = Subscriber.objects.filter(pk=OuterRef("subscriber_id")).exclude(of_subscriber)
        rows = rows.filter(~Exists(hidden))
    return with_batches(rows)


def with_batches(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds ``batch_state`` in the same query, so that a list needs no question a row."""
    batch = Batch.objects.filter(
        firm_id=OuterRef("firm_id"),
        kind=BATCH_KIND,
        subject_id=OuterRef("campaign_id"),
        number=OuterRef("batch_no"),
    )
    return rows.annotate(batch_state=Subquery(batch.values("state")[:1]))


def story(actor: Actor, message: Message) -> list[Step]:
    """What happened, in order, with the evidence that exists for each step."""
    batch = None
    if message.verdict < FIRST_BLOCK:
        batch = Batch.objects.filter(
            kind=BATCH_KIND, subject_id=message.campaign_id, number=message.batch_no
        ).first()
    return [
        _chosen(actor, message),
        _decided(message),
        *_handed_over(message, batch),
        *_ended(actor, message),
        *_booked(message),
    ]


def _chosen(actor: Actor, message: Message) -> Step:
    ways = []
    if message.subscriber_id is None:
        ways.append(_("numarası doğrudan verildi"))
    else:
        if CampaignRecipient.objects.filter(
            campaign_id=message.campaign_id, subscriber_id=message.subscriber_id
        ).exists():
            ways.append(_("tek tek seçildi"))
        places = GroupMember.objects.filter(
            subscriber_id=message.subscriber_id, group__campaign=message.campaign_id
        ).select_related("group")
        ways += [
            _("“%(group)s” grubundan") % {"group": place.group.name}
            for place in places
            if actor.code_ids is None or place.group.authority_code_id in (None, *actor.code_ids)
        ]
        if message.campaign.audience_filter is not None:
            ways.append(_("süzgeçle seçildi"))
    how = ", ".join(ways) or _("gönderim hazırlanırken alıcılar arasındaydı")
    return Step(_("Alıcı seçildi"), how[:1].upper() + how[1:] + ".", message.created_at)


def _decided(message: Message) -> Step:
    goes = message.verdict < FIRST_BLOCK
    try:
        verdict = Verdict(message.verdict)
    except ValueError:
        return Step(_("Karar"), reasons.verdict_text(message.verdict), message.created_at)
    evidence = message.evidence or {}
    details = [(_("Neden"), evidence["reason"])] if evidence.get("reason") else []
    if evidence.get("since"):
        since = why.written(evidence["since"], with_clock=False)
        details.append((_("Tarihinden beri"), since))
    return Step(
        _("Karar: gönderilebilir") if goes else _("Karar: gönderilmez"),
        why.of_message(message),
        message.created_at,
        "success" if goes else "warning",
        str(verdict.advice),
        tuple(details),
    )


def _handed_over(message: Message, batch: Batch | None) -> Iterator[Step]:
    if batch is None:
        return
    size = (_("Paket"), f"{batch_name(batch.number)} ({batch.size})")
    if batch.handed_over_at is None:
        yield Step(
            _("Sırada"), str(State(batch.state).label), batch.created_at, "info", details=(size,)
        )
        return
    yield Step(_("Operatöre verildi"), "", batch.handed_over_at, "info", details=(size,))
    if batch.accepted_at is not None:
        packet = ((_("Operatör paket no"), batch.packet_id),)
        yield Step(_("Operatör aldı"), "", batch.accepted_at, "success", details=packet)
    else:
        told = trouble(batch.error_code, batch.vendor_code, batch.error_text)
        told = told or str(State(batch.state).label)
        yield Step(_("Paketin durumu"), told, None, badges.batch(batch.state))


def _ended(actor: Actor, message: Message) -> Iterator[Step]:
    if message.ended_at is None or message.state in (MessageState.PENDING, MessageState.BLOCKED):
        return
    details: list[tuple[str, Any]] = []
    if message.vendor_status:
        details.append((_("Operatörün sözü"), message.vendor_status))
    if message.network_error:
        details.append((_("Şebeke kodu"), message.network_error))
    if message.operator_credits is not None:
        details.append((_("Operatörün düştüğü"), message.operator_credits))
    yield Step(
        str(MessageState(message.state).label),
        reasons.of_message(message),
        message.ended_at,
        badges.message(message.state),
        details=tuple(details),
        raw=_raw_report(actor, message),
    )


def _raw_report(actor: Actor, message: Message) -> str:
    """The operator's own words about this one message, as they came."""
    push = ReportPush.objects.filter(pk=message.report_id).first() if message.report_id else None
    if push is None:
        return ""
    try:
        found = next(_about(json.loads(bytes(push.body)), str(message.pk)), None)
    except (ValueError, UnicodeDecodeError):
        return ""
    if found is None:
        return ""
    text = json.dumps(found, ensure_ascii=False, indent=2)
    return text if actor.can("personal.view") else redact_text(text)


def _about(node: Any, reference: str) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if any(str(value) == reference for value in node.values() if not isinstance(value, dict)):
            yield node
        for value in node.values():
            yield from _about(value, reference)
    elif isinstance(node, list):
        for value in node:
            yield from _about(value, reference)


def _booked(message: Message) -> Iterator[Step]:
    campaign, paid = message.campaign, paid_in.of(message.firm_id)
    if message.credits and campaign.spend_id:
        spent = _("%(credits)d %(unit)s harcandı (%(parts)d SMS).") % {
            "credits": message.credits,
            "unit": paid.unit,
            "parts": message.parts,
        }
        booked = _("Limitten düşüldü") if paid.is_limit else _("Kredi düşüldü")
        yield Step(booked, spent, campaign.prepared_at)
    for refund in Transfer.objects.filter(key=f"message:{message.pk}"):
        back = _("%(amount)d %(unit)s iade edildi.") % {"amount": refund.amount, "unit": paid.unit}
        reason = ((_("Neden"), refund.get_reason_display()),)
        title = _("Limite iade") if paid.is_limit else _("Kredi iadesi")
        yield Step(title, back, refund.at, "success", details=reason)
