"""A firm's registration at İYS: data, two signatures, two deliveries, the code (S-024 … S-027,
S-058)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tests.support.firms import client_for, make_key, make_member
from tests.support.scans import pdf, upload
from turkcell_hub import personal_data
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.lib.papers import is_signed
from turkcell_hub.membership import checklist
from turkcell_hub.membership.models import Dossier, PaperFile, Registration
from turkcell_hub.membership.services import dossiers, lacking, registration, reviewing, uploads
from turkcell_hub.membership.states import Programme, State
from turkcell_hub.personal_data import Person
from turkcell_hub.privacy.services import finding
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Country, Firm, Role

pytestmark = pytest.mark.django_db
TCKN, OTHER = "10000000146", "11111111110"
DATA: dict[str, Any] = {
    "legal_name": "Ege Tekstil A.Ş.", "mersis": "0-1234567890-00015", "signing": "E_IMZA",
    "officer": "Selin Aksoy", "officer_tckn": TCKN, "phone": "0532 123 45 67",
    "email": "selin@egetekstil.example",
}  # fmt: skip
SECOND = {
    "second_officer": "Can Er", "second_tckn": OTHER, "second_phone": "0532 123 45 68",
    "second_email": "can@egetekstil.example",
}  # fmt: skip
SIGNATURE = b"/Sig <</ByteRange [0 100 200 300] /Contents <30" + b"a1" * 40 + b">>>"


@pytest.fixture
def joining(manager: Actor) -> Dossier:
    return registration.fill(manager, registration.begin(manager), DATA)


def bring(actor: Actor, row: Dossier, ticks: bool = True) -> Dossier:
    """Every paper that is asked for, signed electronically."""
    for line in checklist.of(row).lines:
        if ticks and line.ticks:
            codes = [tick.code for tick, _on in line.ticks]
            uploads.tick(actor, row, line.item.code, codes)
        for number in range(line.item.least(row.answers)):
            words = f"{line.item.code} {number}".encode()
            uploads.attach(actor, row, line.item.code, upload(pdf(SIGNATURE, words)))
    return Dossier.objects.get(pk=row.pk)


@pytest.mark.requirement("S-024", "S-025", "S-026")
def test_a_registration_asks_for_the_signing_the_three_papers_and_the_officers_data(
    manager: Actor,
) -> None:
    row = registration.begin(manager)
    wanted = " ".join(lacking.of(row))
    for word in ("MERSİS", "T.C. kimlik", "cep telefonu", "e-imza ya da ıslak imza",
                 "Marka tescil", "Taahhütnamesi", "İYS sözleşmesi"):  # fmt: skip
        assert word in wanted
    row = bring(manager, registration.fill(manager, row, DATA))
    assert lacking.of(row) == []
    registration.fill(manager, row, {"answers": {"MARKA_SAYISI": 3}})
    assert "2 dosya eksik" in " ".join(lacking.of(Dossier.objects.get(pk=row.pk)))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"mersis": "123"}, "mersis"), ({"signing": "PARMAK"}, "signing"),
        ({"officer_tckn": "12345678901"}, "officer_tckn"), ({"phone": "12"}, "phone"),
        ({"kind": "AY"}, "kind"), ({"answers": {"MARKA_SAYISI": 99}}, "MARKA_SAYISI"),
        ({"answers": {"MUSTEREKEN": True}, **SECOND, "second_tckn": TCKN}, "second_tckn"),
    ],
)  # fmt: skip
@pytest.mark.requirement("S-024", "S-026")
def test_what_is_wrong_is_said_at_its_field(
    manager: Actor, joining: Dossier, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        registration.fill(manager, joining, wrong)
    assert refused.value.field == field


@pytest.mark.requirement("S-026")
@pytest.mark.parametrize(
    ("email", "warns"),
    [("selin@gmail.com", True), ("selin@HotMail.com", True), ("selin@egetekstil.example", False)],
)
def test_an_address_at_a_free_mail_service_is_warned_of_and_does_not_block(
    manager: Actor, joining: Dossier, email: str, warns: bool
) -> None:
    row = bring(manager, registration.fill(manager, joining, {"email": email}))
    assert any("kurumsal e-posta" in text for text in lacking.warnings(row)) is warns
    assert dossiers.submit(manager, row).state == State.SENT


@pytest.mark.requirement("S-025")
def test_a_scan_of_the_undertaking_is_warned_of_because_it_carries_no_electronic_signature(
    manager: Actor, joining: Dossier
) -> None:
    assert not is_signed(pdf())
    uploads.attach(manager, joining, "TAAHHUTNAME", upload(pdf()))
    assert any("elektronik imza" in text for text in lacking.warnings(joining))
    uploads.remove(manager, PaperFile.objects.get())
    uploads.attach(manager, joining, "TAAHHUTNAME", upload(pdf(SIGNATURE)))
    assert not any("elektronik imza" in text for text in lacking.warnings(joining))


@pytest.mark.requirement("S-027")
def test_joint_representation_needs_a_second_officer_and_two_signatures(
    manager: Actor, joining: Dossier
) -> None:
    alone = checklist.of(joining).line("IYS_SOZLESMESI")
    assert alone is not None
    assert [tick.code for tick, _on in alone.ticks] == ["BIRINCI_IMZA"]
    row = registration.fill(manager, joining, {"answers": {"MUSTEREKEN": True}})
    assert sum("kinci yetkili" in text for text in lacking.of(row)) == 6  # data, two ticks
    row = bring(manager, registration.fill(manager, row, SECOND))
    assert lacking.of(row) == []
    for code in ("IYS_SOZLESMESI", "TAAHHUTNAME"):
        uploads.tick(manager, row, code, ["BIRINCI_IMZA"])
        with pytest.raises(Conflict, match="İkinci yetkili aynı belgeyi imzaladı"):
            dossiers.submit(manager, row)
        uploads.tick(manager, row, code, ["BIRINCI_IMZA", "IKINCI_IMZA"])
    row = registration.fill(manager, row, {"answers": {"MUSTEREKEN": False}})
    assert (row.registration.second_officer, row.registration.second_tckn) == ("", "")


@pytest.mark.requirement("S-058")
def test_a_firm_abroad_brings_apostilled_papers_by_email_and_then_by_post(
    in_firm: Firm, manager: Actor
) -> None:
    Firm.objects.filter(pk=in_firm.pk).update(country=Country.AZERBAYCAN)
    row = registration.begin(manager)
    assert row.kind == "YURT_DISI"
    plain = {name: value for name, value in DATA.items() if name not in ("mersis", "officer_tckn")}
    row = bring(manager, registration.fill(manager, row, plain), ticks=False)
    assert sum("Apostil tasdiki var" in text for text in lacking.of(row)) == 2
    for code, ticks in (("FAALIYET_BELGESI", ["APOSTIL"]), ("YETKI_BELGESI", ["APOSTIL"]),
                        ("IYS_SOZLESMESI", ["BIRINCI_IMZA"])):  # fmt: skip
        uploads.tick(manager, row, code, ticks)
    with pytest.raises(Conflict, match="e-postayla"):
        dossiers.submit(manager, row)
    day = dt.date(2026, 11, 20)
    post = {"shipped_on": day - dt.timedelta(days=1), "courier": "PTT", "tracking_number": "RR 1"}
    with pytest.raises(Invalid) as early:
        registration.deliver(manager, row, {"emailed_on": day, **post})
    assert early.value.code == "post_before_email"
    dossiers.submit(manager, registration.deliver(manager, row, {"emailed_on": day}))
    with pytest.raises(Conflict) as unposted:
        registration.registered(manager, row, "512345")
    assert unposted.value.code == "not_posted"
    registration.deliver(manager, row, {**post, "shipped_on": day})
    assert registration.registered(manager, row, "512345").state == State.APPROVED
    told = AuditEntry.objects.filter(action="membership.dossier.delivered").order_by("seq")
    assert [entry.changes["shipped_on"] for entry in told] == [None, "2026-11-20"]


@pytest.mark.requirement("S-024")
def test_the_firm_writes_down_what_iys_answered_and_only_that_paper_reopens(
    manager: Actor, joining: Dossier
) -> None:
    row = dossiers.submit(manager, bring(manager, joining))
    with pytest.raises(Conflict):
        registration.fill(manager, row, {"mersis": ""})
    with pytest.raises(Conflict) as other:
        reviewing.approve(manager, row)
    assert other.value.code == "membership_programme"
    bad = PaperFile.objects.get(paper__code="TAAHHUTNAME")
    reviewing.judge(manager, bad, good=False, reason="Eski sürüm")
    row = reviewing.give_back(manager, row)
    assert [one.item.code for one in checklist.of(row).lines if one.takes_files] == ["TAAHHUTNAME"]
    uploads.attach(manager, row, "TAAHHUTNAME", upload(pdf(SIGNATURE, b"yeni")))
    row = dossiers.submit(manager, row)
    with pytest.raises(Invalid, match="rakam"):
        registration.registered(manager, row, "12a")
    assert registration.registered(manager, row, " 512 345 ").registration.iys_code == "512345"
    moves = row.events.count()
    registration.registered(manager, row, "512345")
    assert row.events.count() == moves
    assert not row.events.filter(tell_at__isnull=False).exists()


def test_an_officer_is_found_by_his_identity_number_and_nothing_of_it_is_in_the_trail(
    in_firm: Firm, manager: Actor, joining: Dossier
) -> None:
    stored = Registration.objects.values().get()
    assert TCKN not in str({**stored, "officer_tckn": ""})
    assert not AuditEntry.objects.filter(changes__icontains=TCKN).exists()
    person = personal_data.known_as(in_firm.pk, Person(tckns=(TCKN,)))
    assert person.phones == ("+905321234567",)
    tables = {
        held.model for held in personal_data.every()
        if finding.rows_of(held, in_firm.pk, person).exists()
    }  # fmt: skip
    assert {"membership.Registration", "membership.Dossier"} <= tables


@pytest.mark.requirement("S-024", "S-026", "S-027", "S-058")
def test_the_registration_in_the_browser(in_firm: Firm) -> None:
    client = client_for(make_member(in_firm, Role.MANAGER))
    url = "/membership/iys/"
    assert "Kaydı başlat" in client.get(url).content.decode()
    client.post(url)
    data = {**DATA, "kind": "YURT_DISI", "MUSTEREKEN": "on", **SECOND, "email": "a@gmail.com"}
    assert client.post(url, data).status_code == 302
    page = client.get(url).content.decode()
    assert "bilgi@iys.org.tr" in page
    assert "gmail.com herkesin" in page
    assert TCKN not in page
    late = client.post(f"{url}delivery/", {"shipped_on": "20.11.2026"})
    assert (late.status_code, "önce e-postayla" in late.content.decode()) == (422, True)
    client.post(url, {**DATA, "officer_tckn": "", "kind": "YERLESIK", "MARKA_SAYISI": "1"})
    row = dossiers.live(Programme.IYS)
    assert row is not None
    assert row.registration.officer_tckn == TCKN
    assert client.post(f"{url}papers/MARKA_TESCIL/", {"file": upload(b"x")}).status_code == 422
    assert client.post(f"{url}papers/KIMLIK/").status_code == 404
    early = client.post(f"{url}submit/")
    assert (early.status_code, "İYS sözleşmesi yüklenmedi" in early.content.decode()) == (409, True)
    Dossier.objects.update(state=State.SENT)
    assert "İYS'nin yanıtı" in client.get(url).content.decode()
    client.post(f"{url}code/", {"iys_code": "512345"})
    assert "512345" in client.get(f"/memberships/{row.pk}/").content.decode()


@pytest.mark.requirement("S-024", "S-058")
def test_the_registration_over_rest(in_firm: Firm) -> None:
    scopes = ["membership.dossier.view", "membership.dossier.add", "membership.dossier.change"]
    _key, secret = make_key(in_firm, scopes)
    client = Client(headers={"authorization": f"Bearer {secret}"})
    url = "/api/v1/iys_registration/"
    assert client.get(url).status_code == 404
    body = {**DATA, "kind": "YURT_DISI", "emailed_on": "2026-11-20"}
    made = client.patch(url, body, content_type="application/json")
    assert made.status_code == 200, made.content
    told = made.json()
    assert (told["mersis"], told["has_officer_tckn"]) == ("0123456789000015", True)
    assert TCKN not in made.content.decode()
    early = client.patch(url, {"shipped_on": "2026-11-19"}, content_type="application/json")
    assert (early.status_code, early.json()["code"]) == (400, "post_before_email")
    code = client.post(f"{url}code/", {"iys_code": "5"}, content_type="application/json")
    assert code.status_code == 400
    done = client.post(f"{url}code/", {"iys_code": "51234"}, content_type="application/json")
    assert (done.status_code, done.json()["code"]) == (409, "membership_state")
    listed = client.get("/api/v1/memberships/").json()
    assert [row["programme"] for row in listed["results"]] == ["IYS"]
