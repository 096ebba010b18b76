"""Taşınma as a kind of import: which subject it is stands in the job's params."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging.models import BlacklistEntry, GroupMember, PastReport, Subscriber
from messaging.moving import (  # noqa: F401  (they register)
    blacklist,
    groups,
    history,
    people,
    subjects,
    templates,
)
from turkcell_hub.errors import Invalid
from turkcell_hub.jobs.imports import ImportKind, Row
from turkcell_hub.jobs.models import ImportRow
from turkcell_hub.sheets import Column
from turkcell_hub.tenancy.actor import Actor

KIND = "moving.import"
RIGHT = "messaging.moving.import"


def _subject(actor: Actor, params: Mapping[str, Any]) -> subjects.Subject:
    try:
        subject = subjects.get(str(params.get("subject")))
    except KeyError:
        raise Invalid(
            _("Dosyada ne olduğu seçilmemiş; taşınma sayfasında seçin."), code="subject_missing"
        ) from None
    actor.require(subject.right)
    return subject


def columns(actor: Actor, params: Mapping[str, Any]) -> Sequence[Column]:
    return _subject(actor, params).columns(actor, params)


def judge(actor: Actor, params: Mapping[str, Any], rows: Sequence[Row]) -> None:
    _subject(actor, params).judge(actor, params, rows)


def apply(actor: Actor, params: Mapping[str, Any], rows: Sequence[ImportRow]) -> Mapping[str, int]:
    return _subject(actor, params).apply(actor, params, rows)


MOVING = ImportKind(
    kind=KIND,
    right=RIGHT,
    title=_("Taşınma"),
    columns=columns,
    judge=judge,
    apply=apply,
    upload_url="",
    list_url="moving",
    ask_url="moving-columns",
    fills=(Subscriber, GroupMember, BlacklistEntry, PastReport),
)
