import re
import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turkcell_hub.lib.redact import redact, redact_text

PHONE_SPELLINGS = [
    "+90{a}{b}{c}{d}",
    "90{a}{b}{c}{d}",
    "0{a}{b}{c}{d}",
    "{a}{b}{c}{d}",
    "0090{a}{b}{c}{d}",
    "00 90 {a} {b} {c} {d}",
    "0{a} {b} {c} {d}",
    "0{a} {b}{c}{d}",
    "0{a} {b} {c}{d}",
    "(0{a}) {b} {c} {d}",
    "({a}) {b}-{c}-{d}",
    "{a}.{b}.{c}.{d}",
    "{a}-{b}-{c}-{d}",
    "+90 (0{a}) {b}{c}{d}",
    "+90 {a} {b} {c} {d}",
    "+90-{a}-{b}-{c}-{d}",
    "%2B90{a}{b}{c}{d}",
    "{a}{b}{c}{d}.0",
    "0{a}/{b}{c}{d}",
    "0{a}\u00a0{b}\u00a0{c}\u00a0{d}",
]
SURROUNDINGS = [
    "{}",
    "to={}",
    "tel:{}",
    "numara {} bulunamadı",
    '{{"to": "{}", "n": 1}}',
    "https://hub.example/api?to={}&x=1",
    "/gsm/{}/",
    "rapor_{}.xlsx",
    "['{}']",
    "<to>{}</to>",
    "a,{},b",
    "Key (phone)=({}) already exists.",
]


def digits_of(text):
    return re.sub(r"\D", "", text)


@pytest.mark.parametrize("spelling", PHONE_SPELLINGS)
@pytest.mark.parametrize("surrounding", SURROUNDINGS)
def test_a_phone_number_is_masked_in_every_spelling_and_place(spelling, surrounding):
    number = spelling.format(a="532", b="987", c="65", d="43")

    masked = redact_text(surrounding.format(number))

    assert "9876543" not in digits_of(masked)
    assert "532 *** ** 43" in masked


@given(
    st.from_regex(r"5[0345][0-9]", fullmatch=True),
    st.from_regex(r"[0-9]{7}", fullmatch=True),
    st.sampled_from(PHONE_SPELLINGS),
    st.sampled_from(SURROUNDINGS),
)
def test_any_mobile_number_is_masked(prefix, rest, spelling, surrounding):
    number = spelling.format(a=prefix, b=rest[:3], c=rest[3:5], d=rest[5:])
    assert number not in redact_text(surrounding.format(number))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("0212 987 65 43", "+90 212 *** ** 43"),
        ("+994 50 987 65 43", "+994 50 *** ** 43"),
        ("994509876543", "+994 50 *** ** 43"),
        ("TCKN 10000000146 reddedildi", "TCKN 100******46 reddedildi"),
        ("100 000 001 46", "100******46"),
    ],
)
def test_landlines_azerbaijani_numbers_and_identity_numbers_are_masked(text, masked):
    assert redact_text(text) == masked


@given(st.from_regex(r"[1-9][0-9]{10}", fullmatch=True), st.sampled_from(SURROUNDINGS))
def test_any_eleven_digits_that_may_be_an_identity_number_are_masked(tckn, surrounding):
    assert tckn not in redact_text(surrounding.format(tckn))


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer CANARY",
        "authorization: Basic CANARY==",
        "{'Authorization': 'Token CANARY'}",
        "Proxy-Authorization: CANARY",
        "Bearer CANARY-123.abc",
        "password=CANARY&x=1",
        "PASSWORD: CANARY",
        '"password": "CANARY CANARY"',
        "{'parola': 'CANARY'}",
        "şifre=CANARY",
        "sifre: CANARY",
        "Şifresi: CANARY",
        "api_key=CANARY",
        "X-Api-Key: CANARY",
        "apikey='CANARY'",
        "client_secret=CANARY",
        "access_token=CANARY",
        "?token=CANARY",
        "gateway_password=CANARY",
        "Cookie: sessionid=CANARY; csrftoken=CANARY",
        "Set-Cookie: sessionid=CANARY; HttpOnly",
        "redis://user:CANARY@localhost:6379/0",
        "postgres://:CANARY@db/hub",
        "otp=CANARY",
    ],
)
def test_secrets_in_free_text_are_hidden(text):
    assert "CANARY" not in redact_text(text)


