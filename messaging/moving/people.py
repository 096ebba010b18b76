"""People of another panel, with the groups that stand beside their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging import imports
from messaging.models import Group, GroupMember, Subscriber, SubscriberKind
from messaging.moving import group_names
from messaging.moving.subjects import Subject, register, tolerant
from turkcell_hub.audit.services import trail
from turkcell_hub.jobs.imports import Row
from turkcell_hub.jobs.models import ImportRow, RowVerdict
from turkcell_hub.lib.wording import said
from turkcell_hub.sheets import CellProblem, Cleaned, Column
from turkcell_hub.tenancy.actor import Actor

_MARKS = re.compile(r"[,;|\n]")


def columns(actor: Actor, params: Mapping[str, Any]) -> list[Column]:
    """Those of every list of subscribers, and the groups (several names in one cell)."""
    known = imports.columns(actor, params)
    mild = [replace(c, cleaner=tolerant(c.cleaner)) if c.name == "tckn" else c for c in known]
    groups = Column(
        "groups",
        said("Gruplar"),
        _group_cell,
        ("grup", "grubu", "grup adı", "grup ismi", "gruplar", "rehber", "rehber adı", "liste",
         "etiket", "group", "groups", "group name", "tag", "tags", "list"),
    )  # fmt: skip
    return [*mild, groups]


def judge(actor: Actor, params: Mapping[str, Any], rows: Sequence[Row]) -> None:
    """As every list of subscribers; one who lacks one of the groups is a changed one."""
    named = {row.number: row.data.get("groups") or [] for row in rows}
    imports.judge(actor, params, rows)
    good = [row for row in rows if row.verdict != RowVerdict.ERROR]
    places = _places(actor, [row.data["phone"] for row in good])
    found = group_names.Names(actor)
    above: set[str] = set()
    for row in good:
        groups = named[row.number]
        hidden = [name for name in groups if found.is_hidden(name)]
        if hidden:
            row.refuse(
                str(_("Gruplar")),
                "group_not_usable",
                str(_("Bu gruba aktarılamıyor; firma yöneticinize başvurun.")),
            )
            continue
        row.data["groups"] = groups
        if groups:  # one line for each group is a usual way of writing memberships
            mark = sha256("\n".join(sorted(map(group_names.key, groups))).encode()).hexdigest()
            row.key = f"{row.data['phone']} {mark[:16]}"
        if row.data["phone"] in above and row.verdict == RowVerdict.NEW:
            row.verdict = RowVerdict.CHANGED
        above.add(row.data["phone"])
        lacks = {group_names.key(name) for name in groups} - places.get(row.data["phone"], set())
        if row.verdict == RowVerdict.SAME and lacks:
            row.verdict = RowVerdict.CHANGED


def apply(actor: Actor, _params: Mapping[str, Any], rows: Sequence[ImportRow]) -> dict[str, int]:
    """Writes one chunk; a row's verdict counts its person and its groups together."""
    merged: dict[str, dict[str, Any]] = {}
    for row in rows:
        merged[row.data["phone"]] = {**row.data, **merged.get(row.data["phone"], {})}
    done = imports.write(actor, [ImportRow(key=phone, data=d) for phone, d in merged.items()])
    joined = _join(actor, [row for row in rows if row.data["phone"] in done])
    counts: Counter[str] = Counter()
    told: set[str] = set()
    for row in rows:
        phone = row.data["phone"]
        verdict = done.get(phone, str(RowVerdict.ERROR))
        if phone in told or verdict == RowVerdict.SAME:
            verdict = RowVerdict.CHANGED if row.number in joined else RowVerdict.SAME
        told.add(phone)
        counts[str(verdict)] += 1
    trail.record(actor, "moving.people", None, dict(counts), label=str(_("Taşınma")))
    return dict(counts)


def _join(actor: Actor, rows: Sequence[ImportRow]) -> set[int]:
    """Puts the people into their groups, making those that are missing; the numbers of the
    rows that brought somebody into one."""
    if not any(row.data.get("groups") for row in rows):
        return set()
    phones = [row.data["phone"] for row in rows]
    ids = dict(_visible(actor, phones).values_list("phone", "pk"))
    places = _places(actor, phones)
    names = group_names.Names(actor)
    new: list[GroupMember] = []
    changed: set[int] = set()
    for row in rows:
        phone = row.data["phone"]
        there = places.setdefault(phone, set())
        for name in row.data.get("groups") or ():
            group_id = names.take(name)
            if group_id is None or phone not in ids or group_names.key(name) in there:
                continue
            there.add(group_names.key(name))
            changed.add(row.number)
            new.append(
                GroupMember(firm_id=actor.firm_id, group_id=group_id, subscriber_id=ids[phone])
            )
    GroupMember.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    return changed


def _visible(actor: Actor, phones: Sequence[str]) -> Any:
    people = Subscriber.objects.filter(kind=SubscriberKind.OTHER, phone__in=phones)
    return actor.visible(people)


def _places(actor: Actor, phones: Sequence[str]) -> dict[str, set[str]]:
    groups = actor.visible(Group.objects.all()).values("pk")
    rows = GroupMember.objects.filter(
        subscriber__in=_visible(actor, phones).values("pk"), group__in=groups
    ).values_list("subscriber__phone", "group__name")
    found: dict[str, set[str]] = {}
    for phone, name in rows:
        found.setdefault(phone, set()).add(group_names.key(name))
    return found


def _group_cell(cell: object) -> Cleaned:
    names = (" ".join(name.split()) for name in _MARKS.split(str(cell)))
    once = {group_names.key(name): name for name in names if name}
    if any(len(name) > group_names.LONGEST for name in once.values()):
        raise CellProblem(
            "group_name_long",
            said("Grup adı en fazla %(limit)s karakter olabilir.", limit=group_names.LONGEST),
        )
    return Cleaned(list(once.values()))


PEOPLE = register(
    Subject(
        code="people",
        label=_("Kişiler"),
        hint=_("Numara, ad ve varsa grup sütunu; gruplar kendiliğinden açılır."),
        right="messaging.subscriber.import",
        columns=columns,
        judge=judge,
        apply=apply,
        list_url="subscribers-list",
        shapes={
            "phone": "phone",
            "first_name": "first",
            "last_name": "last",
            "full_name": "full",
            "tckn": "tckn",
            "groups": "groups",
        },
        headings={
            "phone": ("mobile", "mobile number", "msisdn", "cell", "gsm numarası", "alıcı no",
                      "alıcı", "telefon 1", "cep tel no", "phone number", "abone no"),
            "first_name": ("adi", "given name", "firstname", "kişi adı"),
            "last_name": ("soyadi", "surname", "lastname", "family name", "kişi soyadı"),
            "full_name": ("isim soyad", "full name", "fullname", "adı soyadı unvanı", "alıcı adı",
                          "kişi adı soyadı", "abone adı soyadı", "contact", "contact name",
                          "ad - soyad", "adsoyad"),
            "special_code": ("kod", "müşteri no", "customer code"),
        },
    )
)  # fmt: skip
