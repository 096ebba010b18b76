"""Excel lists of subscribers (S-071, S-072, L-053): columns, verdicts, upsert by number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from iys_consent.models import RecipientType
from messaging.models import CustomField, Group, GroupMember, Subscriber, SubscriberKind
from messaging.models.people import search_key, sort_key, tckn_mark
from turkcell_hub.audit.services import trail
from turkcell_hub.jobs.imports import ImportKind, Row
from turkcell_hub.jobs.models import ImportRow, RowVerdict
from turkcell_hub.lib.wording import said
from turkcell_hub.sheets import Column, cleaners
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

KIND = "subscribers.import"
_OWN = ("first_name", "last_name", "special_code", "recipient_type", "relation")
_TYPES = {"BIREYSEL": ("Bireysel", "Şahıs"), "TACIR": ("Tacir", "Esnaf", "Ticari", "Kurumsal")}
_RELATIONS = {"OGRENCI": ("Öğrenci",), "VELI": ("Veli",), "UYE": ("Üye",), "ABONE": ("Abone",)}


def columns(actor: Actor, _params: Mapping[str, Any]) -> list[Column]:
    """The number is compulsory; the firm's own fields match by label or parameter name."""
    country = Firm.objects.values_list("country", flat=True).get(pk=actor.firm_id)
    fixed = [
        Column(
            "phone",
            said("Telefon Numarası"),
            cleaners.phone(country),
            (
                *("telefon", "telefon no", "tel", "tel no", "cep", "cep tel", "cep telefonu"),
                *("cep no", "cep numarası", "gsm", "gsm no", "mobil", "numara", "phone"),
            ),
            required=True,
        ),
        Column("first_name", said("Adı"), cleaners.text(60), ("ad", "isim", "name", "first name")),
        Column("last_name", said("Soyadı"), cleaners.text(60), ("soyad", "soyisim", "last name")),
        Column(
            "full_name",
            said("Adı Soyadı"),
            cleaners.text(120),
            ("ad soyad", "adı ve soyadı", "isim soyisim", "müşteri", "unvan", "kişi"),
        ),
        Column("special_code", said("Özel Kodu"), cleaners.text(30), ("özel kod",)),
        Column(
            "recipient_type",
            said("Alıcı Tipi"),
            cleaners.choice(_TYPES),
            ("alıcı türü", "müşteri tipi", "recipient type"),
        ),
        Column("relation", said("İlişki"), cleaners.choice(_RELATIONS), ("relation",)),
        Column("tckn", said("TC Kimlik No"), cleaners.tckn(), ("tckn", "tc", "kimlik no")),
    ]
    own = [
        Column(f"field:{field.code}", field.label, cleaners.text(200), (field.code,))
        for field in CustomField.objects.all()
    ]
    return [*fixed, *own]


def judge(actor: Actor, _params: Mapping[str, Any], rows: Sequence[Row]) -> None:
    """New, changed or the same, by number; a record that the actor may not see stays as it is."""
    phones = [row.data["phone"] for row in rows]
    existing = {s.phone: s for s in _known(phones)}
    seen = set(
        actor.visible(
            Subscriber.objects.filter(pk__in=[s.pk for s in existing.values()])
        ).values_list("pk", flat=True)
    )
    for row in rows:
        row.key = row.data["phone"]
        row.data = _values(row.data)
        known = existing.get(row.key)
        if known is None:
            row.verdict = RowVerdict.NEW
        elif known.pk not in seen:
            row.refuse(
                str(_("Telefon Numarası")),
                "phone_not_usable",
                str(_("Bu numara aktarılamıyor; firma yöneticinize başvurun.")),
            )
        else:
            row.verdict = RowVerdict.CHANGED if _merge(known, row.data) else RowVerdict.SAME


def apply(actor: Actor, params: Mapping[str, Any], rows: Sequence[ImportRow]) -> dict[str, int]:
    """Writes one chunk: new subscribers, changed ones, and their place in the group."""
    counts = Counter(write(actor, rows).values())
    _join_group(actor, params, [row.key for row in rows])
    trail.record(actor, "subscriber.imported", None, changes=dict(counts), label="Excel")
    return dict(counts)


