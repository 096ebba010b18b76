"""A bank's statement from Excel or CSV: which lines bring money, and for which orders (Y-020)."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing.models import BankAccount
from turkcell_hub.billing.selectors import matching, transfers
from turkcell_hub.billing.services import incoming
from turkcell_hub.billing.services.incoming import StatementLine
from turkcell_hub.billing.words import PROBLEMS
from turkcell_hub.jobs.imports import ImportKind, Row
from turkcell_hub.jobs.models import ImportRow, RowVerdict
from turkcell_hub.lib.wording import said
from turkcell_hub.sheets import Column, cleaners
from turkcell_hub.sheets.columns import Cleaned
from turkcell_hub.sheets.problems import CellProblem
from turkcell_hub.tenancy.actor import Actor

KIND = "billing.statement"
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")


def amount(raw: object) -> Cleaned:
    """ "1.234,56", "1,234.56", "14.280" (as text: thousands), "+500" or a number; what goes out
    stays below zero."""
    if raw is None or not str(raw).strip():
        raise CellProblem("amount_missing", str(_("Tutar boş.")))
    text = str(raw).replace("TL", "").replace("₺", "").replace("\u00a0", "").replace(" ", "")
    if "," in text:
        turkish = text.rfind(",") > text.rfind(".")
        text = text.replace(".", "").replace(",", ".") if turkish else text.replace(",", "")
    elif isinstance(raw, str) and _THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise CellProblem("amount_unreadable", str(_("Tutar okunamadı."))) from None
    if not value.is_finite() or abs(value) >= 10**10:
        raise CellProblem("amount_unreadable", str(_("Tutar okunamadı.")))
    return Cleaned(str(value.quantize(Decimal("0.01"))))


def columns(_actor: Actor, _params: Mapping[str, Any]) -> list[Column]:
    return [
        Column("booked_on", said("Tarih"), cleaners.date_only(),
               ("işlem tarihi", "valör", "valor", "tarih/saat", "date"), required=True),
        Column("amount", said("Tutar"), amount,
               ("işlem tutarı", "miktar", "alacak", "gelen tutar", "amount"), required=True),
        Column("description", said("Açıklama"), cleaners.text(500),
               ("işlem açıklaması", "aciklama", "detay", "description")),
        Column("sender", said("Gönderen"), cleaners.text(200),
               ("gönderen adı", "karşı hesap adı", "gönderici", "ad soyad/unvan", "sender")),
        Column("bank_reference", said("Dekont No"), cleaners.text(60),
               ("işlem no", "referans", "fiş no", "dekont", "sıra no", "reference")),
        Column("currency", said("Para Birimi"), cleaners.text(3), ("döviz", "birim", "currency")),
    ]  # fmt: skip


def judge(actor: Actor, _params: Mapping[str, Any], rows: Sequence[Row]) -> None:
    """What would become of each line; money that goes out and lines that are known are left."""
    coming = [row for row in rows if Decimal(row.data["amount"]) > 0]
    for row in rows:
        if row not in coming:
            row.refuse("", "goes_out", str(_("Hesaptan çıkan ya da sıfır tutar; alınmaz.")))
    _number(coming)
    lines = {row.number: line_of(row.data) for row in coming}
    there = incoming.known(list(lines.values()))
    wanted, titles = transfers.wanted(), transfers.titles_of(actor.firm_id)
    for row in coming:
        line = lines[row.number]
        row.key = line.key
        found = matching.match(line.said, wanted, titles)
        if not incoming.concerns_firm(line, found, titles):
            row.refuse("", "other_firm", str(_("Bu firmayı anmıyor; alınmaz.")))
        elif line.key in there:
            row.verdict = RowVerdict.SAME
        elif found.problem is not None:
            said = str(PROBLEMS[found.problem])
            row.notes.append(
                {"column": "", "code": found.problem, "text": said, "severity": "warning"}
            )


def apply(actor: Actor, params: Mapping[str, Any], rows: Sequence[ImportRow]) -> dict[str, int]:
    account = BankAccount.objects.filter(pk=params.get("account")).first()
    done = incoming.take(actor, [line_of(row.data) for row in rows], account)
    return {"NEW": done["MATCHED"] + done["REVIEW"], "SAME": done["SKIPPED"]}


def line_of(data: Mapping[str, Any]) -> StatementLine:
    return StatementLine(
        booked_on=dt.date.fromisoformat(str(data["booked_on"])[:10]),
        amount=Decimal(data["amount"]),
        currency=(data.get("currency") or "TRY").upper().replace("TL", "TRY")[:3],
        sender=data.get("sender") or "",
        description=data.get("description") or "",
        bank_reference=data.get("bank_reference") or "",
        place=int(data.get("place") or 0),
    )


def _number(rows: Sequence[Row]) -> None:
    """Equal lines of one file are told apart by their place among themselves."""
    seen: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        said = tuple(str(row.data.get(name) or "") for name in _SAID)
        row.data["place"] = seen[said]
        seen[said] += 1


_SAID = ("booked_on", "amount", "currency", "sender", "description", "bank_reference")

STATEMENT = ImportKind(
    kind=KIND,
    right=incoming.APPROVE,
    title=_("Banka ekstresi aktarımı"),
    columns=columns,
    judge=judge,
    apply=apply,
    upload_url="bank-statement-import",
    list_url="incoming-payments-list",
)
