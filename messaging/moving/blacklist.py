"""The blacklist of another panel: number, reason, whose wish, since when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging import blacklist_import
from messaging.models import BlacklistSource
from messaging.moving.guessing import bare
from messaging.moving.subjects import Subject, register, tolerant
from messaging.moving.words import RECIPIENT_SOURCES
from turkcell_hub.sheets import Cleaned, Column, cleaners
from turkcell_hub.tenancy.actor import Actor


def columns(actor: Actor, params: Mapping[str, Any]) -> list[Column]:
    """Nothing but an unreadable number keeps a row out: a block must not get lost over a date."""
    mild = {
        "reason": tolerant(cleaners.text(200)),
        "source": _source,
        "since": tolerant(cleaners.date_only()),
    }
    return [
        replace(column, cleaner=mild.get(column.name, column.cleaner))
        for column in blacklist_import.columns(actor, params)
    ]


def _source(cell: object) -> Cleaned:
    """The person's wish in the words of other panels (WEB, SMS RET, İYS); all else is left to
    what was chosen for the whole list."""
    words = {bare(word) for word in str(cell).replace("-", " ").split()}
    is_persons = bool((words | {bare(str(cell))}) & RECIPIENT_SOURCES)
    if is_persons:
        return Cleaned(BlacklistSource.RECIPIENT.value)
    if bare(str(cell)) in ("firma", "firmaistemiyor", "panel", "firm", "yasakli"):
        return Cleaned(BlacklistSource.FIRM.value)
    return Cleaned(None)


BLACKLIST = register(
    Subject(
        code="blacklist",
        label=_("Kara liste"),
        hint=_("Engelli numaralar; neden, kaynak ve tarih varsa onlarla birlikte."),
        right=blacklist_import.BLACKLIST.right,
        columns=columns,
        judge=blacklist_import.judge,
        apply=blacklist_import.apply,
        list_url="blacklist-list",
        shapes={"phone": "phone", "reason": "reason", "source": "source", "since": "date"},
        headings={
            "phone": ("mobile", "cep no", "telefon numaraları", "engelli numara", "mobile number"),
            "reason": ("ret nedeni", "engelleme nedeni", "iptal nedeni", "note"),
            "source": ("kanal", "ret kanalı", "iptal kaynağı", "channel", "kaynağı"),
            "since": ("ekleme tarihi", "engelleme tarihi", "iptal tarihi", "kayıt tarihi",
                      "created at", "created", "added at"),
        },
    )
)  # fmt: skip
