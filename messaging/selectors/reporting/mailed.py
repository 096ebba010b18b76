"""The sending report's tables as mails (L-124)."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.mailed_reports import Mailed, Source, register
from messaging.selectors.reporting import breakdowns, figures, tables
from messaging.selectors.reporting.question import NAMES, ask, form_of
from turkcell_hub.errors import Invalid
from turkcell_hub.portal import cells
from turkcell_hub.tenancy.actor import Actor

RIGHT = "messaging.campaign.view"
TITLES = {
    tables.DAILY: gettext_lazy("Günlük gönderim adetleri"),
    tables.REASONS: gettext_lazy("Ulaşmama nedenleri"),
    tables.SPEED: gettext_lazy("İletim hızı"),
    **{code: one.title for code, one in breakdowns.DIMENSIONS.items()},
}


def register_all() -> None:
    for part, title in TITLES.items():
        register(Source(part, title, RIGHT, _check, partial(_make, part)))


def _check(actor: Actor, filters: QueryDict) -> str:
    unknown = sorted(set(filters) - NAMES)
    form = form_of(actor, filters)
    if unknown or not form.is_valid():
        raise Invalid(
            _("Süzgeç bu tabloya uymuyor: %(name)s.") % {"name": (unknown or [*form.errors])[0]},
            field="filters",
        )
    chosen = form.form.cleaned_data
    return ", ".join(f"{form.form.fields[name].label}: {chosen[name]}" for name in filters)


def _make(part: str, actor: Actor, first: date, last: date, filters: QueryDict) -> Mailed:
    query = filters.copy()
    query["from"], query["to"] = f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"
    question = ask(actor, form_of(actor, query))
    found, total = tables.table(question, part), figures.daily(question).total
    delivered = cells.number(total.delivered)
    if total.percent is not None:
        delivered += f" ({cells.percent(total.percent)})"
    said = [
        (_("Gönderilen"), cells.number(total.sent)),
        (_("İletilen"), delivered),
        (_("İletilemeyen"), cells.number(total.failed)),
        (_("Harcanan kredi"), cells.number(total.credits)),
        (_("Geri gelen kredi"), cells.number(total.refunded)),
    ]
    link = f"{reverse('sending-report')}?{query.urlencode()}"
    return Mailed(found.title, found.headers, found.rows, found.notes, said, link)
