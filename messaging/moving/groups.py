"""The list of groups of another panel: names and descriptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging.models import Group
from messaging.moving import group_names
from messaging.moving.subjects import Subject, register
from messaging.services import groups
from turkcell_hub.jobs.imports import Row
from turkcell_hub.jobs.models import ImportRow, RowVerdict
from turkcell_hub.lib.wording import said
from turkcell_hub.sheets import Column, cleaners
from turkcell_hub.tenancy.actor import Actor


def columns(_actor: Actor, _params: Mapping[str, Any]) -> list[Column]:
    return [
        Column(
            "name",
            said("Grup Adı"),
            cleaners.text(group_names.LONGEST),
            (
                "grup",
                "grubu",
                "grup ismi",
                "gruplar",
                "rehber adı",
                "liste adı",
                "group",
                "group name",
            ),
            required=True,
        ),
        Column("description", said("Açıklama"), cleaners.text(200), ("not", "description", "note")),
    ]


def judge(actor: Actor, _params: Mapping[str, Any], rows: Sequence[Row]) -> None:
    """New, changed (another description) or the same, by the folded name."""
    names = group_names.Names(actor)
    texts = dict(actor.visible(Group.objects.all()).values_list("pk", "description"))
    for row in rows:
        row.key = group_names.key(row.data["name"])[:120]
        known = names.known(row.data["name"])
        if names.is_hidden(row.data["name"]):
            row.refuse(
                str(_("Grup Adı")),
                "group_not_usable",
                str(_("Bu grup aktarılamıyor; firma yöneticinize başvurun.")),
            )
        elif known is None:
            row.verdict = RowVerdict.NEW
        else:
            row.verdict = _verdict(texts[known], row.data.get("description"))


def apply(actor: Actor, _params: Mapping[str, Any], rows: Sequence[ImportRow]) -> dict[str, int]:
    """Writes one chunk; an empty description changes nothing."""
    names = group_names.Names(actor)
    there = {group.pk: group for group in actor.visible(Group.objects.all())}
    counts: Counter[str] = Counter()
    for row in rows:
        text = row.data.get("description") or ""
        known = names.known(row.data["name"])
        if known is None:
            made = names.take(row.data["name"])
            counts[str(RowVerdict.NEW if made else RowVerdict.ERROR)] += 1
            if made and text:
                groups.save(actor, Group.objects.get(pk=made), {"description": text})
            continue
        verdict = _verdict(there[known].description, text)
        if verdict == RowVerdict.CHANGED:
            groups.save(actor, there[known], {"description": text})
        counts[str(verdict)] += 1
    return dict(counts)


def _verdict(there: str, wanted: str | None) -> RowVerdict:
    return RowVerdict.CHANGED if wanted and wanted != there else RowVerdict.SAME


GROUPS = register(
    Subject(
        code="groups",
        label=_("Gruplar"),
        hint=_("Yalnız grup adları ve açıklamaları; üyeler kişi listesiyle gelir."),
        right="messaging.group.add",
        columns=columns,
        judge=judge,
        apply=apply,
        list_url="groups-list",
        shapes={"name": "words"},
    )
)
