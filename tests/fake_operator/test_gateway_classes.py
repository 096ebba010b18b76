"""The three classes of gateways."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

KEY = {"headers": {"Idempotency-Key": "anahtar-1"}}


def messages(control, client):
    return control.truth(client.username)["summary"]["messages"]


def test_class_a_repeats_its_answer_for_the_same_key(mesajussu, control):
    client = mesajussu(gateway_class="A")
    first = client.nton(("5321112201", "M"), http=KEY)
    second = client.nton(("5321112201", "M"), http=KEY)
    assert first.json() == second.json()
    assert messages(control, client) == 1


def test_class_a_refuses_a_key_for_another_body(mesajussu, verimor):
    client = mesajussu(gateway_class="A")
    client.oton(http=KEY)
    assert client.oton("5331112201", http=KEY).status_code == 422
    other = verimor(gateway_class="A")
    first = other.send(http=KEY)
    assert other.send(http=KEY).text == first.text
    assert other.send("905331112201", http=KEY).status_code == 422


def test_class_a_keeps_a_key_whose_answer_was_lost(mesajussu, control):
    client = mesajussu(gateway_class="A")
    control.script(client.username, {"do": "error_after", "status": 502})
    assert client.oton(http={**KEY, "check": False}).status_code == 502
    assert client.oton(http=KEY).status_code == 200
    assert messages(control, client) == 1


def test_class_a_takes_a_key_once_however_many_come_together(mesajussu, control):
    client = mesajussu(gateway_class="A")
    body = {"message": "M", "sender": "TURKCELLHUB", "etkFlag": False, "receivers": ["5321112201"]}
    headers = {"token": client.token, **KEY["headers"]}

    def send(_: int) -> str:
        url = client.url + "/v2/sms/send/oton"
        return requests.post(url, json=body, headers=headers, timeout=10).text

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(send, range(16)))) == 1
    assert messages(control, client) == 1


@pytest.mark.parametrize("gateway_class", ["B", "C"])
def test_other_classes_ignore_the_key(mesajussu, control, gateway_class):
    client = mesajussu(gateway_class=gateway_class)
    packets = {client.oton(http=KEY).json()["packetId"] for _ in range(2)}
    assert len(packets) == messages(control, client) == 2


def test_class_b_can_be_asked_by_our_own_id_after_the_index_lag(mesajussu, verimor, control):
    one, two = mesajussu(index_lag=30), verimor(index_lag=30)
    packet = one.oton(customId="k", ids=["a"]).json()["packetId"]
    two.send(custom_id="k")
    assert one.call("GET", "/v2/sms/report?customId=k").status_code == 404
    assert two.get("/v2/status", custom_id="k").status_code == 404
    assert one.report(packetId=packet)[0]["messageCustomId"] == "a"
    control.advance(31)
    assert one.report(customId="k")[0]["packetId"] == packet
    assert len(two.status(custom_id="k")) == 1


def test_a_custom_id_that_came_twice_shows_both_packets(mesajussu, control):
    client = mesajussu()
    packets = [client.oton(customId="k").json()["packetId"] for _ in range(2)]
    assert [row["packetId"] for row in client.report(customId="k")] == packets
    summary = control.truth(client.username)["summary"]
    assert summary["doubled_custom_ids"] == {"k": 2}


def test_class_c_knows_nothing_of_our_ids(mesajussu, verimor, control, sink):
    one, two = mesajussu(gateway_class="C", push_url=sink.url), verimor(gateway_class="C")
    packet = one.oton(customId="k", ids=["a"]).json()["packetId"]
    campaign = two.send(custom_id="k").text
    control.advance(60)
    assert one.call("GET", "/v2/sms/report?customId=k").status_code == 404
    assert two.get("/v2/status", custom_id="k").status_code == 404
    report = one.report(packetId=packet)[0]
    assert (report["customId"], report["messageCustomId"]) == (None, None)
    assert two.status(id=campaign)[0]["campaign_custom_id"] is None
    assert (sink.rows[0]["customId"], sink.rows[0]["messageCustomId"]) == (None, None)
