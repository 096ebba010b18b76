"""Letters, contract, cover sheet and label, by the text that is read out of the PDF."""

from __future__ import annotations

import datetime as dt
import io
import re
from itertools import pairwise
from typing import Any

import pytest
import qrcode
from django.utils import timezone
from pypdf import PdfReader

from tests.membership.conftest import DATA, PARCEL
from tests.support.firms import client_for
from turkcell_hub.errors import NotFound
from turkcell_hub.lib.papers import PDF, Limits, check
from turkcell_hub.membership import documents
from turkcell_hub.membership.models import Dossier, MembershipRules
from turkcell_hub.membership.services import registration, rules
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

pytestmark = pytest.mark.django_db
SUNDAY = dt.date(2026, 11, 22)
SUPPLIER = "Asist Bilgi Teknolojileri ve Elektronik Haberleşme Ltd. Şti.'nin"


def words(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def filled(dossier: Dossier, **data: Any) -> Dossier:
    for name, value in {**PARCEL, **data}.items():
        setattr(dossier, name, value)
    return dossier


@pytest.mark.requirement("A-021", "A-028", "A-032", "A-036", "A-039", "A-041", "A-043")
@pytest.mark.parametrize(
    ("kind", "name", "title", "said"),
    [
        ("BELEDIYE", "Çeşme Belediyesi", "Belediye Başkanı", "Belediye Başkanımız Işıl Öztürk"),
        (
            "DERNEK",
            "Ege Çevre Derneği",
            "",
            "Ege Çevre Derneği'nin yönetim kurulu 22.11.2026 Pazar",
        ),
        ("HASTANE", "Özel Şifa Hastanesi", "", "Özel Şifa Hastanesi'nin yönetim kurulu 22.11.2026"),
        ("MUHTARLIK", "Yalı Mahallesi Muhtarlığı", "", "Muhtarlığı'nın toplu SMS sözleşmesi 22.11"),
        ("ODA", "İzmir Ticaret Odası", "", "başkanımız Işıl Öztürk"),
        ("SIYASI_PARTI", "Örnek Partisi", "", "başkanımız Işıl Öztürk"),
        ("EGITIM", "Ege Üniversitesi", "Dekan", "yürütmeye Dekan Işıl Öztürk"),
    ],
)
def test_the_letter_of_a_kind_is_filled(
    dossier: Dossier, kind: str, name: str, title: str, said: str
) -> None:
    row = filled(dossier, kind=kind, legal_name=name, officer_title=title, paper_day=SUNDAY)
    text = words(documents.letter(row))
    assert name in text
    assert said in text
    assert SUPPLIER in text
    assert DATA["officer"] in text
    assert "{" not in text


def test_what_is_not_known_is_a_line_to_write_on(dossier: Dossier) -> None:
    text = words(documents.letter(filled(dossier, kind="ODA", officer="")))
    assert "başkanımız ………" in text


def test_a_company_writes_no_letter(dossier: Dossier) -> None:
    with pytest.raises(NotFound):
        documents.made(filled(dossier, kind="SAHIS"), "letter")


@pytest.mark.parametrize(("day", "name"), [(date, documents.weekday(date)) for date in [SUNDAY]])
def test_the_weekday_is_computed(day: dt.date, name: str) -> None:
    assert name == "Pazar"
    assert documents.weekday(day + dt.timedelta(days=3)) == "Çarşamba"


@pytest.mark.requirement("A-048")
def test_the_contract_has_the_companys_data(dossier: Dossier) -> None:
    text = words(documents.contract(filled(dossier)))
    for one in (*[DATA[name] for name in ("legal_name", "tax_number", "officer", "email")],
                dossier.reference, "Ödeme türü: Ön ödemeli", "0532 123 45 67"):  # fmt: skip
        assert one in text


@pytest.mark.requirement("A-044")
def test_cover_and_label_carry_the_list_and_the_address_of_the_settings(
    admin: Actor, dossier: Dossier
) -> None:
    row = filled(dossier)
    text = words(documents.cover(row))
    for paper in ("Encümen kararı", "SMS yazısı", "Yetkilinin kimlik", "İmza beyannamesi",
                  "Başkan olduğuna dair", "Son Kullanıcı SMS"):  # fmt: skip
        assert paper in text
    assert f"{dossier.reference}-05" in text
    assert "Teknopark İstanbul" in words(documents.address_label(row))
    rules.add(admin, {"valid_from": dt.date(2099, 1, 1), "supplier_address": "Ankara"})
    assert MembershipRules.objects.get().supplier == rules.in_force(row.firm_id).supplier
    MembershipRules.objects.update(valid_from=dt.date(2026, 1, 1))
    assert "Ankara" in words(documents.address_label(row))


def squares(content: bytes) -> list[list[tuple[float, float]]]:
    """The filled squares of each drawing of the cover sheet, by their corner."""
    found: list[list[tuple[float, float]]] = []
    for page in PdfReader(io.BytesIO(content)).pages:
        for block in page.get_contents().get_data().decode("latin-1").split("BT"):
            drawn = re.findall(r"([\d.-]+) ([\d.-]+) [\d.-]+ [\d.-]+ re f", block)
            if len(drawn) > 50:
                found.append([(float(x), float(y)) for x, y in drawn])
    return found


@pytest.mark.requirement("A-044")
def test_each_paper_of_the_cover_sheet_has_its_code_as_a_qr_code(dossier: Dossier) -> None:
    content = documents.cover(filled(dossier))
    drawings = squares(content)
    codes = [f"{dossier.reference}-{place:02d}" for place in range(1, 7)]
    assert len(drawings) == len(codes)
    for code, drawn in zip(codes, drawings, strict=True):
        assert code in words(content)
        wanted = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_M)
        wanted.add_data(code)
        rows = wanted.get_matrix()
        side = min(b - a for a, b in pairwise(sorted({x for x, _y in drawn})))
        left, top = min(x for x, _y in drawn), max(y for _x, y in drawn)
        seen = {(round((top - y) / side), round((x - left) / side)) for x, y in drawn}
        dark = {(down, at) for down, row in enumerate(rows) for at, on in enumerate(row) if on}
        assert seen == dark, code


