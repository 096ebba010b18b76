"""The contacts and guides of the page Destek; only who runs the portal changes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.help.models import HelpEntry
from turkcell_hub.help.services.desk import require_staff
from turkcell_hub.lib import phone as phones
from turkcell_hub.tenancy.models import User

log = structlog.get_logger(__name__)
_FIELDS = ("kind", "supplier", "title", "value", "text", "position", "is_active")


def save(user: User, entry: HelpEntry | None, data: Mapping[str, Any]) -> HelpEntry:
    """Keeps the given fields (those of the model). Raises ``NotAllowed``, and ``Invalid`` for a
    number or an address that nobody could press."""
    require_staff(user)
    row = entry or HelpEntry()
    for name in _FIELDS:
        if name in data:
            setattr(row, name, data[name])
    row.value = _usable(row.kind, str(row.value).strip())
    row.by_label = str(user)[:150]
    row.save()
    log.info("help.entry_saved", entry_id=row.pk, user_id=user.pk)
    return row


def delete(user: User, entry_id: int) -> HelpEntry:
    """Raises ``NotFound``."""
    require_staff(user)
    row = HelpEntry.objects.filter(pk=entry_id).first()
    if row is None:
        raise NotFound(_("Bu destek bilgisi yok; liste değişmiş olabilir."))
    row.delete()
    log.info("help.entry_deleted", entry_id=entry_id, user_id=user.pk)
    return row


def _usable(kind: str, value: str) -> str:
    if kind == HelpEntry.Kind.EMAIL:
        try:
            validate_email(value)
        except ValidationError:
            text = _("E-posta adresi okunamadı. Örnek: ad@firma.com")
            raise Invalid(text, field="value") from None
        return value
    if kind in (HelpEntry.Kind.PHONE, HelpEntry.Kind.WHATSAPP):
        return _number(kind, value)
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname:
        raise Invalid(_("https:// ile başlayan tam adresi yazın."), field="value")
    return value


def _number(kind: str, value: str) -> str:
    """E.164, or a service number such as 0850 … or 532 that only the country itself dials."""
    read = phones.parse(value, phones.Country.TURKIYE)
    if read.e164 is not None:
        return read.e164
    digits = "".join(letter for letter in value if letter.isdigit())
    if kind == HelpEntry.Kind.PHONE and 3 <= len(digits) <= 11:
        return digits
    raise Invalid(_("Telefon numarası okunamadı. Örnek: 0212 555 44 33"), field="value")
