"""What people type into a membership's fields, read or refused at its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.errors import Invalid
from turkcell_hub.membership.catalogue import Kind
from turkcell_hub.tenancy.models import Country
from turkcell_hub.tenancy.services import people


def answers(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that the kind asks for; a yes/no that was not said is no, a number one."""
    found: dict[str, Any] = {}
    for question in kind.questions:
        value = given.get(question.code)
        if not question.counts:
            found[question.code] = value is True
        elif value is None or (isinstance(value, int) and 1 <= value <= question.most):
            found[question.code] = value or 1
        else:
            raise Invalid(
                _("1 ile %(most)d arasında bir sayı yazın.") % {"most": question.most},
                field=question.code,
            )
    return found


def phone(given: str, field: str) -> str:
    try:
        read = people.usable_phone(given, Country.TURKIYE)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, field=field) from None
    if not read:
        raise Invalid(_("Telefon numarasını yazın."), field=field)
    return read


def email(given: str, field: str = "email") -> str:
    if not given.strip():
        raise Invalid(_("E-posta adresini yazın; sonuç oraya bildirilir."), field=field)
    try:
        return people.usable_email(given)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, field=field) from None


def paper_day(given: date | None, kind: Kind) -> date | None:
    """The day that a letter of the kind bears, where it bears one."""
    if given is None and kind.letter is not None and kind.letter.dated:
        raise Invalid(_("Karar tarihini yazın; yazı örneğine basılır."), field="paper_day")
    return given


def past_day(given: date | None, field: str) -> date | None:
    """A day on which something was given away: not after tomorrow, for who writes at night."""
    if given is not None and given > timezone.localdate() + timedelta(days=1):
        raise Invalid(_("Veriliş günü ileri bir gün olamaz."), field=field)
    return given
