"""The sample firm's operator bills: six months in the sandbox's inbox, a matching table, and the
older months booked."""

from __future__ import annotations

import datetime as dt
import secrets
from random import Random

from django.conf import settings
from django.utils import timezone

from invoices.models import Bill as StoredBill
from invoices.models import BillState, MatchingTable
from invoices.services import bills, intake, passwords, pasting, tables, transfers
from turkcell_hub.demo import operator
from turkcell_hub.erp.models import Account, Project, ServiceCard, Side, Workplace
from turkcell_hub.gateways.invoice.contract import BillQuery
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.local_time import add_months
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount, Membership
from turkcell_hub.tenancy.services import accounts

USERNAME, FIRM_CODE, OPERATOR = "EGE4471", "F4471", "320.10.001"
MONTHS, NUMBERS = 6, 24
_TARIFFS = ("Kurumsal 10 GB", "Kurumsal 20 GB", "Şirketim 5 GB", "Araç takip 50 MB")
_LINES: tuple[tuple[str, str, str], ...] = (
    ("MAIN", "", "770.03.01"),
    ("TAX", "4080", "689.01.01"),
    ("TAX", "4081", "689.01.01"),
    ("TAX", "8006", "689.01.02"),
    ("THIRD", "", "689.01.09"),
    ("ROUND", "", "689.01.09"),
)


def build(actor: Actor, random: Random) -> None:
    """Fills the firm in scope; raises ``OSError`` when the sandbox is away."""
    account = _account(actor)
    table = _table(actor)
    _make_bills(random)
    intake.from_operator(actor, account, BillQuery(only_new=True))
    newest = StoredBill.objects.order_by("-period").values_list("period", flat=True).first()
    for back in range(MONTHS - 1, 1, -1):
        if newest is not None:
            _book(actor, table, add_months(newest, -back))
    for bill in StoredBill.objects.filter(state=BillState.REVIEW)[:1]:
        bills.set_aside(actor, bill, "Operatör düzeltilmiş faturayı gönderecek.")


def numbers() -> list[str]:
    return [f"53244710{place:02}" for place in range(1, NUMBERS + 1)]


def _account(actor: Actor) -> GatewayAccount:
    password = secrets.token_urlsafe(9)
    officer = Membership.objects.filter(role="ADMIN").exclude(phone="").order_by("pk").first()
    phone = officer.phone.lstrip("+") if officer else ""
    operator.open_inbox(USERNAME, password, FIRM_CODE, phone)
    account = accounts.save(
        actor,
        GatewayAccount.objects.filter(username=USERNAME, service="invoice").first(),
        {
            "name": "Turkcell e-Şirket (deneme)",
            "service": GatewayAccount.Service.INVOICE,
            "adapter": "esirket",
            "country": "TR",
            "base_url": f"{settings.FAKE_OPERATOR_URL}/esirket",
            "username": USERNAME,
            "password": password,
            "options": {"firm_code": FIRM_CODE},
            "is_active": True,
        },
    )
    if officer is not None:
        passwords.set_officer(actor, account, officer)
    return account


def _table(actor: Actor) -> MatchingTable:
    table = tables.save(
        actor,
        None,
        {
            "code": "TC1",
            "name": "Şirket hatları",
            "account": Account.objects.get(code=OPERATOR),
            "by_number": True,
            "by_rate": False,
        },
    )
    cards = {(card.side, card.code): card for card in ServiceCard.objects.all()}
    for kind, code, card in _LINES:
        given = {"table": table, "side": Side.RECEIVED, "kind": kind, "tax_code": code}
        tables.save_line(actor, None, {**given, "card": cards[Side.RECEIVED, card]})
    projects = list(Project.objects.filter(is_active=True).order_by("code"))
    place_code = Workplace.objects.order_by("code")[0].code  # Logo has one for each document
    rows = [
        "\t".join(
            (
                number,
                "770.03.02" if place % 3 == 0 else "770.03.01",
                projects[place % len(projects)].code,
                place_code,
                "",
                "",
                f"Araç takip, 35 EGE {place:03}" if place % len(_TARIFFS) == 3 else "",
            )
        )
        for place, number in enumerate(numbers()[:-2])
    ]
    pasting.paste(actor, table, Side.RECEIVED, "\n".join(rows))
    return table


def _make_bills(random: Random) -> None:
    first = timezone.localdate().replace(day=1)
    nets = {number: random.randrange(9_000, 45_000) for number in numbers()}
    for back in range(MONTHS - 1, -1, -1):
        issued = add_months(first, -back)
        usage: dict[str, dict[str, str]] = {}
        for place, number in enumerate(numbers()):
            kurus = nets[number] + random.randrange(-300, 300)
            tariff = _TARIFFS[place % len(_TARIFFS)]
            if back == 0 and place in (3, 11):  # what the line auditor should find
                kurus, tariff = kurus * 3, ("Yurt Dışı Paketi" if place == 11 else tariff)
            if back == 0 and place == 7:
                kurus = 0
            usage[number] = {"net": f"{kurus / 100:.2f}", "tariff": tariff}
        known = numbers() if back == 0 else numbers()[:-1]
        known = known[1:] if back == 0 else known
        operator.make_bill(
            USERNAME, "bulk", f"TCL{issued:%Y}{issued.month:09}", issued, numbers=known, usage=usage
        )
        operator.make_bill(
            USERNAME, "fixed", f"SOL{issued:%Y}{issued.month:09}", issued, numbers=["2324471000"]
        )
    operator.make_bill(
        USERNAME, "without_oiv", f"TCL{first:%Y}000000099", first, numbers=["5324471099"]
    )


def _book(actor: Actor, table: MatchingTable, month: dt.date) -> None:
    """Runs the transfer here: nobody waits for it."""
    chosen = transfers.options(
        actor,
        {"table": table, "year": month.year, "month": month.month, "unmatched": "MAIN"},
    )
    row = transfers.start(actor, chosen)
    jobs.run(row.job_id or 0)
