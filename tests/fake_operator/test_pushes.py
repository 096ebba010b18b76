"""Pushed reports and inbound messages, their retries and their bad habits."""

import pytest

from tests.fake_operator.contracts import contract


def statuses(sink):
    return [(row["receiver"], row["status"]) for row in sink.rows]


def pushes(control, client):
    rows = control.requests(client.username, "push")
    return [(row["what"], row["attempt"], row["result"]) for row in rows]


def test_reports_are_pushed_as_an_array_when_they_are_due(mesajussu, control, sink):
    client = mesajussu(push_url=sink.url, report_delay=[10, 10])
    client.oton("5321112201", "5321112202", customId="k", ids=["a", "b"])
    control.settle()
    assert sink.bodies == []
    control.advance(41)
    for body in sink.bodies:
        contract("mesajussu").check_push(body)
    told = {row["messageCustomId"]: (row["customId"], row["status"]) for row in sink.rows}
    assert told == {"a": ("k", "DELIVERED"), "b": ("k", "NOT_DELIVERED")}


def test_verimor_pushes_its_own_words(verimor, control, sink):
    client = verimor(push_url=sink.url)
    client.send(custom_id="k")
    control.settle()
    contract("verimor").check_push(sink.bodies[0])
    assert sink.rows[0]["type"] == "outbound"
    assert sink.rows[0]["campaign_custom_id"] == "k"


def test_large_batches_are_pushed_in_pieces(mesajussu, control, sink):
    client = mesajussu(push_url=sink.url, push_batch=40)
    numbers = [f"53200{i:03}01" for i in range(100)]
    client.oton(*numbers)
    control.settle()
    assert sorted(map(len, sink.bodies)) == [20, 40, 40]
    assert sorted(row["receiver"] for row in sink.rows) == sorted(numbers)


def test_a_refused_push_is_tried_three_more_times_five_minutes_apart(mesajussu, control, sink):
    client = mesajussu(push_url=sink.url)
    sink.answers.extend([500, 302, 204])
    client.oton()
    control.settle()
    seen = []
    for seconds in (295, 10, 290, 10, 290, 10, 3600):
        before = len(sink.bodies)
        control.advance(seconds)
        seen.append(len(sink.bodies) - before)
    assert seen == [0, 1, 0, 1, 0, 1, 0]
    assert pushes(control, client) == [
        ("reports", 1, 500), ("reports", 2, 302), ("reports", 3, 204), ("reports", 4, 200),
    ]  # fmt: skip


def test_after_the_fourth_failure_the_operator_gives_up_for_ever(mesajussu, control, sink):
    client = mesajussu(push_url=sink.url)
    sink.answers.extend([503] * 10)
    packet = client.oton().json()["packetId"]
    control.advance(24 * 3600)
    assert len(sink.bodies) == 4
    client.login()
    assert client.report(packetId=packet)[0]["status"] == "DELIVERED"


def test_an_address_that_nobody_listens_at_counts_as_a_failed_push(mesajussu, control):
    client = mesajussu(push_url="http://127.0.0.1:9/nobody")
    client.oton()
    control.settle()
    assert pushes(control, client) == [("reports", 1, "ClientConnectorError")]


def test_the_first_push_of_08_is_lost(mesajussu, control, sink):
    client = mesajussu(push_url=sink.url)
    client.oton("5321112208", "5321112201")
    control.settle()
    assert statuses(sink) == [("5321112201", "DELIVERED")]
    control.advance(301)
    assert statuses(sink)[1:] == [("5321112208", "DELIVERED")]


def test_no_report_ever_comes_for_09(mesajussu, control, sink):
    mesajussu(push_url=sink.url).oton("5321112209")
    control.advance(7 * 24 * 3600)
    assert sink.bodies == []


