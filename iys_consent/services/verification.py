"""Reads the consent ledger with suspicion: finds any change, deletion, insertion and cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iys_consent import chain
from iys_consent.models import ConsentHead, ConsentMovement
from iys_consent.services.movements import covered_columns

_CHUNK = 2000


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold, and why (Turkish)."""

    seq: int
    reason: str

    def __str__(self) -> str:
        return f"sıra {self.seq}: {self.reason}"


def verify(firm_id: int) -> list[Break]:
    """Every break in the firm's chain of movements; [] means it is whole."""
    return list(_breaks(firm_id))


def _breaks(firm_id: int) -> Iterator[Break]:
    movements = (
        ConsentMovement.objects.filter(firm_id=firm_id)
        .select_related("brand", "evidence")
        .order_by("seq")
    )
    seq, last_hash = 0, ""
    for movement in movements.iterator(chunk_size=_CHUNK):
        if movement.seq != seq + 1:
            yield Break(seq + 1, "hareket eksik veya sıra bozuk")
        if movement.previous_hash != last_hash:
            yield Break(movement.seq, "önceki harekete bağlanmıyor")
        evidence = movement.evidence.sha256 if movement.evidence else ""
        covered = covered_columns(movement, movement.brand.code, evidence)
        if chain.link(movement.previous_hash, covered) != movement.hash:
            yield Break(movement.seq, "içeriği değiştirilmiş")
        seq, last_hash = movement.seq, movement.hash
    head = ConsentHead.objects.filter(firm_id=firm_id).first()
    if (head.seq, head.hash) != (seq, last_hash) if head else seq > 0:
        yield Break(seq, "zincirin sonu kesilmiş veya eklenmiş")
