"""Rows of numbers pasted from Excel into a matching table (L-099)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from invoices.models import LineKind, MatchingLine, MatchingTable
from invoices.permissions import TABLE_CHANGE
from invoices.services import tables
from turkcell_hub.audit.services import trail
from turkcell_hub.erp.models import Account, Project, ServiceCard, Side, Workplace
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor

_PASTED = 20_000
_SPECIAL, _USED_FOR = 10, 60
_MACHINE = 6  # the place of its column
_NAMES = ("card", "project", "workplace", "special_code", "account", "used_for")


@dataclass(frozen=True)
class Pasted:
    """What came of a paste. ``refused``: (row number, reason)."""

    added: int
    changed: int
    refused: tuple[tuple[int, str], ...]


def paste(actor: Actor, table: MatchingTable, side: str, text: str) -> Pasted:
    """Rows copied from Excel: number, card code, project, workplace, özel kod, by tabs (L-099);
    of issued services also the account that the number is billed to; in the seventh column which
    machine uses it. A row without that column leaves it as it is.
    A number that is there is changed. Good rows are kept even if others are refused; of two rows
    for one number the first is."""
    actor.require(TABLE_CHANGE)
    lines = enumerate(text.lstrip("\ufeff").splitlines(), 1)
    rows = {place: line.split("\t") for place, line in lines if line.strip()}
    if len(rows) > _PASTED:
        raise Invalid(_("Bir kerede en çok 20.000 satır yapıştırın."), field="rows")
    with transaction.atomic():
        row = tables.locked(table.pk)
        if not row.by_number:
            row.by_number = True
            row.save()
        found = _Paste(actor, row, side, rows)
        pasted = found.store()
        changes = {"added": pasted.added, "changed": pasted.changed,
                   "refused": len(pasted.refused)}  # fmt: skip
        trail.record(actor, "invoices.lines.pasted", row, changes)
    return pasted


class _Paste:
    """One look-up of every code, then one write of all rows."""

    def __init__(
        self, actor: Actor, table: MatchingTable, side: str, rows: Mapping[int, list[str]]
    ) -> None:
        self._table, self._side, self._rows = table, side, rows
        visible = actor.visible
        cards = visible(ServiceCard.objects.filter(side=side))
        self._cards = {one.code: one for one in cards.filter(code__in=self._column(1))}
        projects = visible(Project.objects.filter(code__in=self._column(2)))
        places = visible(Workplace.objects.filter(code__in=self._column(3)))
        self._projects = {one.code: one for one in projects}
        self._places = {one.code: one for one in places}
        accounts = visible(Account.objects.filter(code__in=self._column(5)))
        self._accounts = {one.code: one for one in accounts} if side == Side.ISSUED else {}
        self._machines: set[str] = set()

    def store(self) -> Pasted:
        kept: dict[str, MatchingLine] = {}
        refused: list[tuple[int, str]] = []
        first = min(self._rows, default=0)
        for place, cells in self._rows.items():
            try:
                line = self._line([cell.strip() for cell in (*cells, *[""] * 6)])
                _require_same(kept.get(line.number), line)
            except Invalid as wrong:
                # A first row without digits is a heading.
                if place > first or _is_number(cells[0]):
                    refused.append((place, str(wrong.message)))
                continue
            kept[line.number] = line
            if len(cells) > _MACHINE:
                self._machines.add(line.number)
        known = {
            one.number: one
            for one in self._table.lines.filter(side=self._side, kind=LineKind.NUMBER)
        }
        new = [line for number, line in kept.items() if number not in known]
        changed = []
        for number, line in kept.items():
            if number in known:
                line.pk = known[number].pk
                if number not in self._machines:
                    line.used_for = known[number].used_for
                changed.append(line)
        MatchingLine.objects.bulk_create(new, batch_size=1000)
        MatchingLine.objects.bulk_update(changed, _NAMES, batch_size=500)
        return Pasted(len(new), len(changed), tuple(refused))

    def _line(self, cells: list[str]) -> MatchingLine:
        number, card, project, place, special, account, machine = cells[:7]
        line = MatchingLine(
            firm_id=self._table.firm_id,
            table=self._table,
            side=self._side,
            kind=LineKind.NUMBER,
            number=number,
            special_code=special,
            used_for=" ".join(machine.split()),
        )
        tables.check_number(line)
        line.card = _found(self._cards, card, _("hizmet kartı"))
        line.project = _found(self._projects, project, _("proje")) if project else None
        line.workplace = _found(self._places, place, _("işyeri")) if place else None
        if len(special) > _SPECIAL:
            raise Invalid(_("Özel kod en çok %(most)d harf.") % {"most": _SPECIAL})
        if len(machine) > _USED_FOR:
            raise Invalid(_("Kullanan cihaz en çok %(most)d harf.") % {"most": _USED_FOR})
        if self._side == Side.ISSUED:
            line.account = _found(self._accounts, account, _("cari hesap"))
        tables.check_line(line)
        return line

    def _column(self, place: int) -> set[str]:
        return {row[place].strip() for row in self._rows.values() if len(row) > place}


def _found(known: Mapping[str, Any], code: str, name: str) -> Any:
    if code not in known:
        raise Invalid(_("“%(code)s” kodlu %(name)s yok.") % {"code": code, "name": name})
    return known[code]


def _require_same(known: MatchingLine | None, line: MatchingLine) -> None:
    """Two rows for one number that say different things: nobody knows which is meant."""
    names = ("card_id", "project_id", "workplace_id", "special_code", "account_id", "used_for")
    if known and any(getattr(known, name) != getattr(line, name) for name in names):
        raise Invalid(_("Bu numara yukarıda başka bir kartla ya da yerle de var."))


def _is_number(cell: str) -> bool:
    return any(letter.isdigit() for letter in cell)
