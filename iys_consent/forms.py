"""Forms of the consent room. They translate; the rules are in ``iys_consent.rules``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from iys_consent.models import AddressKind, Channel, DealerState, RecipientType, Status
from iys_consent.services.proposals import Consent, ConsentRefused, sentence
from iys_consent.words import GROUPED_SOURCES
from turkcell_hub.errors import HubError
from turkcell_hub.gateways.iys.values import Source
from turkcell_hub.portal.forms import HubForm, LookupField, show_error

_KEEP = [("", _("Değişiklik yok")), *Status.choices]
_DATE_HELP = _("gg.aa.yyyy ss:dd; üç iş gününden eski olamaz.")


def channels_of(kind: str) -> list[tuple[str, Any]]:
    """The channels that an address of this kind can have."""
    wanted = [Channel.EMAIL] if kind == AddressKind.EMAIL else [Channel.CALL, Channel.MESSAGE]
    return [(channel.value, channel.label) for channel in wanted]


class MomentField(forms.DateTimeField):
    """When a consent was given. The box shows minutes: one of this minute was given by now, so
    that a refusal right after an approval is later than it and both are told to the second."""

    def clean(self, value: Any) -> datetime | None:
        at: datetime | None = super().clean(value)
        now = timezone.localtime().replace(microsecond=0)
        return now if at is not None and at == now.replace(second=0) else at


class ConsentForm(HubForm):
    """İzin Ekle (K-035 … K-039). ``read`` travels from the information box (K-025)."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)
    brand = LookupField("brands", label=_("Marka"), help_text=_("İznin verildiği marka."))
    address = forms.CharField(
        label=_("Alıcı"),
        max_length=265,
        help_text=_("Telefon (0541 … ya da +90541 …) veya e-posta adresi."),
        error_messages={"required": _("Telefon numarası veya e-posta yazın.")},
    )
    first_name = forms.CharField(label=_("Alıcı Adı"), max_length=60, required=False)
    last_name = forms.CharField(
        label=_("Alıcı Soyadı"),
        max_length=60,
        required=False,
        help_text=_("Ad ve soyad yalnız burada durur, İYS'ye gönderilmez."),
    )
    source = forms.ChoiceField(
        label=_("Kaynak"), choices=GROUPED_SOURCES, initial=Source.PHYSICAL.value
    )
    dealer = LookupField(
        "dealers",
        label=_("Bayi"),
        required=False,
        narrowed={"state": DealerState.LISTED.value},
        help_text=_("İzni bir bayiniz aldıysa seçin; bayi de bu izni kullanabilir."),
    )
    channels = forms.MultipleChoiceField(
        label=_("Onay Tipi"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("En az bir onay tipi seçin.")},
    )
    status = forms.ChoiceField(
        label=_("Durum"), choices=Status.choices, initial=Status.APPROVED.value
    )
    recipient_type = forms.ChoiceField(
        label=_("Alıcı Tipi"),
        choices=RecipientType.choices,
        initial=RecipientType.INDIVIDUAL.value,
    )
    consented_at = MomentField(
        label=_("Onay Tarihi"),
        required=False,
        help_text=_DATE_HELP,
        error_messages={"invalid": _("Tarih anlaşılamadı. 22.11.2026 14:05 biçiminde yazın.")},
    )
    refresh = forms.BooleanField(
        label=_("Zaten onaylıysa tarihini tazele"),
        required=False,
        help_text=_("İşaretlenmezse onaylı kayıt yeniden gönderilmez."),
    )
    scan = forms.FileField(
        label=_("İmzalı formun taraması"),
        required=False,
        help_text=_("İsteğe bağlı. PDF, JPEG ya da PNG, en çok 10 MB; kanıt olarak saklanır."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    keep_block = forms.BooleanField(
        label=_("Kaydı olmayan alıcının RET'ini burada engel olarak tut"),
        required=False,
        help_text=_("İYS'ye gönderilmez; bu adrese ticari ileti gitmez."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consented_at"].initial = timezone.localtime
        brands = self.fields["brand"].queryset  # type: ignore[attr-defined]
        if brands is not None and len(found := brands[:2]) == 1:
            self.fields["brand"].initial = found[0].pk

    def consent(self) -> Consent:
        """What was typed, for the service."""
        apart = ("read", "scan")
        given = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        return Consent(**given)


class AddressForm(HubForm):
    """Düzenle (K-023): the name, and a new status in chosen channels."""

    first_name = forms.CharField(label=_("Alıcı Adı"), max_length=60, required=False)
    last_name = forms.CharField(label=_("Alıcı Soyadı"), max_length=60, required=False)
    status = forms.ChoiceField(
        label=_("Yeni durum"),
        choices=_KEEP,
        required=False,
        help_text=_("Eski kayıtlar silinmez; değişiklik geçmişe eklenir ve İYS'ye gider."),
    )
    channels = forms.MultipleChoiceField(
        label=_("Onay Tipi"), widget=forms.CheckboxSelectMultiple, required=False
    )
    source = forms.ChoiceField(label=_("Kaynak"), choices=GROUPED_SOURCES, required=False)
    consented_at = MomentField(label=_("Tarih"), required=False, help_text=_DATE_HELP)
    refresh = forms.BooleanField(label=_("Zaten onaylıysa tarihini tazele"), required=False)

    def __init__(self, *args: Any, kind: str = AddressKind.PHONE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channels"].choices = channels_of(kind)  # type: ignore[attr-defined]
        self.fields["consented_at"].initial = timezone.localtime

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("status") and not data.get("channels"):
            self.add_error("channels", _("Durumun hangi onay tipinde değişeceğini seçin."))
        if not data.get("status") and data.get("channels"):
            self.add_error("status", _("Seçtiğiniz onay tipleri için yeni durumu seçin."))
        return data


def show_findings(form: forms.BaseForm, error: HubError) -> None:
    """Every finding beside its field; other refusals as everywhere."""
    if not isinstance(error, ConsentRefused):
        show_error(form, error)
        return
    for finding in error.findings:
        name = "channels" if finding.field == "channel" else finding.field
        form.add_error(name if name in form.fields else None, sentence(finding))
