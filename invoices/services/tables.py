"""Matching tables and their lines (L-091 … L-100)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from invoices.models import LineKind, MatchingLine, MatchingTable
from invoices.permissions import TABLE_CHANGE
from turkcell_hub.audit.services import trail
from turkcell_hub.erp.models import Side
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.gateways.invoice.bill import KDV
from turkcell_hub.gateways.invoice.numbers import typed_number
from turkcell_hub.tenancy.actor import Actor

_FIELDS = ("code", "name", "account", "by_number", "by_rate", "is_active")
_LINE_FIELDS = (
    "side", "kind", "number", "tax_code", "rate", "card", "project", "workplace", "account",
    "special_code", "used_for",
)  # fmt: skip
_SHORTEST = 5  # a data line's


def save(actor: Actor, table: MatchingTable | None, data: Mapping[str, Any]) -> MatchingTable:
    """Creates or changes. Raises ``Invalid`` for a code that the firm has already (L-093)."""
    actor.require(TABLE_CHANGE)
    with transaction.atomic():
        row = locked(table.pk) if table else MatchingTable(firm_id=actor.firm_id)
        before = {name: str(getattr(row, name)) for name in _FIELDS} if table else {}
        for name in _FIELDS:
            if name in data:
                setattr(row, name, data[name])
        row.code = row.code.strip()
        if not row.code:
            raise Invalid(_("Kodu yazın."), field="code")
        if row.account_id is None:
            raise Invalid(_("Fatura Cari Hesabını seçin."), field="account")
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
        row = locked(table.pk)
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
        check_number(row)
        if not row.table.by_number:
            raise Invalid(
                _("Tabloda “Hizmet numaraları bazında” işaretli değil; önce tabloda işaretleyin."),
                code="table_not_by_number",
                field="kind",
            )
        row.used_for = " ".join(row.used_for.split())
    else:
        row.number = row.used_for = ""
    if row.kind == LineKind.TAX:
        _check_tax(row)
    else:
        row.tax_code = ""
        if row.kind != LineKind.MAIN:
            row.rate = None
    if row.rate is not None and not Decimal(0) <= row.rate <= 100:
        raise Invalid(_("Oran 0 ile 100 arasında olmalı."), field="rate")
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
    if row.kind != LineKind.NUMBER or row.side != Side.ISSUED:
        row.account = None
    elif row.account is None:
        raise Invalid(_("Kime kesileceğini seçin."), field="account")


def check_number(row: MatchingLine) -> None:
    """The row's number in ten digits. Raises ``Invalid``."""
    written, row.number = row.number, typed_number(row.number)
    if len(row.number) < _SHORTEST:
        raise Invalid(
            _("“%(written)s” bir hizmet numarası değil; 10 hane olarak yazın, örneğin"
              " 5321234567. Excel'den geliyorsa sütunu metin yapın.")
            % {"written": written.strip()[:20]},
            field="number",
        )  # fmt: skip


def _check_tax(row: MatchingLine) -> None:
    row.tax_code = row.tax_code.strip()
    if not (row.tax_code.isascii() and row.tax_code.isdigit()):
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


def _empty(name: str) -> Any:
    return "" if name in ("number", "tax_code", "special_code", "used_for") else None


def locked(pk: int) -> MatchingTable:
    """Raises ``NotFound``."""
    row = MatchingTable.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Eşleştirme tablosu bulunamadı."))
    return row


def lines_by_kind(lines: Iterable[MatchingLine]) -> dict[str, list[MatchingLine]]:
    found: dict[str, list[MatchingLine]] = {kind: [] for kind in LineKind.values}
    for line in lines:
        found[line.kind].append(line)
    return found
