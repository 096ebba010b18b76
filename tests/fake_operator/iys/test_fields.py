"""Field rules of a consent, each with its code."""

import pytest

from tests.fake_operator.iys.client import MAIL, PHONE, codes, consent

LONG_MAIL = "a" * 255 + "@ornek.com.tr"
CASES = [
    ({"recipient": None}, ["H114"]),
    ({"recipient": ""}, ["H114"]),
    ({"type": None}, ["H111"]),
    ({"status": None}, ["H110"]),
    ({"source": None}, ["H113"]),
    ({"consentDate": None}, ["H112"]),
    ({"consentDate": ""}, ["H112"]),
    ({"status": "RED"}, ["H115"]),
    ({"status": "onay"}, ["H115"]),
    ({"recipientType": ""}, ["H116"]),
    ({"recipientType": "ESNAF"}, ["H116"]),
    ({"type": "SMS"}, ["H117"]),
    ({"source": "IYS_WEB"}, ["H119"]),
    ({"source": "HS_DUVAR"}, ["H119"]),
    ({"adi": "Ayşe"}, ["H118"]),
    ({"recipient": PHONE, "type": "EPOSTA"}, ["H120"]),
    ({"recipient": "ayşe@ornek.com.tr", "type": "EPOSTA"}, ["H120"]),
    ({"recipient": "a b@ornek.com.tr", "type": "EPOSTA"}, ["H120"]),
    ({"recipient": LONG_MAIL, "type": "EPOSTA"}, ["H120"]),
    ({"recipient": MAIL}, ["H121"]),
    ({"recipient": MAIL, "type": "ARAMA"}, ["H121"]),
    ({"recipient": "905321112233"}, ["H121"]),
    ({"recipient": "05321112233"}, ["H121"]),
    ({"recipient": 905321112233}, ["H121"]),
    ({"recipient": "+905001112"}, ["H122"]),
    ({"recipient": "+9053211122334455"}, ["H122", "H160"]),
    ({"consentDate": "2026-02-30 10:00:00"}, ["H157"]),
    ({"consentDate": "23.11.2026 10:00"}, ["H158"]),
    ({"consentDate": "2026-11-23T09:00:00+03:00"}, ["H158"]),
    ({"consentDate": "2026-11-23 23:00:00"}, ["H162"]),
    ({"consentDate": "2014-01-01 00:00:00"}, ["H156", "H467"]),
    ({"consentDate": "2014-01-01 00:00:00", "source": "HS_2015"}, ["H155", "H156"]),
    ({"consentDate": "2026-11-23 09:00:00", "source": "HS_2015"}, ["H155"]),
    ({"consentDate": "2026-11-17 23:59:59"}, ["H467"]),
    ({"source": "HS_KARAR"}, ["H408"]),
    ({"retailerAccess": []}, ["H163"]),
    ({"retailerAccess": [1] * 3001}, ["H126"]),
    ({"recipient": None, "type": None, "status": "X"}, ["H111", "H114", "H115"]),
]


@pytest.mark.parametrize(("fields", "expected"), CASES)
def test_a_wrong_field_is_422_with_its_code(iys, fields, expected):
    answer = iys.add(**fields)
    assert (answer.status_code, codes(answer)) == (422, expected)


@pytest.mark.parametrize(
    "fields",
    [
        {"recipientType": None},
        {"recipient": "+902121112233", "type": "ARAMA"},
        {"recipient": "+4915112345678"},
        {"recipient": "_ayse.k+haber@ornek.com.tr", "type": "EPOSTA"},
        {"consentDate": "2026-11-18 00:00:00"},
        {"consentDate": "2015-05-01 00:00:00", "source": "HS_2015"},
        {"recipientType": "TACIR", "source": None, "consentDate": None},
    ],
)
def test_an_ordinary_consent_is_stored(iys, fields):
    answer = iys.add(**fields)
    assert answer.status_code == 200, answer.text


def test_an_error_says_where_and_what(iys):
    (error,) = iys.add(status="RED").json()["errors"]
    assert (error["location"], error["value"]) == (["status"], "RED")
    rows = [consent(), consent(recipient="0532"), consent(type="SMS")]
    errors = iys.add_many(*rows).json()["errors"]
    assert [(one["index"], one["code"]) for one in errors] == [(1, "H121"), (2, "H117")]


@pytest.mark.parametrize(
    ("body", "code"), [("{", "H014"), ("[]", "H085"), ('"x"', "H085"), ("", "H014")]
)
def test_a_body_that_is_no_consent_is_400(iys, body, code):
    answer = iys.call("POST", "consents", data=body)
    assert (answer.status_code, codes(answer)) == (400, [code])


def test_an_email_address_is_kept_in_lower_case(iys):
    iys.add(recipient="Ayse@Ornek.com.tr", type="EPOSTA")
    answer = iys.status("AYSE@ornek.com.tr", type="EPOSTA").json()
    assert (answer["recipient"], answer["status"]) == (MAIL, "ONAY")


def test_a_zero_after_the_country_code_is_taken_but_nobody_finds_it(iys):
    assert iys.add(recipient="+9005321112233").status_code == 200
    assert iys.approved(PHONE).json()["list"] == []


@pytest.mark.parametrize(
    ("day", "now", "taken"),
    [
        # The row of the inventory: Friday's consent is in time on Wednesday and late on Thursday.
        ("2026-11-20 17:00:00", "2026-11-25T23:59:00+03:00", True),
        ("2026-11-20 17:00:00", "2026-11-26T00:00:30+03:00", False),
        # 29 October is a holiday: the window is a day longer.
        ("2026-10-27 09:00:00", "2026-11-02T12:00:00+03:00", True),
        ("2026-10-27 09:00:00", "2026-11-03T12:00:00+03:00", False),
    ],
)
def test_three_business_days_are_counted_from_the_day_after(iys, registry, day, now, taken):
    registry.set_clock(now)
    iys.login()
    answer = iys.add(consentDate=day)
    assert answer.status_code == (200 if taken else 422)


def test_open_questions_of_the_date_are_switches(iys, registry):
    registry.change_registry(late_status=400, late_binds_2015=True)
    late = iys.add(consentDate="2026-11-01 10:00:00")
    assert (late.status_code, codes(late)) == (400, ["H467"])
    of_2015 = iys.add(consentDate="2015-05-01 00:00:00", source="HS_2015")
    assert codes(of_2015) == ["H467"]
