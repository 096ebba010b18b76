"""Matching tables and their lines (L-091 … L-100)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from invoices.models import LineKind, MatchingLine, MatchingTable
from invoices.permissions import TABLE_CHANGE
from turkcell_hub.audit.services import trail
from turkcell_hub.erp.models import Account, Project, ServiceCard, Side, Workplace
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.gateways.invoice.bill import KDV
from turkcell_hub.gateways.invoice.numbers import ten_digits
from turkcell_hub.tenancy.actor import Actor

_FIELDS = ("code", "name", "account", "by_number", "by_rate", "is_active")
_LINE_FIELDS = (
    "side", "kind", "number", "tax_code", "rate", "card", "project", "workplace", "account",
    "special_code",
)  # fmt: skip
_PASTED = 20_000


@dataclass(frozen=True)
class Pasted:
    """What came of a paste. ``refused``: (row number, reason)."""

    added: int
    changed: int
    refused: tuple[tuple[int, str], ...]


def save(actor: Actor, table: MatchingTable | None, data: Mapping[str, Any]) -> MatchingTable:
    """Creates or changes. Raises ``Invalid`` for a code that the firm has already (L-093)."""
    actor.require(TABLE_CHANGE)
    with transaction.atomic():
        row = _table(table.pk) if table else MatchingTable(firm_id=actor.firm_id)
        before = {name: str(getattr(row, name)) for name in _FIELDS} if table else {}
        for name in _FIELDS:
            if name in data:
                setattr(row, name, data[name])
        row.code = row.code.strip()
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Invalid(
                _("Bu kodla bir eşleştirme tablosu zaten var; başka bir kod yazın."),
                code="table_code_taken",
                field="code",
            ) from None
        after = {name: str(getattr(row, name)) for name in _FIELDS}
        action = "invoices.table.change" if table else "invoices.table.add"
        trail.record(actor, action, row, trail.changed(before, after))
    return row


def delete(actor: Actor, table: MatchingTable) -> None:
    """Raises ``Conflict`` when bills were booked with it (switch it off instead)."""
    actor.require(TABLE_CHANGE)
    with transaction.atomic():
        row = _table(table.pk)
        label = str(row)
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            raise Conflict(
                _("“%(table)s” ile fatura aktarılmış, silinemez. Yerine kapatabilirsiniz.")
                % {"table": label}
            ) from None
        trail.record(actor, "invoices.table.delete", table, label=label)


def save_line(actor: Actor, line: MatchingLine | None, data: Mapping[str, Any]) -> MatchingLine:
    """Adds or changes a line. Raises ``Invalid`` beside the field that is wrong."""
    actor.require(TABLE_CHANGE)
    with transaction.atomic():
        if line is None:
            row = MatchingLine(firm_id=actor.firm_id, table=data["table"])
        else:
            row = MatchingLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
        before = {name: str(getattr(row, name, "")) for name in _LINE_FIELDS} if line else {}
        for name in _LINE_FIELDS:
            if name in data:
                setattr(row, name, data[name] if data[name] is not None else _empty(name))
        check_line(row)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Invalid(
                _("Tabloda bu satır zaten var; onu değiştirin."),
                code="line_taken",
                field="number" if row.kind == LineKind.NUMBER else "tax_code",
            ) from None
        after = {name: str(getattr(row, name)) for name in _LINE_FIELDS}
        action = "invoices.line.change" if line else "invoices.line.add"
        trail.record(actor, action, row, trail.changed(before, after))
    return row


def delete_line(actor: Actor, line: MatchingLine) -> None:
    actor.require(TABLE_CHANGE)
    with transaction.atomic():
        label = f"{line.table.code}: {line}"
        MatchingLine.objects.filter(pk=line.pk).delete()
        trail.record(actor, "invoices.line.delete", line, label=label)


def check_line(row: MatchingLine) -> None:
    """What a line must be. Raises ``Invalid``."""
    if row.kind == LineKind.NUMBER:
        row.number = ten_digits(row.number)
        if len(row.number) < 5:
            raise Invalid(
                _("Hizmet numarasını 10 hane olarak yazın, örneğin 5321234567."), field="number"
            )
        if not row.table.by_number:
            raise Invalid(
                _("Tabloda “Hizmet numaraları bazında” işaretli değil; önce tabloda işaretleyin."),
                code="table_not_by_number",
                field="kind",
            )
    else:
        row.number = ""
    if row.kind == LineKind.TAX:
        _check_tax(row)
    else:
        row.tax_code = ""
        if row.kind != LineKind.MAIN:
            row.rate = None
    if row.card.side != row.side:
        raise Invalid(
            _("“%(card)s” bir %(side)s kartı; bu sekmede kullanılamaz.")
            % {"card": row.card, "side": row.card.get_side_display().lower()},
            code="card_side",
            field="card",
        )
    if row.kind not in (LineKind.MAIN, LineKind.NUMBER) and row.card.vat_rate:
        raise Invalid(
            _("Vergi, tahsilat ve yuvarlama kartının KDV'si %%0 olmalı; “%(card)s” %%%(rate)s.")
            % {"card": row.card, "rate": f"{row.card.vat_rate.normalize():f}"},
            code="card_has_vat",
            field="card",
        )
    if row.kind == LineKind.NUMBER and row.side == Side.ISSUED and row.account is None:
        raise Invalid(_("Kime kesileceğini seçin."), field="account")


def paste(actor: Actor, table: MatchingTable, side: str, text: str) -> Pasted:
    """Rows copied from Excel: number, card code, project, workplace, özel kod, by tabs (L-099);
    of issued services also the account that the number is billed to.
    A number that is there is changed. Good rows are kept even if others are refused."""
    actor.require(TABLE_CHANGE)
    rows = [line.split("\t") for line in text.splitlines() if line.strip()]
    if len(rows) > _PASTED:
        raise Invalid(_("Bir kerede en çok 20.000 satır yapıştırın."), field="rows")
    with transaction.atomic():
        locked = _table(table.pk)
        if not locked.by_number:
            locked.by_number = True
            locked.save()
        found = _Paste(actor, locked, side, rows)
        pasted = found.store()
        changes = {"added": pasted.added, "changed": pasted.changed,
                   "refused": len(pasted.refused)}  # fmt: skip
        trail.record(actor, "invoices.lines.pasted", locked, changes)
    return pasted


class _Paste:
    """One look-up of every code, then one write of all rows."""

    def __init__(
        self, actor: Actor, table: MatchingTable, side: str, rows: list[list[str]]
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

    def store(self) -> Pasted:
        kept: dict[str, MatchingLine] = {}
        refused: list[tuple[int, str]] = []
        for place, cells in enumerate(self._rows, 1):
            try:
                line = self._line([cell.strip() for cell in (*cells, *[""] * 5)])
            except Invalid as wrong:
                if place > 1 or _is_number(cells[0]):  # a first row without digits is a heading
                    refused.append((place, str(wrong.message)))
                continue
            kept[line.number] = line
        known = {
            one.number: one
            for one in self._table.lines.filter(side=self._side, kind=LineKind.NUMBER)
        }
        new = [line for number, line in kept.items() if number not in known]
        changed = []
        for number, line in kept.items():
            if number in known:
                line.pk = known[number].pk
                changed.append(line)
        MatchingLine.objects.bulk_create(new, batch_size=1000)
        names = ["card", "project", "workplace", "special_code", "account"]
        MatchingLine.objects.bulk_update(changed, names, batch_size=500)
        return Pasted(len(new), len(changed), tuple(refused))

    def _line(self, cells: list[str]) -> MatchingLine:
        number, card, project, place, special, account = cells[:6]
        line = MatchingLine(
            firm_id=self._table.firm_id,
            table=self._table,
            side=self._side,
            kind=LineKind.NUMBER,
            number=number,
            card=_found(self._cards, card, _("hizmet kartı")),
            project=_found(self._projects, project, _("proje")) if project else None,
            workplace=_found(self._places, place, _("işyeri")) if place else None,
            special_code=special[:10],
        )
        if self._side == Side.ISSUED:
            line.account = _found(self._accounts, account, _("cari hesap"))
        if self._side == Side.RECEIVED:
            check_line(line)
        else:
            line.number = ten_digits(number)
        return line

    def _column(self, place: int) -> set[str]:
        return {row[place].strip() for row in self._rows if len(row) > place}


def _found(known: Mapping[str, Any], code: str, name: str) -> Any:
    if code not in known:
        raise Invalid(_("“%(code)s” kodlu %(name)s yok.") % {"code": code, "name": name})
    return known[code]


def _is_number(cell: str) -> bool:
    return any(letter.isdigit() for letter in cell)


def _check_tax(row: MatchingLine) -> None:
    row.tax_code = row.tax_code.strip()
    if not row.tax_code.isdigit():
        raise Invalid(_("Vergi kodunu yazın, örneğin ÖİV için 4080."), field="tax_code")
    if row.tax_code == KDV:
        raise Invalid(
            _("KDV'nin satırı olmaz: oranı hizmet kartından gelir."),
            code="kdv_has_no_row",
            field="tax_code",
        )
    if row.rate is not None and not row.table.by_rate:
        raise Invalid(
            _("Tabloda “Vergi oranları bazında” işaretli değil; oranı boş bırakın ya da tabloda"
              " işaretleyin."),
            code="table_not_by_rate",
            field="rate",
        )  # fmt: skip
    if row.rate is not None and not Decimal(0) <= row.rate <= 100:
        raise Invalid(_("Oran 0 ile 100 arasında olmalı."), field="rate")


def _empty(name: str) -> Any:
    return "" if name in ("number", "tax_code", "special_code") else None


def _table(pk: int) -> MatchingTable:
    row = MatchingTable.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Eşleştirme tablosu bulunamadı."))
    return row


def lines_by_kind(lines: Iterable[MatchingLine]) -> dict[str, list[MatchingLine]]:
    found: dict[str, list[MatchingLine]] = {kind: [] for kind in LineKind.values}
    for line in lines:
        found[line.kind].append(line)
    return found
