"""İşlem geçmişi: who did what, when, to which record."""

from __future__ import annotations

from typing import Any

import django_filters
from django.apps import apps
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.audit.words import details_of
from turkcell_hub.resources import Column, Resource, register, registered


class AuditFilter(django_filters.FilterSet):
    actor_label = django_filters.CharFilter(label=_("Kim"), lookup_expr="icontains")
    action = django_filters.ChoiceFilter(label=_("İşlem"), choices=actions.choices)
    subject_label = django_filters.CharFilter(label=_("Kayıt"), lookup_expr="icontains")
    since = django_filters.DateFilter(
        label=_("Başlangıç"), field_name="at", lookup_expr="date__gte"
    )
    until = django_filters.DateFilter(label=_("Bitiş"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = AuditEntry
        fields = ("actor_label", "action", "subject_label", "since", "until")


@register
class AuditResource(Resource):
    slug = "audit-trail"
    model = AuditEntry
    title = _("İşlem geçmişi")
    singular = _("İşlem kaydı")
    rights = "audit"
    section = "settings"
    icon = "history"
    menu_order = 90
    ordering = ("-seq",)
    filterset = AuditFilter
    can_add = False
    can_change = False
    can_delete = False
    detail_template = "audit/detail.html"
    columns = (
        Column("at", _("Zaman"), kind="datetime", order_by="seq"),
        Column("actor_label", _("Kim"), order_by="actor_label"),
        Column("actor_kind", _("Kim (tür)"), hidden=True),
        Column("action", _("İşlem"), value=lambda row: actions.label_of(row.action), primary=True),
        Column("subject_type", _("Kayıt türü"), value=lambda row: type_of(row.subject_type)),
        Column("subject_label", _("Kayıt")),
        Column("request_id", _("İstek no"), hidden=True),
    )

    def queryset(self, actor: Any) -> QuerySet[AuditEntry]:
        """The firm's entries; those about records that do not exist for the actor (also no
        longer existing ones that could have been hidden from him) are hidden with them."""
        entries = AuditEntry.objects.filter(firm_id=actor.firm_id)
        if getattr(actor, "code_ids", None) is None and getattr(actor, "brand_ids", None) is None:
            return entries
        for resource in registered():
            if resource.hides_rows:
                entries = entries.exclude(_about_hidden(resource, actor))
        return entries

    def label_of(self, row: AuditEntry) -> str:
        return f"{actions.label_of(row.action)} #{row.seq}"

    def detail(self, actor: Any, row: AuditEntry) -> dict[str, Any]:
        return {"changes": details_of(row.changes, row.subject_type)}


def _about_hidden(resource: Resource, actor: Any) -> Q:
    seen = resource.queryset(actor).order_by().annotate(pk_text=Cast("pk", TextField()))
    about = Q(subject_type=resource.model._meta.label_lower) & ~Q(subject_id="")
    return about & ~Q(subject_id__in=seen.values("pk_text"))


def type_of(subject_type: str) -> str:
    """The model's Turkish name; the code itself where the model is no more."""
    try:
        return str(apps.get_model(subject_type)._meta.verbose_name) if subject_type else ""
    except LookupError:
        return subject_type
