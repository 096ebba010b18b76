"""İşlemlerim: what runs, what waits for an answer, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.turkish import fold
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.actor import Actor

_AT_ONCE = 2000  # rows of a search
_KEPT = 20_000
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
        """By the title as the reader sees it or as it is kept, and by the file's name. No column
        holds the reader's words, so all rows are read; never many at once."""
        words = fold(text).split()
        rows = queryset.order_by().values_list("pk", "title", "file_name")
        found = [
            pk
            for pk, title, file_name in rows.iterator(chunk_size=_AT_ONCE)
            if _holds(title, file_name, words)
        ]
        return queryset.filter(pk__in=found)


def _holds(title: str, file_name: str, words: Sequence[str]) -> bool:
    told = fold(f"{title} {file_name}")
    left = [word for word in words if word not in told]
    if not left:
        return True
    said = _said(get_language(), title)
    return bool(said) and all(word in said for word in left)


@lru_cache(_KEPT)
def _said(_language: str | None, title: str) -> str:
    """As it is searched in the reader's language; empty where that is the one in which it is kept.
    To find the words of a title costs more than to read its row."""
    said = shown(title)
    return "" if said == title else fold(said)
