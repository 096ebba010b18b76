"""The wizard and the review as people use them, and the doors of REST."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.membership.conftest import DATA, complete
from tests.support.firms import actor_for, client_for, make_key, make_member, make_user
from tests.support.scans import pdf, picture, upload
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.membership import checklist, selectors
from turkcell_hub.membership.models import Dossier, PaperFile
from turkcell_hub.membership.services import dossiers, uploads
from turkcell_hub.membership.states import State
from turkcell_hub.tenancy.models import Firm, Role

pytestmark = pytest.mark.django_db
LINE = {"courier": "Hızlı", "tracking_number": "1", "shipped_on": "20.11.2026"}


@pytest.fixture
def client(in_firm: Firm) -> Client:
    return client_for(make_member(in_firm, Role.MANAGER))


def at(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.requirement("A-001", "A-002", "A-046", "A-047")
def test_three_steps_in_the_browser(client: Client, in_firm: Firm) -> None:
    assert "Üyeliği başlat" in at(client, "/membership/")
    assert client.post("/membership/")["Location"] == "/membership/payment/"
    first = at(client, "/membership/payment/")
    assert "100.000" in first
    assert first.count("henüz belirlenmedi") == 1  # said once, not for each package
    bad = {**DATA, "payment_type": "", "kind": "DERNEK", "tax_number": "1", "phone": "12"}
    wrong = client.post("/membership/payment/", bad)
    assert wrong.status_code == 422
    for told in ("Birini seçin", "(10 hane) ya da", "eksik rakam", "Karar tarihini yazın"):
        assert told in wrong.content.decode(), told
    assert client.post("/membership/payment/", DATA)["Location"] == "/membership/papers/"
    assert client.get("/membership/")["Location"] == "/membership/papers/"
    sending = at(client, "/membership/sending/")
    assert "hiçbir ödeme yapmayın" in sending
    assert "iki yolu" not in sending
    assert "Teknopark" in sending
    client.post("/membership/sending/", {**LINE, "has_corporate_line": "0"})
    sending = at(client, "/membership/sending/")
    assert "iki yolu" in sending
    assert "hiçbir ödeme yapmayın" in sending
    given = {**LINE, "has_corporate_line": "1", "corporate_line": "0532 765 43 21"}
    refused = client.post("/membership/sending/", {**given, "submit": "1"})
    assert refused.status_code == 422
    assert "iki yolu" not in refused.content.decode()
    assert "<li>Encümen kararı yüklenmedi." in refused.content.decode()
    assert "Kaydedilemedi" not in refused.content.decode()  # what was typed is kept
    ahead = {**given, "corporate_line": "", "shipped_on": "20.11.2099"}
    refused = client.post("/membership/sending/", {**ahead, "submit": "1"})
    for told in ("Telefon numarasını yazın", "ileri bir gün olamaz"):
        assert told in refused.content.decode(), told
    assert client.get("/membership/")["Location"] == "/membership/sending/"
    row = complete(actor_for(make_member(in_firm, Role.MANAGER)), Dossier.objects.get())
    sent = client.post("/membership/sending/", {**given, "submit": "1"})
    assert sent["Location"] == f"/memberships/{row.pk}/"
    assert Dossier.objects.get().state == State.SENT
    assert client.get("/membership/")["Location"] == f"/memberships/{row.pk}/"
    Dossier.objects.update(state=State.RETURNED)
    assert client.get("/membership/")["Location"] == "/membership/papers/"


def test_a_paper_is_brought_with_its_ticks_and_a_bad_one_is_told_beside_it(
    client: Client, dossier: Dossier
) -> None:
    answer = client.post(
        "/membership/papers/SMS_YAZISI/",
        {"ticks": ["MUHUR", "KASE"], "file": [upload(pdf()), upload(picture(), "b.png")]},
    )
    assert answer["Location"] == "/membership/papers/#paper-SMS_YAZISI"
    page = at(client, "/membership/papers/")
    assert "tarama.pdf" in page
    assert "“İmza var” işaretlenmedi" in page
    wrong = client.post("/membership/papers/KIMLIK/", {"file": upload(b"<html>")})
    assert wrong.status_code == 422
    assert wrong.content.decode().count("içeriği bunlardan biri değil") == 1
    assert client.post("/membership/papers/MAZBATA/").status_code == 404
    file = PaperFile.objects.first()
    given = client.get(f"/membership/files/{file.pk}/")
    assert given.content == pdf()
    assert given["Content-Disposition"].startswith("attachment")
    assert "sandbox" in given["Content-Security-Policy"]
    assert client.post(f"/membership/files/{file.pk}/remove/").status_code == 302
    assert client.get(f"/membership/files/{file.pk}/").status_code == 404
    assert client.get("/membership/print/letter/")["Content-Type"] == "application/pdf"
    assert client.get("/membership/print/x/").status_code == 404


def test_the_reason_of_a_bad_paper_is_pressed_by_its_own_button_alone(
    settings: Any, in_firm: Firm, sent: Dossier
) -> None:
    """Enter in the field presses the first button of its form: never the one that says good."""
    settings.PRICES_SET_BY = "operator"
    runs_it = client_for(make_user("Kerem", is_platform_staff=True))
    page = at(runs_it, runs_it.post(f"/operator/memberships/{sent.pk}/enter/")["Location"])
    forms = [one.split("</form>")[0] for one in page.split("<form ")[1:]]
    with_reason = [one for one in forms if 'name="reason"' in one]
    assert with_reason
    for one in with_reason:
        assert 'name="verdict" value="bad"' in one
        assert 'value="good"' not in one
    assert sum('name="verdict" value="good"' in one for one in forms) == len(with_reason)


@pytest.mark.requirement("A-031")
def test_a_question_changes_the_list_on_the_page(client: Client, dossier: Dossier) -> None:
    hospital = {**DATA, "kind": "HASTANE", "paper_day": "20.11.2026"}
    client.post("/membership/payment/", hospital)
    assert "Vergi levhası" not in at(client, "/membership/papers/")
    client.post("/membership/answers/", {"OZEL_HASTANE": "on"})
    assert "Vergi levhası yüklenmedi" in at(client, "/membership/papers/")


@pytest.mark.requirement("A-049", "C-09")
def test_the_operator_reviews_what_firms_have_sent(
    settings: Any, in_firm: Firm, sent: Dossier
) -> None:
    settings.PRICES_SET_BY = "operator"
    owner = client_for(make_member(in_firm, Role.ADMIN))
    page = at(owner, f"/memberships/{sent.pk}/")
    assert "Uygun değil" not in page
    assert owner.get("/operator/memberships/").status_code == 404
    runs_it = client_for(make_user("Kerem", is_platform_staff=True))
    assert sent.reference in at(runs_it, "/operator/memberships/")
    entered = runs_it.post(f"/operator/memberships/{sent.pk}/enter/")
    assert entered["Location"] == f"/memberships/{sent.pk}/"
    assert "Uygun değil" in at(runs_it, entered["Location"])
    card = PaperFile.objects.get(paper__code="KIMLIK")
    assert runs_it.get(f"/membership/files/{card.pk}/").status_code == 200
    for role in (Role.STAFF, Role.CUSTOMER, Role.MANAGER):
        curious = client_for(make_member(in_firm, role))
        assert curious.get(f"/membership/files/{card.pk}/").status_code == 403, role
    looks = AuditEntry.objects.filter(action="membership.file.opened")
    assert [one.subject_label for one in looks] == ["KIMLIK"]
    judged = {"verdict": "bad", "reason": "Okunmuyor"}
    runs_it.post(f"/membership/files/{card.pk}/judge/", judged)
    runs_it.post(f"/memberships/{sent.pk}/decide/", {"decision": "give-back", "note": "Kimlik"})
    assert Dossier.objects.get().state == State.RETURNED
    applicant = client_for(make_member(in_firm, Role.MANAGER))
    page = at(applicant, "/membership/papers/")
    assert page.count("Okunmuyor") == 1, "the reason stands at its file, once"
    assert page.count('type="file"') == 1
    assert 'href="/membership/payment/"' not in page, "the first step is closed"
    nothing = applicant.post("/membership/papers/KIMLIK/")
    assert (nothing.status_code, "dosya seçilmedi" in nothing.content.decode()) == (422, True)
    assert "yenilenmesi gereken belgeler" in page  # the bell
    assert applicant.post(f"/memberships/{sent.pk}/decide/").status_code == 403


@pytest.mark.requirement("A-049")
@pytest.mark.parametrize(
    ("decision", "state", "told"),
    [("approve", State.APPROVED, "Üyelik onaylandı"), ("reject", State.REJECTED, "Kayıt yok")],
)
def test_the_operators_decision_is_pressed_seen_and_told(
    settings: Any, in_firm: Firm, sent: Dossier, decision: str, state: str, told: str
) -> None:
    settings.PRICES_SET_BY = "operator"
    runs_it = client_for(make_user("Kerem", is_platform_staff=True))
    url = runs_it.post(f"/operator/memberships/{sent.pk}/enter/")["Location"]

    def decide(decision: str, note: str = "") -> str:
        given = {"decision": decision, "note": note}
        return runs_it.post(f"{url}decide/", given, follow=True).content.decode()

    assert "incelemeye alındı" in decide("start")
    assert Dossier.objects.get().state == State.IN_REVIEW
    early = decide(decision)  # before each file was judged, without a reason
    assert Dossier.objects.get().state == State.IN_REVIEW, early
    for fact in ("1234567890", "İnönü Mah.", "Işıl Öztürk", "0532 765 43 21"):
        assert fact in early, "the papers are held against what was written"
    kept = decide("give-back", "Kimlik okunmuyor <b>")  # before any file was found bad
    assert "Kimlik okunmuyor &lt;b&gt;</textarea>" in kept
    assert "Önce uygun olmayan belgeyi nedeniyle işaretleyin." in kept
    for file in PaperFile.objects.all():
        runs_it.post(f"/membership/files/{file.pk}/judge/", {"verdict": "good"})
    decide(decision, "Kayıt yok")
    assert Dossier.objects.get().state == state
    applicant = client_for(make_member(in_firm, Role.MANAGER))
    page = at(applicant, f"/memberships/{sent.pk}/")
    assert told in page
    assert ("Yeni dosya başlat" in page) == (state == State.REJECTED)


def test_the_whole_way_over_rest(in_firm: Firm) -> None:
    scopes = ["membership.dossier.view", "membership.dossier.add", "membership.dossier.change"]
    _key, secret = make_key(in_firm, scopes)
    options: dict[str, Any] = {"headers": {"authorization": f"Bearer {secret}"}}
    client = Client()
    body = {**DATA, "kind": "SAHIS"}
    made = client.post("/api/v1/memberships/", body, content_type="application/json", **options)
    assert made.status_code == 201, made.content
    url = f"/api/v1/memberships/{made.json()['id']}/"
    again = client.post("/api/v1/memberships/", body, content_type="application/json", **options)
    assert (again.status_code, again.json()["code"]) == (409, "membership_open")
    early = client.post(f"{url}submit/", {}, content_type="application/json", **options)
    assert early.json()["code"] == "membership_incomplete"
    bad = client.post(
        f"{url}documents/",
        {"paper": "KIMLIK", "file": SimpleUploadedFile("k.pdf", b"MZ")},
        **options,
    )
    assert (bad.status_code, bad.json()["code"]) == (400, "file_type"), bad.content
    for line in client.get(f"{url}documents/", **options).json():
        scan = {"paper": line["code"], "file": upload(pdf(words=line["code"].encode()))}
        assert client.post(f"{url}documents/", scan, **options).status_code == 200
    parcel = {**LINE, "shipped_on": "2026-11-20", "has_corporate_line": True,
              "corporate_line": "0532 765 43 21"}  # fmt: skip
    patched = client.patch(url, parcel, content_type="application/json", **options)
    assert patched.json()["lacks"] == []
    sent = client.post(f"{url}submit/", {}, content_type="application/json", **options)
    assert (sent.status_code, sent.json()["state"]) == (200, "GONDERILDI"), sent.content
    assert dossiers.live().tracking_number == "1"  # type: ignore[union-attr]


def test_a_scan_that_its_reader_would_stumble_over_is_warned_of_and_does_not_block(
    client: Client, in_firm: Firm
) -> None:
    manager = actor_for(make_member(in_firm, Role.MANAGER))
    said = {"kind": "HASTANE", "answers": {"OZEL_HASTANE": True}, "paper_day": dt.date(2026, 1, 5)}
    row = dossiers.fill(manager, dossiers.begin(manager), {**DATA, **said})

    def warned(code: str) -> list[str]:
        line = checklist.of(row).line(code)
        assert line is not None
        assert not line.lacks
        return [*line.warnings]

    uploads.attach(manager, row, "KIMLIK", upload(picture(size=(40, 30), shade=90), "on.png"))
    assert warned("KIMLIK") == ["on.png boş görünüyor; sayfanın yazılı yüzünü tarayın."]
    three = b"".join(b"%d 0 obj\n<</Type /Page>>\nendobj\n" % n for n in (7, 8))
    book = pdf(words=b"\n" + three).replace(b"/Count 1", b"/Count 3")
    uploads.attach(manager, row, "KARAR_DEFTERI", upload(book, "defter.pdf"))
    assert warned("KARAR_DEFTERI") == ["defter.pdf 3 sayfa; bu belgeden en çok 2 sayfa istenir."]
    fresh = timezone.localdate()
    old = fresh - dt.timedelta(days=401)
    url = "/membership/papers/VERGI_LEVHASI/"
    assert 'name="issued_on"' in client.get("/membership/papers/").content.decode()
    for typed, code in (("dün", 422), ((fresh + dt.timedelta(days=5)).isoformat(), 422)):
        given = {"file": upload(pdf(), "levha.pdf"), "issued_on": typed}
        assert client.post(url, given).status_code == code, typed
    given = {"file": upload(pdf(), "levha.pdf"), "issued_on": old.isoformat()}
    assert client.post(url, given).status_code == 302
    assert warned("VERGI_LEVHASI") == [
        f"levha.pdf {old:%d.%m.%Y} tarihli; 400 günden eski belge geri verilebilir."
    ]
    at_night = dt.datetime(2026, 11, 20, 22, 30, tzinfo=dt.UTC)  # 01:30 of the next day here
    aged = {"uploaded_at": at_night, "issued_on": dt.date(2026, 11, 21) - dt.timedelta(days=401)}
    PaperFile.objects.filter(name="levha.pdf").update(**aged)
    assert len(warned("VERGI_LEVHASI")) == 1, "a day begins at midnight in Türkiye"
    PaperFile.objects.filter(name="levha.pdf").update(uploaded_at=timezone.now(), issued_on=old)
    page = client.get("/membership/papers/").content.decode()
    assert f"1 sayfa · {old:%d.%m.%Y} tarihli" in page
    in_istanbul = dt.datetime.combine(old + dt.timedelta(days=400), dt.time(22), dt.UTC)
    PaperFile.objects.filter(name="levha.pdf").update(uploaded_at=in_istanbul)
    assert warned("VERGI_LEVHASI"), "one in the morning of the 401st day in Istanbul"
    PaperFile.objects.filter(name="levha.pdf").update(
        uploaded_at=in_istanbul - dt.timedelta(days=1)
    )
    assert warned("VERGI_LEVHASI") == []
    uploads.remove(manager, PaperFile.objects.get(name="levha.pdf"))
    uploads.attach(manager, row, "VERGI_LEVHASI", upload(pdf(), "levha.pdf"), issued_on=fresh)
    assert warned("VERGI_LEVHASI") == []


def test_ended_files_never_push_a_waiting_one_off_the_desk(
    monkeypatch: pytest.MonkeyPatch, in_firm: Firm, sent: Dossier
) -> None:
    monkeypatch.setattr(selectors, "MOST", 1)
    ended = {"firm": in_firm, "programme": sent.programme, "state": State.REJECTED}
    for number in range(6):
        at_first = sent.sent_at - dt.timedelta(days=9 - number)
        Dossier.objects.create(**ended, reference=f"UYE-{number}", sent_at=at_first)
    assert [line.dossier for line in selectors.to_review()] == [sent]
