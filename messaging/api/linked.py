"""A subscriber who follows a card: the portal's user by his e-mail; what his card decides is
not written here (L-048, L-056)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from messaging.models import Subscriber, SubscriberKind
from turkcell_hub.lib.phone import parse
from turkcell_hub.tenancy.models import Membership

_FROM_THE_CARD = ("phone", "first_name", "last_name")


def checked(row: Subscriber | None, given: dict[str, Any], *, partial: bool) -> dict[str, Any]:
    """``user`` becomes kind and member; a whole record that was read may be sent back as it is.
    Raises ``ValidationError`` for what the card decides, and for neither user nor number."""
    if email := given.pop("user", ""):
        given |= {"kind": SubscriberKind.SYSTEM_USER.value, "member": _member(email)}
    linked = bool(email) or (row is not None and row.kind != SubscriberKind.OTHER)
    if not linked:
        if not partial and "phone" not in given:
            raise _wrong("phone", _("Bu alan zorunlu."), "required")
        return given
    for name in _FROM_THE_CARD:
        if name in given and (row is None or not _same(row, name, given.pop(name))):
            raise _wrong(name, _("Ad ve numara bağlı karttan gelir; kartta değiştirin."),
                         "card_decides")  # fmt: skip
    return given


def _same(row: Subscriber, name: str, value: str) -> bool:
    stored = getattr(row, name)
    return value == stored or (name == "phone" and parse(value).e164 == stored)


def _member(email: str) -> Membership:
    member = Membership.objects.filter(user__email__iexact=email.strip(), is_active=True).first()
    if member is None:
        raise _wrong("user", _("Firmanızda bu e-postayla bir kullanıcı yok."), "user_unknown")
    return member


def _wrong(field: str, text: str, code: str) -> ValidationError:
    return ValidationError({field: [ErrorDetail(text, code)]})
