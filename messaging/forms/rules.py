"""Form of the sending rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iys_consent.exemptions import ExemptSender
from messaging.services import rules
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.tenancy.actor import Actor

WEEKDAYS = (
    (1, _("Pazartesi")), (2, _("Salı")), (3, _("Çarşamba")), (4, _("Perşembe")), (5, _("Cuma")),
    (6, _("Cumartesi")), (7, _("Pazar")),
)  # fmt: skip


def _days(label: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        initial=[1, 2, 3, 4, 5, 6, 7],
    )


def _hour(label: Any, help_text: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class SendingRulesForm(HubForm):
    """Gönderim kuralları from a day on; starts with those in force."""

    valid_from = forms.DateField(label=_("Hangi günden başlayarak"))
    commercial_days = _days(_("Ticari mesaj günleri"))
    commercial_start = _hour(_("Ticari: başlangıç saati"))
    commercial_end = _hour(
        _("Ticari: bitiş saati"),
        _("Operatörler ticari mesajı 09.00–21.00 dışında almaz. İkisi de 00:00 ise bütün gün."),
    )
    commercial_holidays = forms.BooleanField(
        label=_("Ticari mesaj resmî tatillerde de gitsin"), required=False
    )
    informational_days = _days(_("Bilgilendirme günleri"))
    informational_start = _hour(_("Bilgilendirme: başlangıç saati"))
    informational_end = _hour(
        _("Bilgilendirme: bitiş saati"),
        _("İkisi de 00:00 ise bütün gün. Tek kişiye giden bilgilendirme hiç bekletilmez."),
    )
    informational_holidays = forms.BooleanField(
        label=_("Bilgilendirme resmî tatillerde de gitsin"), required=False
    )
    report_grace_hours = forms.IntegerField(
        label=_("Rapor için ek bekleme (saat)"),
        min_value=1,
        max_value=720,
        help_text=_("Geçerlilik süresi ve bu süre dolunca rapor gelmeyen mesaj “Gönderildi, rapor"
                    " gelmedi” olur."),
    )  # fmt: skip
    weekly_cap = forms.IntegerField(
        label=_("Bir kişiye haftada en çok ticari mesaj"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Bütün markalar ve gruplar birlikte, son yedi günde. Boş: sınır yok."),
    )
    mms_credits = forms.IntegerField(
        label=_("Bir MMS kaç kredi"),
        min_value=1,
        max_value=1000,
        help_text=_("Operatörünüzün tarifesi; dosyanın ve metnin uzunluğundan bağımsızdır."),
    )
    link_credits = forms.IntegerField(
        label=_("Video/URL mesajının her SMS boyu kaç kredi"),
        min_value=1,
        max_value=1000,
        help_text=_("Bağlantı da metnin uzunluğuna katılır."),
    )
    media_kept_days = forms.IntegerField(
        label=_("MMS dosyası gönderimden sonra kaç gün saklansın"),
        min_value=1,
        max_value=3650,
    )

    exempt_sender = forms.ChoiceField(
        label=_("Muaf gönderici"),
        choices=[("", _("Değil; ticari mesajlar İYS'ye sorulur")), *ExemptSender.choices],
        required=False,
        help_text=_("Yalnız mevzuatta sayılan kuruluşlar için. Muafiyet gönderim gönderim seçilir"
                    " ve kapsamındaki kişilere (öğrenci, veli, üye, kendi abonesi) geçerlidir."),
    )  # fmt: skip
    registry_fresh_hours = forms.IntegerField(
        label=_("İYS yanıtı hazırlıkta en çok kaç saatlik olabilir"),
        min_value=1,
        max_value=168,
        help_text=_("Ticari gönderim hazırlanırken bundan eski yanıtlar İYS'ye yeniden sorulur."),
    )
    registry_recheck_minutes = forms.IntegerField(
        label=_("İYS yanıtı gönderirken en çok kaç dakikalık olabilir"),
        min_value=1,
        max_value=1440,
        help_text=_("Operatöre vermeden hemen önce bundan eski yanıtlar bir kez daha sorulur."),
    )
    registry_tell_minutes = forms.IntegerField(
        label=_("İYS kaç dakika yanıt vermezse haber verilsin"),
        min_value=1,
        max_value=1440,
        help_text=_("Ticari gönderim İYS yanıt verene kadar bekler; bilgilendirmeler gider."),
    )
    registry_singles_per_hour = forms.IntegerField(
        label=_("Saatte en çok kaç tacir tek tek sorulsun"),
        min_value=0,
        max_value=1000,
        help_text=_("İYS toplu yanıtta yalnız onaylıları söyler; adı geçmeyen tacirin reddi tek"
                    " tek sorulur. İYS bir sunucudan saatte en çok 1000 tek sorguya izin verir."),
    )  # fmt: skip
    schedule_margin_percent = forms.IntegerField(
        label=_("İleri tarihli gönderimde tutar payı (%)"),
        min_value=0,
        max_value=100,
        help_text=_("Alıcılar zamanı gelene kadar artabilir; önerilen üst sınır bugünkü tutarın bu"
                    " kadar üstüdür. Aşılırsa gönderilmez, size sorulur."),
    )  # fmt: skip
    schedule_late_hours = forms.IntegerField(
        label=_("İleri tarihli gönderimde en çok gecikme (saat)"),
        min_value=1,
        max_value=168,
        help_text=_("Sistem o saatte çalışmıyorduysa bundan geç kalan gönderim size sorulur."),
    )
    schedule_furthest_months = forms.IntegerField(
        label=_("En çok ileri zamanlama (ay)"), min_value=1, max_value=120
    )

    repeat_most_runs = forms.IntegerField(
        label=_("Tekrar kuralında en çok kaç kez"), min_value=1, max_value=5200
    )
    repeat_longest_months = forms.IntegerField(
        label=_("Tekrar kuralının en uzun süresi (ay)"), min_value=1, max_value=240
    )

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if actor is not None and not self.initial:
            in_force = rules.in_force(actor.firm_id)
            self.initial = {name: getattr(in_force, name) for name in rules.FIELDS}
            self.initial["valid_from"] = rules.today(actor.firm_id)
