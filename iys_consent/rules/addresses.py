"""The recipient: a phone in E.164 or an e-mail in lower case."""

from __future__ import annotations

import enum
import re

from turkcell_hub.gateways.iys.values import EMAIL_LENGTHS, MAX_PHONE
from turkcell_hub.lib import phone as phones


class AddressKind(enum.StrEnum):
    PHONE = "TELEFON"
    EMAIL = "EPOSTA"


_EMAIL = re.compile(r"[A-Za-z0-9._+\-]+@[A-Za-z0-9][A-Za-z0-9\-]*(\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}")


def readable_address(text: str, country: str = "TR") -> tuple[AddressKind, str] | None:
    """The kind and the one spelling of an address, None when it is neither.

    Phones of every Turkish spelling become E.164; the trap ``+9005…``, which the registry
    takes and no citizen can see, is repaired. The type is told by the "@" (K-036).
    """
    text = text.strip()
    if "@" in text:
        email = readable_email(text)
        return (AddressKind.EMAIL, email) if email else None
    phone = readable_phone(text, country)
    return (AddressKind.PHONE, phone) if phone else None


def readable_email(text: str) -> str | None:
    email = text.strip()
    if len(email) not in EMAIL_LENGTHS or not email.isascii() or not _EMAIL.fullmatch(email):
        return None
    return email.lower()


def readable_phone(text: str, country: str = "TR") -> str | None:
    """E.164; landlines too, since people may be called."""
    result = phones.parse(text, phones.Country(country))
    if result.e164 is None or len(result.e164) > MAX_PHONE:
        return None
    return result.e164
