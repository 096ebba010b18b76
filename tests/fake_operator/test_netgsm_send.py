"""Netgsm: what is taken and what is refused."""

import pytest
import requests

LATER = "23112026180000"


def code(answer):
    return answer.status_code, answer.json()["code"]


def test_a_job_is_taken_whole_and_named(netgsm, control):
    client = netgsm()
    answer = client.send("5321112201", "5421112201")
    row, other = control.truth(client.username)["messages"]
    assert (answer.status_code, answer.json()["code"]) == (200, "00")
    assert row["packet_id"] == other["packet_id"] == answer.json()["jobid"]
    assert (row["dest"], other["dest"]) == ("+905321112201", "+905421112201")
    assert (row["custom_id"], row["message_custom_id"]) == (None, None)


def test_each_message_may_have_a_text_of_its_own(netgsm, control):
    client = netgsm()
    client.send(messages=[{"msg": "Bir", "no": "5321112201"}, {"msg": "Iki", "no": "5331112201"}])
    assert [row["text"] for row in control.truth(client.username)["messages"]] == ["Bir", "Iki"]


def test_turkish_letters_arrive_only_with_the_turkish_encoding(netgsm, control):
    client = netgsm()
    client.send(msg="Şık ışık")
    client.send(msg="Şık ışık", encoding="TR")
    texts = [row["text"] for row in control.truth(client.username)["messages"]]
    assert texts == ["Sik isik", "Şık ışık"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"msg": " "}, "20"),
        ({"msg": "kâr", "encoding": "TR"}, "20"),
        ({"msg": "kâr"}, "20"),
        ({"msg": "a" * 1072}, "20"),
        ({"msgheader": "BASKASI"}, "40"),
        ({"msgheader": None}, "70"),
        ({"msgheader": "ONIKIKARAKTER"}, "70"),
        ({"messages": []}, "70"),
        ({"messages": ["x"]}, "70"),
        ({"messages": [{"msg": "M"}]}, "70"),
        ({"messages": [{"msg": "M", "no": "905321112201"}]}, "70"),
        ({"messages": [{"msg": "M", "no": 5321112201}]}, "70"),
        ({"messages": [{"msg": "M", "no": "5321112201", "id": "benim"}]}, "70"),
        ({"encoding": "UTF-8"}, "70"),
        ({"iysfilter": "13"}, "70"),
        ({"iysfilter": 0}, "70"),
        ({"startdate": "yarin"}, "70"),
        ({"startdate": "23112026100000"}, "70"),
        ({"stopdate": "23112026100000"}, "70"),
        ({"startdate": LATER, "stopdate": LATER}, "70"),
        ({"customid": "1"}, "70"),
    ],
)  # fmt: skip
def test_a_wrong_send_is_406_with_its_code(netgsm, control, fields, expected):
    client = netgsm()
    assert code(client.send(**fields)) == (406, expected)
    assert control.truth(client.username)["messages"] == []


@pytest.mark.parametrize(
    ("settings", "fields", "expected"),
    [
        ({"commercial_refusal": "50"}, {"iysfilter": "11"}, "50"),
        ({"brand_codes": []}, {"iysfilter": "12"}, "51"),
        ({"forbidden_words": ["bahis"]}, {"msg": "canli bahis"}, "20"),
        ({"allowed_ips": ["10.0.0.1"]}, {}, "30"),
    ],
)
def test_an_account_that_may_not_is_406_with_its_code(netgsm, settings, fields, expected):
    assert code(netgsm(**settings).send(**fields)) == (406, expected)


def test_more_sends_than_the_account_may_are_code_80(netgsm, control):
    client = netgsm(sends_per_minute=1)
    assert client.send().status_code == 200
    assert code(client.send("5331112201")) == (406, "80")
    control.advance(61)
    assert client.send("5331112201").status_code == 200


def test_informational_messages_need_no_brand(netgsm):
    assert netgsm(brand_codes=[], commercial_refusal="50").send().status_code == 200


@pytest.mark.parametrize("login", [("yok", "x"), ("", ""), None])
def test_a_wrong_login_is_code_30(netgsm, operator, login):
    client = netgsm()
    client.http.auth = login or (client.username, "yanlis")
    assert code(client.send()) == (406, "30")
    bare = requests.get(f"{operator.url}/sms/rest/v2/msgheader", timeout=10)
    assert (bare.status_code, bare.json()["code"]) == (406, "30")


def test_a_body_that_cannot_be_read_is_code_70(netgsm):
    client = netgsm()
    for body in (b"{", b"[]", b"\xff"):
        assert code(client.call("POST", "/send", data=body)) == (406, "70")


def test_the_21st_job_for_one_number_in_a_minute_is_code_85(netgsm, control):
    client = netgsm()
    codes = [client.send(msg=f"M{i}").json()["code"] for i in range(21)]
    assert codes == ["00"] * 20 + ["85"]
    assert client.send("5331112201").status_code == 200
    control.advance(61)
    assert client.send(msg="sonra").status_code == 200


@pytest.mark.parametrize("system", ["100", "101"])
def test_a_script_plays_the_system_errors(netgsm, control, system):
    client = netgsm()
    control.script(client.username, {"do": "refuse", "code": system})
    assert code(client.send()) == (406, system)
    assert client.send().status_code == 200


@pytest.mark.parametrize("start", [LATER, LATER[:-2]])
def test_a_job_of_later_can_be_cancelled_and_costs_nothing(netgsm, start):
    client = netgsm()
    job = client.send(startdate=start).json()["jobid"]
    assert client.balance() == 99_999
    answer = client.call("POST", "/cancel", json={"jobid": job})
    assert (code(answer), answer.json()["jobid"]) == ((200, "00"), job)
    assert client.balance() == 100_000
    assert code(client.report(job)) == (406, "60")
    assert code(client.call("POST", "/cancel", json={"jobid": job})) == (406, "60")


def test_a_job_that_has_begun_or_is_of_somebody_else_cannot_be_cancelled(netgsm):
    client, other = netgsm(), netgsm()
    job = client.send().json()["jobid"]
    later = client.send(startdate=LATER).json()["jobid"]
    assert code(client.call("POST", "/cancel", json={"jobid": job})) == (406, "60")
    assert code(other.call("POST", "/cancel", json={"jobid": later})) == (406, "60")
    assert code(client.call("POST", "/cancel", json={"jobid": 7})) == (406, "70")
