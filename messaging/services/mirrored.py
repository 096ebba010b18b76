"""Subscribers that follow a card of the ERP: cari, personel, ilgili kişi (L-049 … L-051).

Name, number, özel kod and Yetki Kodu are the card's. A card that is switched off, or loses its
number, switches its subscriber off; when it comes back, so does he, unless a person had switched
him off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from iys_consent.models import RecipientType
from messaging.models import Subscriber, SubscriberKind
from turkcell_hub.audit.services import trail
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.services import links
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor

_CHUNK = 500
_CARDS = ("first_name", "last_name", "phone", "special_code", "authority_code", "is_active",
          "off_with_card", "search_key", "sort_key")  # fmt: skip


@dataclass(frozen=True)
class Source:
    """``field``: the subscriber's link to the card."""

    kind: SubscriberKind
    mirror: MirrorKind
    field: str
    missing: Any
    without_number: Any


SOURCES = (
    Source(
        SubscriberKind.ACCOUNT,
        MirrorKind.ACCOUNT,
        "account",
        _("Cari hesabı seçin."),
        _("%(card)s kartında okunabilir bir telefon yok; önce ERP'deki karta ekleyin."),
    ),
    Source(
        SubscriberKind.PERSON,
        MirrorKind.PERSON,
        "person",
        _("Personel kartını seçin."),
        _("%(card)s sicil kartında cep telefonu yok; önce ERP'deki karta ekleyin."),
    ),
    Source(
        SubscriberKind.CONTACT,
        MirrorKind.CONTACT,
        "contact",
        _("İlgili kişiyi seçin."),
        _("%(card)s kartında cep telefonu yok; cep telefonu olmayan ilgili kişi eklenemez."),
    ),
)
LINKED = {source.kind: source for source in SOURCES}
_BY_MIRROR = {source.mirror: source for source in SOURCES}
FIELDS = tuple(source.field for source in SOURCES)


@dataclass(frozen=True)
class Followed:
    """``ids``: the subscribers of the cards. ``without_number``, ``switched_off``: how many
    cards have none because nothing can be sent there."""

    ids: tuple[int, ...]
    without_number: int = 0
    switched_off: int = 0


def hr_linked(firm_id: int) -> bool:
    """İK Bağlantısı: without it personnel cannot be chosen (L-050)."""
    return links.of_firm(firm_id).hr_linked


def follow(row: Subscriber) -> None:
    """Takes everything over from the chosen card. Raises ``Invalid`` with the field: no card,
    a card without a number, personnel without the İK bağlantısı."""
    source = LINKED[SubscriberKind(row.kind)]
    card = getattr(row, source.field)
    if card is None:
        raise Invalid(source.missing, code=f"{source.field}_missing", field=source.field)
    if source.kind is SubscriberKind.PERSON and not hr_linked(row.firm_id):
        raise Invalid(
            _("İK bağlantısı kapalı; Ayarlar → ERP Bağlantısı'nda açılınca personel seçilir."),
            code="hr_not_linked",
            field="kind",
        )
    if not card.phone:
        raise Invalid(
            source.without_number % {"card": card},
            code=f"{source.field}_without_mobile",
            field=source.field,
        )
    _take_over(row, source, card)


def refresh(firm_id: int, kind: MirrorKind, ids: Sequence[int]) -> None:
    """Cards of the mirror changed: those who follow them change with them (a mirror follower)."""
    source = _BY_MIRROR.get(kind)
    if source is None:
        return
    rows = Subscriber.objects.filter(firm_id=firm_id, **{f"{source.field}__in": list(ids)})
    found = list(rows.select_related(source.field).select_for_update(of=("self",)).order_by("pk"))
    for row in found:
        _take_over(row, source, getattr(row, source.field))
    Subscriber.objects.bulk_update(found, _CARDS, batch_size=_CHUNK)


def ensure(actor: Actor, kind: MirrorKind, cards: QuerySet[Any]) -> Followed:
    """A subscriber for each of ``cards`` that can be reached; those that have one keep it.

    Raises ``Invalid`` ``hr_not_linked`` for personnel without the İK bağlantısı.
    """
    actor.require("messaging.subscriber.add")
    source = _BY_MIRROR[kind]
    if source.kind is SubscriberKind.PERSON and not hr_linked(actor.firm_id):
        raise Invalid(
            _("İK bağlantısı kapalı; Ayarlar → ERP Bağlantısı'nda açılınca personel seçilir."),
            code="hr_not_linked",
        )
    seen = cards.select_related(None).order_by("pk")
    usable = seen.filter(is_active=True).exclude(phone="")
    with transaction.atomic():
        linked = Subscriber.objects.filter(**{f"{source.field}__isnull": False})
        missing = usable.exclude(pk__in=linked.values(f"{source.field}_id"))
        added = [_new(actor, source, card) for card in missing]
        Subscriber.objects.bulk_create(added, ignore_conflicts=True, batch_size=_CHUNK)
        if added:
            trail.record(actor, "subscriber.followed", None, {"count": len(added)},
                         label=str(source.kind.label))  # fmt: skip
        rows = Subscriber.objects.filter(**{f"{source.field}__in": usable.values("pk")})
        ids = tuple(actor.visible(rows).order_by("pk").values_list("pk", flat=True))
    off = seen.filter(is_active=False).count()
    return Followed(ids, seen.filter(is_active=True, phone="").count(), off)


def _new(actor: Actor, source: Source, card: Any) -> Subscriber:
    row = Subscriber(firm_id=actor.firm_id, kind=source.kind, **{source.field: card})
    row.recipient_type = recipient_type_of(card)
    _take_over(row, source, card)
    return row


def recipient_type_of(card: Any) -> str:
    """A company is a merchant; whoever has no VKN is taken for an individual, who must have
    consented to commercial messages."""
    is_company = bool(getattr(card, "tax_number", ""))
    return RecipientType.MERCHANT.value if is_company else RecipientType.INDIVIDUAL.value


def _take_over(row: Subscriber, source: Source, card: Any) -> None:
    row.first_name, row.last_name = _names(card)
    row.special_code = card.special_code
    row.authority_code_id = card.authority_code_id
    row.phone = card.phone or row.phone  # the last number stays on a card that lost its own
    reachable = card.is_active and bool(card.phone)
    if not reachable and row.is_active:
        row.is_active, row.off_with_card = False, True
    elif reachable and row.off_with_card:
        row.is_active, row.off_with_card = True, False
    row.set_keys()


def _names(card: Any) -> tuple[str, str]:
    """An account's title is written over both names, cut at a space."""
    if hasattr(card, "first_name"):
        return card.first_name, card.last_name
    title = card.title
    if len(title) <= 60:
        return title, ""
    cut = title.rfind(" ", 0, 61)
    cut = cut if cut > 0 else 60
    return title[:cut], title[cut:].strip()[:60]
