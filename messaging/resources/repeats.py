"""Tekrar Kuralları: what is sent each week, month or year (S-081)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from messaging import actions, badges
from messaging.forms import RepeatForm
from messaging.models import RepeatRule
from messaging.services import repeats
from turkcell_hub.portal import cells
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.actor import Actor

_RIGHTS = {
    "view": "messaging.campaign.view",
    "add": "messaging.campaign.send",
    "change": "messaging.campaign.send",
}
_ASKED = ("every", "first_day", "hour", "last_day", "most_runs", "max_credits")


def until(row: RepeatRule) -> str:
    """ "12 kez", "31.12.2027 gününe kadar" or both."""
    said = []
    if row.most_runs:
        said.append(_g("%(times)d kez") % {"times": row.most_runs})
    if row.last_day:
        said.append(_g("%(day)s gününe kadar") % {"day": cells.day(row.last_day)})
    return ", ".join(said)


def _next(row: RepeatRule) -> Any:
    if row.state != RepeatRule.State.ACTIVE:
        return None
    return next(iter(repeats.coming(row, 1)), None)


@register
class RepeatResource(Resource):
    slug = "repeats"
    model = RepeatRule
    title = _("Tekrar Kuralları")
    singular = _("Tekrar Kuralı")
    rights = "messaging.campaign"
    section = "operations"
    icon = "refresh"
    menu_order = 22
    hides_rows = True
    in_menu = False
    can_add = can_delete = False
    form = RepeatForm
    columns = (
        Column("name", _("Gönderim"), order_by="name", primary=True),
        Column("state", _("Durum"), kind="state", badge=badges.repeat),
        Column("every", _("Sıklık")),
        Column("hour", _("Saat"), value=lambda row: f"{row.hour:%H:%M}"),
        Column("next", _("Sıradaki"), kind="datetime", value=_next),
        Column("until", _("Bitiş"), value=until),
        Column("max_credits", _("En çok kredi"), kind="number"),
        Column("set_by_label", _("Kuran")),
        Column("first_day", _("İlk gün"), kind="date", order_by="first_day", hidden=True),
        Column("created_at", _("Kurulma"), kind="datetime", order_by="pk", hidden=True),
    )
    ordering = ("-pk",)
    actions = actions.REPEATS
    detail_template = "messaging/repeat.html"
    empty_title = _("Tekrar kuralı yok")
    empty_text = _(
        "Her hafta, ay ya da yıl gidecek bir mesaj için taslağı hazırlayın, ön uçuştan sonra"
        " “Tekrarla”yı seçin."
    )

    def right(self, verb: str) -> str:
        return _RIGHTS.get(verb, f"{self.rights}.{verb}")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return actor.visible(RepeatRule.objects.select_related("pattern"))

    def initial_of(self, row: RepeatRule) -> dict[str, Any]:
        return {name: getattr(row, name) for name in _ASKED}

    def update(self, actor: Actor, row: RepeatRule, data: Mapping[str, Any]) -> RepeatRule:  # type: ignore[override]
        return repeats.change(actor, row, data)

    def detail(self, actor: Actor, row: RepeatRule) -> dict[str, Any]:  # type: ignore[override]
        from messaging.selectors import repeats as selected

        return selected.rule_page(actor, row)