def write(actor: Actor, rows: Sequence[ImportRow]) -> dict[str, str]:
    """Adds and changes the subscribers of ``rows`` (each number once); the verdict by number.
    A record that the actor may not see is left as it is and is not in the answer."""
    existing = {s.phone: s for s in _known([row.key for row in rows]).select_for_update()}
    visible = set(
        actor.visible(
            Subscriber.objects.filter(pk__in=[s.pk for s in existing.values()])
        ).values_list("pk", flat=True)
    )
    done: dict[str, str] = {}
    new, changed = [], []
    for row in rows:
        known = existing.get(row.key)
        if known is None:
            new.append(_new(actor, row))
            done[row.key] = RowVerdict.NEW
        elif known.pk in visible:
            done[row.key] = RowVerdict.SAME
            if _merge(known, row.data):
                changed.append(known)
                done[row.key] = RowVerdict.CHANGED
    Subscriber.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    Subscriber.objects.bulk_update(
        changed, [*_OWN, "tckn", "tckn_mark", "fields", "search_key", "sort_key"], batch_size=500
    )
    return done


def _known(phones: Sequence[str]) -> Any:
    return Subscriber.objects.filter(kind=SubscriberKind.OTHER, phone__in=phones)


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    """Cells as fields of a subscriber; only what the row really has."""
    first, last = data.get("first_name"), data.get("last_name")
    if data.get("full_name") and not (first or last):
        first, _space, last = str(data["full_name"]).rpartition(" ")
        first, last = (first, last) if first else (last, "")
    values = {"phone": data["phone"], "first_name": first, "last_name": last}
    values |= {name: data.get(name) for name in (*_OWN[2:], "tckn")}
    own = {k.removeprefix("field:"): v for k, v in data.items() if k.startswith("field:") and v}
    return {k: v for k, v in values.items() if v} | ({"fields": own} if own else {})


def _merge(known: Subscriber, data: Mapping[str, Any]) -> bool:
    """Takes over what the row says; an empty cell changes nothing. True when it differs."""
    before = (*(getattr(known, name) for name in _OWN), known.tckn, dict(known.fields))
    for name in (*_OWN, "tckn"):
        setattr(known, name, data.get(name) or getattr(known, name))
    known.fields = {**known.fields, **data.get("fields", {})}
    known.set_keys()
    return before != (*(getattr(known, name) for name in _OWN), known.tckn, known.fields)


def _new(actor: Actor, row: ImportRow) -> Subscriber:
    data = row.data
    names = (data.get("first_name", ""), data.get("last_name", ""))
    code = data.get("special_code", "")
    return Subscriber(
        firm_id=actor.firm_id,
        kind=SubscriberKind.OTHER,
        phone=row.key,
        first_name=names[0],
        last_name=names[1],
        special_code=code,
        recipient_type=data.get("recipient_type") or RecipientType.INDIVIDUAL,
        relation=data.get("relation", ""),
        tckn=data.get("tckn", ""),
        tckn_mark=tckn_mark(data.get("tckn", "")),
        fields=data.get("fields", {}),
        search_key=search_key(*names, row.key, code),
        sort_key=sort_key(*names),
    )


def _join_group(actor: Actor, params: Mapping[str, Any], phones: Sequence[str]) -> None:
    group_id = params.get("group")
    if not group_id:
        return
    group = actor.visible(Group.objects.filter(pk=group_id)).first()
    if group is None:
        return
    people = actor.visible(_known(phones)).values_list("pk", flat=True)
    GroupMember.objects.bulk_create(
        [GroupMember(firm_id=actor.firm_id, group=group, subscriber_id=pk) for pk in people],
        ignore_conflicts=True,
        batch_size=1000,
    )


SUBSCRIBERS = ImportKind(
    kind=KIND,
    right="messaging.subscriber.import",
    title=_("Mobil abone aktarımı"),
    columns=columns,
    judge=judge,
    apply=apply,
    upload_url="subscriber-import",
    list_url="subscribers-list",
    field_url="custom-fields-add",
    fills=(Subscriber, GroupMember),
)
