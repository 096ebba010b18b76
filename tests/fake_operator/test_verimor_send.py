"""Verimor: what is taken and what is refused."""

import pytest

from tests.fake_operator.clients import SENDER


def word(answer):
    return answer.status_code, answer.text


def test_plain_text_answers_are_the_campaign_id_alone(verimor, control):
    client = verimor()
    answer = client.send(custom_id="k-9")
    assert answer.headers["Content-Type"].startswith("text/plain")
    row = control.truth(client.who["username"])["messages"][0]
    assert (row["packet_id"], row["custom_id"]) == (answer.text, "k-9")


def test_json_answers_name_campaign_custom_id_and_status(verimor):
    answer = verimor(answer_style="json").send(custom_id="k-9").json()
    assert isinstance(answer["campaign_id"], int)
    assert (answer["custom_id"], answer["status"]) == ("k-9", "ACCEPTED")


def test_one_endpoint_takes_many_texts_for_many_numbers(verimor, control):
    client = verimor()
    messages = [
        {"msg": "Bir", "dest": "905321112201,905331112201", "id": "a,b"},
        {"msg": "İki", "dest": "905341112201", "id": "c"},
    ]
    assert client.send(messages=messages).status_code == 200
    rows = control.truth(client.who["username"])["messages"]
    assert [(row["dest"], row["text"], row["message_custom_id"]) for row in rows] == [
        ("+905321112201", "Bir", "a"),
        ("+905331112201", "Bir", "b"),
        ("+905341112201", "İki", "c"),
    ]


def test_ids_that_do_not_match_the_numbers_are_left_out(verimor, control):
    client = verimor()
    client.send(messages=[{"msg": "M", "dest": "905321112201,905331112201", "id": "a"}])
    rows = control.truth(client.who["username"])["messages"]
    assert [row["message_custom_id"] for row in rows] == [None, None]


def test_an_empty_source_address_means_the_first_header(verimor, control):
    client = verimor(senders=["BIRINCI", "IKINCI"])
    client.send(source_addr=None)
    assert control.truth(client.who["username"])["messages"][0]["sender"] == "BIRINCI"


def test_sending_by_query_works_too(verimor, control):
    client = verimor()
    answer = client.get("/v2/send", msg="Merhaba", dest="905321112201", source_addr=SENDER)
    assert answer.text.isdecimal()
    assert control.truth(client.who["username"])["messages"][0]["text"] == "Merhaba"


@pytest.mark.parametrize("dest", ["+49151123456", "0049151123456"])
def test_foreign_numbers_begin_with_00_or_plus_and_cost_more(verimor, control, dest):
    client = verimor(international_multiplier=4)
    campaign = client.send(dest).text
    control.settle()
    report = client.status(id=campaign)[0]
    assert report["dest"] == "0049151123456"
    assert report["international_multiplier"] == 4
    assert client.balance() == 100_000 - report["credits"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"source_addr": "BASKASI"}, "INVALID_SOURCE_ADDRESS"),
        ({"source_addr": "908501234567"}, "NUMERIC_SOURCE_ADDRESS_NOT_ALLOWED"),
        ({"messages": []}, "MISSING_MESSAGE"),
        ({"messages": None}, "MISSING_MESSAGE"),
        ({"messages": ["x"]}, "MISSING_MESSAGE"),
        ({"messages": [{"dest": "905321112201"}]}, "MISSING_MESSAGE"),
        ({"messages": [{"msg": "", "dest": "905321112201"}]}, "MISSING_MESSAGE"),
        ({"messages": [{"msg": "M"}]}, "MISSING_DESTINATION_ADDRESS"),
        ({"messages": [{"msg": "M", "dest": " , "}]}, "MISSING_DESTINATION_ADDRESS"),
        ({"dest": "05321112201"}, "INVALID_DESTINATION_ADDRESS"),
        ({"dest": "5321112201"}, "INVALID_DESTINATION_ADDRESS"),
        ({"dest": "902121112233"}, "INVALID_DESTINATION_ADDRESS"),
        ({"dest": "905321112201,12"}, "INVALID_DESTINATION_ADDRESS"),
        ({"msg": "a" * 1072}, "MESSAGE_TOO_LONG"),
        ({"msg": "ş" * 1044}, "MESSAGE_TOO_LONG"),
        ({"msg": "ü" * 470, "datacoding": 2}, "MESSAGE_TOO_LONG"),
        ({"valid_for": "00:00"}, "INVALID_PERIOD"),
        ({"valid_for": "48:01"}, "INVALID_PERIOD"),
        ({"valid_for": "bir gün"}, "INVALID_PERIOD"),
        ({"send_at": "2026-11-23 11:00:00"}, "INVALID_DELIVERY_TIME"),
        ({"send_at": "yarın"}, "INVALID_DELIVERY_TIME"),
        ({"datacoding": 3}, "INVALID_DATACODING"),
        ({"datacoding": 0, "msg": "ışık"}, "INVALID_DATACODING"),
        ({"iys_recipient_type": "HERKES"}, "INVALID_IYS_RECIPIENT_TYPE"),
    ],
)  # fmt: skip
def test_a_wrong_send_is_refused_with_its_word(verimor, control, fields, expected):
    client = verimor()
    assert word(client.send(**fields)) == (400, expected)
    assert control.truth(client.who["username"])["messages"] == []


