"""The forms of the wizard's steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turkcell_hub.applications.checks import tax_number_of
from turkcell_hub.billing.models import PaymentType
from turkcell_hub.errors import HubError
from turkcell_hub.membership import catalogue
from turkcell_hub.membership.catalogue import Kind, Question
from turkcell_hub.membership.models import Signing
from turkcell_hub.membership.services import reading
from turkcell_hub.membership.states import Programme
from turkcell_hub.portal.forms import HubForm, PhoneInput, show_error

# The source's order: the bill first.
_PAYMENTS = [(one.value, one.label) for one in (PaymentType.POSTPAID, PaymentType.PREPAID)]


class PaymentForm(HubForm):
    """Step 1."""

    payment_type = forms.ChoiceField(
        label=_("Ödeme türü"),
        choices=_PAYMENTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Faturalı mı, ön ödemeli mi? Birini seçin.")},
    )
    kind = forms.ChoiceField(label=_("Kurum türü"), help_text=_("Belge listenizi bu belirler."))
    legal_name = forms.CharField(
        label=_("Kurumun tam adı"),
        max_length=200,
        help_text=_("Yazılara ve sözleşmeye aynen basılır; örneğin Çeşme Belediyesi."),
    )
    tax_number = forms.CharField(
        label=_("Vergi no"), max_length=14, help_text=_("10 hane; şahıs firmasında T.C. kimlik no.")
    )
    tax_office = forms.CharField(label=_("Vergi dairesi"), max_length=80, required=False)
    address = forms.CharField(
        label=_("Adres"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    officer = forms.CharField(label=_("İmza yetkilisi"), max_length=120)
    officer_title = forms.CharField(
        label=_("Görevi"),
        max_length=80,
        required=False,
        help_text=_("Belediye Başkanı, Yönetim Kurulu Başkanı, Okul Müdürü gibi."),
    )
    phone = forms.CharField(label=_("Telefon"), max_length=30, widget=PhoneInput)
    email = forms.EmailField(
        label=_("E-posta"), max_length=254, help_text=_("İncelemenin sonucu buraya bildirilir.")
    )
    paper_day = forms.DateField(
        label=_("Karar ya da sözleşme tarihi"),
        required=False,
        help_text=_(
            "Yazı örneğine gününün adıyla basılır; dernek, hastane ve muhtarlıkta gerekir."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, str(kind)) for kind in catalogue.on().kinds.values()]
        self.fields["kind"].choices = [("", _("Seçin…")), *kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the service would refuse field after field is told at once."""
        cleaned = super().clean() or {}
        kind = catalogue.kind_of(cleaned.get("kind", ""))
        _tell(self, "tax_number", tax_number_of)
        _tell(self, "phone", lambda given: reading.phone(given, "phone"))
        if kind is not None:
            _tell(self, "paper_day", lambda given: reading.paper_day(given, kind))
        return cleaned


class AnswersForm(HubForm):
    """The questions of a kind."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in kind.questions:
            self.fields[question.code] = _asked(question)


def _asked(question: Question) -> forms.Field:
    if not question.counts:
        return forms.BooleanField(label=str(question), required=False)
    return forms.TypedChoiceField(
        label=str(question), coerce=int, choices=[(n, str(n)) for n in range(1, question.most + 1)]
    )


class SendingForm(HubForm):
    """Step 3."""

    has_corporate_line = forms.TypedChoiceField(
        label=_("Kurumunuz adına kayıtlı bir kurumsal Turkcell hattı var mı?"),
        choices=[("1", _("Evet")), ("0", _("Hayır"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("Evet ya da hayırı seçin.")},
    )
    corporate_line = forms.CharField(
        label=_("Kurumsal hat numarası"), max_length=30, required=False, widget=PhoneInput
    )
    courier = forms.CharField(label=_("Kargo firması"), max_length=60, required=False)
    tracking_number = forms.CharField(label=_("Gönderi takip no"), max_length=40, required=False)
    shipped_on = forms.DateField(label=_("Kargoya veriliş günü"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("has_corporate_line"):
            _tell(self, "corporate_line", lambda given: reading.phone(given, "corporate_line"))
        _tell(self, "shipped_on", lambda given: reading.past_day(given, "shipped_on"))
        return cleaned


def _tell(form: HubForm, name: str, read: Callable[[Any], Any]) -> None:
    """Asks the service's own reader about a field that is well formed."""
    if name not in form.cleaned_data:
        return
    try:
        read(form.cleaned_data[name])
    except HubError as error:
        show_error(form, error)


