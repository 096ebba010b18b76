"""İYS asks the citizen itself: once, and what he answers is a consent with İYS as its witness."""

from __future__ import annotations

from datetime import timedelta

import pytest
import requests
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from iys_consent.models import ConsentMovement, ConsentRecord, ConsentTask, ViaConsent, ViaState
from iys_consent.services import via, via_calls
from iys_consent.standing import burden_of_proof
from tests.iys_consent.panel import member_of, text_of
from tests.support.firms import make_key
from tests.support.registry import BRAND, PROVIDER, connect
from turkcell_hub.errors import Conflict, Invalid, Unavailable
from turkcell_hub.portal import cells
from turkcell_hub.tenancy.models import GatewayAccount

PHONE, MAIL = "+905321234567", "ayse@ornek.com.tr"


@pytest.fixture
def account(firm, registry, operator) -> GatewayAccount:
    options = {
        "iys_code": str(PROVIDER), "via_form_id": "form-1", "max_requests_per_second": 1000,
    }  # fmt: skip
    return connect(firm, registry, operator.url, options=options)


def start(actor, brand, address: str = PHONE, **fields) -> ViaConsent:
    data = {"brand": brand, "address": address, "channels": ["MESAJ", "ARAMA"], **fields}
    row = via.start(actor, data)
    via_calls.look(row.pk)
    row.refresh_from_db()
    return row


def asked(registry, address: str = PHONE) -> dict[str, str]:
    (found,) = requests.get(f"{registry.url}/iys/{address}/state", timeout=5).json()["asked"]
    return found


def answer(registry, row: ViaConsent, choice: str) -> None:
    url = f"{registry.url}/iys/{row.recipient}/via/{row.request_id}"
    assert requests.post(url, json={"answer": choice}, timeout=5).status_code == 200


def due_now() -> None:
    ViaConsent.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    for _firm, pk in via_calls.due():
        via_calls.look(pk)


@pytest.mark.requirement("S-037", "S-039")
def test_the_code_makes_a_consent_that_the_registry_answers_for(account, actor, brand, registry):
    row = start(actor, brand, first_name="Ayşe")
    assert (row.state, row.tries) == (ViaState.WAITING, 0)
    done = via.confirm(actor, row, f" {asked(registry)['code']} ")
    assert done.state == ViaState.DONE
    moved = ConsentMovement.objects.all()
    assert {(one.channel, one.origin, one.source) for one in moved} == {
        ("MESAJ", "VIA", "IYS_KISAMESAJ"), ("ARAMA", "VIA", "IYS_KISAMESAJ"),
    }  # fmt: skip
    assert all(one.transaction_id and one.evidence for one in moved)
    assert {burden_of_proof(one.source) for one in moved} == {"IYS"}
    assert row.request_id in moved[0].evidence.text
    assert not ConsentTask.objects.exists()
    record = ConsentRecord.objects.get(recipient=PHONE, channel="MESAJ")
    assert (record.status, record.registry_status) == ("ONAY", "ONAY")


def test_wrong_codes_are_counted_and_the_right_one_is_then_too_late(
    account, actor, brand, registry
):
    row = start(actor, brand)
    code = asked(registry)["code"]
    wrong = "111111" if code != "111111" else "222222"
    for left in ("2 deneme", "1 deneme"):
        with pytest.raises(Invalid, match=left):
            via.confirm(actor, row, wrong)
    with override("en"), pytest.raises(Invalid) as over:  # whoever types it reads English
        via.confirm(actor, row, wrong)
    assert "3 kez" not in str(over.value.message)
    row.refresh_from_db()
    assert row.text == "Kod 3 kez yanlış girildi; bu kod artık geçmez. Yeniden isteyin."
    assert (row.state, row.code) == (ViaState.FAILED, "H1052")
    with pytest.raises(Invalid, match="Yeniden isteyin"):
        via.confirm(actor, row, code)
    assert not ConsentMovement.objects.exists()


def test_a_code_that_nobody_told_expires(account, actor, brand, registry):
    row = start(actor, brand)
    registry.advance(200)
    due_now()
    row.refresh_from_db()
    assert row.state == ViaState.EXPIRED
    assert via.again_refusal(row) is None


@pytest.mark.parametrize(
    ("choice", "state", "moved"),
    [("approve", ViaState.DONE, 1), ("refuse", ViaState.REFUSED, 0)],
)
def test_a_link_is_followed_until_it_is_answered(
    account, actor, brand, registry, choice, state, moved
):
    row = start(actor, brand, MAIL, channels=["EPOSTA"], way="BAGLANTI")
    due_now()
    row.refresh_from_db()
    assert row.state == ViaState.WAITING
    answer(registry, row, choice)
    due_now()
    row.refresh_from_db()
    assert row.state == state
    assert ConsentMovement.objects.filter(source="IYS_EPOSTA").count() == moved


def test_a_code_whose_answer_was_lost_is_found_at_the_registry(account, actor, brand, registry):
    row = start(actor, brand)
    code = asked(registry)["code"]
    registry.script(account.username, {"do": "drop_after"})
    with pytest.raises(Unavailable):
        via.confirm(actor, row, code)
    due_now()
    row.refresh_from_db()
    assert row.state == ViaState.DONE
    assert ConsentMovement.objects.count() == 2


