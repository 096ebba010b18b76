"""Forms of persons' requests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from turkcell_hub.portal.forms import HubForm, PhoneInput
from turkcell_hub.privacy.models import Applicant, PrivacyRules, RequestKind
from turkcell_hub.privacy.permissions import ERASE


class RequestForm(HubForm):
    kind = forms.ChoiceField(label=_("İstek"), choices=RequestKind.choices)
    phone = forms.CharField(
        label=_("Telefon"), max_length=30, required=False, widget=PhoneInput,
        help_text=_("Telefon, e-posta ve T.C. kimlik numarasından en az biri."),
    )  # fmt: skip
    email = forms.EmailField(label=_("E-posta"), max_length=254, required=False)
    tckn = forms.CharField(label=_("T.C. kimlik numarası"), max_length=11, required=False)
    applicant = forms.ChoiceField(label=_("Kim başvurdu"), choices=Applicant.choices)
    applied_on = forms.DateField(label=_("Başvuru tarihi"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("Gerekçe"),
        max_length=300,
        help_text=_("Başvurunun yolu ve kimliğin nasıl doğrulandığı; kayıtta kalır."),
    )
    sure = forms.BooleanField(
        label=_("Silme geri alınamaz; anladım."),
        required=False,
        help_text=_("Yalnız silme isteğinde işaretleyin. Yasanın sakladığı kayıtlar kalır."),
    )

    def __init__(self, *args: Any, actor: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if actor is not None and not actor.can(ERASE):
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                (RequestKind.FILE.value, RequestKind.FILE.label)
            ]
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == RequestKind.ERASURE and not cleaned.get("sure"):
            self.add_error("sure", _("Silmenin geri alınamadığını onaylayın."))
        return cleaned


def _years(name: str) -> forms.IntegerField:
    label = PrivacyRules._meta.get_field(name).verbose_name
    return forms.IntegerField(label=label, required=False, min_value=1)


class RulesForm(HubForm):
    valid_from = forms.DateField(label=_("Geçerlilik başlangıcı"))
    answer_days = _years("answer_days")
    consent_years = _years("consent_years")
    message_years = _years("message_years")
    bill_years = _years("bill_years")
    receipt_years = _years("receipt_years")
