"""Mesaj Üssü: what is taken and what is refused."""

import pytest

from tests.fake_operator.clients import SENDER

NUMBER = "5321112201"


def code(answer):
    return answer.status_code, answer.json()["resultCode"]


def test_one_text_goes_to_many_numbers(mesajussu, control):
    client = mesajussu()
    answer = client.oton("5321112201", "5321112202", customId="k-1", ids=["a", "b"])
    assert answer.status_code == 200
    truth = control.truth(client.username)
    assert [row["dest"] for row in truth["messages"]] == ["+905321112201", "+905321112202"]
    assert [row["message_custom_id"] for row in truth["messages"]] == ["a", "b"]
    assert {row["packet_id"] for row in truth["messages"]} == {answer.json()["packetId"]}
    assert truth["summary"]["messages_by_custom_id"] == {"k-1": 2}


def test_each_number_gets_its_own_text_and_its_message_id(mesajussu, control):
    client = mesajussu()
    answer = client.nton(("5321112201", "Bir"), ("5331112201", "İki")).json()
    rows = control.truth(client.username)["messages"]
    assert [row["text"] for row in rows] == ["Bir", "İki"]
    assert [row["message_id"] for row in rows] == answer["messageIds"]


def test_numbers_may_be_sent_as_json_numbers(mesajussu, control):
    client = mesajussu()
    body = {"message": "M", "sender": SENDER, "etkFlag": False, "receivers": [5321112201]}
    assert client.call("POST", "/v2/sms/send/oton", json=body).status_code == 200
    assert control.truth(client.username)["messages"][0]["dest"] == "+905321112201"


def test_a_campaign_is_kept_with_its_name_until_its_time(mesajussu, control):
    client = mesajussu()
    body = {
        "messageText": "Merhaba", "sender": SENDER, "campaignName": "Kasım", "etkFlag": False,
        "startDateText": "2026-11-23_15:00", "receivers": [NUMBER],
    }  # fmt: skip
    answer = client.call("POST", "/v1/sms/campaign/create/json", json=body).json()
    assert answer["resultDescription"] == "success"
    path = f"/v1/campaign/get/one/{answer['packetId']}"
    before = client.call("GET", path).json()
    assert (before["status"], before["campaignName"], before["waiting"]) == (
        "SCHEDULED",
        "Kasım",
        1,
    )
    control.advance(3 * 3600 + 1)
    client.login()
    after = client.call("GET", path).json()
    assert (after["status"], after["delivered"], after["credits"]) == ("FINISHED", 1, 1)


def test_a_scheduled_packet_can_be_cancelled_once_and_gives_its_credits_back(mesajussu):
    client = mesajussu()
    packet = client.oton(startDateText="23.11.2026_18:00").json()["packetId"]
    assert client.balance() == 99_999
    assert code(client.call("POST", f"/v1/campaign/cancel/{packet}")) == (200, 0)
    assert client.balance() == 100_000
    assert code(client.call("POST", f"/v1/campaign/cancel/{packet}")) == (409, 409)
    assert client.report(packetId=packet)[0]["status"] == "CANCELLED"


def test_what_has_begun_cannot_be_cancelled(mesajussu):
    client = mesajussu()
    packet = client.oton().json()["packetId"]
    assert code(client.call("POST", f"/v1/campaign/cancel/{packet}")) == (409, 409)


@pytest.mark.parametrize("size", [0, 6])
def test_a_batch_outside_the_limits_is_refused_whole(mesajussu, control, size):
    client = mesajussu(max_batch=5)
    answer = client.call(
        "POST", "/v2/sms/send/oton",
        json={"message": "M", "sender": SENDER, "etkFlag": False, "receivers": [NUMBER] * size},
    )  # fmt: skip
    assert code(answer) == (400, 932)
    assert control.truth(client.username)["messages"] == []


def test_an_unknown_sender_is_refused(mesajussu):
    client = mesajussu()
    assert code(client.oton(sender="BASKASI")) == (400, 971)
    rows = [{"receiver": NUMBER, "message": "M", "sender": one} for one in (SENDER, "BASKASI")]
    body = {"messages": rows, "etkFlag": False}
    assert code(client.call("POST", "/v2/sms/send/nton", json=body)) == (400, 971)


def test_a_commercial_text_gets_the_opt_out_line_and_pays_for_it(mesajussu, control):
    client = mesajussu(etk_line=" Iptal: RET B001")
    client.oton(message="a" * 150, etkFlag=True, brandCode="100001")
    client.oton(message="a" * 150, etkFlag=False)
    rows = control.truth(client.username)["messages"]
    assert [row["parts"] for row in rows] == [2, 1]
    assert [row["text"] for row in rows] == ["a" * 150, "a" * 150]


