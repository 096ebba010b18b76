"""Verimor: reports, inbound messages, headers, balance, blacklist."""

import pytest


def word(answer):
    return answer.status_code, answer.text


def test_reports_come_a_hundred_at_a_time_with_a_cursor(verimor, control):
    client = verimor()
    numbers = [f"9053200{i:03}01" for i in range(230)]
    campaign = client.send(",".join(numbers)).text
    control.settle()
    assert client.get("/v2/status", id=campaign).status_code == 400
    seen, after = [], 0
    while page := client.status(id=campaign, greater_than=after):
        assert len(page) <= 100
        seen += [row["dest"] for row in page]
        after = page[-1]["message_id"]
    assert seen == numbers


def test_a_campaign_is_found_by_its_custom_id_and_by_numbers(verimor, control):
    client = verimor()
    client.send("905321112201,905331112202", custom_id="k-1")
    control.settle()
    rows = client.status(custom_id="k-1", dest="905331112202")
    assert [(row["dest"], row["status"]) for row in rows] == [("905331112202", "NOT_DELIVERED")]
    assert rows[0]["campaign_custom_id"] == "k-1"


def test_unknown_and_foreign_campaigns_are_told_apart(verimor):
    client, stranger = verimor(), verimor()
    campaign = client.send().text
    assert word(client.get("/v2/status", id=1)) == (404, "Bu idye sahip kampanya bulunamadı")
    assert word(stranger.get("/v2/status", id=campaign)) == (401, "Bu kampanya size ait değil")
    assert client.get("/v2/status", custom_id="yok").status_code == 404


@pytest.mark.parametrize(
    "query", [{}, {"id": "1", "custom_id": "a"}, {"id": "x"}, {"id": "1", "greater_than": "x"}]
)
def test_a_wrong_question_is_refused(verimor, query):
    client = verimor()
    assert client.get("/v2/status", **query).status_code in (400, 404)


def test_the_21st_status_question_of_a_minute_is_too_many(verimor):
    client = verimor()
    campaign = client.send().text
    codes = [client.get("/v2/status", id=campaign).status_code for _ in range(21)]
    assert codes == [200] * 20 + [429]


def test_reports_carry_times_without_an_offset(verimor, control):
    client = verimor()
    campaign = client.send("905321112201,905321112204").text
    control.settle()
    delivered, rejected = client.status(id=campaign)
    assert delivered["sent_at"].startswith("2026-11-23 12:00")
    assert (rejected["sent_at"], rejected["status"]) == (None, "REJECTED")
    assert rejected["done_at"] is not None


def test_inbound_messages_are_pulled_by_time_and_by_cursor(verimor, control):
    client = verimor()
    username = client.who["username"]
    first = control.inbound(username, "905321112233", "RET", keyword="HUB")
    control.advance(3600)
    second = control.inbound(username, "905441112233", "Evet")
    window = {"from_time": "2026-11-23 12:30:00", "to_time": "2026-11-23 14:00:00"}
    assert [row["content"] for row in client.get("/v2/inbound_messages", **window).json()] == [
        "Evet"
    ]
    rows = client.get("/v2/inbound_messages", greater_than=first - 1).json()
    assert [(row["message_id"], row["network"]) for row in rows] == [
        (first, "TURKCELL"),
        (second, "VODAFONE"),
    ]
    assert client.get("/v2/inbound_messages", greater_than=second).json() == []
    assert client.get("/v2/inbound_messages").status_code == 400
    assert client.get("/v2/inbound_messages", from_time="x", to_time="y").status_code == 400


def test_inbound_messages_come_a_hundred_at_a_time(verimor, control):
    client = verimor()
    for i in range(101):
        control.inbound(client.who["username"], "905321112233", f"{i}")
    page = client.get("/v2/inbound_messages", greater_than=0).json()
    rest = client.get("/v2/inbound_messages", greater_than=page[-1]["message_id"]).json()
    assert (len(page), [row["content"] for row in rest]) == (100, ["100"])


def test_headers_are_a_list_of_names(verimor):
    assert verimor(senders=["A", "B"]).get("/v2/headers").json() == ["A", "B"]


def test_balance_is_a_number_alone(verimor):
    assert word(verimor(balance=4321).get("/v2/balance")) == (200, "4321")


def test_the_blacklist_is_added_to_listed_and_emptied(verimor, control):
    client = verimor()
    phones = "905321112201,905331112201"
    added = client.call("POST", "/v2/blacklists", params={**client.who, "phones": phones})
    assert word(added) == (200, "OK")
    listed = client.get("/v2/blacklists", offset=1, limit=5).json()
    assert (listed["total"], [row["phone"] for row in listed["records"]]) == (2, ["905331112201"])
    campaign = client.send("905331112201").text
    control.settle()
    assert client.status(id=campaign)[0]["status"] == "BLACKLISTED_DESTINATION_ADDRESS"
    gone = client.call("DELETE", f"/v2/blacklists/{phones}", params=client.who)
    assert word(gone) == (200, "OK")
    assert client.get("/v2/blacklists").json()["total"] == 0
    bad = client.call("POST", "/v2/blacklists", params={**client.who, "phones": "12"})
    assert word(bad) == (400, "Invalid phone number: 12")
