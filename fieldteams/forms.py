"""Forms of the field teams' records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from fieldteams.selectors.seen import used_codes
from fieldteams.services import rules
from messaging.forms.base import RecordForm, authority_code
from messaging.forms.rules import WEEKDAYS
from turkcell_hub.portal.forms import HubForm, LookupField, PhoneInput
from turkcell_hub.tenancy.actor import Actor


def days(label: Any, help_text: Any = "") -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        initial=[1, 2, 3, 4, 5, 6, 7],
        required=False,
        help_text=help_text,
    )


def clock(label: Any, help_text: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class DaysField(forms.CharField):
    """Days as ``gg.aa.yyyy``, separated by commas or lines. Cleans to a list of dates."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return ", ".join(one if isinstance(one, str) else f"{one:%d.%m.%Y}" for one in value)
        return value

    def to_python(self, value: Any) -> list[dt.date]:  # type: ignore[override]
        if isinstance(value, list):
            value = ",".join(map(str, value))
        found = []
        for piece in str(value or "").replace("\n", ",").replace(";", ",").split(","):
            text = piece.strip()
            if not text:
                continue
            day = _day(text)
            if day is None:
                raise forms.ValidationError(
                    _("“%(text)s” tarih olarak okunamadı; örneğin 29.10.2026 yazın."),
                    params={"text": text[:20]},
                )
            found.append(day)
        return found


def _day(text: str) -> dt.date | None:
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None


class UsedCodes(forms.TextInput):
    """Free text that offers the Özel Kodları that are in use (L-035)."""

    offered: Sequence[str] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        place = f"{name}-used"
        told = {**(attrs or {}), "list": place, "autocomplete": "off"}
        options = format_html_join("", '<option value="{}"></option>', ((c,) for c in self.offered))
        shown = super().render(name, value, told, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', shown, place, options)


def offer_codes(field: forms.Field, actor: Actor | None) -> None:
    """Gives a field with ``UsedCodes`` what the actor's numbers use."""
    if actor is not None and isinstance(field.widget, UsedCodes):
        field.widget.offered = used_codes(actor)


class FieldPhoneForm(RecordForm):
    phone = forms.CharField(label=_("Telefon numarası"), max_length=40, widget=PhoneInput())
    description = forms.CharField(
        label=_("Açıklaması"),
        max_length=120,
        required=False,
        help_text=_("Listede ve haritada görünen ad, örneğin “Ahmet Yılmaz, Bornova”."),
    )
    special_code = forms.CharField(
        label=_("Özel kodu"),
        max_length=30,
        required=False,
        widget=UsedCodes,
        help_text=_("Ekibi gruplar; liste ve raporlar buna göre süzülür."),
    )
    authority_code = authority_code()
    subscriber = LookupField(
        "subscribers",
        label=_("Kişi (mobil abone)"),
        required=False,
        help_text=_("Mesajlar bu kişinin adıyla kaydedilir."),
    )
    work_days = days(_("Çalışma günleri"))
    work_from = clock(
        _("Mesai başlangıcı"),
        _("Boş bırakılırsa seçili günlerde 7/24 izlenir. Dışındaki konumlar hiç saklanmaz."),
    )
    work_until = clock(_("Mesai bitişi"), _("Başlangıçtan küçükse ertesi gün biter (22.00–06.00)."))
    off_days = DaysField(
        label=_("İzinli günler"),
        max_length=4000,
        required=False,
        help_text=_("Virgülle ayırın: 29.10.2026, 30.10.2026. O günler izlenmez."),
    )
    poll_minutes = forms.IntegerField(
        label=_("Sorgu aralığı (dakika)"),
        min_value=1,
        max_value=1440,
        required=False,
        help_text=_("Boşsa Takip Kuralları'ndaki aralık."),
    )
    person = LookupField(
        "erp-personnel",
        label=_("Personel kartı"),
        required=False,
        help_text=_("ERP'deki sicil kartı; raporlarda ve KVKK dosyasında kişiyi gösterir."),
    )
    device_id = forms.CharField(
        label=_("Cihaz kimliği"),
        max_length=64,
        required=False,
        help_text=_("Konumu takip cihazı ya da uygulaması gönderiyorsa oradaki kimlik."),
    )
    is_active = forms.BooleanField(label=_("Etkin"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer_codes(self.fields["special_code"], actor)


class TheftForm(HubForm):
    reason = forms.CharField(
        label=_("Neden"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ne zaman, nerede, ne oldu? Kişi bunu kendi sayfasında okur."),
    )
    hours = forms.IntegerField(
        label=_("Süre (saat)"),
        min_value=1,
        required=False,
        help_text=_("İkinci onayla başlar. Boşsa Takip Kuralları'ndaki en uzun süre."),
    )


class TrackingRulesForm(HubForm):
    valid_from = forms.DateField(label=_("Hangi günden başlayarak"), initial=timezone.localdate)
    notice = forms.CharField(
        label=_("Aydınlatma metni"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("İzlenecek kişi bu metni okuyup onaylar; her talep o günkü metni saklar."),
    )
    request_days = forms.IntegerField(
        label=_("Talep kaç gün yanıt bekler"), min_value=1, max_value=90
    )
    consent_days = forms.IntegerField(
        label=_("Onay kaç gün geçerlidir"), min_value=1, max_value=3650
    )
    stale_minutes = forms.IntegerField(
        label=_("Konum kaç dakikada eskir"), min_value=1, max_value=1440
    )
    poll_minutes = forms.IntegerField(
        label=_("Sorgu aralığı (dakika)"), min_value=1, max_value=1440
    )
    max_accuracy = forms.IntegerField(
        label=_("Bölge değerlendirmesinde en çok yanılma (m)"),
        min_value=1,
        max_value=100_000,
        help_text=_("Yanılması daha büyük konumlar bölge giriş/çıkışında sayılmaz."),
    )
    late_hours = forms.IntegerField(
        label=_("Geç gelen konum kaç saat kabul edilir"), min_value=1, max_value=720
    )
    retention_days = forms.IntegerField(
        label=_("Konumlar kaç gün saklanır"), min_value=1, max_value=3650
    )
    theft_hours = forms.IntegerField(
        label=_("Çalıntı modu en çok kaç saat sürer"), min_value=1, max_value=240
    )
    theft_agree_hours = forms.IntegerField(
        label=_("Çalıntı modu onayları kaç saat beklenir"), min_value=1, max_value=72
    )
    job_at_once = forms.IntegerField(
        label=_("Saha işi birlikte kaç kişiye sorulur"), min_value=1, max_value=20
    )
    job_answer_minutes = forms.IntegerField(
        label=_("Saha işi kaç dakika yanıt bekler"), min_value=1, max_value=240
    )
    job_rounds = forms.IntegerField(
        label=_("Saha işi en çok kaç tur sorulur"), min_value=1, max_value=10
    )
    fence_radius = forms.IntegerField(
        label=_("Operatörün izlediği en küçük bölge yarıçapı (m)"), min_value=1, max_value=200_000
    )

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        """Starts with the rules in force."""
        super().__init__(*args, actor=actor, **kwargs)
        if actor is not None:
            now = rules.in_force(actor.firm_id)
            for name in rules.FIELDS:
                self.initial.setdefault(name, getattr(now, name))
