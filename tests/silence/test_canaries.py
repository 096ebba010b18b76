"""I10: no number, identity, password, key or token stands in clear where it may be read later."""

from __future__ import annotations

import orjson
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from messaging.models import Message, ReportPush
from messaging.services import campaigns, preflight, preparing, report_pushes
from tests.api.conftest import Caller
from tests.gateways.line import RawServer, answer
from tests.silence.canaries import (
    CODE,
    FALSE_KEY,
    FALSE_TOKEN,
    PASSWORD,
    PHONE,
    PHONES,
    SENTENCE,
    TCKN,
    found_in,
)
from tests.silence.conftest import Ears
from tests.support.firms import actor_for, client_for, make_key, make_member, make_user
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub import urls as routes
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.services import jobs
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.permissions import every_right
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
HEADERS = {"user-agent": SENTENCE, "x-correlation-id": PHONES[0], "referer": f"/?tel={PHONE}"}


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SENTENCE)


urlpatterns = [
    path("kanarya/<str:what>/", lambda request, what: broken(request)),
    *routes.urlpatterns,
]
handler404, handler500 = routes.handler404, routes.handler500


@pytest.fixture(autouse=True)
def _no_rate_limits(settings: object) -> None:
    settings.API_RATE_LIMITS = {}  # type: ignore[attr-defined]


def test_the_ears_hear(ears: Ears) -> None:
    assert found_in(SENTENCE) == {PHONE, TCKN, PASSWORD, FALSE_KEY, FALSE_TOKEN, CODE}
    assert ears.log.getvalue() == ""


def test_a_login_right_or_wrong_leaves_no_password_behind(ears: Ears, firm: Firm) -> None:
    person = make_user(email=f"kanarya.{PHONE}@example.com")
    person.set_password(PASSWORD)
    person.save()
    make_member(firm, Role.STAFF, user=person)
    client = Client(headers=HEADERS)
    for name in (person.email, PHONES[0], TCKN, FALSE_TOKEN):
        sent = {"username": name, "password": PASSWORD + "-", "next": f"/?tel={PHONE}"}
        ears.pages.append(client.post("/login/", sent).content.decode().replace(FALSE_TOKEN, "", 1))
    ears.pages.append(
        client.post("/login/", {"username": person.email, "password": PASSWORD}).content.decode()
    )
    client.post("/logout/")
    assert ears.heard() == {}


def test_an_integrators_requests_leave_no_trace_of_people_or_keys(ears: Ears, firm: Firm) -> None:
    make_account(firm)
    load_credit(firm, 10)
    secret = make_key(firm, [code for code, right in every_right().items() if right.for_keys])[1]
    call = Caller(secret)
    one = {
        "message_class": "BILGILENDIRME",
        "exemption": "BENZER",
        "phone": PHONES[2],
        "text": SENTENCE,
    }
    person = {"phone": PHONES[3], "tckn": TCKN, "first_name": "Kanarya", "last_name": SENTENCE[:60]}
    answers = [
        call.post("messages/", one, idempotency_key=f"{PHONE}-{TCKN}", **HEADERS),
        call.post("messages/", {**one, PHONE: TCKN, "sender": FALSE_TOKEN}),
        call.post("subscribers/", person),
        call.post("subscribers/", {**person, "tckn": PHONE, "kind": TCKN}),
        call.post("campaigns/", {"text": SENTENCE, "recipients": [{"phone": TCKN}]}),
        call.get(f"subscribers/?search={PHONE}&password={PASSWORD}&cursor={FALSE_TOKEN}"),
        call.get(f"messages/{PHONE}/"),
        call("PATCH", f"subscribers/{TCKN}/", {"phone": PHONE}),
        call("POST", "subscribers/", None, content_type=SENTENCE),
        Caller(FALSE_KEY).get("subscribers/"),
        Caller(secret + "x").get(f"subscribers/?api_key={FALSE_KEY}"),
    ]
    assert answers[0].status_code == 202, answers[0].content
    assert answers[2].status_code == 201, answers[2].content
    ears.pages += [one.content.decode() for one in answers[-2:]]
    assert ears.heard(secret) == {}


