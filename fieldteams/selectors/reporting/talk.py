"""Mesaj Raporu: what was written with the people (L-046)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from fieldteams.models import FieldPhone
from fieldteams.selectors import tracks
from fieldteams.selectors.reporting.seen_places import cut
from fieldteams.selectors.reporting.table import MOST, Mark, Table
from messaging.selectors import talk
from turkcell_hub.tenancy.actor import Actor

RIGHT = "messaging.message.view"


def messages(actor: Actor, phones: Sequence[FieldPhone], span: tracks.Range) -> Table:
    """SMS with these numbers in both directions: the rows that their conversations show
    (L-046)."""
    actor.require(RIGHT)
    names = {one.phone: one for one in phones}
    out, into = _("Giden"), _("Gelen")
    sent, came = _sent(actor, names, span), _came(actor, names, span)
    lines: list[tuple[dt.datetime, FieldPhone, int, str, str]] = [
        (one.created_at, names[one.phone], 0, one.text, str(one.get_state_display()))
        for one in sent
    ]
    lines += [(one.received_at, names[one.sender], 1, one.text, "") for one in came]
    lines.sort(key=lambda one: (one[0], str(one[1]), one[2]))
    shown = lines[:MOST]
    rows = [
        [str(who), at.astimezone(span.zone), (out, into)[direction], text, state]
        for at, who, direction, text, state in shown
    ]
    marks = [
        Mark(who, at.astimezone(span.zone).date(), direction, 1)
        for at, who, direction, _text, _state in shown
    ]
    heads = [_("Kişi"), _("Zaman"), _("Yön"), _("Mesaj"), _("Durum")]
    note = _("Giden %(out)d, gelen %(into)d mesaj.") % {
        "out": sum(1 for mark in marks if not mark.series),
        "into": sum(1 for mark in marks if mark.series),
    }
    note = f"{note} {cut(len(lines) > MOST)}".strip()
    owners = [who for _at, who, *_rest in shown]
    return Table("messages", _("Mesaj Raporu"), heads, rows, owners, [out, into], marks, note)


def _sent(actor: Actor, names: Any, span: tracks.Range) -> Any:
    rows = talk.sent(actor, names).filter(created_at__range=(span.since, span.until))
    return span.in_hours(rows, "created_at").order_by("created_at", "pk")[: MOST + 1]


def _came(actor: Actor, names: Any, span: tracks.Range) -> Any:
    rows = talk.came(actor, names).filter(received_at__range=(span.since, span.until))
    return span.in_hours(rows, "received_at").order_by("received_at", "pk")[: MOST + 1]
