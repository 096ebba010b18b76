"""Fields of messaging's bodies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from messaging.services import drafts
from turkcell_hub.api.fields import actor_of
from turkcell_hub.lib.local_time import is_on_clocks
from turkcell_hub.tenancy.models import AuthorityCode, SenderTitle

MOST_IDS = 500
_LARGEST = 2**63 - 1
_FIELD_CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")


class RecordId(serializers.IntegerField):
    """The id of a record."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=_LARGEST, **kwargs)


class VisibleIds(serializers.ListField):
    """Ids in, rows out, by one query. An id that is not there for the actor, whether it never
    existed, is another firm's or lies behind a Yetki Kodu, answers 404 in the same words."""

    default_error_messages = {"does_not_exist": _("Böyle bir kayıt yok: %(ids)s.")}

    def __init__(self, model: Any, **kwargs: Any) -> None:
        self.rows_of = model
        kwargs.setdefault("max_length", MOST_IDS)
        super().__init__(child=RecordId(), **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        wanted = set(super().to_internal_value(data))
        rows = actor_of(self).visible(self.rows_of._default_manager.filter(pk__in=wanted))
        found = {row.pk: row for row in rows}
        missing = sorted(wanted - set(found))
        if missing:
            text = self.error_messages["does_not_exist"] % {
                "ids": ", ".join(map(str, missing[:20]))
            }
            raise serializers.ValidationError(text, code="does_not_exist")
        return [found[pk] for pk in sorted(found)]

    def to_representation(self, data: Any) -> list[int]:
        return [row if isinstance(row, int) else row.pk for row in data]


def held_codes(actor: Any) -> Any:
    """The Yetki Kodları that the actor may put on a record."""
    rows = AuthorityCode.objects.all()
    return rows if actor.code_ids is None else rows.filter(pk__in=actor.code_ids)


@extend_schema_field({"type": "string", "example": "2027-01-31T09:00"})
class WallClockField(serializers.Field):
    """A time on the firm's own clock, without an offset, or an instant with one."""

    default_error_messages = {
        "invalid": _(
            "Zamanı 2027-01-31T09:00 (firmanın saatiyle) ya da 2027-01-31T06:00:00Z gibi yazın."
        ),
    }

    def to_internal_value(self, data: Any) -> datetime:
        if not isinstance(data, str) or "T" not in data[:11]:
            self.fail("invalid")
        try:
            found = datetime.fromisoformat(data)
        except ValueError:
            self.fail("invalid")
        if not is_on_clocks(found):
            self.fail("invalid")
        return found

    def to_representation(self, value: Any) -> str:
        return str(value)


@extend_schema_field(
    {
        "oneOf": [{"type": "string", "maxLength": 11}, {"type": "integer", "minimum": 1}],
        "example": "EGETEKSTIL",
    }
)
class SenderField(serializers.Field):
    """Gönderici kısa tanımı by its title or its id; only names of the SMS settings (L-075)."""

    default_error_messages = {
        "does_not_exist": _("Böyle bir kayıt yok."),
        "incorrect_type": _("Gönderici adını (metin) ya da kayıt numarasını (tam sayı) gönderin."),
        "sender_unknown": _(
            "“%(title)s” gönderici adı SMS ayarlarında yok. Kullanılabilenler: %(known)s."
        ),
    }

    def to_internal_value(self, data: Any) -> SenderTitle:
        usable = SenderTitle.objects.select_related("account")
        if isinstance(data, int) and not isinstance(data, bool):
            row = usable.filter(pk=data).first()
            if row is None:
                self.fail("does_not_exist")
            return row
        if not isinstance(data, str):
            self.fail("incorrect_type")
        active = usable.filter(is_active=True, account__is_active=True)
        found = [row for row in active if row.title == data.strip()]
        if not found:
            known = ", ".join(sorted({row.title for row in active})) or "-"
            text = self.error_messages["sender_unknown"]
            raise serializers.ValidationError(
                text % {"title": data[:11], "known": known}, code="sender_unknown"
            )
        # The same title at two operators: the default account's.
        return max(found, key=lambda row: (row.account.is_default, -row.pk))

    def to_representation(self, value: SenderTitle) -> str:
        return value.title


class OwnFields(serializers.DictField):
    """Values of the firm's own fields by their code."""

    default_error_messages = {
        "field_unknown": _("Tanımlı olmayan ek alan: %(names)s. Önce /fields/ ile tanımlayın.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=serializers.CharField(max_length=200, allow_blank=True), **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = [name for name in data if not _FIELD_CODE.fullmatch(str(name))]
            unknown = unknown or sorted(set(data) - self._known()) if data else []
            if unknown:
                names = ", ".join(str(name)[:30] for name in unknown[:20])
                raise serializers.ValidationError(
                    self.error_messages["field_unknown"] % {"names": names}, code="field_unknown"
                )
        return super().to_internal_value(data)

    def _known(self) -> set[str]:
        """Asked once a request, however many recipients it names."""
        context: Any = self.context
        if "own_fields" not in context:
            context["own_fields"] = set(drafts.custom_field_codes())
        known: set[str] = context["own_fields"]
        return known


class AtMost(MaxLengthValidator):
    """A list that is too long says so by the service's own code."""

    code = "too_many_recipients"
    message = _(
        "Bir istekte en çok %(limit_value)d alıcı verilebilir; daha fazlası için abone aktarın."
    )
