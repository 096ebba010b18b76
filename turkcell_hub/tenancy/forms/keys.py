"""API anahtarı üretme ve yenileme."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from turkcell_hub.portal.forms import HubForm, LookupMultipleField
from turkcell_hub.tenancy.forms.accounts import NetworksField
from turkcell_hub.tenancy.permissions import every_right

OVERLAPS = (
    (0, _("Hemen geçersiz olsun")),
    (24, _("1 gün")),
    (24 * 7, _("7 gün")),
    (24 * 30, _("30 gün")),
)


class KeyForm(HubForm):
    name = forms.CharField(
        label=_("Ad"), max_length=80, help_text=_("Hangi program kullanacak? Örnek: Logo Tiger")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Yetkiler"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    allowed_ips = NetworksField(
        label=_("IP listesi"),
        required=False,
        help_text=_("Her satıra bir adres ya da ağ; boşsa her adresten kullanılabilir."),
    )
    expires_at = forms.DateTimeField(label=_("Son kullanma"), required=False)
    authority_codes = LookupMultipleField(
        "authority-codes", label=_("Yetki Kodları"), required=False
    )

    def __init__(self, *args: Any, actor: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["scopes"].choices = sorted(  # type: ignore[attr-defined]
            (
                (code, str(right.label))
                for code, right in every_right().items()
                if right.for_keys and actor is not None and actor.can(code)
            ),
            key=lambda pair: pair[0],
        )


class RotateForm(HubForm):
    overlap = forms.TypedChoiceField(
        label=_("Eski anahtar ne kadar daha çalışsın?"),
        choices=OVERLAPS,
        coerce=lambda hours: timedelta(hours=int(hours)),
        initial=24,
    )