class RegistrationForm(HubForm):
    """What İYS asks beside papers; a field left empty can be written later."""

    kind = forms.ChoiceField(label=_("Firma nerede yerleşik?"), widget=forms.RadioSelect)
    legal_name = forms.CharField(label=_("Ticari unvan"), max_length=200, required=False)
    mersis = forms.CharField(
        label=_("MERSİS no"),
        max_length=24,
        required=False,
        help_text=_("16 hane; Türkiye'de yerleşik olmayan firma boş bırakır."),
    )
    signing = forms.ChoiceField(
        label=_("İYS sözleşmesi nasıl imzalandı?"),
        choices=Signing.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    officer = forms.CharField(label=_("İmza yetkilisi"), max_length=120, required=False)
    officer_tckn = forms.CharField(
        label=_("Yetkilinin T.C. kimlik no"),
        max_length=14,
        required=False,
        help_text=_(
            "Şifreli saklanır; burada yeniden gösterilmez. Boş bırakılırsa olduğu gibi kalır."
        ),
    )
    phone = forms.CharField(
        label=_("Cep telefonu"), max_length=30, required=False, widget=PhoneInput
    )
    email = forms.EmailField(
        label=_("Kurumsal e-posta"),
        max_length=254,
        required=False,
        help_text=_("Firmanın kendi alan adında; ücretsiz posta hizmetleri uyarı verir."),
    )
    second_officer = forms.CharField(label=_("İkinci yetkili"), max_length=120, required=False)
    second_tckn = forms.CharField(
        label=_("İkinci yetkilinin T.C. kimlik no"), max_length=14, required=False
    )
    second_phone = forms.CharField(
        label=_("İkinci yetkilinin cep telefonu"), max_length=30, required=False, widget=PhoneInput
    )
    second_email = forms.EmailField(
        label=_("İkinci yetkilinin kurumsal e-postası"), max_length=254, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = catalogue.on(programme=Programme.IYS).kinds.values()
        self.fields["kind"].choices = [(kind.code, str(kind)) for kind in kinds]  # type: ignore[attr-defined]
        self.questions = {one.code: one for kind in kinds for one in kind.questions}
        for code, question in self.questions.items():
            self.fields[code] = _asked(question)
            self.fields[code].required = False
        first = ["kind", *self.questions, "legal_name"]
        self.order_fields([*first, *(name for name in self.fields if name not in first)])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answers = {code: cleaned.pop(code, None) or None for code in self.questions}
        # A number that is kept unseen is only written over by another one.
        kept = {name for name in ("officer_tckn", "second_tckn") if not cleaned.get(name)}
        return {
            **{name: value for name, value in cleaned.items() if name not in kept},
            "answers": {
                code: value for code, value in answers.items()
                if value is not None or not self.questions[code].counts
            },
        }  # fmt: skip


class DeliveryForm(HubForm):
    """The two deliveries of a firm abroad."""

    emailed_on = forms.DateField(label=_("1. E-postayla gönderdiğiniz gün"), required=False)
    shipped_on = forms.DateField(label=_("2. Postaya verdiğiniz gün"), required=False)
    courier = forms.CharField(label=_("Posta ya da kargo firması"), max_length=60, required=False)
    tracking_number = forms.CharField(label=_("Gönderi takip no"), max_length=40, required=False)


class CodeForm(HubForm):
    """İYS' answer."""

    iys_code = forms.CharField(
        label=_("İYS kodu"),
        max_length=20,
        help_text=_("Kaydınız tamamlanınca İYS'nin verdiği kod; ticari gönderim onunla açılır."),
    )


class RulesForm(HubForm):
    valid_from = forms.DateField(label=_("Geçerlilik başlangıcı"))
    supplier = forms.CharField(label=_("Tedarikçi"), max_length=200, required=False)
    supplier_address = forms.CharField(label=_("Evrak adresi"), max_length=300, required=False)
    iys_office = forms.CharField(label=_("İYS'nin unvanı"), max_length=200, required=False)
    iys_email = forms.EmailField(label=_("İYS'nin e-posta adresi"), required=False)
    iys_address = forms.CharField(
        label=_("İYS'nin posta adresi"), max_length=300, required=False,
        help_text=_("Yurt dışındaki firmanın belgelerinin asılları bu adrese postalanır."),
    )  # fmt: skip
    most_megabytes = forms.IntegerField(
        label=_("Dosya sınırı (MB)"), min_value=1, max_value=9, required=False
    )
    most_megapixels = forms.IntegerField(
        label=_("Resim sınırı (megapiksel)"), min_value=1, max_value=100, required=False
    )
    most_files = forms.IntegerField(
        label=_("Belge başına dosya"), min_value=1, max_value=50, required=False
    )
    identity_days = forms.IntegerField(
        label=_("Kimlik belgesi saklama (gün)"), min_value=1, max_value=3650, required=False,
        help_text=_("Üyelik sonuçlandıktan sonra; boş bırakılan değer olduğu gibi kalır."),
    )  # fmt: skip
    draft_days = forms.IntegerField(
        label=_("Bırakılan dosyada kimlik saklama (gün)"), min_value=1, max_value=3650,
        required=False,
    )  # fmt: skip
