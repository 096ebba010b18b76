"""Onay kanıt dosyası (ideas 5): one zip for a number or e-mail, which anybody can check offline.

It holds the movements of every brand, channel and recipient type that the actor may see, with
every column that their hashes cover, the registry's receipts, the evidence itself, the hashes of
the chain from the first of these movements to its end (no other person's data), and the programs
that check all of it. What it holds, how many movements and where the chain ends is signed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import IO, Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent import chain, key_limits, queue_rights
from iys_consent.models import (
    Channel,
    ConsentAddress,
    ConsentEvidence,
    ConsentHead,
    ConsentMovement,
    ConsentReceipt,
    RecipientType,
)
from iys_consent.services.movements import covered_columns
from iys_consent.standing import burden_of_proof
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import NotFound
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.services import signing

FORMAT = 2


def build(actor: Actor, recipient: str) -> IO[bytes]:
    """The zip of one number or e-mail, as a file of its own that is gone when it is closed: neither
    the chain nor the evidence is held in memory. Who took it is in the trail.

    Raises ``NotAllowed``; ``NotFound`` where the actor may see no movement of the address.
    """
    actor.require(queue_rights.EVIDENCE)
    # Movements are never changed, so all up to this end belong together without a lock.
    head = ConsentHead.objects.filter(firm_id=actor.firm_id).first()
    movements = list(_movements(actor, recipient, head.seq)) if head else []
    if not movements or head is None:
        raise NotFound(_("Bu adres için kayıtlı izin hareketi yok."))
    out = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        _zip(out, _Pack(recipient, movements, head, _sees_all(actor)))
        subject = ConsentAddress.objects.filter(address=recipient).order_by("pk").first()
        with transaction.atomic():
            changes = {"movements": len(movements), "head": head.seq}
            label = str(subject.pk) if subject else ""
            trail.record(actor, "iys.evidence.packed", subject, changes, label=label)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


@dataclass(frozen=True)
class Told:
    """What a pack would hold of one brand, recipient type and channel."""

    brand: str
    recipient_type: str
    channel: str
    movements: int
    last_at: datetime
    scans: int


def summary(actor: Actor, recipient: str) -> list[Told]:
    """What ``build`` would put into the zip, counted; empty where it raises ``NotFound``. Raises
    ``NotAllowed``."""
    actor.require(queue_rights.EVIDENCE)
    seen = actor.visible(ConsentMovement.objects.filter(recipient=recipient))
    rows = (
        key_limits.narrow(actor, seen).order_by()
        .values("brand__name", "recipient_type", "channel")
        .annotate(n=Count("pk"), last=Max("received_at"), scans=Count("evidence", distinct=True))
        .order_by("brand__name", "recipient_type", "channel")
    )  # fmt: skip
    types, channels = dict(RecipientType.choices), dict(Channel.choices)
    return [
        Told(row["brand__name"], str(types[row["recipient_type"]]), str(channels[row["channel"]]),
             row["n"], row["last"], row["scans"])
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class _Pack:
    """``every_brand``: whoever took it sees all brands of the firm, so that none is missing."""

    recipient: str
    movements: list[ConsentMovement]
    head: ConsentHead
    every_brand: bool

    @property
    def firm(self) -> str:
        return Firm.objects.get(pk=self.head.firm_id).legal_name or str(self.head.firm)

    @property
    def brands(self) -> dict[str, str]:
        return {one.brand.code: one.brand.name for one in self.movements}

    @property
    def stated(self) -> dict[str, Any]:
        """What is signed of it, beside the files."""
        return {
            "format": FORMAT,
            "kind": "onay-kaniti",
            "firm": self.firm,
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "recipient": self.recipient,
            "count": len(self.movements),
            "places": [one.seq for one in self.movements],
            "head": {"seq": self.head.seq, "hash": self.head.hash},
            "brands": self.brands,
            "every_brand": self.every_brand,
        }


def _sees_all(actor: Actor) -> bool:
    return actor.brand_ids is None and key_limits.of(actor) is None


def _movements(actor: Actor, recipient: str, last: int) -> Any:
    rows = ConsentMovement.objects.filter(
        firm_id=actor.firm_id, seq__lte=last, recipient=recipient
    ).select_related("brand", "evidence", "receipt")
    return key_limits.narrow(actor, actor.visible(rows)).order_by("seq")


def _zip(out: IO[bytes], made: _Pack) -> None:
    stated = made.stated
    with signing.SignedZip(out, stated) as pack:
        pack.write("hareketler.json", _json(_facts(made, stated)))
        with pack.open("zincir.csv") as part:
            _write_chain(part, made.head, made.movements[0].seq - 1)
        script = resources.files("iys_consent.pack").joinpath("dogrula.py")
        pack.write("dogrula.py", script.read_bytes())
        pack.write("OKUBENİ.txt", _read_me(made))
        for evidence in {m.evidence for m in made.movements if m.evidence}:
            with pack.open(_place(evidence)) as part:
                _write_body(part, evidence)


def _facts(made: _Pack, stated: dict[str, Any]) -> dict[str, Any]:
    return {
        **stated,
        "order": list(chain.COVERED),
        "movements": [_movement(movement) for movement in made.movements],
    }


def _movement(movement: ConsentMovement) -> dict[str, Any]:
    evidence = movement.evidence
    covered = covered_columns(movement, movement.brand.code, evidence.sha256 if evidence else "")
    receipt: ConsentReceipt | None = getattr(movement, "receipt", None)
    return {
        "columns": {name: chain.plain(value) for name, value in covered.items()},
        "previous_hash": movement.previous_hash,
        "hash": movement.hash,
        "burden_of_proof": burden_of_proof(movement.source),
        "evidence": _described(evidence) if evidence else None,
        "receipt": {
            "transaction_id": receipt.transaction_id,
            "registry_created_at": chain.plain(receipt.registry_created_at),
        }
        if receipt
        else None,
    }


def _described(evidence: ConsentEvidence) -> dict[str, Any]:
    return {
        "title": evidence.title,
        "kind": evidence.kind,
        "file": _place(evidence),
        "sha256": evidence.sha256,
        "details": evidence.details,
        "added_by": evidence.added_by,
        "added_at": evidence.created_at.isoformat(timespec="seconds"),
    }


def _place(evidence: ConsentEvidence) -> str:
    ending = PurePath(evidence.file.name).suffix if evidence.file else ".txt"
    return f"kanit/{evidence.pk}{ending}"


def _write_body(part: IO[bytes], evidence: ConsentEvidence) -> None:
    if not evidence.file:
        part.write(evidence.text.encode())
        return
    with evidence.file.open("rb") as file:
        shutil.copyfileobj(file, part)


def _write_chain(part: IO[bytes], head: ConsentHead, first: int) -> None:
    part.write(b"sira,ozet\r\n")
    for seq, told in _links(head, first):
        part.write(f"{seq},{told}\r\n".encode())


def _links(head: ConsentHead, first: int) -> Iterator[tuple[int, str]]:
    rows = ConsentMovement.objects.filter(
        firm_id=head.firm_id, seq__gte=first, seq__lte=head.seq
    ).order_by("seq")
    yield from rows.values_list("seq", "hash").iterator(chunk_size=10_000)


def _json(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=1)


def _read_me(made: _Pack) -> str:
    brands = ", ".join(f"{name} ({code})" for code, name in made.brands.items())
    scope = (
        _("firmanın bütün markaları, kanalları ve alıcı tipleri")
        if made.every_brand
        else _("yalnız dosyayı alanın görebildiği markalar, kanallar ve alıcı tipleri")
    )
    return _(
        "ONAY KANIT DOSYASI\n\n"
        "Alıcı: %(recipient)s\n"
        "Kapsam: %(scope)s\n"
        "Hareketi olan markalar: %(brands)s\n"
        "Hareket sayısı: %(count)d, zincirin sonu: sıra %(head)d\n\n"
        "hareketler.json  bu alıcının izin hareketleri, kim ve ne zaman, İYS alındıları\n"
        "kanit/           onayın dayandığı belgeler ve metinler\n"
        "zincir.csv       firmanın izin zincirinin özetleri (başka kimsenin verisi yoktur)\n"
        "ozet.json        her dosyanın özeti, hareket sayısı ve zincirin sonu; imzalanan budur\n"
        "imza.json        portalın imzası (Ed25519) ve açık anahtarı\n"
        "dogrula.py       denetleyen küçük program; yalnız Python 3 ister, internet istemez\n"
        "imza.py          imzayı denetleyen parçası\n\n"
        "Denetlemek için bu klasörde: python3 dogrula.py\n"
        "Sonradan değiştirilmiş bir satır varsa sırasıyla söyler.\n"
        "Dosyanın bu portaldan çıktığını da görmek için anahtarları %(keys)s adresinden indirin:\n"
        "python3 dogrula.py --anahtar portal-anahtarlari.pem\n"
    ) % {
        "recipient": made.recipient,
        "scope": scope,
        "brands": brands,
        "count": len(made.movements),
        "head": made.head.seq,
        "keys": signing.keys_at(),
    }
