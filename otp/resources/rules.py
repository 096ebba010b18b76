"""OTP Kuralları: dated settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from otp.forms.approvals import RulesForm
from otp.models import OtpRules
from otp.services import rules
from turkcell_hub.resources import Column, Resource, register


@register
class OtpRulesResource(Resource):
    slug = "otp-rules"
    model = OtpRules
    title = _("OTP Kuralları")
    singular = _("OTP Kuralı")
    rights = "otp.rules"
    section = "settings"
    icon = "clock-pause"
    menu_order = 65
    columns = (
        Column("valid_from", _("Geçerlilik başlangıcı"), kind="date", order_by="valid_from",
               primary=True),
        Column("life_seconds", _("Kodun ömrü (saniye)"), kind="number"),
        Column("tries", _("Yanlış deneme hakkı"), kind="number"),
        Column("number_sends", _("Bir numaraya en çok kod"), kind="number"),
        Column("number_minutes", _("… kaç dakikada"), kind="number"),
        Column("pause_seconds", _("Bekleme (saniye)"), kind="number"),
        Column("phone_hold_hours", _("Numara değişince bekleme (saat)"), kind="number",
               hidden=True),
        Column("created_by", _("Ekleyen")),
    )  # fmt: skip
    ordering = ("-valid_from", "-pk")
    form = RulesForm
    can_change = can_delete = False
    empty_title = _("Başlangıç kuralları geçerli")
    empty_text = _(
        "Kod 180 saniye geçerlidir, 5 kez denenir; bir numaraya 10 dakikada en çok 3 kod, en az 60"
        " saniye arayla gider."
    )

    def create(self, actor: Any, data: Mapping[str, Any]) -> OtpRules:
        return rules.add(actor, data)
