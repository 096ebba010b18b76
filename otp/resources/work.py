"""Görevlerim, Onay Süreçleri, İş Akışı Kartları, Vekiller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from otp import amounts
from otp.flow_states import ProcessState, StepKind, TaskState, Verdict
from otp.forms.work import DocumentForm, NoteForm, SubstituteForm, WorkflowForm
from otp.models import Process, Substitute, Task, Workflow
from otp.selectors import my_tasks
from otp.services import decisions, external, substitutes, workflows
from turkcell_hub import approvals
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.resources.base import folded

_TASKS = {TaskState.OPEN: "warning", TaskState.DONE: "success", TaskState.REJECTED: "danger"}
_APPROVALS = {
    ProcessState.RUNNING: "info",
    ProcessState.APPROVED: "success",
    ProcessState.REJECTED: "danger",
    ProcessState.VOID: "warning",
    ProcessState.EXPIRED: "warning",
}


def _refusal(verdict: str) -> Any:
    def refuse(_actor: Any, row: Task) -> str | None:
        if row.state != TaskState.OPEN:
            return _g("Görev “%(state)s” durumunda.") % {"state": row.get_state_display()}
        if verdict == Verdict.YES and row.kind == StepKind.OTP:
            return _g("Bu görev onay kodu ister; sayfasında “Görevi Gerçekle” deyin.")
        return None

    return refuse


def _decide(verdict: str, said: Any) -> Any:
    def run(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
        chosen = list(rows.order_by("pk"))  # as they were asked for: what they release has an order
        for task in chosen:
            decisions.decide(actor, task, verdict, data.get("note", ""))
        return ActionResult(said % {"n": len(chosen)}, touched=len(chosen))

    return run


class MyTaskFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("Durum"), choices=TaskState.choices)
    kind = filters.ChoiceFilter(label=_("Görev tipi"), choices=StepKind.choices)

    class Meta:
        model = Task
        fields = ("state", "kind")


@register
class MyTaskResource(Resource):
    slug = "my-tasks"
    model = Task
    title = _("Görevlerim")
    singular = _("Görev")
    rights = "otp.task"
    section = "operations"
    icon = "checklist"
    menu_order = 18
    hides_rows = True
    can_add = can_change = can_delete = False
    filterset = MyTaskFilter
    ordering = ("state", "deadline_at", "-pk")
    columns = (
        Column("title", _("Konu"), value=lambda row: row.approval.title, primary=True),
        Column("step", _("Adım"), value=lambda row: row.step.name),
        Column("kind", _("Görev tipi")),
        Column("state", _("Durum"), kind="state", order_by="state",
               badge=lambda s: _TASKS.get(s, "secondary")),
        Column("amount", _("Tutar"), kind="amount", value=lambda row: amounts.shown(row.approval),
               order_by="approval__amount"),
        Column("deadline_at", _("Son zaman"), kind="datetime", order_by="deadline_at"),
        Column("asked_by", _("İsteyen"), value=lambda row: row.approval.asked_by),
        Column("opened_at", _("Açılma"), kind="datetime", order_by="pk", hidden=True),
    )  # fmt: skip
    actions = (
        Action("approve", _("Onayla"), decisions.ACT, ActionKind.BULK, icon="check",
               run=_decide(Verdict.YES, _("%(n)d görev onaylandı.")), rest=False,
               refusal=_refusal(Verdict.YES),
               confirm=lambda _actor, count: _g("%(count)d görev onaylanacak.")
               % {"count": count}),
        Action("refuse", _("Reddet"), decisions.ACT, ActionKind.BULK, icon="x", danger=True,
               run=_decide(Verdict.NO, _("%(n)d görev reddedildi.")), rest=False, form=NoteForm,
               refusal=_refusal(Verdict.NO),
               confirm=lambda _actor, count: _g(
                   "%(count)d görev reddedilecek; süreçleri biter."
               ) % {"count": count}),
    )  # fmt: skip
    detail_template = "otp/my_task.html"
    empty_title = _("Sizi bekleyen görev yok")
    empty_text = _("Onayınıza sunulan belgeler ve size verilen görevler burada görünür.")
    search_placeholder = _("Konu ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return my_tasks.mine(actor)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return folded(queryset, text, "approval__title", "step__name")

    def detail(self, actor: Actor, row: Task) -> dict[str, Any]:  # type: ignore[override]
        return my_tasks.task_page(actor, row)


class ProcessFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("Durum"), choices=ProcessState.choices)
    kind = filters.ChoiceFilter(label=_("Belge türü"), choices=approvals.choices)
    subject_key = filters.CharFilter(label=_("Belge no"))

    class Meta:
        model = Process
        fields = ("state", "kind", "subject_key")


def kind_label(row: Any) -> str:
    kind = approvals.kind_of(row.kind)
    return str(kind.label) if kind else row.kind


@register
class ProcessResource(Resource):
    slug = "approvals"
    model = Process
    title = _("Onay Süreçleri")
    singular = _("Onay Süreci")
    rights = "otp.process"
    section = "operations"
    icon = "signature"
    menu_order = 19
    hides_rows = True
    form = DocumentForm
    can_change = can_delete = False
    filterset = ProcessFilter
    columns = (
        Column("title", _("Konu"), order_by="title", primary=True),
        Column("kind", _("Belge türü"), value=kind_label),
        Column("state", _("Durum"), kind="state", badge=lambda s: _APPROVALS.get(s, "secondary")),
        Column("amount", _("Tutar"), kind="amount", value=amounts.shown, order_by="amount"),
        Column("currency", _("Para birimi"), hidden=True),
        Column("asked_by", _("İsteyen")),
        Column("created_at", _("İstek"), kind="datetime", order_by="pk"),
        Column("due_at", _("Son zaman"), kind="datetime", order_by="due_at", hidden=True),
        Column("ended_at", _("Sonuç"), kind="datetime"),
        Column("end_note", _("Sonuç notu"), hidden=True),
        Column("problem", _("Sorun"), hidden=True, said=True),
    )
    detail_template = "otp/process.html"
    empty_title = _("Onay süreci yok")
    empty_text = _(
        "Bir iş akışı kartına uyan ya da bir kişinin koduna sunulan belgenin onayı burada izlenir."
    )
    search_placeholder = _("Konu ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        rows = Process.objects.select_related("version__workflow", "authority_code")
        return actor.visible(rows)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return folded(queryset, text, "title", "subject_key")

    def create(self, actor: Actor, data: Mapping[str, Any]) -> Process:  # type: ignore[override]
        return external.ask(actor, data)

    def detail(self, actor: Actor, row: Process) -> dict[str, Any]:  # type: ignore[override]
        return my_tasks.approval_page(actor, row)


_PEOPLE = ("members__user", "escalate_members__user", "informed__user")


def _steps_url(row: Any) -> str:
    return reverse("workflow-steps", args=[row.pk]) if row else ""


@register
class WorkflowResource(Resource):
    slug = "workflows"
    model = Workflow
    title = _("İş Akışı Kartları")
    singular = _("İş Akışı Kartı")
    rights = "otp.workflow"
    section = "settings"
    icon = "sitemap"
    menu_order = 62
    hides_rows = True
    form = WorkflowForm
    columns = (
        Column("name", _("İş akışı"), order_by="name", primary=True),
        Column("code", _("Kod"), order_by="code"),
        Column("kind", _("Belge türü"), value=kind_label),
        Column("from_amount", _("Bu tutardan itibaren"), kind="number", order_by="from_amount"),
        Column("steps", _("Adımlar"), value=lambda row: my_steps(row)),
        Column("authority_code", _("Yetki kodu"), hidden=True),
        Column("is_active", _("Etkin"), kind="boolean"),
    )
    ordering = ("name",)
    actions = (
        Action("steps", _("Adımları düzenle"), workflows.CHANGE, ActionKind.ROW, icon="list-check",
               rest=False, url=_steps_url),
    )  # fmt: skip
    detail_template = "otp/workflow.html"
    empty_title = _("İş akışı kartı yok")
    empty_text = _(
        "Hangi belgeyi kimin, hangi sırayla onaylayacağını bir kartta tanımlayın: limit artırımı,"
        " büyük gönderimler, ERP'den gelen belgeler."
    )

    def right(self, verb: str) -> str:
        return f"{self.rights}.{'view' if verb == 'view' else 'change'}"

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return actor.visible(Workflow.objects.select_related("authority_code"))

    def initial_of(self, row: Workflow) -> dict[str, Any]:
        names = ("code", "name", "kind", "from_amount", "authority_code", "is_active")
        return {name: getattr(row, name) for name in names}

    def create(self, actor: Actor, data: Mapping[str, Any]) -> Workflow:  # type: ignore[override]
        return workflows.save(actor, None, data)

    def update(self, actor: Actor, row: Workflow, data: Mapping[str, Any]) -> Workflow:  # type: ignore[override]
        return workflows.save(actor, row, data)

    def delete(self, actor: Actor, row: Workflow) -> None:  # type: ignore[override]
        workflows.delete(actor, row)

    def detail(self, actor: Actor, row: Workflow) -> dict[str, Any]:  # type: ignore[override]
        version = workflows.current(row)
        return {
            "version": version,
            "steps": list(version.steps.prefetch_related(*_PEOPLE)) if version else [],
            "may_change_steps": actor.can(workflows.CHANGE),
        }


def my_steps(row: Workflow) -> str:
    version = workflows.current(row)
    names = [step.name for step in version.steps.all()] if version else []
    return " → ".join(names) or _g("Adım tanımlanmamış")


@register
class SubstituteResource(Resource):
    slug = "substitutes"
    model = Substitute
    title = _("Vekiller")
    singular = _("Vekil")
    rights = "otp.substitute"
    section = "settings"
    icon = "switch-horizontal"
    menu_order = 63
    form = SubstituteForm
    columns = (
        Column("member", _("Asıl"), value=lambda row: row.member.name, primary=True),
        Column("deputy", _("Vekil"), value=lambda row: row.deputy.name),
        Column("first_day", _("İlk gün"), kind="date", order_by="first_day"),
        Column("last_day", _("Son gün"), kind="date", order_by="last_day"),
        Column("max_amount", _("En çok tutar"), kind="number"),
        Column("by_label", _("Tanımlayan"), hidden=True),
    )
    ordering = ("-last_day",)
    empty_title = _("Vekil yok")
    empty_text = _("İzne çıkarken görevlerinize kimin, hangi tutara kadar bakacağını yazın.")

    def right(self, verb: str) -> str:
        return f"{self.rights}.{'view' if verb == 'view' else 'change'}"

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return Substitute.objects.select_related("member__user", "deputy__user")

    def initial_of(self, row: Substitute) -> dict[str, Any]:
        names = ("member", "deputy", "first_day", "last_day", "max_amount")
        return {name: getattr(row, name) for name in names}

    def create(self, actor: Actor, data: Mapping[str, Any]) -> Substitute:  # type: ignore[override]
        return substitutes.save(actor, None, data)

    def update(self, actor: Actor, row: Substitute, data: Mapping[str, Any]) -> Substitute:  # type: ignore[override]
        return substitutes.save(actor, row, data)

    def delete(self, actor: Actor, row: Substitute) -> None:  # type: ignore[override]
        substitutes.delete(actor, row)