def test_scheduled_messages_are_reported_after_their_time(mesajussu, control, sink):
    mesajussu(push_url=sink.url).oton(startDateText="2026-11-23_14:00")
    control.advance(7190)
    assert sink.bodies == []
    control.advance(11)
    assert statuses(sink) == [("5321112201", "DELIVERED")]


def test_cancelled_messages_are_not_pushed(mesajussu, control, sink):
    client = mesajussu(push_url=sink.url)
    packet = client.oton(startDateText="2026-11-23_14:00").json()["packetId"]
    client.call("POST", f"/v1/campaign/cancel/{packet}")
    control.advance(3 * 3600)
    assert sink.bodies == []


def test_inbound_messages_are_pushed_to_the_same_address(mesajussu, verimor, control, sink):
    one, two = mesajussu(push_url=sink.url), verimor(push_url=sink.url)
    control.inbound(one.username, "905321112233", "RET", to="7889")
    control.inbound(two.who["username"], "905051112233", "EVET")
    contract("mesajussu").check_push(sink.bodies[0])
    contract("verimor").check_push(sink.bodies[1])
    assert (sink.rows[0]["content"], sink.rows[0]["sender"]) == ("RET", "5321112233")
    assert (sink.rows[1]["network"], sink.rows[1]["source_addr"]) == ("TTMOBIL", "905051112233")


def test_a_relative_push_address_belongs_to_the_portal(folder, sink):
    from tests.fake_operator.clients import MesajUssuClient
    from tests.support.fake_operator import ControlClient, FakeOperatorProcess

    portal = sink.url.removesuffix("/push")
    with FakeOperatorProcess(folder, portal_url=portal) as operator:
        control = ControlClient(operator.url)
        control.create_account(
            "5320000000", "mesajussu", push_url="/hooks/sms", report_delay=[0, 0]
        )
        client = MesajUssuClient(operator.url, "5320000000")
        client.login()
        client.oton()
        control.settle()
    assert len(sink.rows) == 1


@pytest.mark.parametrize("times", [2, 4])
def test_reports_can_come_several_times(mesajussu, control, sink, times):
    client = mesajussu(push_url=sink.url)
    control.script(client.username, {"do": "reports", "mode": "duplicate", "times": times})
    client.oton()
    control.advance(30)
    assert statuses(sink) == [("5321112201", "DELIVERED")] * times


def test_reports_can_come_late(mesajussu, control, sink):
    client = mesajussu(push_url=sink.url)
    control.script(client.username, {"do": "reports", "mode": "late", "seconds": 600})
    packet = client.oton().json()["packetId"]
    control.advance(590)
    assert sink.bodies == []
    assert client.report(packetId=packet)[0]["status"] == "WAITING"
    control.advance(11)
    assert statuses(sink) == [("5321112201", "DELIVERED")]


def test_reports_can_come_out_of_order(mesajussu, control, sink):
    client = mesajussu(push_url=sink.url)
    control.script(client.username, {"do": "reports", "mode": "out_of_order"})
    client.oton("5321112201", "5331112201")
    control.advance(5)
    assert statuses(sink)[:2] == [("5331112201", "DELIVERED"), ("5321112201", "DELIVERED")]
    assert statuses(sink)[2:] == [("5331112201", "WAITING"), ("5321112201", "WAITING")]


def test_reports_can_stay_away(mesajussu, control, sink):
    client = mesajussu(push_url=sink.url)
    control.script(client.username, {"do": "reports", "mode": "never"})
    packet = client.oton().json()["packetId"]
    control.advance(24 * 3600)
    assert sink.bodies == []
    client.login()
    assert client.report(packetId=packet)[0]["status"] == "WAITING"


def test_the_operator_can_take_other_credits_than_it_says(mesajussu, control, sink):
    client = mesajussu(push_url=sink.url)
    control.script(client.username, {"do": "credits", "delta": 2})
    client.oton()
    control.settle()
    assert (sink.rows[0]["size"], sink.rows[0]["credits"]) == (1, 3)
    assert client.balance() == 99_997
