"""Signed heads of the chains, to be kept outside the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core import signing
from django.utils import timezone

from turkcell_hub.audit.models import AuditHead

_SALT = "audit.head"


@dataclass(frozen=True)
class Head:
    firm_id: int
    seq: int
    hash: str


class HeadsUnreadable(ValueError):
    """A line of a heads file is damaged or its signature is not ours."""


def current() -> list[Head]:
    """The heads of all firms now."""
    rows = AuditHead.objects.order_by("firm_id").values_list("firm_id", "seq", "hash")
    return [Head(*row) for row in rows]


def append(path: Path) -> int:
    """Adds one signed line per firm to the file; returns how many. Raises ``OSError``."""
    heads = current()
    moment = timezone.now().isoformat(timespec="seconds")
    with path.open("a", encoding="utf-8") as file:
        for head in heads:
            content = {"firm": head.firm_id, "seq": head.seq, "hash": head.hash, "at": moment}
            file.write(signing.Signer(salt=_SALT).sign_object(content) + "\n")
    return len(heads)


def read(path: Path) -> Iterator[Head]:
    """The heads of a file. Raises ``HeadsUnreadable`` (with the line) and ``OSError``."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                content = signing.Signer(salt=_SALT).unsign_object(line.strip())
                yield Head(content["firm"], content["seq"], content["hash"])
            except (signing.BadSignature, ValueError, KeyError, TypeError):
                raise HeadsUnreadable(
                    f"{number}. satır okunamıyor veya imzası bu kuruluma ait değil."
                ) from None
