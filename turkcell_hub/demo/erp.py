"""The sample firm's ERP: its cards as it would push them, and documents in every state."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from turkcell_hub.demo.names import CITIES, FIRST, LAST, PREFIXES
from turkcell_hub.erp.checking import vat_of
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Account, Project, ServiceCard, Workplace
from turkcell_hub.erp.services import documents, links, mirror, taking
from turkcell_hub.erp.specs import DocumentSpec, LineSpec
from turkcell_hub.lib.local_time import add_months
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

ACCOUNTS, CONTACTS, PEOPLE = 320, 90, 40
WORK_LINES = 21
_TRADES = ("Tekstil", "Perde", "Ev Tekstili", "Konfeksiyon", "Mefruşat", "Dokuma", "Ticaret")
_ENDS = ("Ltd. Şti.", "A.Ş.", "Tic.", "San. Tic. Ltd. Şti.")
_DUTIES = ("Satış temsilcisi", "Depo sorumlusu", "Şoför", "Muhasebe", "Dokuma ustası", "Kalite")
OPERATOR = "320.10.001"
CARDS = (
    ("770.03.01", "GSM görüşme giderleri", "RECEIVED", "20"),
    ("770.03.02", "GSM data giderleri", "RECEIVED", "20"),
    ("770.03.03", "Sabit hat ve internet", "RECEIVED", "20"),
    ("689.01.01", "Özel iletişim vergisi", "RECEIVED", "0"),
    ("689.01.02", "Telsiz kullanım ücreti", "RECEIVED", "0"),
    ("689.01.09", "Fatura yuvarlama farkları", "RECEIVED", "0"),
    ("600.05.01", "Hat bedeli yansıtma", "ISSUED", "20"),
    ("600.05.02", "ÖİV yansıtma", "ISSUED", "0"),
)
PROJECTS = (
    ("P-2025-04", "Aliağa depo taşınması", False),
    ("P-2026-01", "Bornova showroom", True),
    ("P-2026-02", "Manisa dokuma hattı", True),
    ("P-2026-03", "Saha satış ekibi", True),
    ("P-2026-04", "E-ticaret", True),
)
WORKPLACES = (("0", "Merkez"), ("1", "Manisa fabrika"), ("2", "İstanbul ofis"))
K = MirrorKind


def build(firm: Firm, random: Random) -> None:
    """Fills the firm in scope."""
    by = actors.system(firm.pk, "Logo Tiger örneği")
    mirror.upsert(firm, K.ACCOUNT, [_operator(), *_accounts(random)], by)
    mirror.upsert(firm, K.CONTACT, _contacts(random), by)
    mirror.upsert(firm, K.PERSON, _people(random), by)
    cards = [{"code": c, "name": n, "side": s, "vat_rate": v} for c, n, s, v in CARDS]
    mirror.upsert(firm, K.SERVICE_CARD, cards, by)
    projects = [{"code": c, "name": n, "is_active": on} for c, n, on in PROJECTS]
    mirror.upsert(firm, K.PROJECT, projects, by)
    mirror.upsert(firm, K.WORKPLACE, [{"code": c, "name": n} for c, n in WORKPLACES], by)
    links.change(by, {"system": "LOGO", "version": "2.86.00.00", "hr_linked": True})
    _documents(firm, by, random)


def _operator() -> dict[str, Any]:
    return {"code": OPERATOR, "erp_ref": "12", "title": "Turkcell İletişim Hizmetleri A.Ş.",
            "tax_number": "8790017566", "tax_office": "Büyük Mükellefler", "city": "İstanbul",
            "phones": ["0850 532 00 00"], "special_code": "OPERATOR"}  # fmt: skip


def _mobile(random: Random) -> str:
    return (
        f"0{random.choice(PREFIXES)} {random.randrange(100, 1000)} {random.randrange(1000, 10000)}"
    )


def _accounts(random: Random) -> list[dict[str, Any]]:
    found = []
    for n in range(1, ACCOUNTS + 1):
        landline = f"0232 {random.randrange(200, 500)} {random.randrange(10, 100)} 0{n % 10}"
        numbers = [[_mobile(random)], [landline, _mobile(random)], [_mobile(random), landline], []]
        trade = f"{random.choice(LAST)} {random.choice(_TRADES)} {random.choice(_ENDS)}"
        found.append(
            {
                "code": f"120.{n // 100 + 1:02d}.{n:03d}",
                "erp_ref": str(1000 + n),
                "title": trade,
                "tax_number": f"{random.randrange(10**9, 10**10)}",
                "city": random.choice(CITIES),
                "phones": random.choices(numbers, (6, 3, 2, 1))[0],
                "special_code": random.choice(("BAYI", "PERAKENDE", "TOPTAN", "")),
                "authority_code": "YONETIM" if n % 40 == 0 else "",
                "is_active": n % 29 != 0,
            }
        )
    return found


def _contacts(random: Random) -> list[dict[str, Any]]:
    codes = list(Account.objects.order_by("pk").values_list("code", flat=True)[1:200])
    return [
        {
            "code": str(n),  # as Logo numbers contacts
            "account": random.choice(codes),
            "first_name": random.choice(FIRST),
            "last_name": random.choice(LAST),
            "duty": random.choice(("Satın alma", "Muhasebe", "Firma sahibi", "Depo")),
            "phones": [{"number": _mobile(random), "kind": "MOBILE"}] if n % 9 else [],
        }
        for n in range(1, CONTACTS + 1)
    ]


def _people(random: Random) -> list[dict[str, Any]]:
    found = []
    for n in range(1, PEOPLE + 1):
        mobile = {"number": _mobile(random), "kind": "MOBILE"}
        home = {"number": f"0232 3{n:02d} 11 22", "kind": "LANDLINE"}
        # The firm's own lines on the operator's bills, but for the last three of them.
        work = [{"number": f"0532 447 10 {n:02d}", "kind": "MOBILE"}] if n <= WORK_LINES else []
        found.append(
            {
                "code": f"{n:04d}",
                "first_name": random.choice(FIRST),
                "last_name": random.choice(LAST),
                "duty": random.choice(_DUTIES),
                "phones": [home, mobile, *work] if n % 3 == 0 else [mobile, *work],
                "is_active": n % 17 != 0,
            }
        )
    return found


def _documents(firm: Firm, by: Actor, random: Random) -> None:
    today = timezone.localdate()
    made = []
    for months in range(7, 0, -1):
        day = add_months(today.replace(day=18), -months)
        spec = _bill(day, months, random)
        made.append(documents.draft(firm, spec, by))
    for document in made[:-1]:
        documents.release(document, by)
    taken = taking.take(by, "Logo Tiger örneği", 4)
    for place, document in enumerate(taken[:3]):
        taking.posted(document, by, str(88_410 + place))
    taking.refused(
        taken[3], by,
        ["Cari hesabın muhasebe kodu yok (513)", "Fiş türü ile modül uyumsuz (1159)"],
    )  # fmt: skip


def _bill(day: dt.date, months: int, random: Random) -> DocumentSpec:
    cards = {card.code: card for card in ServiceCard.objects.all()}
    project = Project.objects.get(code="P-2026-03")
    workplace = Workplace.objects.get(code="0")

    def line(code: str, net: Decimal, text: str) -> LineSpec:
        card = cards[code]
        return LineSpec(
            service_card_id=card.pk,
            net=net,
            vat_rate=card.vat_rate,
            vat=vat_of(net, card.vat_rate),
            description=text,
            project_id=project.pk,
            workplace_id=workplace.pk,
        )

    calls = Decimal(random.randrange(900_000, 1_400_000)) / 100
    data = Decimal(random.randrange(200_000, 500_000)) / 100
    lines = (
        line("770.03.01", calls, "Tarife ve paket ücretleri"),
        line("770.03.02", data, "Data paketleri"),
        line("689.01.01", vat_of(calls + data, Decimal(10)), "ÖİV %10"),
        line("689.01.02", Decimal("412.50"), "Telsiz kullanım"),
    )
    number = f"TCL{day.year}{day.month:02d}{1_048_210 + months:07d}"
    return DocumentSpec(
        kind="purchase_service",
        source_key=f"ornek:{number}",
        account_id=Account.objects.get(code=OPERATOR).pk,
        date=day,
        document_date=day,
        document_number=number,
        lines=lines,
        total=sum((each.net + each.vat for each in lines), Decimal(0)),
        note=f"{day:%m.%Y} dönemi kurumsal hat faturası",
    )
