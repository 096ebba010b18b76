"""Every message to one number with the reason that was frozen with it, and how it stands now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from iys_consent import gate
from iys_consent.selectors import verdicts
from messaging import why as words
from messaging.models import BlacklistEntry, Message, Subscriber
from messaging.selectors import messages
from messaging.services import rules
from messaging.verdicts import Verdict
from turkcell_hub.lib import phone as phones
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand
from turkcell_hub.tenancy.scope import scoped_firm_id

SHOWN = 100


@dataclass(frozen=True)
class Line:
    message: Message
    sentence: str
    goes: bool
    state: str
    level: str


@dataclass(frozen=True)
class Now:
    """What the gate would say this minute of a commercial message for ``brand``."""

    brand: str
    goes: bool
    text: str


@dataclass(frozen=True)
class Found:
    """``problem``: why the number could not be read (Turkish)."""

    phone: str = ""
    problem: str = ""
    person: Subscriber | None = None
    lines: list[Line] = field(default_factory=list)
    more: bool = False
    now: list[Now] = field(default_factory=list)
    blacklisted_since: datetime | None = None


def find(actor: Actor, raw: str, country: str) -> Found:
    """The newest ``SHOWN`` messages that exist for the actor, and the number's standing."""
    parsed = phones.parse(raw, phones.Country(country))
    if parsed.e164 is None:
        return Found(problem=shown(phones.MESSAGES.get(parsed.problem or "", "")))
    phone = parsed.e164
    rows = messages.visible(scoped_firm_id(), actor.code_ids, actor.brand_ids).filter(phone=phone)
    whole = rows.defer(None).select_related("campaign__brand")  # the evidence is what is asked
    newest = list(whole.order_by("-pk")[: SHOWN + 1])
    person = actor.visible(Subscriber.objects.filter(phone=phone)).first()
    entry = BlacklistEntry.objects.filter(phone=phone).first()
    return Found(
        phone=phone,
        person=person,
        lines=[_line(row) for row in newest[:SHOWN]],
        more=len(newest) > SHOWN,
        now=_now(actor, phone, person),
        blacklisted_since=entry.created_at if entry else None,
    )


def _line(row: Any) -> Line:
    shown = messages.shown()(row)
    return Line(
        message=row,
        sentence=words.of_message(row),
        goes=Verdict(row.verdict).goes if row.verdict in Verdict.values else False,
        state=str(shown),
        level=shown.level,
    )


def _now(actor: Actor, phone: str, person: Subscriber | None) -> list[Now]:
    brands = Brand.objects.filter(is_active=True).order_by("name")
    if actor.brand_ids is not None:
        brands = brands.filter(pk__in=actor.brand_ids)
    held = rules.in_force(actor.firm_id)
    kind = person.recipient_type if person else "BIREYSEL"
    found = []
    for brand in brands[:20]:
        question = gate.Question(
            gate.COMMERCIAL, actor.firm_id, brand.pk, fresh_for=held.registry_fresh_for
        )
        answer = verdicts.ask(question, phone, kind)
        verdict = Verdict(answer.verdict.value)
        found.append(Now(brand.name, verdict.goes, str(verdict.label)))
    return found
