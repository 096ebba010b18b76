"""Numara doğruluğu: cards, subscribers and messages read set-based, and what is wrong there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from messaging.models import (
    CampaignRecipient,
    GroupMember,
    InboundMessage,
    Message,
    MessageState,
    NumberChange,
    Subscriber,
    SubscriberKind,
)
from messaging.models.people import tckn_mark
from messaging.number_rules import (
    ACCOUNT,
    CONTACT,
    PERSON,
    Card,
    Evidence,
    Fault,
    Finding,
    Owner,
    Record,
    find,
)
from turkcell_hub.erp.models import Account, Contact, Person
from turkcell_hub.lib import turkish
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

_MODELS: dict[str, Any] = {ACCOUNT: Account, PERSON: Person, CONTACT: Contact}
_S = MessageState
# What tells that a number exists, or leaves it open. The operator's INVALID_NUMBER alone says
# that it does not; NOT_SUBSCRIBER only that it is another operator's.
_BREAKS = (_S.DELIVERED, _S.SENT_UNCONFIRMED, _S.UNDELIVERED, _S.EXPIRED, _S.NOT_SUBSCRIBER)
# So many in a row, since an operator errs as well. A TCKN message went to another number.
_TIMES = 2
_MESSAGES, _INBOUND = Message._meta.db_table, InboundMessage._meta.db_table
_DEAD = f"""
WITH bounced AS MATERIALIZED (
    SELECT phone FROM {_MESSAGES} WHERE firm_id = %(firm)s AND state = %(invalid)s AND tckn IS NULL
     GROUP BY phone HAVING count(*) >= {_TIMES})
SELECT b.phone FROM bounced b WHERE {_TIMES} <= (
    SELECT count(*) FROM {_MESSAGES} m
     WHERE m.firm_id = %(firm)s AND m.phone = b.phone AND m.state = %(invalid)s AND m.tckn IS NULL
       AND m.ended_at > GREATEST(
           (SELECT COALESCE(max(l.ended_at), '-infinity') FROM {_MESSAGES} l
             WHERE l.firm_id = %(firm)s AND l.phone = b.phone AND l.tckn IS NULL
               AND l.state = ANY (%(breaks)s)),
           (SELECT COALESCE(max(i.received_at), '-infinity') FROM {_INBOUND} i
             WHERE i.firm_id = %(firm)s AND i.sender = b.phone)))
"""
_LIVED = f"""
SELECT p.phone, GREATEST(
       (SELECT max(m.ended_at) FROM {_MESSAGES} m WHERE m.firm_id = %(firm)s
           AND m.phone = p.phone AND m.tckn IS NULL AND m.state = {int(_S.DELIVERED)}),
       (SELECT max(i.received_at) FROM {_INBOUND} i
         WHERE i.firm_id = %(firm)s AND i.sender = p.phone))
  FROM unnest(%(phones)s) AS p (phone)
"""


def findings(actor: Actor, fault: str = "", owner: str = "") -> list[Finding]:
    """What is surely wrong and exists for the actor. Judged over the whole firm, so that a
    record that he may not see still makes a proposal doubtful; cards need the right to see
    the ERP's, invalid numbers the right to see messages."""
    records = list(_records())
    cards = _marked(list(_cards()), records)
    country = Firm.objects.values_list("country", flat=True).get(pk=actor.firm_id)
    known = Evidence(_dead(actor.firm_id), _lived_in(actor.firm_id), _in_use, str(country))
    found = find(cards, records, known)
    return [
        one
        for one in _visible(actor, found)
        if (not fault or one.fault == fault) and (not owner or one.owner == owner)
    ]


def _visible(actor: Actor, found: list[Finding]) -> Iterator[Finding]:
    sees_cards, sees_messages = actor.can("erp.mirror.view"), actor.can("messaging.message.view")
    seen = {source: _ids(actor, model) for source, model in _MODELS.items()}
    people = _ids(actor, Subscriber)
    for one in found:
        if one.fault is Fault.BOUNCED and not sees_messages:
            continue
        if one.owner is Owner.ERP:
            ids = seen[one.source]
            if not sees_cards or not _among(ids, one.pk, one.other):
                continue
        elif one.fault is Fault.CHANGED:
            shown = _among(people, one.pk) and _among(seen[one.other_source], one.other)
            if not sees_cards or not shown:
                continue
        elif not _among(people, one.pk, one.other):
            continue
        yield one


