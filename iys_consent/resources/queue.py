"""İYS'ye Gidecekler: what the registry does not know yet, and what it refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from iys_consent import queue_rights
from iys_consent.clock import Light
from iys_consent.models import Channel, ConsentTask, Status, TaskState
from iys_consent.selectors.clock import with_light
from iys_consent.services import queue_decisions as decisions
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.models import Brand
from turkcell_hub.tenancy.scope import NoFirmScope

LIGHTS = (
    (Light.GREEN.value, __("Yeşil")),
    (Light.YELLOW.value, __("Sarı: bir iş günü geçti")),
    (Light.RED.value, __("Kırmızı: son gün")),
    (Light.LATE.value, __("Gecikti")),
)
_LIGHT_WORDS = {
    Light.GREEN.value: __("Yeşil"),
    Light.YELLOW.value: __("Sarı"),
    Light.RED.value: __("Kırmızı"),
    Light.LATE.value: __("Gecikti"),
}
_LIGHT_BADGES = {
    Light.GREEN.value: "success",
    Light.YELLOW.value: "warning",
    Light.RED.value: "danger",
    Light.LATE.value: "danger",
}
_BADGES = {
    TaskState.WAITING: "info",
    TaskState.SENT: "info",
    TaskState.HELD: "warning",
    TaskState.STORED: "success",
    TaskState.FAILED: "danger",
    TaskState.LATE: "danger",
}


def _brands(request: object) -> QuerySet[Any]:
    actor = getattr(request, "actor", None)
    try:
        rows = Brand.objects.all()
    except NoFirmScope:
        return QuerySet(Brand).none()
    held = getattr(actor, "brand_ids", None)
    return rows if held is None else rows.filter(pk__in=held)


class TaskFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(label=__("Durum"), choices=TaskState.choices)
    light = django_filters.MultipleChoiceFilter(label=__("Süre"), choices=LIGHTS)
    status = django_filters.ChoiceFilter(label=__("İzin"), choices=Status.choices)
    channel = django_filters.ChoiceFilter(label=__("İzin türü"), choices=Channel.choices)
    brand = ScopedChoiceFilter(label=__("Marka"), queryset=_brands)

    class Meta:
        model = ConsentTask
        fields = ("state", "light", "status", "channel", "brand")


class NoteForm(HubForm):
    note = forms.CharField(label=__("Neden"), max_length=200)


def _each(do: Callable[[Any, int], object], said: Any) -> Callable[..., ActionResult]:
    def run(actor: Any, rows: QuerySet[Any], _data: Mapping[str, Any]) -> ActionResult:
        ids = list(rows.values_list("pk", flat=True))
        for pk in ids:
            do(actor, pk)
        return ActionResult(said % {"count": len(ids)}, touched=len(ids))

    return run


def _each_noted(do: Callable[[Any, int, str], object], said: Any) -> Callable[..., ActionResult]:
    def run(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
        ids = list(rows.values_list("pk", flat=True))
        for pk in ids:
            do(actor, pk, data.get("note", ""))
        return ActionResult(said % {"count": len(ids)}, touched=len(ids))

    return run


def _refusal(rule: Callable[[ConsentTask], str | None]) -> Callable[[Any, Any], str | None]:
    return lambda _actor, task: rule(task)


ACTIONS = (
    Action(
        "retry", __("Yeniden gönder"), queue_rights.CHANGE, ActionKind.BULK,
        run=_each(decisions.retry, __("%(count)d izin yeniden sıraya girdi.")),
        icon="refresh", refusal=_refusal(decisions.retry_refusal),
    ),
    Action(
        "decide", __("HS_KARAR ile bugün ret yaz"), queue_rights.DECIDE, ActionKind.BULK,
        run=_each(
            decisions.refuse_by_decision,
            __("%(count)d ret, firma kararı olarak bugünün tarihiyle sıraya girdi."),
        ),
        icon="gavel", danger=True, rest=False,
        refusal=_refusal(decisions.refuse_refusal),
        confirm=lambda _a, n: _(
            "%(count)d alıcı için firmanızın kararıyla (HS_KARAR) bugünün tarihiyle RET yazılacak"
            " ve adınız kaydedilecek. Onaylıyor musunuz?"
        ) % {"count": n},
    ),
    Action(
        "give-up", __("Onayı yeniden al"), queue_rights.DECIDE, ActionKind.BULK,
        run=_each_noted(
            decisions.give_up,
            __("%(count)d onay İYS'ye gönderilmeyecek; kişilerden yeniden onay alın."),
        ),
        icon="user-question", form=NoteForm, rest=False,
        refusal=_refusal(decisions.give_up_refusal),
    ),
    Action(
        "cancel", __("Gönderme"), queue_rights.CHANGE, ActionKind.BULK,
        run=_each_noted(decisions.cancel, __("%(count)d izin İYS'ye gönderilmeyecek.")),
        icon="ban", danger=True, form=NoteForm,
        refusal=_refusal(decisions.cancel_refusal),
    ),
)  # fmt: skip


@register
class TaskResource(Resource):
    slug = "consent-tasks"
    model = ConsentTask
    title = __("İYS'ye Gidecekler")
    singular = __("İYS'ye Gidecek İzin")
    rights = "iys.queue"
    section = "operations"
    icon = "clock-hour-4"
    menu_order = 60
    hides_rows = True
    filterset = TaskFilter
    ordering = ("-pk",)
    actions = ACTIONS
    can_add = can_change = can_delete = False
    columns = (
        Column("recipient", __("Alıcı"), kind="phone", primary=True),
        Column("status", __("İzin"), kind="state",
               badge=lambda raw: "success" if raw == Status.APPROVED else "danger"),
        Column("channel", __("İzin türü")),
        Column("state", __("Durum"), kind="state", badge=lambda raw: _BADGES.get(raw, "secondary")),
        Column("light", __("Süre"), kind="state",
               value=lambda row: _word(row),
               badge=lambda raw: _LIGHT_BADGES.get(raw.code if raw else "", "secondary")),
        Column("due_at", __("Son an"), kind="datetime", order_by="due_at"),
        # İYS's own codes; those by which we tell our decisions apart are words of "Açıklama".
        Column("code", __("Kod"), value=lambda row: row.code if row.code.startswith("H") else "",
               href=lambda row: f"{reverse('consent-codes')}?{urlencode({'q': row.code})}"),
        Column("text", __("Açıklama"), said=True),
        Column("brand.name", __("Marka"), hidden=True),
        Column("recipient_type", __("Alıcı tipi"), hidden=True),
        Column("source", __("Kaynak"), value=lambda row: row.movement.source, hidden=True),
        Column("consented_at", __("İzin tarihi"), kind="datetime",
               value=lambda row: row.movement.consented_at, hidden=True),
        Column("transaction", __("İYS hareket no"), value=lambda row: _transaction(row),
               hidden=True),
        Column("attempts", __("Deneme"), kind="number", hidden=True),
        Column("decided_by", __("Karar veren"), hidden=True),
        Column("created_at", __("Sıraya girme"), kind="datetime", order_by="pk", hidden=True),
        Column("settled_at", __("Sonuçlanma"), kind="datetime", hidden=True),
    )  # fmt: skip
    empty_title = __("İYS'ye gidecek izin yok")
    empty_text = __(
        "Eklediğiniz onay ve retler burada sıraya girer ve üç iş günü içinde İYS'ye kaydedilir."
        " Gönderim için Ayarlar › Operatör Hesapları'nda etkin bir İYS hesabı gerekir."
    )
    search_placeholder = __("Telefon veya e-posta ara")

    def queryset(self, actor: Any) -> QuerySet[Any]:
        rows = ConsentTask.objects.select_related("brand", "movement", "movement__receipt")
        return with_light(actor.visible(rows))

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        wanted = "".join(text.split()).lower()
        digits = "".join(ch for ch in wanted if ch.isdigit())
        if "@" not in wanted and digits:
            return queryset.filter(recipient__contains=digits.removeprefix("0"))
        return queryset.filter(recipient__contains=wanted)

    def label_of(self, row: ConsentTask) -> str:
        return str(row)


class _Word:
    """A light as a state cell: its code for the colour, its word for people."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __str__(self) -> str:
        return str(_LIGHT_WORDS.get(self.code, ""))


def _word(row: ConsentTask) -> _Word | None:
    """None for what has ended: its time does not run."""
    code = getattr(row, "light", "")
    return _Word(code) if code else None


def _transaction(row: ConsentTask) -> str:
    receipt = getattr(row.movement, "receipt", None)
    return receipt.transaction_id if receipt else ""
