"""Numara doğruluğu (idea 21): which numbers of cards and subscribers are surely wrong. Pure.

What could be right is no finding: a person may have two numbers, a company two accounts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.lib import phone as phones


class Fault(models.TextChoices):
    LANDLINE_FIRST = "SABIT_ONDE", _("Sabit hat önde")
    CHANGED = "DEGISMIS", _("Değişmiş numara")
    BOUNCED = "GECERSIZ", _("Geçersiz numara")
    DUPLICATE = "MUKERRER", _("Mükerrer kayıt")


class Owner(models.TextChoices):
    """Who writes the correction: a card is the ERP's, a subscriber of kind Diğer the portal's."""

    ERP = "ERP", _("ERP'de düzeltilir")
    PORTAL = "PORTAL", _("Portalda düzeltilir")


ACCOUNT, PERSON, CONTACT, OTHER = "CARI", "PERSONEL", "ILGILI", "DIGER"
_CARDS = (ACCOUNT, PERSON, CONTACT)


@dataclass(frozen=True, slots=True)
class Card:
    """An active card of the mirror. ``numbers``: (E.164, type) in the card's order. ``name``,
    here and below: folded. ``mark``: of the TCKN, where it was compared."""

    source: str
    pk: int
    code: str
    label: str
    name: str
    phone: str
    problem: str
    numbers: tuple[tuple[str, str], ...]
    changed_at: datetime
    tax_number: str = ""
    account: int | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """An active subscriber. ``own``: what a message, a rule or a right may depend on."""

    kind: str
    pk: int
    label: str
    name: str
    phone: str
    special_code: str
    mark: str
    changed_at: datetime
    own: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """``now`` and ``proposed``: E.164, a card's code, or "" (for a subscriber: switched off).
    ``other``: the record that is kept, or the card of ``other_source`` whose number is taken."""

    fault: Fault
    owner: Owner
    source: str
    pk: int
    code: str
    label: str
    now: str
    proposed: str
    other: int | None = None
    other_source: str = ""

    @property
    def key(self) -> str:
        return f"{self.fault.value}:{self.source}:{self.pk}"

    @property
    def stamp(self) -> tuple[str, str, str, int | None]:
        """All that a person agreed to when he chose it."""
        return self.key, self.now, self.proposed, self.other


Lived = Callable[[Collection[str]], Mapping[str, datetime]]
InUse = Callable[[Collection[int]], Collection[int]]


@dataclass(frozen=True)
class Evidence:
    """``dead``: numbers whose newest messages the operator ended as invalid. ``lived``: the last
    sign of life of each number. ``in_use``: subscribers that a draft, task or phone names."""

    dead: frozenset[str]
    lived: Lived
    in_use: InUse
    country: str = "TR"

    def is_mobile(self, number: str) -> bool:
        found = phones.parse(number, self.country)
        return found.ok and found.kind is phones.Kind.MOBILE


def find(cards: Sequence[Card], records: Sequence[Record], known: Evidence) -> list[Finding]:
    """All findings, one at most for each record and one for each number of a card: first
    what the portal writes itself."""
    found = [*_landlines(cards, known), *_dead_cards(cards, known), *_double_cards(cards, known)]
    own: dict[int, Finding] = {}
    for finding in (
        *_changed(cards, records, known),
        *_dead_records(records, known),
        *_double_records(records, known),
    ):
        own.setdefault(finding.pk, finding)
    order = {fault: place for place, fault in enumerate(Fault)}
    found.extend(own.values())
    return sorted(
        found,
        key=lambda one: (one.owner is Owner.ERP, order[one.fault], one.source, one.code, one.pk),
    )


def _of_card(
    fault: Fault, card: Card, now: str, proposed: str, other: int | None = None
) -> Finding:
    return Finding(
        fault, Owner.ERP, card.source, card.pk, card.code, card.label, now, proposed, other
    )


def _of_record(
    fault: Fault, row: Record, proposed: str, other: int | None = None, source: str = ""
) -> Finding:
    return Finding(
        fault, Owner.PORTAL, OTHER, row.pk, row.special_code, row.label, row.phone, proposed,
        other, source,
    )  # fmt: skip


def _landlines(cards: Iterable[Card], known: Evidence) -> Iterable[Finding]:
    """The first number of an account is a landline although a mobile stands behind it (L-049)."""
    for card in cards:
        if card.source == ACCOUNT and card.problem == "landline":
            mobile = _other_mobile(card, known)
            if mobile:
                yield _of_card(Fault.LANDLINE_FIRST, card, card.phone, mobile)


def _dead_cards(cards: Iterable[Card], known: Evidence) -> Iterable[Finding]:
    for card in cards:
        if card.phone in known.dead and card.problem != "landline":
            yield _of_card(Fault.BOUNCED, card, card.phone, _other_mobile(card, known))


def _other_mobile(card: Card, known: Evidence) -> str:
    """Another number of the card that can be written to; none that the ERP calls a fax."""
    for number, kind in card.numbers:
        fits = number and number != card.phone and kind in ("", "MOBILE")
        if fits and number not in known.dead and known.is_mobile(number):
            return number
    return ""


def _double_cards(cards: Iterable[Card], known: Evidence) -> Iterable[Finding]:
    """Two cards of one kind for one person. Of accounts only those of one tax number in one
    group of the plan: a company has a 120 and a 320 account, and one in each currency."""
    same: dict[tuple[object, ...], list[Card]] = defaultdict(list)
    for card in cards:
        place = _place(card)
        if place is not None and card.name and card.phone and card.problem != "landline":
            same[(card.source, place, card.name, card.phone)].append(card)
    for group in same.values():
        if len(group) > 1 and known.is_mobile(group[0].phone):
            first, *others = sorted(group, key=lambda one: one.pk)
            for card in others:
                yield _of_card(Fault.DUPLICATE, card, card.code, first.code, first.pk)


def _place(card: Card) -> object:
    if card.source == PERSON:
        return PERSON
    if card.source == CONTACT:
        return card.account
    group = card.code.rpartition(".")[0]
    return (group, card.tax_number) if group and card.tax_number else None


def _changed(
    cards: Iterable[Card], records: Iterable[Record], known: Evidence
) -> Iterable[Finding]:
    """A card's mobile is another than that of the Diğer subscriber who is surely the same
    person: same name and TCKN, or same name and the card's code as özel kod; the card is the
    younger, and his own number has given no sign of life since."""
    cards, records = list(cards), list(records)
    others = [row for row in records if row.kind == OTHER]
    taken = {row.phone for row in others} | known.dead
    on_cards = {number for card in cards for number in (card.phone, *dict(card.numbers))}
    pairs: dict[int, tuple[Record, Card]] = {}
    wanted: dict[str, int] = defaultdict(int)
    for row, card in _same_person(cards, others):
        fits = card.phone and not card.problem and known.is_mobile(card.phone)
        younger = card.changed_at > row.changed_at
        if fits and younger and card.phone not in taken and row.phone not in on_cards:
            pairs[row.pk] = (row, card)
            wanted[card.phone] += 1
    if not pairs:
        return
    lived = known.lived({row.phone for row, _card in pairs.values()})
    for row, card in pairs.values():
        last = lived.get(row.phone)
        if wanted[card.phone] == 1 and (last is None or last < card.changed_at):
            yield _of_record(Fault.CHANGED, row, card.phone, card.pk, card.source)


def _same_person(cards: Sequence[Card], others: Sequence[Record]) -> Iterable[tuple[Record, Card]]:
    """Pairs where exactly one card and one subscriber carry the key; two keys that name two
    cards for one subscriber name nobody."""
    found: dict[int, dict[int, tuple[Record, Card]]] = defaultdict(dict)
    for key_of_card, key_of_row in (
        (lambda card: card.mark, lambda row: row.mark),
        (lambda card: card.code, lambda row: row.special_code),
    ):
        by_key: dict[tuple[str, str], list[Card]] = defaultdict(list)
        for card in cards:
            if card.name and key_of_card(card):
                by_key[card.name, key_of_card(card)].append(card)
        rows: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for row in others:
            if (row.name, key_of_row(row)) in by_key:
                rows[row.name, key_of_row(row)].append(row)
        for key, same in rows.items():
            if len(same) == len(by_key[key]) == 1:
                found[same[0].pk][by_key[key][0].pk] = (same[0], by_key[key][0])
    for pairs in found.values():
        if len(pairs) == 1:
            yield from pairs.values()


def _dead_records(records: Iterable[Record], known: Evidence) -> Iterable[Finding]:
    for row in records:
        if row.kind == OTHER and row.phone in known.dead:
            yield _of_record(Fault.BOUNCED, row, "")


def _double_records(records: Sequence[Record], known: Evidence) -> Iterable[Finding]:
    """A Diğer subscriber beside one of the same name and number who follows a card, and who
    loses nothing of his own by being switched off: his groups are taken over."""
    followers: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in records:
        if row.kind != OTHER and row.name:
            followers[row.name, row.phone].append(row)
    pairs = {}
    for row in records:
        if row.kind == OTHER and row.name:
            kept = [one for one in followers[row.name, row.phone] if _covers(one, row)]
            if kept:
                pairs[row.pk] = (row, min(kept, key=lambda one: one.pk))
    named = known.in_use(set(pairs)) if pairs else ()
    for pk, (row, other) in pairs.items():
        if pk not in named:
            yield _of_record(Fault.DUPLICATE, row, "", other.pk)


def _covers(kept: Record, row: Record) -> bool:
    """Whether ``kept`` stands for ``row`` in every message: no own field, right or place of
    use would be lost."""
    mine, his = row.own, kept.own
    places = set(mine.get("usage_places") or ()) <= set(his.get("usage_places") or ())  # type: ignore[call-overload]
    fields = dict(mine.get("fields") or {})  # type: ignore[call-overload]
    fields_stay = fields.items() <= dict(his.get("fields") or {}).items()  # type: ignore[call-overload]
    same = all(mine.get(name) == his.get(name) for name in ("recipient_type", "authority_code_id"))
    alone = row.mark in ("", kept.mark) and row.special_code in ("", kept.special_code)
    return bool(
        places and fields_stay and same and alone
        and mine.get("relation") in ("", None, his.get("relation"))
    )  # fmt: skip