@pytest.mark.parametrize(
    "text", ["Onay kodunuz: 482915", "kod 482915", "code=482915", "otp_code=482915", "kodu: 482915"]
)
def test_one_time_codes_in_free_text_are_hidden(text):
    assert "482915" not in redact_text(text)


def test_a_json_web_token_is_hidden():
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
    assert redact_text(f"mesajussu {token} döndü") == "mesajussu *** döndü"


@pytest.mark.parametrize(
    "text",
    [
        "1.234.567,89 TL",
        "₺5.321.234.567,89",
        "5321234567,50 TL",
        "0.5321234567",
        "2026-11-22T10:15:30.123456+03:00",
        "2026-11-22 10:15:30",
        "05.12.2026 1234",
        "22.11.2026 10:15",
        "212.123.45.67",
        "192.168.100.200:8000",
        "packetId 123456789",
        "packetId 1234567890123",
        "1763800000",
        "000000000146",
        "code=902 http 500",
        "code: too_short",
        "hata kodu H155",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1000 satır, 250 hatalı",
        "token alındı",
        "",
    ],
)
def test_what_is_no_personal_data_stays_readable(text):
    assert redact_text(text) == text


@given(st.uuids())
def test_a_uuid_stays_readable(value):
    assert redact_text(f"message {value} sent") == f"message {value} sent"
    assert redact({"id": value}) == {"id": value}


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 1, 1)))  # noqa: DTZ001
def test_a_time_stays_readable(moment):
    for text in (moment.isoformat(), f"{moment:%d.%m.%Y %H:%M}", str(moment)):
        assert redact_text(text) == text


@given(st.integers(-(10**9), 10**9).map(lambda kurus: Decimal(kurus) / 100))
def test_an_amount_stays_readable(amount):
    for text in (f"{amount:.2f}", f"{amount:,.2f} TL"):
        assert redact_text(text) == text


@given(st.text())
def test_masking_twice_changes_nothing_more(text):
    assert redact_text(redact_text(text)) == redact_text(text)


def test_nested_structures_are_walked_and_not_changed():
    event = {
        "event": "sms to +905329876543",
        "password": "CANARY",
        "headers": {"Authorization": "Basic CANARY", "Accept": "*/*"},
        "rows": [{"to": 5329876543, "tckn": 10000000146.0, "ok": True, "n": 7}],
        "api-key": b"CANARY",
        "Şifre": "CANARY",
        "GatewayToken": 12345,
        "body": b"to=05329876543",
        "+905329876543": None,
        "when": datetime(2026, 11, 22, tzinfo=UTC),
        "amount": Decimal("1234.56"),
        "id": uuid.UUID(int=5),
    }

    masked = redact(event)

    assert "CANARY" not in repr(masked)
    assert "9876543" not in repr(masked)
    assert "0000001" not in repr(masked["rows"])
    assert masked["rows"][0]["ok"] is True
    assert masked["rows"][0]["n"] == 7
    assert masked["amount"] == Decimal("1234.56")
    assert masked["headers"]["Accept"] == "*/*"
    assert event["password"] == "CANARY"


def test_a_code_under_its_own_name_is_hidden_but_an_error_code_is_not():
    assert redact({"code": "482915", "otp": 1}) == {"code": "***", "otp": "***"}
    assert redact({"code": "too_short", "status": 404}) == {"code": "too_short", "status": 404}


def test_an_exception_is_shown_without_its_number():
    shown = redact({"error": ValueError("bad number 05329876543")})
    assert shown == {"error": "ValueError('bad number +90 532 *** ** 43')"}


def test_a_structure_that_holds_itself_ends():
    loop: dict = {}
    loop["self"] = loop
    assert "…" in repr(redact(loop))