@pytest.mark.parametrize(
    ("settings", "fields", "expected"),
    [
        ({"brand_codes": []}, {"is_commercial": True}, "MISSING_IYS_BRAND_CODE"),
        (
            {"commercial_refusal": "AHS_AUTHORIZATION_ERROR"},
            {"is_commercial": True},
            "AHS_AUTHORIZATION_ERROR",
        ),
        (
            {"commercial_refusal": "NO_AHS_BRAND_ERROR"},
            {"is_commercial": True},
            "NO_AHS_BRAND_ERROR",
        ),
        ({"forbidden_words": ["bahis"]}, {"msg": "canlı bahis"}, "FORBIDDEN_MESSAGE"),
        ({"balance": 1}, {"dest": "905321112201,905331112201"}, "INSUFFICIENT_CREDITS"),
        ({"max_batch": 1}, {"dest": "905321112201,905331112201"}, "MESSAGE_COUNT_LIMIT_EXCEEDED"),
    ],
)
def test_an_account_that_may_not_is_refused_with_its_word(verimor, settings, fields, expected):
    client = verimor(**settings)
    assert word(client.send(**fields)) == (400, expected)
    assert client.send("905351112201").status_code == 200


def test_refusals_are_json_for_accounts_with_json_answers(verimor):
    answer = verimor(answer_style="json").send(msg="")
    assert (answer.status_code, answer.json()) == (400, {"error": "MISSING_MESSAGE"})


@pytest.mark.parametrize(
    ("body", "expected"),
    [(b"{", "INVALID_JSON"), (b"[]", "INVALID_JSON"), (b'{"a": "\xff"}', "INVALID_UTF8")],
)
def test_a_body_that_cannot_be_read_is_refused(verimor, body, expected):
    assert word(verimor().call("POST", "/v2/send.json", data=body)) == (400, expected)


def test_wrong_credentials_are_401(verimor):
    client = verimor()
    client.who["password"] = "yanlis"
    assert word(client.send()) == (401, "Geçersiz kullanıcı adı/şifre")
    assert word(client.get("/v2/balance")) == (401, "Geçersiz kullanıcı adı/şifre")


def test_the_address_list_is_compulsory(verimor):
    assert word(verimor(allowed_ips=[]).send()) == (
        401,
        "Hesabınızda izinli IP ayarları yapılmamış",
    )
    assert verimor(allowed_ips=["10.0.0.1"]).send().status_code == 401


def test_the_same_text_to_the_same_number_is_refused_for_24_hours(verimor, control):
    client = verimor()
    assert client.send().status_code == 200
    assert word(client.send()) == (400, "MUKERRER_RAPORLAMA")
    control.advance(23 * 3600)
    assert word(client.send()) == (400, "MUKERRER_RAPORLAMA")
    control.advance(3600 + 1)
    assert client.send().status_code == 200


def test_repeated_texts_among_new_ones_are_taken_and_reported_as_doubles(verimor, control):
    client = verimor()
    client.send()
    campaign = client.send("905321112201,905331112201").text
    control.settle()
    reports = client.status(id=campaign)
    assert [row["status"] for row in reports] == ["DOUBLE_SEND_ERROR", "DELIVERED"]
    assert [row["credits"] for row in reports] == [0, 1]


def test_the_check_for_repeated_texts_can_be_switched_off(verimor):
    client = verimor(duplicate_hours=0)
    assert [client.send().status_code for _ in range(2)] == [200, 200]


def test_the_241st_send_of_a_minute_is_too_many(verimor, control):
    client = verimor()
    codes = [client.send(msg=f"M{i}").status_code for i in range(241)]
    assert codes == [200] * 240 + [429]
    control.advance(61)
    assert client.send(msg="sonra").status_code == 200


def test_more_than_ten_megabytes_are_too_large(verimor):
    client = verimor()
    answer = client.call("POST", "/v2/send.json", data=b" " * (10 * 1024 * 1024 + 1))
    assert answer.status_code == 413


def test_a_scheduled_campaign_can_be_cancelled(verimor):
    client = verimor()
    campaign = client.send(send_at="2026-11-23 18:00:00").text
    assert client.status(id=campaign)[0]["status"] == "SENDING"
    path = f"/v2/cancel/{campaign}"
    assert word(client.call("POST", path, json=client.who)) == (
        200,
        f"Kampanya silindi: {campaign}",
    )
    assert client.balance() == 100_000
    again = client.call("POST", path, json=client.who)
    assert word(again) == (400, f"Kampanya bulunamadı: {campaign}")


def test_times_may_carry_an_offset(verimor, control):
    client = verimor()
    campaign = client.send(send_at="2026-11-23T15:00:00+00:00").text
    control.advance(6 * 3600 - 5)
    assert client.status(id=campaign)[0]["status"] == "SENDING"
    control.advance(6)
    assert client.status(id=campaign)[0]["status"] == "DELIVERED"


def test_json_answers_cover_cancel_balance_headers_and_blacklist(verimor):
    client = verimor(answer_style="json", senders=[SENDER, "IKINCI"])
    campaign = client.send(send_at="2026-11-23 18:00:00").json()["campaign_id"]
    assert client.call("POST", f"/v2/cancel/{campaign}", json=client.who).json() == {
        "campaign_id": campaign,
        "status": "CANCELLED",
    }
    assert client.get("/v2/balance").json() == {"balance": 100_000, "bonus": 0}
    assert client.get("/v2/headers").json() == [{"header": SENDER}, {"header": "IKINCI"}]
    added = client.call("POST", "/v2/blacklists", params={**client.who, "phones": "905321112201"})
    assert added.json() == {"status": "OK"}
