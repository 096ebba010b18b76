"""Mobil Aboneler: adding, changing, deleting (L-047 … L-057)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from iys_consent.exemptions import Relation
from iys_consent.models import RecipientType
from messaging.models import (
    UNSENT,
    Campaign,
    CampaignRecipient,
    CustomField,
    Subscriber,
    SubscriberKind,
    UsagePlace,
)
from messaging.services import mirrored
from messaging.services.groups import set_groups
from messaging.services.naming import named
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.lib import phone as phones
from turkcell_hub.lib.identity import is_tckn
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership

_PLAIN = ("first_name", "last_name", "special_code", "authority_code", "is_active")
_LINKS = {
    SubscriberKind.SYSTEM_USER: "member",
    SubscriberKind.ACCOUNT: "account",
    SubscriberKind.PERSON: "person",
    SubscriberKind.CONTACT: "contact",
}
_CHOICES = {"recipient_type": RecipientType, "relation": Relation}


def save(actor: Actor, subscriber: Subscriber | None, data: Mapping[str, Any]) -> Subscriber:
    """Creates (``subscriber`` None) or changes one. ``data``: kind, member, account, person,
    contact, first_name, last_name, phone (any spelling), tckn, usage_places, recipient_type,
    relation, special_code, authority_code,
    fields, is_active, groups; what is left out stays.

    A system user's name and number come from his card and follow it (L-048, L-056); so do those
    of an account, a member of the personnel and a contact of the ERP (``mirrored``).
    Raises ``Invalid`` with the field; ``Conflict`` for a number that is taken.
    """
    actor.require(f"messaging.subscriber.{'change' if subscriber else 'add'}")
    with transaction.atomic():
        row = subscriber or Subscriber(firm_id=actor.firm_id)
        for name in _PLAIN:
            if name in data:
                setattr(row, name, data[name])
        _set_choices(row, data)
        _set_kind(row, data)
        if row.kind == SubscriberKind.SYSTEM_USER:
            follow_member(row)
        elif row.kind in mirrored.LINKED:
            mirrored.follow(row)
        elif "phone" in data:
            row.phone = readable_phone(actor.firm_id, data["phone"])
        _set_tckn(row, data)
        _set_usage(row, data)
        _set_fields(row, data)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise _taken(error) from None
        if "groups" in data:
            set_groups(actor, row, data["groups"])
        action = "subscriber.changed" if subscriber else "subscriber.added"
        trail.record(actor, action, row)
    return row


def delete(actor: Actor, subscriber: Subscriber) -> None:
    """Raises ``Conflict`` while a draft still names the person. Messages keep their copy."""
    actor.require("messaging.subscriber.delete")
    with transaction.atomic():
        chosen = CampaignRecipient.objects.filter(subscriber=subscriber).values("campaign_id")
        drafts = named(actor, Campaign.objects.filter(pk__in=chosen, state__in=UNSENT))
        if drafts:
            raise Conflict(
                _("%(name)s bir gönderim taslağında kullanılıyor: %(drafts)s. Önce oradan çıkarın.")
                % {"name": str(subscriber), "drafts": drafts},
                code="subscriber_in_use",
            )
        trail.record(actor, "subscriber.deleted", subscriber)
        subscriber.delete()


def delete_many(actor: Actor, rows: Any) -> int:
    """Deletes all of a selection that no draft uses; returns how many."""
    actor.require("messaging.subscriber.delete")
    with transaction.atomic():
        in_use = CampaignRecipient.objects.filter(
            campaign__state__in=UNSENT, subscriber__isnull=False
        ).values("subscriber_id")
        ids = list(rows.exclude(pk__in=in_use).values_list("pk", flat=True))
        Subscriber.objects.filter(pk__in=ids).delete()
        trail.record(actor, "subscriber.deleted", None, {"count": len(ids)}, label="Toplu silme")
    return len(ids)


def follow_member(row: Subscriber) -> None:
    """Takes name and number from the user's card. Raises ``Invalid`` without a mobile."""
    member = row.member
    if member is None:
        raise Invalid(_("Sistem kullanıcısını seçin."), code="member_missing", field="member")
    name = member.full_name or member.user.full_name
    if not member.phone:
        raise Invalid(
            _("%(name)s kullanıcısının kartında telefon numarası yok; önce karta ekleyin.")
            % {"name": name},
            code="member_without_phone",
            field="member",
        )
    first, _space, last = name.rpartition(" ")
    row.first_name, row.last_name = (first[:60], last[:60]) if first else (last[:60], "")
    row.phone = readable_phone(row.firm_id, member.phone)


