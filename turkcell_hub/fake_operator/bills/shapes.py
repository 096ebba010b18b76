"""Bills of every shape that operators print."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from turkcell_hub.fake_operator.bills.sheet import ZERO, Charged, Item, Sheet, TaxRow, kurus

TARIFFS = ("Kurumsal 10 GB", "Kurumsal 20 GB", "Şirketim 5 GB", "Saha #1 Veri Hattı", "M2M 50 MB")
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Order:
    """What is asked for. ``usage`` sets single numbers: {"net": "12.50", "tariff": …}."""

    number: str
    issue_date: date
    seed: int = 1
    count: int = 5
    numbers: tuple[str, ...] = ()
    usage: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    kdv: Decimal = Decimal(20)
    oiv: Decimal = Decimal(10)
    stylesheet: int = 0  # bytes of an attachment

    @property
    def period(self) -> tuple[date, date]:
        end = self.issue_date.replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end

    @property
    def ettn(self) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.number}/{self.issue_date}/{self.seed}"))


def single(order: Order) -> Sheet:
    """One mobile number: a bill of notes with one row."""
    return _mobile(_one(order))


def bulk(order: Order) -> Sheet:
    """Summary lines, and the numbers in the notes: with discounts, wireless fees, sums collected
    for others, and taxes that are rounded number by number."""
    return _mobile(order)


def plain_bulk(order: Order) -> Sheet:
    """A bulk bill that has nothing but its tariffs: no fee, no discount, nothing for others."""
    return _mobile(order, plain=True)


def fixed(order: Order) -> Sheet:
    """A fixed line: HIZMETNO, kuruş carried in and out, ÖİV on a part of the base."""
    net, access = Decimal("412.30"), Decimal("305.17")
    kdv, oiv = _share(net, order.kdv), _share(access, order.oiv)
    inclusive = net + kdv + oiv
    carried_in = Decimal("0.43")
    due = inclusive + carried_in
    carried_out = due - due.quantize(Decimal("0.5"))
    number = order.numbers[0] if order.numbers else "2122220000"
    return _sheet(
        order,
        amount=inclusive,
        lines=[Item("Aylık ücretler", net)],
        taxes=[
            TaxRow("0015", "Katma Deger Vergisi", order.kdv, net, kdv),
            TaxRow("4080", "Özel İletişim Vergisi", order.oiv, access, oiv),
        ],
        tax_exclusive=net,
        tax_inclusive=inclusive,
        payable=due - carried_out,
        line_extension=net,
        charge_total=carried_in,
        rounding=carried_out,
        notes=[f"Geçmiş dönemden devreden tutar {carried_in} TL"],
        service_no=number,
        charged=[Charged(number, "Aylık ücretler", net, kdv, oiv)],
    )


def itemised(order: Order) -> Sheet:
    """One line for each number, its number in the item's identification, taxes at the line."""
    charged = _charged(order, plain=True)
    lines = [
        Item(one.tariff, one.net, one.number, tuple(_taxes_of(order, one.net))) for one in charged
    ]
    net = sum((one.net for one in charged), ZERO)
    taxes = [
        TaxRow("0015", "KDV", order.kdv, net, sum((one.kdv for one in charged), ZERO)),
        TaxRow("4081", "5035 ÖİV", order.oiv, net, sum((one.oiv for one in charged), ZERO)),
    ]
    gross = net + sum((tax.amount for tax in taxes), ZERO)
    return _sheet(
        order, amount=gross, lines=lines, taxes=taxes, tax_exclusive=net, tax_inclusive=gross,
        payable=gross, line_extension=net, charged=charged,
    )  # fmt: skip


def many_rates(order: Order) -> Sheet:
    """Two rates of KDV, both codes of ÖİV, two rows of the wireless fee and the licence."""
    low, high, free = Decimal("80.00"), Decimal("250.40"), Decimal("15.00")
    taxes = [
        TaxRow("0015", "KDV8", Decimal(10), low, _share(low, Decimal(10))),
        TaxRow("0015", "KDV", order.kdv, high, _share(high, order.kdv)),
        TaxRow("4080", "ÖİV", order.oiv, high, _share(high, order.oiv)),
        TaxRow("4081", "ÖİV", Decimal("7.5"), low, _share(low, Decimal("7.5"))),
        TaxRow("8006", "Telsiz Kullanım", ZERO, Decimal("3.10"), Decimal("3.10")),
        TaxRow("8006", "Telsiz Kullanım Aylık Taksit", ZERO, Decimal("2.05"), Decimal("2.05")),
        TaxRow("8007", "Telsiz Ruhsatname", ZERO, Decimal("1.11"), Decimal("1.11")),
    ]
    number = order.numbers[0] if order.numbers else "5320000001"
    net = low + high + free
    gross = net + sum((tax.amount for tax in taxes), ZERO)
    return _sheet(
        order, amount=gross,
        lines=[Item("Dijital yayın", low), Item("Tarife", high), Item("İstisna hizmet", free)],
        taxes=taxes, tax_exclusive=net, tax_inclusive=gross, payable=gross, line_extension=net,
        service_no=number,
    )  # fmt: skip


def returned(order: Order) -> Sheet:
    """A return of an earlier bill."""
    sheet = _mobile(_one(order), plain=True)
    sheet.type_code = "IADE"
    return sheet


def old_balance(order: Order) -> Sheet:
    """A bill whose amount to pay holds last month's debt."""
    sheet = _mobile(_one(order), plain=True)
    sheet.payable = sheet.amount + Decimal("187.65")
    sheet.notes = ["Önceki dönem bakiyeniz 187,65 TL"]
    sheet.service_no = sheet.charged[0].number
    return sheet