def test_our_own_papers_pass_our_own_check(dossier: Dossier) -> None:
    limits = Limits(1_000_000, 1)
    for name in documents.DOCUMENTS:
        assert check(documents.made(filled(dossier), name)[1], limits) == PDF


def test_a_name_full_of_marks_is_shown_as_it_is(dossier: Dossier) -> None:
    row = filled(dossier, legal_name='A & B <b>"Şti"</b> {yetkili}')
    assert '<b>"Şti"</b>' in words(documents.contract(row))


@pytest.mark.requirement("S-058")
def test_the_address_of_iys_holds_from_a_day_on_and_is_printed_on_the_label(
    admin: Actor, manager: Actor
) -> None:
    said = {"legal_name": "Ege A.Ş.", "kind": "YURT_DISI"}
    row = registration.fill(manager, registration.begin(manager), said)
    client = client_for(Membership.objects.get(pk=manager.membership_id))
    assert "adresinden sorun" in client.get("/membership/iys/").content.decode()
    with pytest.raises(NotFound, match="posta adresi"):
        documents.post_label(row)
    today, street = timezone.localdate(), "İleti Cad. No: 1, Çankaya – Ankara"
    rules.add(admin, {"valid_from": today, "iys_address": street})
    rules.add(admin, {"valid_from": today + dt.timedelta(days=9), "iys_address": "Yeni Sok. 2"})
    assert rules.in_force(row.firm_id, today + dt.timedelta(days=8)).iys_address == street
    page = client.get("/membership/iys/").content.decode()
    assert street in page
    assert 'href="/membership/iys/label/"' in page
    text = words(client.get("/membership/iys/label/").content)
    for said in ("İleti Yönetim Sistemi A.Ş.", street, row.legal_name, row.reference):
        assert said in text
