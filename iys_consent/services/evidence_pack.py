"""Onay kanıt dosyası (ideas 5): one zip for an address, which anybody can check offline.

It holds the address's movements with every column that their hashes cover, the registry's
receipts, the evidence itself, the hashes of the chain from the first of these movements to its
end (no other person's data), and the script that checks all of it.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from importlib import resources
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent import chain, queue_rights
from iys_consent.models import (
    ConsentAddress,
    ConsentEvidence,
    ConsentHead,
    ConsentMovement,
    ConsentReceipt,
)
from iys_consent.services.movements import covered_columns
from iys_consent.standing import burden_of_proof
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import NotFound
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

FORMAT = 1


def build(actor: Actor, address: ConsentAddress) -> IO[bytes]:
    """The zip of one address of one brand and recipient type, as a file of its own that is gone
    when it is closed: neither the chain nor the evidence is held in memory. Who took it is in
    the trail.

    Raises ``NotAllowed``; ``NotFound`` where no movement is kept of the address.
    """
    actor.require(queue_rights.EVIDENCE)
    # Movements are never changed, so all up to this end belong together without a lock.
    head = ConsentHead.objects.filter(firm_id=actor.firm_id).first()
    movements = list(_movements(actor, address, head.seq)) if head else []
    if not movements or head is None:
        raise NotFound(_("Bu adres için kayıtlı izin hareketi yok."))
    out = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        _zip(out, address, movements, head)
        with transaction.atomic():
            trail.record(actor, "iys.evidence.packed", address, label=str(address.pk))
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _movements(actor: Actor, address: ConsentAddress, last: int) -> Any:
    return actor.visible(
        ConsentMovement.objects.filter(
            seq__lte=last,
            brand_id=address.brand_id,
            recipient=address.address,
            recipient_type=address.recipient_type,
        )
        .select_related("brand", "evidence", "receipt")
        .order_by("seq")
    )


def _zip(
    out: IO[bytes], address: ConsentAddress, movements: list[ConsentMovement], head: ConsentHead
) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("hareketler.json", _json(_facts(address, movements, head)))
        with pack.open("zincir.csv", "w", force_zip64=True) as part:
            _write_chain(part, head, movements[0].seq - 1)
        script = resources.files("iys_consent.pack").joinpath("dogrula.py")
        pack.writestr("dogrula.py", script.read_bytes())
        pack.writestr("OKUBENİ.txt", _read_me(address, movements))
        for evidence in {m.evidence for m in movements if m.evidence}:
            with pack.open(_place(evidence), "w", force_zip64=True) as part:
                _write_body(part, evidence)


def _facts(
    address: ConsentAddress, movements: list[ConsentMovement], head: ConsentHead
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "firm": Firm.objects.get(pk=head.firm_id).legal_name or str(head.firm),
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "recipient": address.address,
        "recipient_type": address.recipient_type,
        "brand": address.brand.code,
        "order": list(chain.COVERED),
        "head": {"seq": head.seq, "hash": head.hash},
        "movements": [_movement(movement) for movement in movements],
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
    with io.TextIOWrapper(part, encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(("sira", "ozet"))
        writer.writerows(_links(head, first))


def _links(head: ConsentHead, first: int) -> Iterator[tuple[int, str]]:
    rows = ConsentMovement.objects.filter(
        firm_id=head.firm_id, seq__gte=first, seq__lte=head.seq
    ).order_by("seq")
    yield from rows.values_list("seq", "hash").iterator(chunk_size=10_000)


def _json(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=1)


def _read_me(address: ConsentAddress, movements: list[ConsentMovement]) -> str:
    return _(
        "ONAY KANIT DOSYASI\n\n"
        "Alıcı: %(recipient)s (%(kind)s), marka: %(brand)s\n"
        "Hareket sayısı: %(count)d\n\n"
        "hareketler.json  bu alıcının bütün izin hareketleri, kim ve ne zaman, İYS alındıları\n"
        "kanit/           onayın dayandığı belgeler ve metinler\n"
        "zincir.csv       firmanın izin zincirinin özetleri (başka kimsenin verisi yoktur)\n"
        "dogrula.py       denetleyen küçük program; yalnız Python 3 ister, internet istemez\n\n"
        "Denetlemek için bu klasörde: python3 dogrula.py\n"
        "Sonradan değiştirilmiş bir satır varsa sırasıyla söyler.\n"
    ) % {
        "recipient": address.address,
        "kind": address.get_recipient_type_display(),
        "brand": f"{address.brand.name} ({address.brand.code})",
        "count": len(movements),
    }
