"""Mesaj Üssü: reports, balance, senders, blacklist."""

import pytest


def code(answer):
    return answer.status_code, answer.json()["resultCode"]


def test_reports_come_a_hundred_at_a_time_with_a_cursor(mesajussu, control):
    client = mesajussu()
    numbers = [f"53200{i:03}01" for i in range(250)]
    packet = client.oton(*numbers).json()["packetId"]
    control.settle()
    seen, after, pages = [], "0", []
    while page := client.report(packetId=packet, afterMessageId=after):
        pages.append(len(page))
        seen += [row["receiver"] for row in page]
        after = page[-1]["messageId"]
    assert pages == [100, 100, 50]
    assert seen == numbers


def test_a_message_waits_until_its_report_comes(mesajussu, control):
    client = mesajussu(report_delay=[5, 10])
    packet = client.oton().json()["packetId"]
    assert client.report(packetId=packet)[0]["status"] == "WAITING"
    control.advance(41)
    report = client.report(packetId=packet)[0]
    assert report["status"] == "DELIVERED"
    assert report["sentAt"] < report["doneAt"]


def test_packets_of_others_are_not_found(mesajussu):
    packet = mesajussu().oton().json()["packetId"]
    stranger = mesajussu()
    for path in (f"/v2/sms/report?packetId={packet}", f"/v1/campaign/get/one/{packet}"):
        assert code(stranger.call("GET", path)) == (404, 404)
    assert code(stranger.call("POST", f"/v1/campaign/cancel/{packet}")) == (404, 404)


@pytest.mark.parametrize("query", ["", "?packetId=1&customId=a", "?customId=a&afterMessageId=x"])
def test_a_report_question_needs_exactly_one_id(mesajussu, query):
    client = mesajussu()
    client.oton(customId="a")
    assert code(client.call("GET", f"/v2/sms/report{query}")) == (400, 400)


def test_the_balance_falls_on_acceptance_and_rises_when_a_message_fails(mesajussu, control):
    client = mesajussu(balance=10, report_delay=[5, 5])
    client.oton("5321112201", "5321112202", "5321112203", "5321112209")
    assert client.balance() == 6
    control.advance(21)
    assert client.balance() == 8


def test_refunds_are_enough_for_the_next_request(mesajussu, control):
    client = mesajussu(balance=1)
    client.oton("5321112207")
    control.settle()
    assert client.oton("5321112201").status_code == 200


def test_credits_are_parts_by_the_operators_own_count(mesajussu, control):
    own, other = mesajussu(), mesajussu(turkish_weight=2)
    text = "ş" * 100
    for client in (own, other):
        packet = client.oton(message=text).json()["packetId"]
        control.settle()
        report = client.report(packetId=packet)[0]
        assert report["size"] == report["credits"] == (1 if client is own else 2)


def test_the_senders_are_listed(mesajussu):
    client = mesajussu(senders=["FIRMA", "MARKA"])
    names = [row["sender"] for row in client.call("GET", "/v2/senders").json()]
    assert names == ["FIRMA", "MARKA"]


def test_a_number_on_the_blacklist_gets_nothing_and_costs_nothing(mesajussu, control):
    client = mesajussu()
    body = {"receivers": ["5321112201", "5331112201"]}
    assert client.call("POST", "/v2/blacklist", json=body).status_code == 200
    assert client.call("POST", "/v2/blacklist", json=body).status_code == 200
    listed = client.call("GET", "/v2/blacklist").json()
    assert listed["total"] == 2
    packet = client.oton("5321112201").json()["packetId"]
    control.settle()
    report = client.report(packetId=packet)[0]
    assert (report["status"], report["credits"]) == ("BLACKLISTED_DESTINATION_ADDRESS", 0)
    client.call("DELETE", "/v2/blacklist/5321112201,5331112201")
    assert client.call("GET", "/v2/blacklist").json()["total"] == 0


def test_the_blacklist_is_paged(mesajussu):
    client = mesajussu()
    client.call("POST", "/v2/blacklist", json={"receivers": [f"532000{i:04}" for i in range(150)]})
    first = client.call("GET", "/v2/blacklist", params={"limit": 500}).json()
    second = client.call("GET", "/v2/blacklist", params={"offset": 100}).json()
    assert (len(first["records"]), len(second["records"]), second["total"]) == (100, 50, 150)


@pytest.mark.parametrize("body", [{}, {"receivers": []}, {"receivers": ["0532"]}])
def test_a_wrong_blacklist_request_is_refused(mesajussu, body):
    assert code(mesajussu().call("POST", "/v2/blacklist", json=body)) == (400, 400)


def test_a_pace_limit_on_reports_answers_429(mesajussu):
    client = mesajussu(queries_per_minute=1)
    client.oton(customId="a")
    asked = [client.call("GET", "/v2/sms/report?customId=a") for _ in range(2)]
    assert [answer.status_code for answer in asked] == [200, 429]