def test_a_text_is_commercial_unless_it_says_otherwise(mesajussu):
    client = mesajussu()
    body = {"message": "M", "sender": SENDER, "receivers": [NUMBER]}
    assert code(client.call("POST", "/v2/sms/send/oton", json=body)) == (400, 883)


@pytest.mark.parametrize("brand", [{}, {"brandCode": "999"}])
def test_commercial_texts_need_the_accounts_brand_code(mesajussu, brand):
    assert code(mesajussu().oton(etkFlag=True, **brand)) == (400, 883)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("08:59", 938), ("09:00", 0), ("20:59", 0), ("21:01", 938)],
)
def test_commercial_texts_go_between_nine_and_nine(mesajussu, control, moment, expected):
    control.set_clock(f"2026-11-24T{moment}:00+03:00")
    client = mesajussu()
    assert client.oton(etkFlag=True, brandCode="100001").json()["resultCode"] == expected
    assert client.oton(etkFlag=False).json()["resultCode"] == 0


def test_a_commercial_start_outside_the_window_is_refused(mesajussu):
    client = mesajussu()
    late = {"etkFlag": True, "brandCode": "100001", "startDateText": "2026-11-24_21:30"}
    assert code(client.oton(**late)) == (400, 869)
    assert client.oton(**{**late, "etkFlag": False}).status_code == 200


def test_too_small_a_balance_takes_nothing(mesajussu, control):
    client = mesajussu(balance=1)
    assert code(client.oton("5321112201", "5331112201")) == (402, 402)
    assert client.oton().status_code == 200
    assert code(client.oton()) == (402, 402)
    assert len(control.truth(client.username)["messages"]) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"receivers": ["05321112201"]},
        {"receivers": ["4321112201"]},
        {"receivers": ["53211122٠١"]},
        {"receivers": [None]},
        {"receivers": "5321112201"},
        {"message": ""},
        {"message": 5},
        {"message": "a" * 1100},
        {"message": "ışık", "dataCoding": 0},
        {"dataCoding": 7},
        {"etkFlag": "evet"},
        {"validFor": "48:01"},
        {"startDateText": "yarın"},
        {"recipientType": "HERKES"},
        {"ids": "a"},
        {"customId": 5},
    ],
)
def test_a_malformed_request_is_a_bad_request_or_a_count_and_takes_nothing(
    mesajussu, control, fields
):
    client = mesajussu()
    status, result = code(client.oton(**fields))
    assert status == 400
    assert result in (400, 932)
    assert control.truth(client.username)["messages"] == []


@pytest.mark.parametrize("rows", [[{}], ["x"], [{"receiver": NUMBER, "message": 1, "sender": "A"}]])
def test_a_malformed_row_refuses_the_whole_request(mesajussu, rows):
    answer = mesajussu().call("POST", "/v2/sms/send/nton", json={"messages": rows})
    assert code(answer) == (400, 400)


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
def test_broken_json_is_a_bad_request(mesajussu, body):
    assert code(mesajussu().call("POST", "/v2/sms/send/oton", data=body)) == (400, 400)


def test_more_than_ten_megabytes_are_too_much(mesajussu):
    client = mesajussu()
    answer = client.call("POST", "/v2/sms/send/oton", data=b" " * (10 * 1024 * 1024 + 1))
    assert code(answer) == (413, 413)


def test_a_pace_limit_answers_429_and_says_when(mesajussu, control):
    client = mesajussu(sends_per_minute=2)
    assert [client.oton().status_code for _ in range(3)] == [200, 200, 429]
    wait = int(client.oton().headers["Retry-After"])
    assert 0 < wait <= 61
    control.advance(wait)
    assert client.oton().status_code == 200


def test_tckn_sending_is_a_service_of_its_own(mesajussu):
    client = mesajussu()
    body = {"message": "M", "sender": SENDER, "etkFlag": False, "receivers": ["10000000146"]}
    assert code(client.call("POST", "/v2/tckn/send/oton", json=body)) == (403, 931)
    tckn = mesajussu(services=["tckn"])
    assert code(tckn.oton()) == (403, 931)


def test_a_tckn_that_is_no_customer_is_reported_so_and_costs_nothing(mesajussu, control):
    client = mesajussu(services=["tckn"])
    rows = [
        {"receiver": one, "message": "M", "sender": SENDER}
        for one in ("10000000146", "12345678910")
    ]
    body = {"messages": rows, "etkFlag": False}
    packet = client.call("POST", "/v2/tckn/send/nton", json=body).json()["packetId"]
    control.settle()
    reports = client.report(packetId=packet)
    assert [row["receiver"] for row in reports] == ["10000000146", "12345678910"]
    assert (reports[1]["status"], reports[1]["credits"]) == ("NOT_SUBSCRIBER", 0)
