"""Forms of this room. They read; the services judge."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from invoices.matching import Unmatched
from invoices.models import DateChoice, LineKind
from turkcell_hub.erp.models import Side
from turkcell_hub.portal.forms import HubForm, LookupField

MONTHS = (
    _("Ocak"), _("Şubat"), _("Mart"), _("Nisan"), _("Mayıs"), _("Haziran"), _("Temmuz"),
    _("Ağustos"), _("Eylül"), _("Ekim"), _("Kasım"), _("Aralık"),
)  # fmt: skip


class TableForm(HubForm):
    code = forms.CharField(label=_("Kod"), max_length=20)
    name = forms.CharField(label=_("Açıklama"), max_length=120, required=False)
    account = LookupField(
        "erp-accounts",
        label=_("Fatura Cari Hesabı"),
        help_text=_("Operatörün ERP'deki cari kartı; fatura buraya işlenir."),
    )
    by_number = forms.BooleanField(
        label=_("Hizmet Numaraları Bazında Giriş Yapılsın"),
        required=False,
        help_text=_("Her telefon numarası için ayrı hizmet kartı tanımlanır."),
    )
    by_rate = forms.BooleanField(
        label=_("Vergi oranları bazında"),
        required=False,
        help_text=_("Bir verginin her oranı için ayrı kart tanımlanabilir."),
    )
    is_active = forms.BooleanField(label=_("Etkin"), required=False, initial=True)


class LineForm(HubForm):
    table = LookupField("matching-tables", label=_("Tablo"))
    side = forms.ChoiceField(label=_("Sekme"), choices=Side.choices)
    kind = forms.ChoiceField(
        label=_("Tür"),
        choices=LineKind.choices,
        help_text=_("KDV'nin satırı olmaz: oranı hizmet kartından gelir."),
    )
    number = forms.CharField(
        label=_("Hizmet numarası"),
        max_length=20,
        required=False,
        help_text=_("Yalnız “Hizmet numarası” türünde; örneğin 5321234567."),
    )
    tax_code = forms.CharField(
        label=_("Vergi kodu"),
        max_length=10,
        required=False,
        help_text=_("Yalnız “Vergi” türünde: ÖİV 4080 ve 4081, telsiz kullanım 8006."),
    )
    rate = forms.DecimalField(
        label=_("Oran (%)"),
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text=_("Boşsa her oran. Ana hizmette KDV oranı, vergide verginin oranıdır."),
    )
    card = LookupField("erp-service-cards", label=_("Hizmet kartı"))
    project = LookupField("erp-projects", label=_("Proje kodu"), required=False)
    workplace = LookupField("erp-workplaces", label=_("İşyeri"), required=False)
    account = LookupField(
        "erp-accounts",
        label=_("Cari hesap"),
        required=False,
        help_text=_("Verilen hizmette kime kesileceği."),
    )
    special_code = forms.CharField(label=_("Özel kodu"), max_length=10, required=False)
    used_for = forms.CharField(
        label=_("Kullanan cihaz"),
        max_length=60,
        required=False,
        help_text=_(
            "Numara bir kişide değil de modemde, POS'ta ya da araçtaysa ne olduğunu yazın; Hat"
            " Denetçisi onu sahipsiz saymaz."
        ),
    )


class PasteForm(HubForm):
    side = forms.ChoiceField(label=_("Sekme"), choices=Side.choices)
    rows = forms.CharField(
        label=_("Satırlar"),
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_(
            "Excel'den kopyalayıp yapıştırın. Sütunlar: hizmet numarası, hizmet kartı kodu, proje"
            " kodu, işyeri, özel kodu, cari hesap kodu (yalnız Verilen Hizmetler'de), kullanan"
            " cihaz. Var olan numaranın kartı değişir."
        ),
    )


class ReasonForm(HubForm):
    reason = forms.CharField(label=_("Neden"), max_length=300)


class FilterForm(HubForm):
    """The guide's filter (L-101 … L-107)."""

    table = LookupField("matching-tables", label=_("Eşleştirme tablosu"))
    side = forms.ChoiceField(
        label=_("Ne hazırlansın"),
        choices=[
            (Side.RECEIVED.value, _("Alınan hizmet faturaları")),
            (Side.ISSUED.value, _("Verilen hizmet faturaları (hatları yansıt)")),
        ],
        required=False,
        initial=Side.RECEIVED.value,
        help_text=_(
            "Yansıtma yalnız tablonun Verilen Hizmetler sekmesindeki numaraları, orada yazan"
            " carilere keser; ortak tutarlar firmada kalır."
        ),
    )
    month = forms.TypedChoiceField(
        label=_("Fatura Ayı"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Hepsi")), *((place, name) for place, name in enumerate(MONTHS, 1))],
        help_text=_("Ay, faturanın dönemidir: dönemin bittiği ay, yoksa fatura tarihinin ayı."),
    )
    year = forms.IntegerField(
        label=_("Fatura Yılı"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4"}),
        help_text=_("Yıl ve ay boşsa, daha önce aktarılmamış bütün faturalar aktarılır."),
    )
    date_choice = forms.ChoiceField(
        label=_("Fatura Tarihi"), choices=DateChoice.choices, required=False
    )
    date = forms.DateField(
        label=_("Tarih"),
        required=False,
        widget=forms.DateInput(
            attrs={"data-enabled-by": "date_choice", "data-enabled-value": DateChoice.TYPED.value}
        ),
        help_text=_(
            "Yalnız “Filtrede girilen değer” için. Operatörün tarihi belgede ayrıca durur."
        ),
    )
    merge = forms.TypedChoiceField(
        label=_("Faturalar birleştirilip içeri aktarılsın"),
        choices=[("1", _("Evet")), ("0", _("Hayır"))],
        coerce=lambda value: value == "1",
        initial="1",
        help_text=_(
            "“Hayır” toplu bir faturayı her numara için ayrı belgeye böler; yasal olarak tek"
            " faturadır, mali müşavirinize danışın."
        ),
    )
    by_number = forms.TypedChoiceField(
        label=_("Hizmet numaraları bazında"),
        choices=[("", _("Tablodaki gibi")), ("1", _("Evet")), ("0", _("Hayır"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        required=False,
    )
    unmatched = forms.ChoiceField(
        label=_("Tabloda olmayan numara"),
        choices=[
            (Unmatched.STOP.value, _("Belgeyi durdur ve listele")),
            (Unmatched.MAIN_CARD.value, _("Ana kartı kullan")),
        ],
        required=False,
    )

    def chosen(self) -> dict[str, Any]:
        """The values for ``transfers.options``; what was left out takes the service's default."""
        given = dict(self.cleaned_data)
        if given.get("by_number") is None:
            given.pop("by_number", None)
        return given


class DaysField(forms.CharField):
    """Numbers of days as a list; cleans to ``list[int]``, the largest first."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(day) for day in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value)).replace(",", " ").split()
        days = [int(one) for one in typed if one.isascii() and one.isdecimal() and len(one) < 4]
        if len(days) != len(typed) or not all(1 <= day <= 365 for day in days) or len(days) > 10:
            raise forms.ValidationError(
                _("1 ile 365 arasında en çok on gün yazın, örneğin: 30, 14, 7, 1")
            )
        return sorted(set(days), reverse=True)


class RulesForm(HubForm):
    valid_from = forms.DateField(label=_("Geçerlilik başlangıcı"))
    password_days = forms.IntegerField(
        label=_("Şifre ömrü (gün)"), min_value=1, max_value=1000, initial=120
    )
    warning_days = DaysField(
        label=_("Uyarı günleri"),
        initial="30, 14, 7, 1",
        help_text=_("Şifrenin bitimine kaç gün kala haber verileceği; virgülle ayırın."),
    )
    wrong_tries = forms.IntegerField(
        label=_("Yanlış deneme sınırı"), min_value=1, max_value=10, initial=3
    )
    requests_a_day = forms.IntegerField(
        label=_("Günde en çok şifre talebi"), min_value=1, max_value=20, initial=3
    )
    jump_percent = forms.IntegerField(
        label=_("Artış uyarısı (%)"), min_value=1, max_value=1000, initial=50
    )
    jump_least = forms.DecimalField(
        label=_("Artış uyarısı en az (TL)"),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        initial=50,
    )
