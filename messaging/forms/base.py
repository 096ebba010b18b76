"""What the forms of messaging's records share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from turkcell_hub.portal.forms import HubForm
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import AuthorityCode


class OfFirm(forms.ModelChoiceField):
    """One of a short list of the firm's records, offered as far as the actor sees them."""

    def __init__(self, model: Any, **kwargs: Any) -> None:
        self.model = model
        super().__init__(queryset=QuerySet(model).none(), **kwargs)

    def offer(self, actor: Actor, **limits: Any) -> None:
        rows = self.model._default_manager.filter(**limits)
        self.queryset = rows.filter(pk__in=actor.code_ids) if self._limited(actor) else rows

    def _limited(self, actor: Actor) -> bool:
        return self.model is AuthorityCode and actor.code_ids is not None


def authority_code() -> OfFirm:
    return OfFirm(
        AuthorityCode,
        label=_("Yetki kodu"),
        required=False,
        help_text=_("Kaydı yalnız bu koda sahip kullanıcılar görür. Boş bırakılırsa herkes görür."),
    )


class RecordForm(HubForm):
    """Offers the firm's Yetki Kodları to whoever holds them."""

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if actor is not None and "authority_code" in self.fields:
            self.fields["authority_code"].offer(actor)  # type: ignore[attr-defined]
