"""İYS Eşitleme Kuralları: dated settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iys_consent.models import Master, SyncRules
from iys_consent.services import sync_rules
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Column, Resource, register


class SyncRulesForm(HubForm):
    valid_from = forms.DateField(label=_("Geçerlilik başlangıcı"))
    business_days = forms.IntegerField(
        label=_("Bildirim süresi (iş günü)"),
        min_value=1,
        max_value=30,
        initial=3,
        help_text=_("Onay ve ret bu süre içinde İYS'ye kaydedilmelidir (yönetmelik: 3 iş günü)."),
    )
    master = forms.ChoiceField(
        label=_("Anlaşmazlıkta esas alınan"),
        choices=Master.choices,
        help_text=_("Aynı ya da daha eski bir onaya karşı ret, kimde olursa olsun hep kazanır."),
    )
    pull_minutes = forms.IntegerField(
        label=_("İYS'den alma aralığı (dakika)"), min_value=5, max_value=1440, initial=60
    )
    via_code_seconds = forms.IntegerField(
        label=_("ViA kodunun ömrü (saniye)"), min_value=60, max_value=900, initial=180
    )
    via_tries = forms.IntegerField(
        label=_("ViA kodu için deneme"), min_value=1, max_value=10, initial=3
    )
    via_link_hours = forms.IntegerField(
        label=_("ViA bağlantısının ömrü (saat)"), min_value=1, max_value=72, initial=24
    )
    mail_link_hours = forms.IntegerField(
        label=_("E-posta doğrulama bağlantısının ömrü (saat)"),
        min_value=1,
        max_value=24,
        initial=24,
        help_text=_("Onay, verildiği gün alıcının adresinde doğrulanmalıdır."),
    )
    equal_date_is_earlier = forms.BooleanField(
        label=_("Aynı tarihli değişiklik eski sayılır"),
        required=False,
        initial=True,
        help_text=_("İYS eşit tarihi kabul ettiğini bildirirse kapatın."),
    )
    binds_before_2015 = forms.BooleanField(
        label=_("Süre HS_2015 kayıtları için de geçerli"), required=False
    )


@register
class SyncRulesResource(Resource):
    slug = "sync-rules"
    model = SyncRules
    title = _("İYS Eşitleme Kuralları")
    singular = _("İYS Eşitleme Kuralı")
    rights = "iys.sync_rules"
    section = "settings"
    icon = "switch-horizontal"
    menu_order = 64
    columns = (
        Column("valid_from", _("Geçerlilik başlangıcı"), kind="date", order_by="valid_from",
               primary=True),
        Column("business_days", _("Bildirim süresi (iş günü)"), kind="number"),
        Column("master", _("Esas alınan")),
        Column("pull_minutes", _("Alma aralığı (dakika)"), kind="number"),
        Column("via_code_seconds", _("ViA kodunun ömrü (sn)"), kind="number", hidden=True),
        Column("via_tries", _("ViA denemesi"), kind="number", hidden=True),
        Column("via_link_hours", _("ViA bağlantısı (saat)"), kind="number", hidden=True),
        Column("mail_link_hours", _("E-posta bağlantısı (saat)"), kind="number", hidden=True),
        Column("equal_date_is_earlier", _("Eşit tarih eski"), kind="boolean", hidden=True),
        Column("binds_before_2015", _("HS_2015'te süre"), kind="boolean", hidden=True),
        Column("created_by", _("Ekleyen")),
    )  # fmt: skip
    ordering = ("-valid_from", "-pk")
    form = SyncRulesForm
    can_change = can_delete = False
    empty_title = _("Başlangıç kuralları geçerli")
    empty_text = _(
        "Bildirim süresi üç iş günü, anlaşmazlıkta İYS esas, İYS saatte bir sorulur. Başka bir"
        " kural için geçerlilik tarihiyle ekleyin."
    )

    def create(self, actor: Any, data: Mapping[str, Any]) -> SyncRules:
        return sync_rules.add(actor, data)
