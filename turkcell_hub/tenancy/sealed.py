"""Fields whose value is encrypted at rest with the ring in ``FIELD_ENCRYPTION_KEYS``.

New values are sealed with the first key; every key of the ring opens old ones, so a key
is rotated by putting the new one in front and running ``rotate_field_keys``.
"""

from __future__ import annotations

import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class SealBroken(RuntimeError):
    """A sealed value can be opened by none of the configured keys."""


def _ring() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_ENCRYPTION_KEYS])


def seal(text: str) -> str:
    return _ring().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises ``SealBroken`` when no key of the ring fits."""
    try:
        return _ring().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken("no key of FIELD_ENCRYPTION_KEYS opens this value") from None


def reseal(sealed: str) -> str:
    """The same value under the newest key. Raises ``SealBroken`` when no key fits."""
    try:
        return _ring().rotate(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken("no key of FIELD_ENCRYPTION_KEYS opens this value") from None


def is_newest(sealed: str) -> bool:
    """Whether the value is under the newest key already."""
    try:
        Fernet(settings.FIELD_ENCRYPTION_KEYS[0]).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


class SealedTextField(models.TextField):
    """Text, sealed in the database. Cannot be searched; "" stays ""."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value) if value else value

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return unseal(value) if value else value


class SealedJSONField(models.TextField):
    """A small JSON document, sealed in the database."""

    def get_prep_value(self, value: Any) -> Any:
        return seal(json.dumps(value or {}, ensure_ascii=False))

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        return json.loads(unseal(value)) if value else {}

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) and value else (value or {})

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj) or {})
