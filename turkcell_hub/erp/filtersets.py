"""Filters of the mirror's lists and of the documents; pages and REST use the same ones."""

from __future__ import annotations

from functools import cache
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from turkcell_hub.erp.models import Account, Document, MirrorRow, Side
from turkcell_hub.erp.states import DocumentKind, DocumentState
from turkcell_hub.resources.filters import ScopedChoiceFilter
from turkcell_hub.tenancy.models import AuthorityCode
from turkcell_hub.tenancy.scope import NoFirmScope

_NUMBER = (("fine", _("Mobil numarası var")), ("doubtful", _("Numara mobil görünmüyor")),
           ("missing", _("Numarası yok")))  # fmt: skip


def _rows_of(model: Any) -> QuerySet[Any]:
    """Nothing where no firm is in scope: the API's schema asks for the kind of field alone."""
    try:
        return model.objects.all()
    except NoFirmScope:
        return QuerySet(model).none()


def _accounts(request: object) -> QuerySet[Any]:
    actor: Any = getattr(request, "actor", None)
    rows = _rows_of(Account).order_by("sort_key")
    return rows if actor is None else actor.visible(rows)


def _codes(request: object) -> QuerySet[Any]:
    held = getattr(getattr(request, "actor", None), "code_ids", None)
    rows = _rows_of(AuthorityCode)
    return rows if held is None else rows.filter(pk__in=held)


class _Card(filters.FilterSet):
    code = filters.CharFilter(label=_("Kodu"))
    erp_ref = filters.CharFilter(label=_("ERP kayıt no"))
    special_code = filters.CharFilter(label=_("Özel kodu"))
    authority_code = ScopedChoiceFilter(label=_("Yetki kodu"), queryset=_codes)
    is_active = filters.BooleanFilter(label=_("Etkin"))


class _Reached(_Card):
    number = filters.ChoiceFilter(label=_("Mesaj numarası"), choices=_NUMBER, method="by_number")

    def by_number(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        if value == "missing":
            return queryset.filter(phone="")
        doubtful = queryset.exclude(phone="").exclude(phone_problem="")
        return doubtful if value == "doubtful" else queryset.exclude(phone="").filter(
            phone_problem=""
        )  # fmt: skip


class _AccountFilter(_Reached):
    tax_number = filters.CharFilter(label=_("Vergi no"))
    city = filters.CharFilter(label=_("İl"))


class _ContactFilter(_Reached):
    account = ScopedChoiceFilter(label=_("Cari hesap"), queryset=_accounts)


class _ServiceCardFilter(_Card):
    side = filters.ChoiceFilter(label=_("Tür"), choices=Side.choices)


_BASES: dict[str, type[filters.FilterSet]] = {
    "account": _AccountFilter,
    "contact": _ContactFilter,
    "person": _Reached,
    "servicecard": _ServiceCardFilter,
}


@cache
def of(model: type[MirrorRow]) -> type[filters.FilterSet]:
    """The filters of a kind of card."""
    base = _BASES.get(str(model._meta.model_name), _Card)
    names = tuple(base.declared_filters)
    meta = type("Meta", (), {"model": model, "fields": names})
    return type(f"{model.__name__}Filter", (base,), {"Meta": meta})


class DocumentFilter(filters.FilterSet):
    state = filters.MultipleChoiceFilter(label=_("Durum"), choices=DocumentState.choices)
    kind = filters.ChoiceFilter(label=_("Tür"), choices=DocumentKind.choices)
    account = ScopedChoiceFilter(label=_("Cari hesap"), queryset=_accounts)
    in_doubt = filters.BooleanFilter(label=_("Sonucu belirsiz"))
    source_key = filters.CharFilter(label=_("Kaynak"))
    document_number = filters.CharFilter(label=_("Fatura no"))
    document = filters.DateFromToRangeFilter(label=_("Fatura tarihi"), field_name="document_date")

    class Meta:
        model = Document
        fields = ("state", "kind", "account", "in_doubt", "source_key", "document_number",
                  "document")  # fmt: skip
