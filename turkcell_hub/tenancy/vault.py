"""Files that are kept encrypted: each under a key of its own, which its row keeps sealed.

Without the row nobody can read the file, not even from a backup: erasing the key erases the
file wherever a copy of it lies. A rotation of ``FIELD_ENCRYPTION_KEYS`` touches rows alone.
"""

from __future__ import annotations

import base64
import os
import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

_NONCE = 12


class VaultBroken(RuntimeError):
    """The file is gone, or is not what was put there under this key."""


@dataclass(frozen=True)
class Kept:
    """``name`` in the private storage; ``key`` belongs into a ``SealedTextField``."""

    name: str
    key: str

    def __repr__(self) -> str:
        return f"<Kept {self.name}>"


def put(content: bytes, folder: str, firm_id: int) -> Kept:
    """Writes the content, encrypted; nothing of what a person typed is in its name. A caller
    whose transaction fails leaves a file that nobody can read; ``folder`` is swept by its room."""
    key = AESGCM.generate_key(bit_length=256)
    nonce = os.urandom(_NONCE)
    name = f"{folder}/{firm_id}/{uuid.uuid4().hex}"
    sealed = nonce + AESGCM(key).encrypt(nonce, content, _bound(name))
    stored = default_storage.save(name, ContentFile(sealed))
    if stored != name:
        raise VaultBroken("a file of this name is there already")
    return Kept(name, base64.b64encode(key).decode())


def get(name: str, key: str) -> bytes:
    """What was put there. Raises ``VaultBroken``."""
    try:
        with default_storage.open(name, "rb") as file:
            sealed = file.read()
        raw = AESGCM(base64.b64decode(key))
        return raw.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(name))
    except (OSError, InvalidTag, ValueError):
        raise VaultBroken("the file cannot be opened") from None


def erase(name: str) -> None:
    """Takes the file away; one that is gone already is no error."""
    default_storage.delete(name)


def _bound(name: str) -> bytes:
    """A file that was moved to another's place does not open."""
    return name.encode()
