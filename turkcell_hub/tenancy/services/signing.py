"""Signing what outsiders check (decision 25): the installation's Ed25519 key, and zips whose every
file stands in a signed list."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from typing import IO, Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from turkcell_hub.tenancy.models import SigningKey
from turkcell_hub.tenancy.pack import imza

CHECKER = "imza.py"


def known() -> list[SigningKey]:
    """Every key that has ever signed, the current one first; without their private halves."""
    return list(SigningKey.objects.defer("private_key").order_by("-pk"))


def shown() -> dict[str, str]:
    """The current key's fingerprint and where all keys are published; {} before the first pack."""
    key = SigningKey.objects.defer("private_key").filter(is_current=True).first()
    return {"fingerprint": fingerprint(key), "keys_at": keys_at()} if key else {}


def fingerprint(key: SigningKey) -> str:
    """As pages and the checking program print it."""
    return str(imza.fingerprint(bytes.fromhex(key.public_key)))


def keys_at() -> str:
    """The public page of the keys."""
    return settings.PUBLIC_URL + reverse("signing-keys")


def pem(keys: list[SigningKey]) -> str:
    """The public halves as one PEM file."""
    public = (Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.public_key)) for key in keys)
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return "".join(one.public_bytes(serialization.Encoding.PEM, form).decode() for one in public)


def rotate() -> SigningKey:
    """A new key signs from now on; the old one's private half is erased, its public half stays.
    Does not open the old key: also the way on when no sealing key fits it any more."""
    with transaction.atomic():
        old = SigningKey.objects.filter(is_current=True)
        old.update(is_current=False, retired_at=timezone.now(), private_key="")
        return _make()


def sign(body: bytes) -> dict[str, str]:
    """The signature with the key that made it and where to compare it."""
    key = _current()
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key.private_key))
    return {
        "algorithm": "Ed25519",
        "public_key": key.public_key,
        "signature": private.sign(body).hex(),
        "keys_at": keys_at(),
    }


class SignedZip:
    """A zip in the making; leaving it writes the list of its files (``ozet.json``, with
    ``facts``), the signature over it and the program that checks both."""

    def __init__(self, out: IO[bytes], facts: Mapping[str, Any]) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self._facts = dict(facts)
        self._files: dict[str, str] = {}

    def __enter__(self) -> SignedZip:
        return self

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is None:
            self.write(CHECKER, checker())
            body = json.dumps({**self._facts, "files": self._files}, ensure_ascii=False, indent=1)
            self._zip.writestr("ozet.json", body)
            self._zip.writestr("imza.json", json.dumps(sign(body.encode()), indent=1))
        self._zip.close()

    def write(self, name: str, body: bytes | str) -> None:
        with self.open(name) as part:
            part.write(body.encode() if isinstance(body, str) else body)

    @contextmanager
    def open(self, name: str) -> Iterator[Any]:
        """A file of the zip to be written in pieces."""
        with self._zip.open(name, "w", force_zip64=True) as part:
            hashing = _Hashing(part)
            yield hashing
        self._files[name] = hashing.sha256.hexdigest()


class _Hashing:
    """Passes bytes on and counts them in."""

    def __init__(self, part: IO[bytes]) -> None:
        self._part = part
        self.sha256 = hashlib.sha256()

    def write(self, body: bytes) -> int:
        self.sha256.update(body)
        return self._part.write(body)


def checker() -> bytes:
    """The program that checks a signed zip without the portal."""
    return resources.files("turkcell_hub.tenancy.pack").joinpath(CHECKER).read_bytes()


def _current() -> SigningKey:
    found = SigningKey.objects.filter(is_current=True).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _make()
    except IntegrityError:  # somebody was quicker
        return SigningKey.objects.get(is_current=True)


def _make() -> SigningKey:
    private = Ed25519PrivateKey.generate()
    made: SigningKey = SigningKey.objects.create(
        public_key=private.public_key().public_bytes_raw().hex(),
        private_key=private.private_bytes_raw().hex(),
    )
    return made
