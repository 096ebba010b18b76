"""The brand that a campaign or a message is sent for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from turkcell_hub.api.fields import actor_of
from turkcell_hub.tenancy.models import Brand

_HELP = "TICARI mesajda zorunlu: İYS'deki marka kodu (metin) ya da kayıt numarası."


@extend_schema_field(
    {
        "oneOf": [{"type": "string", "maxLength": 20}, {"type": "integer", "minimum": 1}],
        "example": "100001",
    }
)
class BrandField(serializers.Field):
    """A brand by its code at İYS (a text), as consents name it, or by its id (a number)."""

    default_error_messages = {
        "does_not_exist": _("Böyle bir kayıt yok."),
        "incorrect_type": _("Marka kodunu (metin) ya da kayıt numarasını (tam sayı) gönderin."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _HELP)
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> Brand:
        mine = actor_of(self).visible(Brand.objects.all())
        if isinstance(data, bool) or not isinstance(data, int | str):
            self.fail("incorrect_type")
        if isinstance(data, int):
            found = mine.filter(pk=data).first()
        else:
            found = mine.filter(code=data.strip()).first() if data.isprintable() else None
        if found is None:
            self.fail("does_not_exist")
        return found

    def to_representation(self, value: Brand) -> str:
        return value.code
