"""Filters that only programs use."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from messaging.filtersets import BlacklistFilter
from messaging.services.subscribers import readable_phone
from turkcell_hub.errors import Invalid


class _PhoneFilter(django_filters.CharFilter):
    """One whole number in any spelling. Raises ``Invalid`` for what is no number."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if not value:
            return qs
        firm_id = self.parent.request.actor.firm_id
        try:
            phone = readable_phone(firm_id, value)
        except Invalid as error:
            raise Invalid(error.message, code=error.code, field="number") from None
        return qs.filter(**{self.field_name: phone})


def phone_filter(field_name: str) -> django_filters.CharFilter:
    return _PhoneFilter(field_name=field_name, label=_("Telefon numarası, her yazılışta"))


class BlacklistNumberFilter(BlacklistFilter):
    number = phone_filter("phone")

    class Meta(BlacklistFilter.Meta):
        fields = ("source", "origin", "number")  # type: ignore[assignment]
