"""What people do at the registry themselves, by its screen and by its codes and links."""

import pytest
import requests

from tests.fake_operator.iys.client import MAIL, PHONE

CALL = {"type": "ARAMA"}


def page(iys, path, **body):
    return requests.post(f"{iys.url}/iys/{path}", json=body, timeout=5)


def state(iys, address="05321112233"):
    return requests.get(f"{iys.url}/iys/{address}/state", timeout=5).json()


def test_the_screen_shows_and_changes_what_the_registry_has(iys):
    iys.add()
    (row,) = state(iys)["records"]
    assert (row["brandName"], row["status"]) == ("Demir", "ONAY")
    choice = {"brand": 600001, "types": ["MESAJ"], "status": "RET", "source": "IYS_WEB"}
    assert page(iys, "05321112233/choices", **choice).json() == {"movements": 1}
    assert iys.status().json()["source"] == "IYS_WEB"
    assert page(iys, "05321112233/choices", **choice).json() == {"movements": 0}
    assert page(iys, "05321112233/choices", status="BELKI").status_code == 400


def test_a_refusal_by_the_short_number_ends_every_channel_of_every_brand(iys, registry):
    iys.add()
    iys.add(**CALL)
    registry.fill_consents(600002, {"recipient": PHONE, "type": "MESAJ", "status": "ONAY"})
    moved = registry.citizen(PHONE, source="IYS_KISAMESAJ")
    assert [(one["brandCode"], one["type"]) for one in moved] == [
        (600001, "ARAMA"), (600001, "MESAJ"), (600002, "MESAJ"),
    ]  # fmt: skip


def test_a_brand_that_a_citizen_adds_is_new_on_the_web(iys, registry):
    (moved,) = registry.citizen(
        PHONE, status="ONAY", brand=600001, types=["MESAJ"], citizen_name="Ayşe"
    )
    assert (moved["source"], moved["citizenName"]) == ("IYS_WEB_YENI", "Ayşe")
    assert iys.status().json()["status"] == "ONAY"


def test_a_closed_line_ends_its_approvals(iys, registry):
    iys.add()
    iys.add(**CALL)
    moved = registry.close_line(PHONE)
    assert {one["source"] for one in moved} == {"IYS_AHS_HAT_KAPATMA"}
    assert iys.status().json()["status"] == "RET"
    assert registry.close_line(PHONE) == []


# --- the registry's own verification ----------------------------------------------------------


def start(iys, **fields):
    row = {"title": "ETK", "brandCodes": [600001], "types": ["MESAJ", "ARAMA"]}
    body = {
        "formId": "f1", "recipient": PHONE, "verificationType": "SMS_OTP", "consentTypes": [row],
        **fields,
    }  # fmt: skip
    return iys.call("POST", "/via/sps/600001/consent", json=body)


def started(iys, **fields):
    answer = start(iys, **fields)
    assert answer.status_code == 200, answer.text
    return answer.json()["message"]["requestId"]


def confirm(iys, request_id, code, **fields):
    body = {
        "requestId": request_id, "verificationType": "SMS_OTP",
        "consentTypes": [{"title": "ETK", "otpCode": code}], **fields,
    }  # fmt: skip
    return iys.call("POST", "/via/sps/600001/confirmation", json=body)


def wrong(code):
    return "111111" if code != "111111" else "222222"


def stages(iys, request_id):
    answer = iys.call("GET", f"/via/sps/600001/consent/request/{request_id}").json()
    return [(one["stage"], one["status"]) for one in answer["message"]["stages"]]


def test_a_code_from_the_phone_makes_the_consents(iys):
    request_id = started(iys)
    (asked,) = state(iys)["asked"]
    made = confirm(iys, request_id, asked["code"]).json()["message"]
    assert {(one["type"], one["brandCode"]) for one in made} == {
        ("MESAJ", 600001), ("ARAMA", 600001),
    }  # fmt: skip
    assert iys.status().json()["source"] == "IYS_KISAMESAJ"
    assert confirm(iys, request_id, asked["code"]).json()["code"] == "H1032"
    assert stages(iys, request_id)[-1] == ("COMPLETED", "SUCCESS")