def without_oiv(order: Order) -> Sheet:
    """A seller that forgets to list the special communication tax it takes."""
    sheet = _mobile(_one(order), plain=True)
    sheet.taxes = [tax for tax in sheet.taxes if tax.code != "4081"]
    sheet.notes = []
    sheet.service_no = sheet.charged[0].number
    return sheet


def withheld(order: Order) -> Sheet:
    """A bill of which the buyer keeps a part of the KDV."""
    sheet = _mobile(_one(order), plain=True)
    kdv = next(tax for tax in sheet.taxes if tax.code == "0015")
    kept = kurus(kdv.amount / 2)
    sheet.withheld = [TaxRow("627", "Tevkifat", Decimal(50), kdv.amount, kept)]
    sheet.type_code, sheet.notes = "TEVKIFAT", []
    sheet.payable = sheet.amount = sheet.amount - kept
    sheet.service_no = sheet.charged[0].number
    return sheet


SHAPES: Mapping[str, Callable[[Order], Sheet]] = {
    "single": single,
    "bulk": bulk,
    "plain_bulk": plain_bulk,
    "fixed": fixed,
    "itemised": itemised,
    "many_rates": many_rates,
    "return": returned,
    "old_balance": old_balance,
    "without_oiv": without_oiv,
    "withheld": withheld,
}


def _one(order: Order) -> Order:
    numbers = order.numbers[:1] or ("5320000001",)
    return Order(
        order.number, order.issue_date, order.seed, 1, numbers, order.usage, order.kdv, order.oiv,
        order.stylesheet,
    )  # fmt: skip


def _mobile(order: Order, *, plain: bool = False) -> Sheet:
    charged = _charged(order, plain=plain)
    net = sum((one.net for one in charged), ZERO)
    wireless = sum((one.wireless for one in charged), ZERO)
    third = sum((one.third_party for one in charged), ZERO)
    taxes = _taxes_of(order, net)
    if wireless:
        first = kurus(wireless / 3)
        for name, part in (("Telsiz Kullanım", first), ("Telsiz Kul. Taksit", wireless - first)):
            taxes.append(TaxRow("8006", name, ZERO, part, part))
    total = sum((one.gross for one in charged), ZERO)
    tax = sum((row.amount for row in taxes), ZERO)
    rounding = total - net - tax - third
    discount = ZERO if plain else kurus(net * Decimal("0.07"))
    lines = [Item("Tarife ve Paket Ücretleri", net + discount)]
    if discount:
        lines.append(Item("İndirimler", -discount))
    if third:
        lines.append(Item("Diğer şirketler adına tahsil edilen", third))
    if rounding:
        lines.append(Item("Yuvarlama", rounding))
    return _sheet(
        order, amount=total, lines=lines, taxes=taxes, tax_exclusive=net, tax_inclusive=total,
        payable=total, line_extension=net + third + rounding + wireless,
        rounding=rounding or None, allowance=discount, notes=_notes(charged), charged=charged,
    )  # fmt: skip


def _charged(order: Order, *, plain: bool) -> list[Charged]:
    dice = random.Random(f"{order.seed}/{order.number}")
    numbers = order.numbers or tuple(f"532{1_000_000 + i:07}" for i in range(order.count))
    return [_charge(order, dice, number, plain) for number in numbers]


def _charge(order: Order, dice: random.Random, number: str, plain: bool) -> Charged:
    told = order.usage.get(number, {})
    drawn = Decimal(dice.randint(4_000, 60_000)) / _HUNDRED
    tariff = told.get("tariff") or dice.choice(TARIFFS)
    wireless = ZERO if plain or dice.random() < 0.6 else Decimal("6.83")
    third = ZERO if plain or dice.random() < 0.9 else Decimal(dice.randint(100, 9_000)) / _HUNDRED
    campaign = "Kurumsal bağlılık" if not plain and dice.random() < 0.3 else ""
    net = Decimal(str(told.get("net", drawn)))
    third = Decimal(str(told.get("third_party", third)))
    return Charged(
        number, tariff, net, _share(net, order.kdv), _share(net, order.oiv), wireless, third,
        campaign,
    )  # fmt: skip


def _taxes_of(order: Order, net: Decimal) -> list[TaxRow]:
    return [
        TaxRow("0015", "Katma Deger Vergisi", order.kdv, net, _share(net, order.kdv)),
        TaxRow("4081", "5035 Özel İletişim Vergisi", order.oiv, net, _share(net, order.oiv)),
    ]


def _notes(charged: list[Charged]) -> list[str]:
    rows = ["F1-Hat bazında fatura tutarları"]
    rows += [
        f"F2-{one.number}?{one.tariff}#{_plain(one.gross)}${_plain(one.gross)}"
        f"+{_plain(one.kdv)}!{_plain(one.oiv)}"
        for one in charged
    ]
    campaigns = [one for one in charged if one.campaign]
    if campaigns:
        rows.append("C1-Kampanya bilgileri")
        rows += [f"C2-{one.number}?{one.campaign}#01.01.2026$31.12.2027+5" for one in campaigns]
        rows.append("C2-5329999999?Eski hat kampanyası#01.01.2025$31.12.2026+9")
    return rows


def _plain(amount: Decimal) -> str:
    """Trailing zeros are dropped, as the operator does."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _share(base: Decimal, rate: Decimal) -> Decimal:
    return kurus(base * rate / _HUNDRED)


def _sheet(order: Order, **parts: Any) -> Sheet:
    return Sheet(
        ettn=order.ettn,
        number=order.number,
        issue_date=order.issue_date,
        period=order.period,
        stylesheet=b"x" * order.stylesheet,
        **parts,
    )
