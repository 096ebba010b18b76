"""Zamanlanmış Görevler and Görev Kuralları (L-081, L-082)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from otp.forms.timed import TaskRulesForm, TimedTaskForm
from otp.models import TaskAlert, TaskRules, TimedTask
from otp.services import task_rules, timed_tasks, timed_times
from turkcell_hub.portal import cells
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.resources.base import folded

_BADGES = {TimedTask.State.ACTIVE: "success", TimedTask.State.CANCELLED: "warning"}


def _next(part: int) -> Callable[[TimedTask], dt.datetime | None]:
    def value(row: TimedTask) -> dt.datetime | None:
        found = timed_times.coming(row, 1)
        return found[0][part] if found else None

    return value


def _until(row: TimedTask) -> str:
    """ "12 kez", "31.12.2027 gününe kadar", both, or nothing."""
    said = [_g("%(times)d kez") % {"times": row.most_times}] if row.most_times else []
    if row.last_day:
        said.append(_g("%(day)s gününe kadar") % {"day": cells.day(row.last_day)})
    return ", ".join(said)


def _often(row: TimedTask) -> str:
    from otp.selectors.timed_tasks import how_often

    return how_often(row)


def _only_active(_actor: Any, row: TimedTask) -> str | None:
    if row.state == TimedTask.State.ACTIVE:
        return None
    return _g("Görev “%(state)s” durumunda.") % {"state": row.get_state_display()}


def _cancel(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    touched = 0
    for task in rows.filter(state=TimedTask.State.ACTIVE):
        timed_tasks.cancel(actor, task)
        touched += 1
    return ActionResult(_g("%(n)d görev iptal edildi.") % {"n": touched}, touched=touched)


class TimedTaskFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("Durum"), choices=TimedTask.State.choices)
    every = filters.ChoiceFilter(label=_("Tekrar"), choices=TimedTask.Every.choices)
    warns = filters.BooleanFilter(label=_("Kısa mesaj ile uyar"))

    class Meta:
        model = TimedTask
        fields = ("state", "every", "warns")


@register
class TimedTaskResource(Resource):
    slug = "scheduled-tasks"
    model = TimedTask
    title = _("Zamanlanmış Görevler")
    singular = _("Zamanlanmış Görev")
    rights = "otp.schedule"
    section = "operations"
    icon = "calendar-event"
    menu_order = 23
    hides_rows = True
    can_delete = False
    form = TimedTaskForm
    filterset = TimedTaskFilter
    columns = (
        Column("title", _("Görev"), order_by="title", primary=True),
        Column("state", _("Durum"), kind="state", badge=lambda s: _BADGES.get(s, "secondary")),
        Column("next_start", _("Sıradaki başlama"), kind="datetime", value=_next(0)),
        Column("next_end", _("Sıradaki bitiş"), kind="datetime", value=_next(1)),
        Column("often", _("Tekrar"), value=_often),
        Column("until", _("Ne zamana kadar"), value=_until, hidden=True),
        Column("owner", _("Sorumlu"), value=lambda row: row.owner.name),
        Column("warns", _("Kısa mesaj ile uyar"), kind="boolean"),
        Column("description", _("Açıklama"), hidden=True),
        Column("set_by_label", _("Kaydeden"), hidden=True),
        Column("created_at", _("Oluşturulma"), kind="datetime", order_by="pk", hidden=True),
    )
    actions = (
        Action("cancel", _("İptal et"), timed_tasks.CHANGE, ActionKind.BULK, run=_cancel,
               icon="calendar-off", danger=True, refusal=_only_active,
               confirm=lambda _actor, count: _g(
                   "%(count)d görevin bundan sonraki uyarıları gönderilmeyecek."
               ) % {"count": count}),
        Action("calendar", _("Takvim"), "otp.schedule.view", ActionKind.LIST, icon="calendar",
               rest=False, url=lambda _row: reverse("timed-calendar")),
    )  # fmt: skip
    detail_template = "otp/timed_task.html"
    empty_title = _("Zamanlanmış görev yok")
    empty_text = _(
        "Başlama ve bitiş zamanı olan işleri ekleyin; isterseniz başlarken ve biterken seçtiğiniz"
        " kişilere kısa mesaj gider."
    )
    search_placeholder = _("Görev ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return actor.visible(TimedTask.objects.select_related("owner__user", "authority_code"))

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return folded(queryset, text, "title", "description")

    def initial_of(self, row: TimedTask) -> dict[str, Any]:
        names = ("title", "description", "owner", "every", "interval", "last_day", "most_times",
                 "warns", "authority_code")  # fmt: skip
        known = {name: getattr(row, name) for name in names}
        for alert in row.alerts.all():
            prefix = "start" if alert.edge == TaskAlert.Edge.START else "end"
            known[f"{prefix}_text"] = alert.text
            known[f"{prefix}_subscribers"] = [one.pk for one in alert.subscribers.all()]
            known[f"{prefix}_groups"] = [one.pk for one in alert.groups.all()]
        return {**known, "starts_at": row.start(0), "ends_at": row.end(0)}

    def create(self, actor: Actor, data: Mapping[str, Any]) -> TimedTask:  # type: ignore[override]
        return timed_tasks.create(actor, data)

    def update(self, actor: Actor, row: TimedTask, data: Mapping[str, Any]) -> TimedTask:  # type: ignore[override]
        return timed_tasks.change(actor, row, data)

    def detail(self, actor: Actor, row: TimedTask) -> dict[str, Any]:  # type: ignore[override]
        from otp.selectors import timed_tasks as selected

        return selected.task_page(actor, row)


@register
class TaskRulesResource(Resource):
    slug = "task-rules"
    model = TaskRules
    title = _("Görev Kuralları")
    singular = _("Görev Kuralı")
    rights = "otp.taskrule"
    section = "settings"
    icon = "clock-hour-4"
    menu_order = 61
    form = TaskRulesForm
    columns = (
        Column("valid_from", _("Geçerlilik başlangıcı"), kind="date", order_by="valid_from",
               primary=True),
        Column("late_minutes", _("Gecikmiş sayılma (dakika)"), kind="number"),
        Column("missed_minutes", _("Gönderilmeme (dakika)"), kind="number"),
        Column("furthest_months", _("En çok ileri (ay)"), kind="number"),
        Column("created_by", _("Ekleyen")),
    )  # fmt: skip
    ordering = ("-valid_from",)
    empty_title = _("Varsayılan kurallar geçerli")
    empty_text = _(
        "Uyarı 10 dakikadan geç giderse geciktiğini söyler, 6 saatten geçse gönderilmez ve"
        " bildirilir. Değiştirmek için bir günden başlayan kural ekleyin."
    )

    def right(self, verb: str) -> str:
        return f"{self.rights}.{'view' if verb == 'view' else 'change'}"

    def initial_of(self, row: TaskRules) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("valid_from", *task_rules.LIMITS)}

    def create(self, actor: Actor, data: Mapping[str, Any]) -> TaskRules:  # type: ignore[override]
        return task_rules.add(actor, data)

    def update(self, actor: Actor, row: TaskRules, data: Mapping[str, Any]) -> TaskRules:  # type: ignore[override]
        return task_rules.change(actor, row, data)

    def delete(self, actor: Actor, row: TaskRules) -> None:  # type: ignore[override]
        task_rules.delete(actor, row)
