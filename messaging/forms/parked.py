"""What the operator of the portal decides about a message that belongs to no firm beyond doubt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.models import RelayedInbound
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.tenancy.models import Firm


class AssignForm(HubForm):
    firm = forms.ChoiceField(
        label=_("Firma"), error_messages={"required": _("Mesajın verileceği firmayı seçin.")}
    )

    def __init__(self, *args: Any, firms: Sequence[Firm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Seçin")), *((str(firm.pk), firm.name) for firm in firms)]
        self.fields["firm"].choices = choices  # type: ignore[attr-defined]


class DiscardForm(HubForm):
    reason = forms.CharField(
        label=_("Atma nedeni"),
        max_length=RelayedInbound._meta.get_field("reason").max_length,
        error_messages={"required": _("Mesajın neden atıldığını yazın.")},
    )
