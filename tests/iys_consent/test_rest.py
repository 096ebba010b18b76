"""Consents over REST: what İYS would refuse is refused, and an AHS may do one thing alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import URLPattern
from django.utils import timezone
from rest_framework.exceptions import MethodNotAllowed

from iys_consent.models import ConsentMovement, ConsentRecord, ConsentUpload
from iys_consent.services.registry import RegistryAnswer, note
from iys_consent.uploads import samples
from tests.iys_consent.panel import OTHER, PHONE, consent, hours_ago
from tests.support.firms import make_key
from tests.support.registry import connect_offline
from turkcell_hub.api.routers import router
from turkcell_hub.api.views.unknown import UnknownAddressView
from turkcell_hub.errors import NotAllowed
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.actor import Actor, of_key
from turkcell_hub.tenancy.models import Brand, Firm

Call = Callable[..., Any]
EVERYTHING = (
    "iys.consent.view", "iys.consent.add", "iys.consent.import", "iys.consent.check",
    "iys.dealer.view", "iys.dealer.add", "iys.dealer.change", "iys.dealer.access",
    "personal.view",
)  # fmt: skip


def caller(firm: Firm, *scopes: str) -> Call:
    _key, secret = make_key(firm, scopes)
    client = Client(headers={"authorization": f"Bearer {secret}"})

    def call(method: str, path: str, body: Any = None, **options: Any) -> Any:
        if body is not None:
            options |= {"data": body, "content_type": "application/json"}
        return (
            client.generic(method, f"/api/v1/{path}", **options)
            if body is None
            else getattr(client, method.lower())(f"/api/v1/{path}", **options)
        )

    call.client = client  # type: ignore[attr-defined]
    return call


@pytest.fixture
def call(firm: Firm) -> Call:
    return caller(firm, *EVERYTHING)


def given(**fields: Any) -> dict[str, Any]:
    return {
        "brand": "100001", "recipient": "0532 123 45 67", "channel": "MESAJ", "status": "ONAY",
        "source": "HS_WEB", "consented_at": hours_ago(1).isoformat(), **fields,
    }  # fmt: skip


@pytest.mark.requirement("S-029", "S-030", "K-035")
def test_a_program_adds_one_consent_by_the_same_rules_as_the_form(call: Call, brand: Brand) -> None:
    made = call("POST", "consents/", given(first_name="Ayşe"))
    assert made.status_code == 201
    assert (made.json()["recipient"], made.json()["status"]) == (PHONE, "ONAY")
    assert ConsentMovement.objects.get().origin == "API"
    again = call("POST", "consents/", given())
    assert (again.status_code, again.json()["code"]) == (400, "already_approved")
    old = call("POST", "consents/", given(recipient=OTHER, consented_at="2020-01-02T10:00:00Z"))
    assert old.json()["extra"]["findings"][0]["iys_code"] == "H467"
    foreign = call("POST", "consents/", given(brand="999"))
    assert (foreign.status_code, foreign.json()["code"]) == (400, "brand_not_yours")


@pytest.mark.requirement("S-029")
def test_each_row_of_a_bulk_call_answers_for_itself(call: Call, brand: Brand) -> None:
    rows = [given(), given(recipient="12"), given(recipient=OTHER, status="RET")]
    answer = call("POST", "consents/bulk/", {"rows": rows}).json()
    assert [one["status"] for one in answer["results"]] == [201, 400, 400]
    codes = [one.get("problem", {}).get("code") for one in answer["results"]]
    assert codes == [None, "phone_invalid", "first_is_refusal"]
    assert ConsentRecord.objects.count() == 1


def test_the_list_the_history_and_the_changes_tell_the_same_story(
    call: Call, actor: Actor, brand: Brand
) -> None:
    consent(actor, brand, consented_at=hours_ago(5))
    consent(actor, brand, consented_at=hours_ago(2), status="RET")
    consent(actor, brand, channel="ARAMA", consented_at=hours_ago(3))
    found = call("GET", "consents/?channel=MESAJ&search=0532 123").json()["results"]
    assert [(one["channel"], one["status"]) for one in found] == [("MESAJ", "RET")]
    history = call("GET", f"consents/{found[0]['id']}/history/").json()["results"]
    assert [one["status"] for one in history] == ["RET", "ONAY"]
    first = call("GET", "consents/changes/?limit=2").json()
    rest = call("GET", f"consents/changes/?after={first['after']}").json()
    assert [one["seq"] for one in first["results"] + rest["results"]] == [1, 2, 3]
    assert (first["has_more"], rest["has_more"]) == (True, False)
    assert call("GET", "consents/changes/?limit=501").status_code == 400


def test_addresses_are_masked_without_the_right_to_see_them(
    firm: Firm, actor: Actor, brand: Brand
) -> None:
    consent(actor, brand)
    consent(actor, brand, channel="EPOSTA", address="ayse@ornek.com")
    shown = caller(firm, "iys.consent.view")("GET", "consents/").json()["results"]
    assert {one["recipient"] for one in shown} == {"ay***@ornek.com", "+90 532 *** ** 67"}


@pytest.mark.requirement("Y-030")
def test_an_ahs_key_asks_of_one_address_and_everything_else_answers_403(
    firm: Firm, actor: Actor, brand: Brand
) -> None:
    consent(actor, brand)
    note(firm.pk, brand.pk, "MESAJ", "BIREYSEL", [RegistryAnswer(PHONE, "ONAY")], hours_ago(0))
    ahs = caller(firm, "iys.consent.check")
    asked = {"brand": "100001", "recipient": "0532 123 45 67"}
    answer = ahs("POST", "consents/check/", asked)
    assert answer.status_code == 200
    assert (answer.json()["allowed"], answer.json()["verdict"]) == (True, "CONSENTED")
    unknown = ahs("POST", "consents/check/", {**asked, "recipient": OTHER}).json()
    assert unknown["allowed"] is False
    for path in ("consents/", "consents/1/", "campaigns/", "subscribers/1/"):
        assert ahs("GET", path).status_code == 403, path
    holder = of_key(make_key(firm, ["iys.consent.check"])[0])
    opened = [
        (str(pattern.pattern), method)
        for pattern in router.urls
        for method in ("GET", "POST", "PATCH", "DELETE")
        if lets_in(pattern, method, holder)
    ]
    assert opened == [("consents/check/", "POST")]


def lets_in(pattern: URLPattern, method: str, actor: Actor) -> bool:
    """Whether the door's own permission lets the holder of a key through. That every door asks
    it, over HTTP, is proved by ``tests/isolation`` with a key that holds another right."""
    door: Any = pattern.callback
    view = door.cls(**door.initkwargs)
    view.action_map = getattr(door, "actions", None)
    view.args, view.kwargs = (), {}
    view.request = view.initialize_request(RequestFactory().generic(method, "/"))
    view.request._request.actor = actor
    try:
        view.check_permissions(view.request)
    except (NotAllowed, MethodNotAllowed):
        return False
    return not isinstance(view, UnknownAddressView)


@pytest.mark.requirement("K-049")
def test_a_list_is_uploaded_looked_at_and_sent_only_with_the_flag(
    call: Call, firm: Firm, brand: Brand
) -> None:
    made = samples.sample("bireysel", brand.code, timezone.now()).read()
    client: Client = call.client  # type: ignore[attr-defined]
    file = SimpleUploadedFile("izinler.xlsx", made)
    data = {"file": file, "brand": brand.code, "declared": "true"}
    answer = client.post("/api/v1/consent_imports/", data)
    assert answer.status_code == 202, answer.content
    pk = answer.json()["id"]
    jobs.run(ConsentUpload.objects.get(pk=pk).job_id)
    ready = call("GET", f"consent_imports/{pk}/").json()
    assert (ready["state"], ready["wrong_rows"]) == ("HAZIR", 0)
    assert {one["channel"]: one["new"] for one in ready["figures"]} == {
        "ARAMA": 1, "MESAJ": 2, "EPOSTA": 2
    }  # fmt: skip
    assert call("GET", f"consent_imports/{pk}/wrong_rows/").json()["results"] == []
    refused = call("POST", f"consent_imports/{pk}/send/", {"mode": "TUMU", "checked": False})
    assert refused.json()["code"] == "check_missing"
    sent = call("POST", f"consent_imports/{pk}/send/", {"mode": "TUMU", "checked": True})
    assert sent.status_code == 202
    jobs.run(ConsentUpload.objects.get(pk=pk).job_id)
    assert call("GET", f"consent_imports/{pk}/").json()["sent"] == {"sent": 5}
    assert caller(firm, *EVERYTHING)("GET", f"consent_imports/{pk}/").status_code == 404


@pytest.mark.requirement("S-017")
@pytest.mark.parametrize(
    ("kind", "channel"),
    [
        ("SMS", "MESAJ"), ("EPOSTA", "EPOSTA"), ("SESLI_MESAJ", "ARAMA"), ("FAKS", "ARAMA"),
        ("OTOMATIK_ARAMA", "ARAMA"), ("SESLI_ARAMA", "ARAMA"),
    ],
)  # fmt: skip
def test_each_of_the_six_kinds_of_message_is_asked_for_by_the_consent_that_it_needs(
    call: Call, firm: Firm, brand: Brand, kind: str, channel: str
) -> None:
    address = "ayse@example.com" if channel == "EPOSTA" else PHONE
    note(firm.pk, brand.pk, channel, "BIREYSEL", [RegistryAnswer(address, "ONAY")], hours_ago(0))
    asked = {"brand": "100001", "recipient": address, "message_type": kind}
    assert call("POST", "consents/check/", asked).json()["verdict"] == "CONSENTED"
    other = "MESAJ" if channel != "MESAJ" else "ARAMA"
    refused = call("POST", "consents/check/", {**asked, "channel": other})
    assert (refused.status_code, refused.json()["code"]) == (400, "channel_mismatch")


@pytest.mark.requirement("S-055")
def test_dealers_are_listed_added_and_given_consents_over_rest(
    call: Call, firm: Firm, brand: Brand
) -> None:
    connect_offline(firm)
    made = call("POST", "dealers/", {"brand": "100001", "title": "Ege Bayi", "code": 10000001})
    assert made.status_code == 201, made.content
    wrong = call("POST", "dealers/", {"brand": "100001", "title": "İkinci", "code": 10000001})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "dealer_taken")
    taken = {
        "brand": "100001", "recipient": PHONE, "recipient_type": "BIREYSEL", "channel": "MESAJ",
        "status": "ONAY", "source": "HS_WEB", "consented_at": hours_ago(1).isoformat(),
        "dealer": 10000001,
    }  # fmt: skip
    assert call("POST", "consents/", taken).json()["retailer_codes"] == [10000001]
    unknown = call("POST", "consents/", {**taken, "dealer": 10000009})
    assert (unknown.status_code, unknown.json()["code"]) == (400, "dealer_unknown")
    path = f"dealers/{made.json()['id']}/access/"
    closed = call("POST", path, {"opened": False, "recipients": [PHONE, "x"]})
    assert closed.json() == {"changed": 1}
    note(firm.pk, brand.pk, "MESAJ", "BIREYSEL", [RegistryAnswer(PHONE, "ONAY")], hours_ago(0))
    asked = {"brand": "100001", "recipient": PHONE, "dealer": 10000001}
    assert call("POST", "consents/check/", asked).json()["verdict"] == "NOT_FOR_DEALER"
    assert call("GET", "dealers/").json()["results"][0]["title"] == "Ege Bayi"
    own = f"dealers/{made.json()['id']}/"
    days = {"contract_from": "2026-01-01", "contract_until": "2026-06-30"}
    changed = call("PATCH", own, days)
    assert changed.status_code == 200, changed.content
    assert {name: changed.json()[name] for name in days} == days
    assert call("POST", "consents/check/", asked).json()["verdict"] == "DEALER_CLOSED"
    backwards = call("PATCH", own, {"contract_until": "2025-12-31"})
    assert (backwards.status_code, backwards.json()["code"]) == (400, "contract_days")
    theirs = call("PATCH", own, {"title": "Başka"})
    assert (theirs.status_code, theirs.json()["code"]) == (400, "dealer_fact_of_registry")
