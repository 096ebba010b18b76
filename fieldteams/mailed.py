"""The field teams' reports as mails: with the rights that their reader has that day, and written
where the people in them can read it (L-030, L-045, L-046)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldteams import permissions
from fieldteams.models import FieldPhone, ViewLog
from fieldteams.range_form import RangeForm
from fieldteams.selectors import reporting
from fieldteams.selectors.tracks import Range
from fieldteams.services import viewing
from messaging.mailed_reports import Mailed, Source, register
from turkcell_hub.errors import Invalid
from turkcell_hub.lib import local_time
from turkcell_hub.portal import cells
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of

NAMES = ("phone", "team", "from_hour", "to_hour", "group")


def code_of(kind: str) -> str:
    """The report's name among all that can be mailed."""
    return f"field-{kind}"


def register_all() -> None:
    """Called once, from ``FieldTeamsConfig.ready``."""
    for kind, (title, _make) in reporting.KINDS.items():
        named = format_lazy("{}: {}", gettext_lazy("Ekip Mobil"), title)
        seen = None if kind == "messages" else _seen
        register(
            Source(code_of(kind), named, permissions.LOCATE, _check,
                   partial(_make_mail, kind), seen)
        )  # fmt: skip


def _check(actor: Actor, filters: QueryDict) -> str:
    form = RangeForm(filters, actor=actor)
    unknown = sorted(set(filters) - set(NAMES))
    if unknown:
        raise Invalid(
            _("Süzgeç bu tabloya uymuyor: %(name)s.") % {"name": unknown[0][:40]}, field="filters"
        )
    if not form.is_valid():
        name, problems = next(iter(form.errors.items()))
        raise Invalid(f"{form.fields[name].label}: {problems[0]}", field="filters")
    return ", ".join(_words(form))


def _words(form: RangeForm) -> list[str]:
    data, said = form.cleaned_data, []
    if data.get("phone"):
        said.append(", ".join(str(one) for one in form.phones()))
    elif data.get("team"):
        said.append(_("ekip %(team)s") % {"team": data["team"]})
    if data.get("from_hour") is not None and data.get("to_hour") is not None:
        said.append(f"{data['from_hour']:%H:%M}–{data['to_hour']:%H:%M}")
    if form.grouped:
        said.append(_("özel koduna göre"))
    return said


def _make_mail(
    kind: str, actor: Actor, first: dt.date, last: dt.date, filters: QueryDict
) -> Mailed:
    phones = _phones(actor, filters)
    if not phones:
        raise Invalid(_("Rapordaki kişilerden görülebilen kalmamış; kişileri yeniden seçin."))
    span = _span(actor, first, last, filters)
    grouped = filters.get("group") == "team"
    table = reporting.make(kind, actor, phones, span, grouped=grouped)
    figures = [(_("Kişi sayısı"), cells.number(len(phones))),
               (_("Satır"), cells.number(len(table.rows)))]  # fmt: skip
    figures += [(one.team, cells.number(one.rows)) for one in table.groups]
    query = filters.copy()
    query["kind"], query["from"], query["to"] = kind, f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"
    link = f"{reverse('field-reports')}?{query.urlencode()}"
    notes = reporting.notes(table, span)
    people = [one.pk for one in phones]
    return Mailed(table.title, table.heads, table.rows, notes, figures, link, people)


def _phones(actor: Actor, filters: QueryDict) -> list[FieldPhone]:
    """Those that still exist for the reader: a Yetki Kodu may have been taken from him since."""
    rows = actor.visible(FieldPhone.objects.order_by("sort_key"))
    chosen = [int(one) for one in filters.getlist("phone") if one.isdigit()]
    if chosen:
        return list(rows.filter(pk__in=chosen))
    return list(rows.filter(special_code=filters["team"]) if filters.get("team") else rows)


def _span(actor: Actor, first: dt.date, last: dt.date, filters: QueryDict) -> Range:
    name = zone_of(actor.firm_id)
    since, end = (
        local_time.resolve(dt.datetime.combine(day, dt.time.min), name).instant
        for day in (first, last + dt.timedelta(days=1))
    )
    hours = RangeForm(QueryDict(filters.urlencode()), actor=actor)
    hours.full_clean()  # people and teams may be gone since; the hours were checked
    clocks = [hours.cleaned_data.get(one) for one in ("from_hour", "to_hour")]
    return Range(since, end - dt.timedelta(microseconds=1), *clocks, zone=ZoneInfo(name))


def _seen(actor: Actor, people: Sequence[int], to: str) -> None:
    viewing.look(actor, people, ViewLog.What.MAIL, to=to)
