"""What must hold before a document may go to the ERP. Pure: reads rows that are in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from turkcell_hub.erp.models import Document, DocumentLine, Side
from turkcell_hub.erp.states import DocumentKind
from turkcell_hub.lib.money import format_tl, to_kurus

_SIDES = {
    DocumentKind.PURCHASE_SERVICE: Side.RECEIVED,
    DocumentKind.ISSUED_SERVICE: Side.ISSUED,
}


@dataclass(frozen=True)
class Problem:
    """Why a document cannot go. ``line``: position of the line, 0 for the document itself."""

    code: str
    text: str
    line: int = 0


def vat_of(net: Decimal, rate: Decimal) -> Decimal:
    """VAT of a net amount, rounded half up to the kuruş."""
    return to_kurus(net * rate / 100)


def problems(document: Document, lines: Sequence[DocumentLine], today: dt.date) -> list[Problem]:
    """Every reason at once, the document's own first; empty when it may go."""
    return [*_of_document(document, lines, today), *(p for line in lines for p in _of_line(
        document, line
    ))]  # fmt: skip


def _of_document(
    document: Document, lines: Sequence[DocumentLine], today: dt.date
) -> Iterator[Problem]:
    account = document.account
    if not account.is_active:
        yield Problem(
            "erp_account_off",
            _("“%(account)s” cari hesabı ERP'de kullanım dışı; başka bir cari seçin.")
            % {"account": account},
        )
    if not lines:
        yield Problem("erp_no_lines", _("Belgede satır yok."))
    total = sum((line.gross for line in lines), Decimal(0))
    if total != document.total:
        yield Problem(
            "erp_total_differs",
            _("Satırların toplamı %(lines)s, belgeninki %(total)s; kuruşu kuruşuna eşit olmalı.")
            % {"lines": format_tl(total), "total": format_tl(document.total)},
        )  # fmt: skip
    if document.date > today:
        yield Problem("erp_date_ahead", _("İşlem tarihi ileri bir gün olamaz."))


def _of_line(document: Document, line: DocumentLine) -> Iterator[Problem]:
    card, place = line.service_card, line.position
    if not card.is_active:
        yield Problem(
            "erp_card_off",
            _("%(line)d. satır: “%(card)s” kartı ERP'de kullanım dışı.")
            % {"line": place, "card": card},
            place,
        )
    if card.side != _SIDES[DocumentKind(document.kind)]:
        yield Problem(
            "erp_card_side",
            _("%(line)d. satır: “%(card)s” bir %(side)s kartı; bu belgede kullanılamaz.")
            % {"line": place, "card": card, "side": card.get_side_display().lower()},
            place,
        )
    if card.vat_rate != line.vat_rate:
        yield Problem(
            "erp_card_vat",
            _("%(line)d. satır: faturadaki KDV %%%(bill)s, “%(card)s” kartında %%%(own)s."
              " Eşleştirmeyi ya da ERP'deki kartı düzeltin.")
            % {"line": place, "bill": _rate(line.vat_rate), "card": card,
               "own": _rate(card.vat_rate)},
            place,
        )  # fmt: skip
    if line.vat != vat_of(line.net, line.vat_rate) + line.vat_difference:
        yield Problem(
            "erp_vat_differs",
            _("%(line)d. satır: KDV %(vat)s, oranla hesaplanan %(right)s; fark KDV farkı olarak"
              " yazılmalı.")
            % {"line": place, "vat": format_tl(line.vat),
               "right": format_tl(vat_of(line.net, line.vat_rate))},
            place,
        )  # fmt: skip
    for name, row in ((_("proje"), line.project), (_("işyeri"), line.workplace)):
        if row is not None and not row.is_active:
            yield Problem(
                "erp_place_off",
                _("%(line)d. satır: “%(row)s” (%(name)s) ERP'de kullanım dışı.")
                % {"line": place, "row": row, "name": name},
                place,
            )


def _rate(rate: Decimal) -> str:
    return f"{rate.normalize():f}".replace(".", ",")
