"""A membership that came back with papers to be renewed, one that waits for the reviewer, and a
registration at İYS that still lacks its second signature."""

from __future__ import annotations

import datetime as dt

from django.core.files.base import ContentFile
from django.utils import timezone

from turkcell_hub.membership import checklist
from turkcell_hub.membership.models import Dossier, PaperFile
from turkcell_hub.membership.services import dossiers, registration, reviewing, uploads
from turkcell_hub.pdf import Paper
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Membership, Role

_COMMON = {
    "payment_type": "ON_ODEMELI",
    "tax_number": "1234567890",
    "tax_office": "Kordon",
    "phone": "0532 410 20 30",
    "officer_title": "Genel Müdür",
}
_PEOPLE = {
    "ege-tekstil": ("Selin Aksoy", "Atatürk Cad. No: 12, Konak – İzmir", "selin.aksoy"),
    "toros-nakliyat": ("Murat Yıldız", "Liman Yolu No: 4, Akdeniz – Mersin", "murat.yildiz"),
}


def build(firm: Firm, desk: Actor, *, returned: bool) -> None:
    """Fills the firm in scope; ``returned``: the reviewer gave one paper back."""
    manager = of_membership(Membership.objects.filter(role=Role.MANAGER).earliest("pk"))
    row = _sent(manager, firm)
    if not returned:
        return
    _registering(manager, firm)
    for file in PaperFile.objects.filter(paper__dossier=row, erased_at=None):
        good = file.paper.code != "IMZA_BEYANNAMESI"
        reviewing.judge(desk, file, good=good, reason="İkinci sayfası eksik; iki sayfa tarayın.")
    reviewing.give_back(desk, row, "Ötekiler uygun; yalnız imza beyannamesini yenileyin.")


def _registering(manager: Actor, firm: Firm) -> None:
    officer, address, mail = _PEOPLE[firm.slug]
    row = registration.fill(
        manager,
        registration.begin(manager),
        {
            "legal_name": firm.legal_name,
            "address": address,
            "mersis": "0123456789000015",
            "signing": "E_IMZA",
            "officer": officer,
            "phone": "0532 410 20 30",
            "email": f"{mail}@gmail.com",
            "answers": {"MUSTEREKEN": True, "MARKA_SAYISI": 2},
            "second_officer": "Deniz Kara",
            "second_phone": "0532 410 20 32",
            "second_email": "deniz.kara@egetekstil.example",
        },
    )
    scan = Paper("Marka tescil belgesi").text("Ege Tekstil", "Örnek tarama").pdf()
    uploads.attach(manager, row, "MARKA_TESCIL", ContentFile(scan, "Ege Tekstil tescil.pdf"))
    uploads.tick(manager, row, "IYS_SOZLESMESI", ["BIRINCI_IMZA"])


def _sent(manager: Actor, firm: Firm) -> Dossier:
    officer, address, mail = _PEOPLE[firm.slug]
    data = {
        **_COMMON,
        "kind": "LIMITED_ANONIM",
        "legal_name": firm.legal_name,
        "address": address,
        "officer": officer,
        "email": f"{mail}@egetekstil.example",
    }
    row = dossiers.fill(manager, dossiers.begin(manager), data)
    for line in checklist.of(row).lines:
        scan = Paper(line.item.turkish).text(firm.legal_name, "Örnek tarama").pdf()
        uploads.attach(manager, row, line.item.code, ContentFile(scan, f"{line.item.turkish}.pdf"))
    dossiers.ship(
        manager,
        row,
        {
            "has_corporate_line": True,
            "corporate_line": "0532 410 20 31",
            "courier": "Hızlı Kargo",
            "tracking_number": "7300418826",
            "shipped_on": timezone.localdate() - dt.timedelta(days=2),
        },
    )
    return dossiers.submit(manager, row)
