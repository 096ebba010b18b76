"""Form of the question to whom the firm sends (S-057)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from iys_consent.exemptions import ExemptSender
from turkcell_hub.portal.forms import HubForm


class RecipientsForm(HubForm):
    exempt_sender = forms.ChoiceField(
        label=_("Kuruluşunuz bunlardan biri mi?"),
        choices=[("", _("Hayır, hiçbiri")), *ExemptSender.choices],
        required=False,
        help_text=_("Yalnız mevzuatta sayılan kuruluşlar muaftır; şirketler “Hayır” der."),
    )
    writes_to_others = forms.TypedChoiceField(
        label=_("Muafiyetin kapsamı dışındakilere de ticari mesaj gönderecek misiniz?"),
        choices=[("1", _("Evet, başkalarına da")), ("0", _("Hayır, yalnız kapsamdakilere"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Kapsam: öğrenci ve veli, üye, kendi abonesi ya da halkı bilgilendirme."
                    " Başkalarına da gönderecekseniz İYS üyeliği gerekir."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = self.initial.get("writes_to_others")
        self.initial["writes_to_others"] = "" if said is None else str(int(said))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("exempt_sender") and cleaned.get("writes_to_others") is None:
            self.add_error("writes_to_others", _g("Evet ya da hayırı seçin."))
        return cleaned
