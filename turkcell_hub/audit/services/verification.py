"""Reads the trail with suspicion (G21): finds any change, deletion, insertion, reorder, tail
cut, and with heads kept elsewhere also the rewriting of the whole table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from turkcell_hub.audit.chain import hash_of
from turkcell_hub.audit.models import AuditEntry, AuditHead
from turkcell_hub.audit.services.heads import Head

_CHUNK = 2000
Kept = dict[int, set[str]]  # place in the chain -> hashes that were signed for it


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold, and why (Turkish)."""

    firm_id: int
    seq: int
    reason: str

    def __str__(self) -> str:
        return f"firma {self.firm_id}, sıra {self.seq}: {self.reason}"


def firms_with_trail() -> list[int]:
    """Ids of all firms that have entries or a head."""
    found = set(AuditHead.objects.values_list("firm_id", flat=True))
    found.update(AuditEntry.objects.order_by().values_list("firm_id", flat=True).distinct())
    return sorted(found)


def verify(firm_id: int, heads: Iterable[Head] = ()) -> list[Break]:
    """Every break in the firm's chain; [] means it is whole. ``heads``: kept elsewhere."""
    kept: defaultdict[int, set[str]] = defaultdict(set)
    for head in heads:
        if head.firm_id == firm_id and head.seq > 0:
            kept[head.seq].add(head.hash)
    return list(_breaks(firm_id, kept))


def _breaks(firm_id: int, kept: Kept) -> Iterator[Break]:
    entries = AuditEntry.objects.filter(firm_id=firm_id).order_by("seq")
    seq, last_hash = 0, ""
    for entry in entries.iterator(chunk_size=_CHUNK):
        if entry.seq != seq + 1:
            yield Break(firm_id, seq + 1, "kayıt eksik veya sıra bozuk")
        if entry.previous_hash != last_hash:
            yield Break(firm_id, entry.seq, "önceki kayda bağlanmıyor")
        if hash_of(entry) != entry.hash:
            yield Break(firm_id, entry.seq, "içeriği değiştirilmiş")
        if kept.get(entry.seq, {entry.hash}) != {entry.hash}:
            yield Break(firm_id, entry.seq, "saklanan baştan farklı: zincir yeniden yazılmış")
        seq, last_hash = entry.seq, entry.hash
    yield from _end(firm_id, seq, last_hash, kept)


def _end(firm_id: int, seq: int, last_hash: str, kept: Kept) -> Iterator[Break]:
    head = AuditHead.objects.filter(firm_id=firm_id).first()
    if (head.seq, head.hash) != (seq, last_hash) if head else seq > 0:
        yield Break(firm_id, seq, "zincirin sonu kesilmiş veya eklenmiş")
    for missing in sorted(place for place in kept if place > seq):
        yield Break(firm_id, missing, "saklanan baş kayıtlarda yok: zincirin sonu kesilmiş")