def _ids(actor: Actor, model: Any) -> set[int] | None:
    """None: all of them."""
    if actor.code_ids is None:
        return None
    return set(actor.visible(model.objects.all()).values_list("pk", flat=True))


def _among(ids: set[int] | None, *wanted: int | None) -> bool:
    return ids is None or all(pk is None or pk in ids for pk in wanted)


def _cards() -> Iterator[Card]:
    common = ("pk", "code", "phone", "phone_problem", "phones", "changed_at")
    for source, model in _MODELS.items():
        if source == ACCOUNT:
            more = ("title", "tax_number")
        else:
            more = ("first_name", "last_name", *(("account_id",) if source == CONTACT else ()))
        rows: QuerySet[Any] = model.objects.filter(is_active=True).order_by()
        for pk, code, phone, problem, numbers, changed, *rest in rows.values_list(*common, *more):
            label = rest[0] if source == ACCOUNT else f"{rest[0]} {rest[1]}".strip()
            yield Card(
                source=source,
                pk=pk,
                code=code,
                label=label,
                name=turkish.fold(label),
                phone=phone,
                problem=problem,
                numbers=tuple((one.get("e164") or "", one.get("kind") or "") for one in numbers),
                changed_at=changed,
                tax_number=rest[1] if source == ACCOUNT else "",
                account=rest[2] if source == CONTACT else None,
            )


def _records() -> Iterator[Record]:
    own = ("usage_places", "fields", "relation", "recipient_type", "authority_code_id")
    names = ("kind", "pk", "first_name", "last_name", "phone", "special_code", "tckn_mark",
             "updated_at")  # fmt: skip
    rows = Subscriber.objects.filter(is_active=True).order_by().values_list(*names, *own)
    for kind, pk, first, last, phone, code, mark, changed, *rest in rows:
        label = f"{first} {last}".strip()
        yield Record(kind, pk, label, turkish.fold(label), phone, code, mark, changed,
                     dict(zip(own, rest, strict=True)))  # fmt: skip


def _marked(cards: list[Card], records: list[Record]) -> list[Card]:
    """The accounts of persons with the mark of their TCKN. Each has to be opened for it, so only
    those whose name a subscriber with a TCKN carries."""
    names = {row.name for row in records if row.mark and row.kind == SubscriberKind.OTHER}
    wanted = [card.pk for card in cards if card.source == ACCOUNT and card.name in names]
    if not wanted:
        return cards
    rows = Account.objects.filter(pk__in=wanted).exclude(national_id="")
    marks = {pk: tckn_mark(str(tckn)) for pk, tckn in rows.values_list("pk", "national_id")}
    return [
        replace(card, mark=marks[card.pk]) if card.source == ACCOUNT and card.pk in marks else card
        for card in cards
    ]


def _dead(firm_id: int) -> frozenset[str]:
    given = {
        "firm": firm_id,
        "invalid": int(_S.INVALID_NUMBER),
        "breaks": [int(s) for s in _BREAKS],
    }
    with connection.cursor() as cursor:
        cursor.execute(_DEAD, given)
        return frozenset(phone for (phone,) in cursor.fetchall())


def _lived_in(firm_id: int) -> Any:
    def lived(phones: Collection[str]) -> Mapping[str, datetime]:
        with connection.cursor() as cursor:
            cursor.execute(_LIVED, {"firm": firm_id, "phones": sorted(phones)})
            return {phone: at for phone, at in cursor.fetchall() if at is not None}

    return lived


def _in_use(ids: Collection[int]) -> set[int]:
    """Those whom anything beside groups and history names: an unfinished campaign, a timed
    task, a field phone, whatever room it is of."""
    named: set[int] = set()
    for relation in Subscriber._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        model: Any = relation.related_model
        if model in (GroupMember, Message, NumberChange):
            continue
        name = relation.field.name  # type: ignore[union-attr]
        rows = model._base_manager.filter(**{f"{name}__in": ids})
        if model is CampaignRecipient:
            rows = rows.filter(campaign__finished_at=None)
        named.update(rows.values_list(f"{name}_id", flat=True))
    return named
