"""Gönderim Kuralları: sending hours, weekly limit and report grace, from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from messaging.forms import WEEKDAYS, SendingRulesForm
from messaging.models import MessageClass, SendingRules
from messaging.services import rules
from turkcell_hub.lib.windows import EVERY_DAY, Window
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.actor import Actor


def in_words(window: Window) -> str:
    """ "Her gün 09.00–21.00"."""
    days = _g("Her gün")
    if window.days != EVERY_DAY:
        days = ", ".join(str(label)[:3] for day, label in WEEKDAYS if day in window.days)
    hours = _g("bütün gün")
    if window.start != window.end:
        hours = f"{window.start:%H.%M}–{window.end:%H.%M}"
    closed = "" if window.on_holidays else _g(", resmî tatiller hariç")
    return f"{days} {hours}{closed}"


@register
class SendingRulesResource(Resource):
    slug = "sending-rules"
    model = SendingRules
    title = _("Gönderim Kuralları")
    singular = _("Gönderim Kuralı")
    rights = "messaging.rules"
    section = "settings"
    icon = "clock-pause"
    menu_order = 60
    columns = (
        Column("valid_from", _("Geçerlilik başlangıcı"), kind="date", order_by="valid_from",
               primary=True),
        Column("commercial", _("Ticari"),
               value=lambda row: in_words(row.window(MessageClass.COMMERCIAL))),
        Column("informational", _("Bilgilendirme"),
               value=lambda row: in_words(row.window(MessageClass.INFORMATIONAL))),
        Column("weekly_cap", _("Haftalık ticari sınır"), kind="number"),
        Column("report_grace_hours", _("Rapor beklemesi (saat)"), kind="number"),
        Column("schedule_margin_percent", _("Zamanlama payı (%)"), kind="number", hidden=True),
        Column("schedule_late_hours", _("En çok gecikme (saat)"), kind="number", hidden=True),
        Column("schedule_furthest_months", _("En çok ileri zamanlama (ay)"), kind="number",
               hidden=True),
        Column("repeat_most_runs", _("Tekrarda en çok kaç kez"), kind="number", hidden=True),
        Column("repeat_longest_months", _("Tekrarın en uzun süresi (ay)"), kind="number",
               hidden=True),
        Column("mms_credits", _("Bir MMS (kredi)"), kind="number"),
        Column("link_credits", _("Video/URL (kredi)"), kind="number"),
        Column("media_kept_days", _("MMS dosyası saklama (gün)"), kind="number", hidden=True),
        Column("registry_fresh_hours", _("İYS yanıtı: hazırlıkta (saat)"), kind="number",
               hidden=True),
        Column("registry_recheck_minutes", _("İYS yanıtı: gönderirken (dakika)"), kind="number",
               hidden=True),
        Column("registry_tell_minutes", _("İYS susarsa haber (dakika)"), kind="number",
               hidden=True),
        Column("registry_singles_per_hour", _("Saatte tek tek İYS sorgusu"), kind="number",
               hidden=True),
        Column("exempt_sender", _("Muaf gönderici"), hidden=True),
        Column("created_by", _("Ekleyen")),
    )  # fmt: skip
    ordering = ("-valid_from",)
    form = SendingRulesForm
    empty_title = _("Varsayılan kurallar geçerli")
    empty_text = _(
        "Ticari mesajlar her gün 09.00–21.00 arasında, bilgilendirmeler her saat gider; haftalık"
        " sınır yoktur. Değiştirmek için bir günden başlayan kural ekleyin."
    )

    def right(self, verb: str) -> str:
        return f"{self.rights}.{'view' if verb == 'view' else 'change'}"

    def initial_of(self, row: SendingRules) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("valid_from", *rules.FIELDS)}

    def create(self, actor: Actor, data: Mapping[str, Any]) -> SendingRules:  # type: ignore[override]
        return rules.add(actor, data)

    def update(  # type: ignore[override]
        self, actor: Actor, row: SendingRules, data: Mapping[str, Any]
    ) -> SendingRules:
        return rules.change(actor, row, data)

    def delete(self, actor: Actor, row: SendingRules) -> None:  # type: ignore[override]
        rules.delete(actor, row)