def test_a_start_without_an_answer_is_not_told_twice(account, actor, brand, registry):
    registry.script(account.username, {"do": "drop_after"})
    row = start(actor, brand)
    assert row.state == ViaState.UNCLEAR
    via_calls.look(row.pk)
    assert len(registry.requests(account.username, "send")) == 1


def test_the_registrys_refusal_is_told_in_turkish(account, actor, brand, registry):
    brands = [{"code": BRAND, "name": "Ege Ev"}]
    registry.put_provider(PROVIDER, brands=brands, subscription={"via_credits": 0})
    row = start(actor, brand)
    assert (row.state, row.code) == (ViaState.FAILED, "H1015")
    assert "kredisi bitti" in row.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address": "0532"}, "biçiminde"),
        ({"channels": ["EPOSTA"]}, "Arama ve Mesaj"),
        ({"channels": []}, "En az bir"),
        ({"address": MAIL, "channels": ["MESAJ"]}, "E-posta"),
    ],
)
def test_what_cannot_be_asked_is_named(account, actor, brand, fields, said):
    data = {"brand": brand, "address": PHONE, "channels": ["MESAJ"], **fields}
    with pytest.raises(Invalid, match=said):
        via.start(actor, data)
    assert not ViaConsent.objects.exists()


def test_one_person_is_not_asked_again_and_again(account, actor, brand, other_brand):
    start(actor, brand)
    with pytest.raises(
        Conflict, match="bekleniyor"
    ):  # not "a moment ago": the code is what is left
        start(actor, brand)
    with pytest.raises(Unavailable, match="az önce soruldu; en erken 1 dakika"):
        start(actor, other_brand)
    for _time in range(2):
        earlier = timezone.now() - timedelta(minutes=2)
        ViaConsent.objects.update(created_at=earlier, state=ViaState.FAILED)
        start(actor, brand)
    ViaConsent.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    with pytest.raises(Unavailable, match="en erken 8 dakika"):
        start(actor, other_brand)
    ViaConsent.objects.update(created_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(Conflict, match="bekleniyor"):
        start(actor, brand)


def test_without_a_form_at_the_registry_it_is_closed(firm, registry, operator, actor, brand):
    connect(firm, registry, operator.url)
    with pytest.raises(Conflict, match="ViA form numarası"):
        via.start(actor, {"brand": brand, "address": PHONE, "channels": ["MESAJ"]})


def test_the_page_leads_from_the_question_to_the_code(account, actor, firm, brand, registry):
    _member, client = member_of(firm)
    form = {"brand": brand.pk, "address": "0532 123 45 67", "channels": ["MESAJ"], "way": "KOD"}
    sent = client.post("/via-consents/add/", {**form, "recipient_type": "BIREYSEL"})
    row = ViaConsent.objects.get()
    assert sent.headers["Location"] == f"/via-consents/{row.pk}/code/"
    told = client.get(sent.headers["Location"])
    for word in ("İYS'ye iletiliyor", "+90 532 123 45 67", "Onay tipi Mesaj"):
        assert word in text_of(told), word
    assert 'href="/via-consents/"' in told.content.decode().split('aria-label="Konum"')[1][:600]
    via_calls.look(row.pk)
    assert "Alıcının söylediği kod" in text_of(client.get(f"/via-consents/{row.pk}/state/"))
    refused = client.post(sent.headers["Location"], {"code": "12ab"})
    assert (refused.status_code, "rakamlarını" in text_of(refused)) == (422, True)
    right = {"code": asked(registry)["code"]}
    assert client.post(sent.headers["Location"], right).status_code == 302
    done = client.get(sent.headers["Location"])
    assert "İspat yükü İYS'dedir" in text_of(done)
    record = ConsentRecord.objects.get(recipient=PHONE, channel="MESAJ").address_id
    assert f'href="/consents/{record}/"' in done.content.decode()
    assert "Onay alındı" in text_of(client.get("/via-consents/"))


def test_the_page_of_a_link_says_until_when_it_can_be_opened(account, actor, firm, brand, registry):
    _member, client = member_of(firm)
    row = via.start(
        actor, {"brand": brand, "address": PHONE, "channels": ["MESAJ"], "way": "BAGLANTI"}
    )
    page = f"/via-consents/{row.pk}/state/"
    assert "bağlantı birazdan alıcıya gider" in text_of(client.get(page))
    via_calls.look(row.pk)
    row.refresh_from_db()
    assert f"Son an {cells.moment(row.expires_at)}" in text_of(client.get(page))


def test_a_program_asks_and_gives_the_code(account, firm, brand, registry):
    _key, secret = make_key(firm, ["iys.via.view", "iys.via.add"])
    client = Client(headers={"authorization": f"Bearer {secret}"})
    body = {"brand": brand.code, "recipient": PHONE, "channels": ["MESAJ"]}
    made = client.post("/api/v1/via_consents/", body, content_type="application/json")
    assert (made.status_code, made.json()["state"]) == (201, "NEW")
    pk = made.json()["id"]
    via_calls.look(pk)
    url, right = f"/api/v1/via_consents/{pk}/confirm/", {"code": asked(registry)["code"]}
    wrong = client.post(url, {"code": "000000x"}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "code")
    done = client.post(url, right, content_type="application/json")
    assert (done.status_code, done.json()["state"]) == (200, "DONE")
