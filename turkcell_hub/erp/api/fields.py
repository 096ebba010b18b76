"""What the shapes of cards have in common."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from turkcell_hub.api.fields import PhoneField, actor_of
from turkcell_hub.erp.phones import KINDS
from turkcell_hub.lib import email


class EmailField(serializers.CharField):
    """Whole with the right ``personal.view``, else masked."""

    def to_representation(self, value: Any) -> str:
        text = str(value)
        return text if not text or actor_of(self).can("personal.view") else email.mask(text)


class NumberShape(serializers.Serializer):
    """One of a card's numbers. ``number``: as the ERP spells it, with `personal.view` alone."""

    number = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=KINDS, allow_blank=True)
    e164 = PhoneField()

    def get_number(self, entry: dict[str, str]) -> str:
        return entry["number"] if actor_of(self).can("personal.view") else ""  # type: ignore[arg-type]