def test_an_imports_file_name_and_rows_stay_out_of_logs_and_tasks(
    ears: Ears, firm: Firm, staff: Membership
) -> None:
    content = f"Telefon;Ad;TCKN\n{PHONES[1]};Kanarya;{TCKN}\n{TCKN};{SENTENCE};1\n".encode()
    file = SimpleUploadedFile(f"{PHONE} {TCKN}.csv", content)
    uploaded = client_for(staff).post("/subscribers/import/", {"file": file}, headers=HEADERS)
    assert uploaded.status_code == 302
    with firm_scope(firm.pk):
        jobs.run(Job.objects.get().pk)
    assert ears.heard() == {}


@pytest.mark.parametrize(
    "url",
    [
        f"/yok/{PHONE}/{TCKN}/?password={PASSWORD}&token={FALSE_TOKEN}",
        f"/subscribers/?q={PHONE}&api_key={FALSE_KEY}",
        f"/subscribers/{TCKN}/",
        f"/api/v1/yok/{PHONE}/?access_token={FALSE_TOKEN}",
        f"/hooks/sms/{FALSE_TOKEN}/?number={PHONE}",
        f"/kanarya/{PHONE}/?sifre={PASSWORD}",
        f"/kanarya/{TCKN}/?token={FALSE_TOKEN}",
    ],
)
def test_what_stands_in_an_address_is_not_logged(
    ears: Ears, staff: Membership, settings: object, url: str
) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    client = client_for(staff)
    client.raise_request_exception = False
    for method in (client.get, client.post):
        page = method(url, headers=HEADERS)
        if page.status_code >= 400:
            ears.pages.append(page.content.decode())
    assert ears.heard() == {}


def test_a_pushed_body_is_kept_for_its_firm_and_told_to_nobody_else(ears: Ears, firm: Firm) -> None:
    account = make_account(firm)
    report = {"messageId": PHONE, "to": PHONES[0], "status": SENTENCE, "tckn": TCKN}
    for body in (orjson.dumps([report]), SENTENCE.encode(), b"\xff" + SENTENCE.encode()):
        told = Client(headers=HEADERS).post(
            f"/hooks/sms/{account.push_token}/", body, content_type="application/json"
        )
        assert told.status_code == 200
    with firm_scope(firm.pk):
        pushes = list(ReportPush.objects.values_list("pk", flat=True))
        assert [report_pushes.process(pk) for pk in pushes] == [True, False, False]  # all at once
    assert ears.heard(account.push_token) == {}


@pytest.mark.parametrize("adapter", ["mesajussu", "verimor", "netgsm"])
@pytest.mark.parametrize("status", [200, 400, 401, 500])
def test_an_operators_words_are_masked_before_they_are_kept(
    ears: Ears, in_firm: Firm, adapter: str, status: int
) -> None:
    words = {
        "code": SENTENCE[:38], "message": SENTENCE, "error": SENTENCE, "description": SENTENCE,
        "errorCode": PHONE, "errorMessage": SENTENCE, "status": "error", "token": FALSE_TOKEN,
    }  # fmt: skip
    with RawServer(answer(status, words)) as server:
        account = make_account(
            in_firm, adapter, base_url=server.url, username=PHONE, password=PASSWORD
        )
        settings.FAKE_OPERATOR_URL = server.url
        load_credit(in_firm, 10)
        actor = actor_for(make_member(in_firm, Role.STAFF))
        draft = make_draft(actor, SENTENCE, [make_subscriber(in_firm, PHONES[0], tckn=TCKN)])
        preflight.run(actor, draft)
        campaigns.submit(actor, draft)
        preparing.prepare(draft.pk)
        run_lane(account.pk)
    assert server.seen
    assert Batch.objects.exclude(state="READY", error_code="").exists()
    assert ears.heard() == {}
    account.refresh_from_db()
    told = Message.objects.get()
    assert found_in(f"{told.vendor_status} {account.health_note}") == set()


def test_the_name_that_was_searched_for_is_not_logged(ears: Ears, staff: Membership) -> None:
    client_for(staff).get("/subscribers/?search=Kanarya+Kuşçu&page=2")
    assert "/subscribers/?search=***&page=***" in ears.log.getvalue()
    assert "Kanarya" not in ears.log.getvalue()
