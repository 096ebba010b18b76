"""İşlemlerim: what runs, what waits for an answer, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.turkish import fold
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.actor import Actor

_SEARCHED = 5000
_BADGES = {
    JobState.QUEUED: "secondary",
    JobState.RUNNING: "info",
    JobState.PREVIEW: "warning",
    JobState.DONE: "success",
    JobState.FAILED: "danger",
    JobState.CANCELLED: "secondary",
}


class JobFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(label=_("Durum"), choices=JobState.choices)
    created = filters.DateFromToRangeFilter(label=_("Başlama"), field_name="created_at")

    class Meta:
        model = Job
        fields = ("state", "created")


def badge(state: str) -> str:
    return _BADGES.get(JobState(state), "secondary")


def _cancel(actor: Actor, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
    job = jobs.cancel(actor, rows.get())
    said = _("İş iptal ediliyor.") if job.cancel_requested else _("İş iptal edildi.")
    return ActionResult(said, touched=1)


def _over(_actor: Actor, job: Job) -> str | None:
    return gettext("Bu iş zaten bitti.") if job.is_over else None


ACTIONS = (
    Action("cancel", _("İptal et"), "jobs.job.view", ActionKind.ROW, run=_cancel, danger=True,
           icon="player-stop", refusal=_over,
           confirm=lambda _actor, _count: gettext("O ana kadar yapılanlar kalır.")),
)  # fmt: skip


@register
class JobResource(Resource):
    slug = "jobs"
    model = Job
    title = _("İşlemlerim")
    singular = _("Uzun İş")
    rights = "jobs.job"
    section = "operations"
    icon = "list-check"
    menu_order = 90
    hides_rows = True
    columns = (
        Column("title", _("İş"), primary=True, said=True),
        Column("state", _("Durum"), kind="state", badge=badge),
        Column("percent", _("İlerleme"), kind="percent"),
        Column("file_name", _("Dosya")),
        Column("owner_label", _("Başlatan")),
        Column("created_at", _("Başlama"), kind="datetime", order_by="pk"),
        Column("finished_at", _("Bitiş"), kind="datetime"),
    )
    filterset = JobFilter
    ordering = ("-pk",)
    actions = ACTIONS
    can_add = can_change = can_delete = can_export = False
    empty_title = _("Henüz uzun iş yok")
    empty_text = _(
        "Excel aktarımları ve büyük dışa aktarmalar burada ilerler; sayfadan ayrılabilirsiniz."
    )
    search_placeholder = _("İş veya dosya adı ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        """One's own work; everybody's only for those from whom no record is hidden, because an
        uploaded or exported list holds records whatever their Yetki Kodu and brand."""
        rows = actor.visible(Job.objects.all())
        sees_every_record = actor.code_ids is None and actor.brand_ids is None
        if actor.can("jobs.job.all") and sees_every_record:
            return rows
        if actor.user_id is not None:
            return rows.filter(owner_user=actor.user_id)
        return rows.filter(owner_key=actor.api_key_id, owner_key__isnull=False)

    def label_of(self, row: Any) -> str:
        return shown(row.title)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        """By the title as the reader sees it or as it is kept, and by the file's name; among the
        newest ones."""
        words = fold(text).split()
        rows = queryset.order_by("-pk").values_list("pk", "title", "file_name")[:_SEARCHED]
        found = []
        for pk, title, file_name in rows:
            told = fold(f"{shown(title)} {title} {file_name}")
            if all(word in told for word in words):
                found.append(pk)
        return queryset.filter(pk__in=found)
