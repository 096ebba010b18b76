"""Kişisel Veri İstekleri and Saklama Süreleri."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as __

from turkcell_hub.jobs.models import JobState
from turkcell_hub.privacy.forms import RequestForm, RulesForm
from turkcell_hub.privacy.models import DataRequest, PrivacyRules, RequestKind, RequestState
from turkcell_hub.privacy.services import requests, rules
from turkcell_hub.resources import Action, ActionKind, Column, Resource, register

_BADGES = {RequestState.DONE: "success", RequestState.FAILED: "danger"}


def state_of(row: DataRequest) -> RequestState:
    """Its own; where its job has ended without an end of the request, it failed."""
    ended = row.job is not None and row.job.state in (JobState.FAILED, JobState.CANCELLED)
    if row.state == RequestState.WORKING and (ended or row.job is None):
        return RequestState.FAILED
    return RequestState(row.state)


class RequestFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=__("İstek"), choices=RequestKind.choices)
    state = django_filters.ChoiceFilter(label=__("Durum"), choices=RequestState.choices)

    class Meta:
        model = DataRequest
        fields = ("kind", "state")


@register
class DataRequestResource(Resource):
    slug = "data-requests"
    model = DataRequest
    title = __("Kişisel Veri İstekleri")
    singular = __("Kişisel Veri İsteği")
    rights = "privacy.request"
    section = "operations"
    icon = "fingerprint"
    menu_order = 97
    form = RequestForm
    filterset = RequestFilter
    can_change = False
    can_delete = False
    detail_template = "privacy/request.html"
    columns = (
        Column("subject_label", __("Kişi"), primary=True),
        Column("kind", __("İstek"), kind="state", badge=lambda _kind: "secondary"),
        Column("state", __("Durum"), kind="state", value=state_of,
               badge=lambda state: _BADGES.get(RequestState(state), "warning")),
        Column("applicant", __("Kim başvurdu")),
        Column("applied_on", __("Başvuru tarihi"), kind="date", order_by="applied_on"),
        Column("due_on", __("Son yanıt günü"), kind="date", order_by="due_on"),
        Column("finished_at", __("Bitiş"), kind="datetime", order_by="finished_at"),
        Column("by_label", __("İşleyen")),
        Column("reason", __("Gerekçe"), hidden=True),
        Column("number", __("Belge no"), hidden=True),
    )  # fmt: skip
    actions = (
        Action("certificate", __("Belgeyi aç"), "privacy.request.view", ActionKind.ROW,
               icon="certificate", rest=False,
               url=lambda row: reverse("data-request-certificate", args=[row.pk])),
    )  # fmt: skip
    empty_title = __("Henüz istek yok")
    empty_text = __(
        "Bir kişi verilerini sorarsa ya da silinmesini isterse buraya yazın: her kaynağa bakılır,"
        " sonuç belgeyle kapanır."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return DataRequest.objects.select_related("job")

    def create(self, actor: Any, data: Mapping[str, Any]) -> DataRequest:
        return requests.open_(actor, data)

    def detail(self, actor: Any, row: DataRequest) -> dict[str, Any]:
        file = row.job is not None and row.job.state == JobState.DONE and row.job.result_file
        return {"standing": state_of(row), "file_is_there": bool(file)}


@register
class PrivacyRulesResource(Resource):
    slug = "privacy-rules"
    model = PrivacyRules
    title = __("Saklama Süreleri")
    singular = __("Saklama Süresi")
    rights = "privacy.rules"
    section = "settings"
    icon = "archive"
    menu_order = 98
    form = RulesForm
    can_change = False
    can_delete = False
    ordering = ("-valid_from", "pk")
    columns = (
        Column("valid_from", __("Geçerlilik başlangıcı"), kind="date", primary=True,
               order_by="valid_from"),
        Column("answer_days", __("Yanıt süresi (gün)"), kind="number"),
        Column("consent_years", __("İzin kanıtı (yıl)"), kind="number"),
        Column("message_years", __("Ticari ileti kaydı (yıl)"), kind="number"),
        Column("bill_years", __("Fatura ve muhasebe (yıl)"), kind="number"),
        Column("receipt_years", __("Onay makbuzu (yıl)"), kind="number"),
        Column("created_by", __("Tanımlayan")),
    )  # fmt: skip
    empty_title = __("Yasanın süreleri geçerli")
    empty_text = __(
        "Siz değiştirene dek: yanıt 30 gün; izin kanıtı ve ticari ileti 3 yıl; fatura ve onay"
        " makbuzu 10 yıl."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return PrivacyRules.objects.all()

    def create(self, actor: Any, data: Mapping[str, Any]) -> PrivacyRules:
        return rules.add(actor, data)
