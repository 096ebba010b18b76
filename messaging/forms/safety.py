"""Forms of the blacklist."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.models import BlacklistEntry
from turkcell_hub.portal.forms import HubForm, PhoneInput


class BlacklistForm(HubForm):
    phone = forms.CharField(label=_("Telefon numarası"), max_length=40, widget=PhoneInput)
    source = forms.ChoiceField(
        label=_("Kaynak"),
        choices=BlacklistEntry.Source.choices,
        initial=BlacklistEntry.Source.FIRM,
    )
    reason = forms.CharField(label=_("Neden"), max_length=200)


class BlacklistReasonForm(HubForm):
    source = forms.ChoiceField(
        label=_("Kaynak"),
        choices=BlacklistEntry.Source.choices,
        initial=BlacklistEntry.Source.FIRM,
    )
    reason = forms.CharField(label=_("Neden"), max_length=200)


class BlacklistRemovalForm(HubForm):
    """The last two are for a person's own refusal alone (``blacklist.remove``)."""

    reason = forms.CharField(label=_("Neden"), max_length=200)
    proof = forms.CharField(
        label=_("Dayanak"),
        max_length=200,
        required=False,
        help_text=_(
            "Numarayı alıcı kendisi engellettiyse zorunlu: yeni isteğinin nerede olduğu"
            " (örneğin imzalı form 2026/118)."
        ),
    )
    wished_on = forms.DateField(
        label=_("Alıcının yeni isteğinin günü"),
        required=False,
        help_text=_("Ret gününden önce olamaz."),
    )
