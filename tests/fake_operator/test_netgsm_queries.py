"""Netgsm: reports, balance, titles and inbox."""

import pytest

from tests.support.fake_operator import ControlError


def statuses(answer):
    return [row["status"] for row in answer.json()["jobs"]]


def test_every_end_has_its_number(netgsm, control):
    client = netgsm()
    numbers = [f"53211122{end}" for end in ("01", "02", "03", "04", "05", "06", "07", "09")]
    job = client.send(*numbers).json()["jobid"]
    control.advance(60)
    assert statuses(client.report(job)) == [1, 12, 2, 11, 15, 16, 3, 0]
    delivered, failed = client.report(job).json()["jobs"][:2]
    assert (delivered["number"], delivered["operator"]) == ("5321112201", 30)
    assert delivered["deliveredDate"] == "23.11.2026 12:00:00"
    assert (failed["deliveredDate"], failed["errorCode"]) == (None, 27)


def test_a_job_without_credit_is_taken_and_ends_as_14(netgsm, control):
    client = netgsm(balance=1)
    job = client.send("5321112201", "5331112201").json()["jobid"]
    control.advance(60)
    assert statuses(client.report(job)) == [14, 14]
    assert client.balance() == 1


def test_a_repeated_text_ends_as_13(netgsm, control):
    client = netgsm(duplicate_hours=24)
    client.send()
    job = client.send().json()["jobid"]
    control.advance(60)
    assert statuses(client.report(job)) == [13]
    assert client.balance() == 99_999


def test_kktc_numbers_name_their_operator(netgsm, control):
    client = netgsm()
    job = client.send("5338112201", "5428112201", "5051112201").json()["jobid"]
    assert [row["operator"] for row in client.report(job).json()["jobs"]] == [880, 160, 20]


def test_reports_come_in_pages_from_zero(netgsm):
    client = netgsm(queries_per_minute=None)
    job = client.send(*(f"532111{i:04}" for i in range(250))).json()["jobid"]
    pages = [statuses(client.report(job, pagenumber=page)) for page in range(3)]
    assert [len(page) for page in pages] == [100, 100, 50]
    assert len(client.report(job, pagenumber=2, pagesize=7).json()["jobs"]) == 7
    assert client.report(job, pagenumber=3).json()["code"] == "60"


def test_a_range_without_jobs_lists_all_of_it(netgsm):
    client = netgsm()
    for number in ("5321112201", "5331112201"):
        client.send(number)
    assert len(client.report(jobids=None).json()["jobs"]) == 2
    outside = {"startdate": "24.11.2026 00:00:00", "stopdate": "25.11.2026 00:00:00"}
    assert client.report(jobids=None, **outside).json()["code"] == "60"


def test_the_job_of_somebody_else_is_not_found(netgsm):
    job = netgsm().send().json()["jobid"]
    answer = netgsm().report(job)
    assert (answer.status_code, answer.json()["code"], answer.json()["jobs"]) == (406, "60", None)


@pytest.mark.parametrize(
    "fields",
    [
        {"startdate": None},
        {"stopdate": None},
        {"startdate": "2026-11-23"},
        {"startdate": "30.11.2026 00:00:01"},
        {"jobids": "77001"},
        {"jobids": [1]},
        {"pagesize": 101},
        {"pagesize": 0},
        {"pagenumber": -1},
        {"pagenumber": "0"},
    ],
)
def test_a_wrong_question_is_code_70(netgsm, fields):
    assert netgsm().report("1", **fields).json()["code"] == "70"


def test_the_eleventh_question_of_a_minute_is_code_80(netgsm, control):
    client = netgsm()
    job = client.send().json()["jobid"]
    codes = [client.report(job).json()["code"] for _ in range(11)]
    assert codes == ["00"] * 10 + ["80"]
    control.advance(61)
    assert client.report(job).status_code == 200


def test_titles_and_both_kinds_of_balance(netgsm):
    client = netgsm(senders=["TURKCELLHUB", "IKINCI"])
    assert client.call("GET", "/msgheader").json()["msgheaders"] == ["TURKCELLHUB", "IKINCI"]
    assert client.balance() == 100_000
    assert isinstance(client.call("POST", "/balance", json={"stip": 2}).json()["balance"], str)
    assert client.call("POST", "/balance", json={"stip": 9}).json()["code"] == "70"


def test_the_inbox_without_a_range_shows_each_message_once(netgsm, control):
    client = netgsm()
    control.inbound(client.username, "905321112201", "RET")
    (message,) = client.call("GET", "/inbox").json()["messages"]
    assert (message["message"], message["sender"]) == ("RET", "5321112201")
    assert client.call("GET", "/inbox").json()["code"] == "40"
    control.inbound(client.username, "905321112201", "TEKRAR")
    assert len(client.call("GET", "/inbox").json()["messages"]) == 1


def test_the_inbox_with_a_range_shows_them_again(netgsm, control):
    client = netgsm()
    control.inbound(client.username, "905321112201", "RET")
    day = {"startdate": "23112026000000", "stopdate": "24112026000000"}
    for _ in range(2):
        assert len(client.call("GET", "/inbox", params=day).json()["messages"]) == 1
    empty = {"startdate": "24112026000000", "stopdate": "25112026000000"}
    assert client.call("GET", "/inbox", params=empty).json()["code"] == "40"
    half = {"startdate": "24112026000000"}
    assert client.call("GET", "/inbox", params=half).json()["code"] == "70"


def test_an_account_without_pushes_takes_no_push_address(netgsm, control):
    client = netgsm()
    with pytest.raises(ControlError, match="pushes nothing"):
        control.change_account(client.username, push_url="/hooks/x/")