def refresh_from_member(member: Membership) -> None:
    """A user's card changed: his subscriber record follows (L-048, L-056). Without a number
    on the card the record keeps the last one and is switched off."""
    row = Subscriber.objects.filter(member=member).select_related("member__user").first()
    if row is None:
        return
    row.member = member
    if member.phone and member.is_active:
        follow_member(row)
    else:
        row.is_active = False
    row.save()


def readable_phone(firm_id: int, raw: object) -> str:
    """E.164 by the firm's country type (L-011). Raises ``Invalid`` with what is wrong."""
    country = Firm.objects.values_list("country", flat=True).get(pk=firm_id)
    result = phones.parse(raw, phones.Country(country))
    if result.e164 is None:
        raise Invalid(
            phones.MESSAGES.get(result.problem or "", _("Numara okunamadı.")),
            code=f"phone_{result.problem}",
            field="phone",
        )
    return result.e164


def _set_kind(row: Subscriber, data: Mapping[str, Any]) -> None:
    kind = data.get("kind", row.kind)
    if kind not in SubscriberKind.values:
        raise Invalid(_("Kullanıcı tipini listeden seçin."), code="kind_unknown", field="kind")
    row.kind = kind
    own = _LINKS.get(SubscriberKind(row.kind), "")
    for name in _LINKS.values():
        if name != own:
            setattr(row, name, None)
        elif name in data:
            setattr(row, name, data[name])


def _set_choices(row: Subscriber, data: Mapping[str, Any]) -> None:
    """An empty value is the usual one: an individual without a relation."""
    for name, choices in _CHOICES.items():
        if name not in data:
            continue
        usual = RecipientType.INDIVIDUAL.value if name == "recipient_type" else ""
        value = str(data[name] or usual)
        if value and value not in choices.values:
            raise Invalid(_("Listeden seçin."), code=f"{name}_unknown", field=name)
        setattr(row, name, value)


def _set_tckn(row: Subscriber, data: Mapping[str, Any]) -> None:
    if "tckn" not in data:
        return
    tckn = str(data["tckn"] or "").strip()
    if tckn and not is_tckn(tckn):
        raise Invalid(
            _("T.C. kimlik numarası hatalı; 11 rakamı kontrol edin."), code="tckn", field="tckn"
        )
    row.tckn = tckn


def _set_usage(row: Subscriber, data: Mapping[str, Any]) -> None:
    if "usage_places" not in data:
        return
    places: Sequence[str] = list(data["usage_places"] or [])
    unknown = [place for place in places if place not in UsagePlace.values]
    if unknown:
        raise Invalid(
            _("Bilinmeyen kullanım yeri: %(places)s.") % {"places": ", ".join(unknown)},
            code="usage_place_unknown",
            field="usage_places",
        )
    row.usage_places = places


def _set_fields(row: Subscriber, data: Mapping[str, Any]) -> None:
    if "fields" not in data:
        return
    values = {str(key): str(value) for key, value in dict(data["fields"] or {}).items()}
    known = set(CustomField.objects.values_list("code", flat=True))
    unknown = sorted(set(values) - known)
    if unknown:
        raise Invalid(
            _("Tanımlı olmayan ek alan: %(names)s. Önce Ek Alanlar'da tanımlayın.")
            % {"names": ", ".join(unknown)},
            code="field_unknown",
            field="fields",
        )
    row.fields = {key: value[:200] for key, value in values.items() if value}


def _taken(error: IntegrityError) -> Conflict:
    for name in _LINKS.values():
        if f"subscriber_{name}_once" in str(error):
            text = _("Seçilen kayıt zaten mobil abone.")
            return Conflict(text, code=f"{name}_taken", field=name)
    return Conflict(
        _("Bu telefon numarasıyla bir abone zaten var."), code="phone_taken", field="phone"
    )