def test_after_three_wrong_codes_the_right_one_is_refused_too(iys):
    request_id = started(iys)
    code = state(iys)["asked"][0]["code"]
    for _ in range(3):
        assert confirm(iys, request_id, wrong(code)).json()["code"] == "H1052"
    assert confirm(iys, request_id, code).json()["code"] == "H1050"


def test_a_code_lives_three_minutes(iys, registry):
    request_id = started(iys)
    code = state(iys)["asked"][0]["code"]
    registry.advance(181)
    assert confirm(iys, request_id, code).json()["code"] == "H1051"
    assert stages(iys, request_id)[-1] == ("COMPLETED", "OTP_CODE_EXPIRED")
    assert state(iys)["asked"] == []


def test_a_link_is_answered_once_on_the_screen(iys):
    row = {"title": "ETK", "brandCodes": [600001], "types": ["EPOSTA"]}
    request_id = started(
        iys, recipient=MAIL, verificationType="EPOSTA_APPROVALURL", consentTypes=[row]
    )
    answered = page(iys, f"{MAIL}/via/{request_id}", answer="approve")
    assert answered.json() == {"movements": 1}
    again = page(iys, f"{MAIL}/via/{request_id}", answer="approve")
    assert (again.status_code, again.json()["code"]) == (409, "H1067")
    assert iys.status(MAIL, type="EPOSTA").json()["source"] == "IYS_EPOSTA"


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"formId": ""}, 400, "H1057"),
        ({"recipient": "0532"}, 400, "H1010"),
        ({"verificationType": "FAKS"}, 400, "H1012"),
        ({"consentTypes": []}, 400, "H1010"),
        ({"verificationType": "EPOSTA_OTP"}, 400, "H1010"),
        (
            {"consentTypes": [{"title": "ETK", "brandCodes": [9], "types": ["MESAJ"]}]},
            400, "H1014",
        ),
        (
            {"consentTypes": [{"title": "ETK", "recipientType": "KURUM", "brandCodes": [600001],
                               "types": ["MESAJ"]}]},
            400, "H1063",
        ),
    ],
)  # fmt: skip
def test_a_wrong_start_is_one_code(iys, fields, status, code):
    answer = start(iys, **fields)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_each_finished_consent_costs_a_credit(iys, registry):
    registry.put_provider(600001, brands=[{"code": 600001}], subscription={"via_credits": 3})
    request_id = started(iys)
    confirm(iys, request_id, state(iys)["asked"][0]["code"])
    assert start(iys).json()["code"] == "H1015"


def test_verification_errors_are_one_code(iys):
    assert confirm(iys, "yok", "123456").json()["code"] == "H1030"
    other = confirm(iys, started(iys), "123456", verificationType="EPOSTA_OTP")
    assert other.json()["code"] == "H1064"
    foreign = iys.call("GET", "/via/sps/600009/consent/request/x", check=False)
    assert (foreign.status_code, foreign.json()["code"]) == (403, "H1040")
    iys.http.headers["Authorization"] = ""
    assert (start(iys).status_code, start(iys).json()["code"]) == (401, "H1038")


def test_a_link_to_refuse_e_mails_is_made_for_approvals_alone(iys):
    iys.add(recipient=MAIL, type="EPOSTA")
    body = {"recipients": [MAIL, "baska@ornek.com.tr"]}
    answer = iys.call("POST", "via-hash-links", json=body, check=False)
    linked, warned = answer.json()["list"]
    assert (answer.status_code, linked["recipient"]) == (200, MAIL)
    assert linked["link"].startswith("https://")
    assert (warned["warning"]["code"], "link" in warned) == ("H568", False)
