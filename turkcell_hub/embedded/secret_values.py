"""The keys of an installation on embedded servers: made once, kept beside its data."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path


def secret_environment(data: Path) -> dict[str, str]:
    """Returns ``SECRET_KEY`` and ``FIELD_ENCRYPTION_KEYS`` of the data folder.

    They are kept in ``secrets.json`` (0600): sealed values in the database can be read only
    with the same keys.
    """
    path = data / "secrets.json"
    if not path.exists():
        write_private(path, json.dumps(_new()))
    values: dict[str, str] = json.loads(path.read_text())
    return values


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read; a reader sees the old or the new, whole."""
    half = path.with_name(f"{path.name}.{os.getpid()}.half")
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    half.replace(path)


def _new() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_ENCRYPTION_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    }
