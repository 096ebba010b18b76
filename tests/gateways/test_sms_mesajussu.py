"""Turkcell Mesaj Üssü: the SMS contract, and what is its own (contracts/operators.md 1.1, 8.1)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.gateways.line import answer, half, hang
from tests.gateways.sms_batches import GARBAGE, NOON, PASSWORD, TEXT, batch
from tests.gateways.sms_contract import SmsContract
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Broken,
    Busy,
    GatewayError,
    OutOfFunds,
    Refused,
    Unknown,
    Unreachable,
)
from turkcell_hub.gateways.registry import open_sms
from turkcell_hub.gateways.sms.contract import MessageClass, Outcome, OutgoingMessage
from turkcell_hub.gateways.sms.refusals import REFUSALS


def said(code: int, status: int = 400):
    return answer(status, {"resultCode": code, "resultDescription": "operatörün sözü"})


DONE = {"resultCode": 0, "resultDescription": "success"}
TIMES = {"sentAt": "2026-11-22T12:00:00+03:00", "doneAt": "2026-11-22T12:01:00+03:00"}


class TestMesajUssu(SmsContract):
    adapter = "mesajussu"
    contract_file = "sms/contracts/mesajussu.yaml"
    base = "/api/api/integration"
    username = "5320000000"
    submits = ("sendOneToMany", "sendManyToMany")
    login = "login"
    report, cancels, balances = "getReport", "cancelCampaign", "getBalance"
    blacklists, sender_list = "listBlacklist", "listSenders"
    usual = {
        "login": {"token": "Bearer_canary-token-1"},
        "sendOneToMany": {**DONE, "packetId": "77001"},
        "sendManyToMany": {**DONE, "packetId": "77001", "messageIds": ["1", "2", "3"]},
        "cancelCampaign": DONE,
        "getBalance": [
            {"unit": "SMS", "amount": 1000, "name": "Ana paket"},
            {"unit": "SMS", "amount": 234, "name": "Ek paket"},
        ],
        "listSenders": [
            {"sender": "FIRMA", "active": True},
            {"sender": "ESKI", "active": False},
            {"sender": "MARKA", "active": True},
        ],
        "listBlacklist": {
            "total": 2,
            "records": [
                {
                    "createdAt": "2026-11-01T10:00:00+03:00",
                    "receiver": "5320000009",
                    "source": "ret_web",
                },
                {"createdAt": "2026-11-02T10:00:00Z", "receiver": "5320000010", "source": "api"},
            ],
        },
        "getCampaign": {
            **DONE,
            "packetId": "77001",
            "customId": None,
            "campaignName": None,
            "status": "SENDING",
            "startDate": "2026-11-22T12:00:00+03:00",
            "total": 10,
            "waiting": 4,
            "delivered": 5,
            "failed": 1,
            "cancelled": 0,
            "credits": 9,
        },
    }
    not_found = said(404, 404)
    too_late = said(409, 409)
    no_funds = said(402, 402)
    bad_login = said(902, 401)
    refusals = [
        (said(869), "SCHEDULE_WINDOW"),
        (said(938), "SCHEDULE_WINDOW"),
        (said(883), "IYS_BRAND_MISSING"),
        (said(932), "BATCH_LIMIT"),
        (said(971), "SENDER_INVALID"),
        (answer(971), "SENDER_INVALID"),
        (answer(413, "<html>Too Large</html>"), "BATCH_LIMIT"),
        (said(400), "BAD_REQUEST"),
        (said(422, 422), "KEY_REUSED"),
        (said(999), "OPERATOR_REFUSED"),
        (answer(999), "OPERATOR_REFUSED"),
    ]
    statuses = {
        "SENDING": Outcome.ACCEPTED,
        "WAITING": Outcome.ACCEPTED,
        "DELIVERED": Outcome.DELIVERED,
        "SENT": Outcome.SENT_UNCONFIRMED,
        "NOT_DELIVERED": Outcome.UNDELIVERED,
        "EXPIRED": Outcome.EXPIRED,
        "INVALID_DESTINATION_ADDRESS": Outcome.INVALID_NUMBER,
        "REJECTED": Outcome.REJECTED_BY_OPERATOR,
        "DOUBLE_SEND_ERROR": Outcome.DUPLICATE,
        "BLACKLISTED_DESTINATION_ADDRESS": Outcome.BLACKLISTED,
        "NOT_ALLOWED_BY_IYS": Outcome.IYS_REJECTED,
        "SEND_ERROR": Outcome.UNDELIVERED,
        "CANCELLED": Outcome.CANCELLED,
        "NOT_SUBSCRIBER": Outcome.NOT_SUBSCRIBER,
    }
    pushed_inbound = {
        "type": "inbound",
        "messageId": "900",
        "createdAt": "2026-11-22T12:00:00+03:00",
        "receivedAt": "2026-11-22T12:00:00+03:00",
        "network": "TURKCELL",
        "sender": "5320000001",
        "receiver": "4605",
        "keyword": "RET",
        "content": "RET",
    }

    @property
    def pushed_report(self):
        return {"type": "outbound", **self.row(1, "DELIVERED")}

    def row(self, number, status):
        return {
            "packetId": "77001",
            "customId": "batch-1",
            "messageId": str(number),
            "messageCustomId": f"ref-{number}",
            "receiver": f"532000{number:04d}",
            "size": 2,
            "internationalMultiplier": 1,
            "credits": 2,
            "status": status,
            "gsmError": "27" if status == "NOT_DELIVERED" else "0",
            **TIMES,
        }

    def page(self, rows):
        return {**DONE, "reports": rows}

    def test_one_text_goes_once_and_several_go_each(self, gateway, server):
        same = gateway.submit(batch(3, text=TEXT))
        each = gateway.submit(batch(3))
        one = server.calls["sendOneToMany"][0].json
        many = server.calls["sendManyToMany"][0].json
        assert one["receivers"] == ["5320000000", "5320000001", "5320000002"]
        assert one["ids"] == many["ids"] == ["ref-0", "ref-1", "ref-2"]
        assert [m["message"] for m in many["messages"]] == [f"{TEXT} {i}" for i in range(3)]
        assert (tuple(same.operator_ids), tuple(each.operator_ids)) == ((), ("1", "2", "3"))

    @pytest.mark.parametrize(("kind", "flag"), [("COMMERCIAL", True), ("INFORMATIONAL", False)])
    def test_the_opt_out_line_is_asked_for_by_the_legal_class_every_time(
        self, gateway, server, kind, flag
    ):
        for text in (TEXT, None):
            gateway.submit(batch(2, text=text, message_class=MessageClass[kind]))
        assert {seen.json["etkFlag"] for seen in server.seen[1:]} == {flag}

    def test_what_the_operator_may_not_know_can_be_left_out(self, config, server):
        plain = replace(config, extra={"borrowed_fields": False})
        open_sms(plain).submit(batch(2, text=TEXT, recipient_type="TACIR", brand_code="620001"))
        assert set(server.seen[-1].json) == {"message", "sender", "etkFlag", "receivers"}
        with pytest.raises(Refused, match="NOT_SUPPORTED"):
            open_sms(plain).submit(batch(start_at=NOON))

    def test_a_start_is_written_in_turkish_local_time(self, gateway, server):
        gateway.submit(batch(1, start_at=NOON, validity=timedelta(minutes=90)))
        body = server.seen[-1].json
        assert body["startDateText"] == "2026-11-23_15:30:00"
        assert body["validFor"] == "01:30"

    def test_a_foreign_number_is_refused_before_anything_is_sent(self, gateway, server):
        foreign = replace(batch(1), messages=[OutgoingMessage("r", "+994501234567", "a")])
        with pytest.raises(Refused, match="NUMBER_NOT_SUPPORTED"):
            gateway.submit(foreign)
        assert server.seen == []

    @pytest.mark.requirement("L-071")
    def test_a_tckn_account_speaks_to_the_tckn_service(self, config, server):
        server.usual["sendOneToManyByTckn"] = server.usual["sendOneToMany"]
        server.usual["sendManyToManyByTckn"] = server.usual["sendManyToMany"]
        gateway = open_sms(replace(config, extra={"tckn": True}))
        assert gateway.capabilities().tckn
        for texts in ("aa", "ab"):
            people = [OutgoingMessage(t + "1", "10000000146", t) for t in texts]
            gateway.submit(replace(batch(1), messages=people))
        assert server.calls["sendOneToManyByTckn"][0].json["receivers"] == ["10000000146"] * 2
        row = {**self.row(1, "NOT_SUBSCRIBER"), "receiver": "10000000146"}
        server.on("getReport", answer(200, self.page([row])))
        report = gateway.pull_reports("77001").reports[0]
        assert (report.outcome, report.to) == (Outcome.NOT_SUBSCRIBER, "10000000146")

    # the session

    def test_one_login_serves_many_calls(self, gateway, config, server):
        for _ in range(3):
            gateway.balance()
        open_sms(config).balance()
        assert self.login_tries(server) == 1
        assert server.calls["getBalance"][0].headers["token"] == "Bearer_canary-token-1"
        assert server.calls["login"][0].json == {"username": "5320000000", "password": PASSWORD}

    @pytest.mark.parametrize("dead", [said(908, 401), said(918), answer(908), answer(918)])
    def test_a_dead_token_is_renewed_once_and_the_batch_goes_out_once_more(
        self, gateway, server, dead
    ):
        server.on("login", *(answer(200, {"token": f"t-{n}"}) for n in range(3)))
        server.on("sendManyToMany", dead, answer(200, self.usual["sendManyToMany"]))
        assert gateway.submit(batch()).packet_id == "77001"
        assert [s.headers["token"] for s in server.calls["sendManyToMany"]] == ["t-0", "t-1"]

    def test_a_token_that_is_refused_at_once_is_not_renewed_for_ever(self, gateway, server):
        server.on("sendManyToMany", said(918))
        with pytest.raises(Busy, match="TOKEN_REFUSED"):
            gateway.submit(batch())
        assert (self.login_tries(server), self.handed_over(server)) == (2, 2)

    @pytest.mark.parametrize(
        ("code", "reason"),
        [
            (823, "AUTH_IP"),
            (900, "PASSWORD_EXPIRED"),
            (902, "AUTH_FAILED"),
            (903, "ACCOUNT_INACTIVE"),
            (907, "ACCOUNT_LOCKED"),
            (913, "AUTH_FAILED"),
            (931, "NOT_ENTITLED"),
            *((code, "ACCOUNT_BLOCKED") for code in (982, 983, 984, 985, 987, 996)),
        ],
    )
    def test_a_fault_of_the_account_stops_all_further_logins(self, config, server, code, reason):
        for operation in ("login", "sendManyToMany"):
            for behaviour in (said(code), said(code, 200), answer(code)):
                server.queued.clear()
                server.calls.clear()
                server.on(operation, behaviour)
                gateway = open_sms(config)
                for _ in range(3):
                    with pytest.raises(BadCredentials, match=reason):
                        gateway.submit(batch())
                assert len(server.calls[operation]) == 1
        assert reason in REFUSALS

    def test_parallel_work_on_a_refused_account_tries_once(self, config, server):
        server.on("login", self.bad_login)
        gateways = [open_sms(config) for _ in range(8)]

        def attempt(gateway):
            with pytest.raises(BadCredentials):
                gateway.balance()
            return True

        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(attempt, gateways))
        assert self.login_tries(server) == 1

    @pytest.mark.parametrize("body", [*GARBAGE, b'{"token": ""}', b'{"token": "a\\nb"}'])
    def test_nothing_was_sent_when_the_login_is_unreadable(self, gateway, server, body):
        server.on("login", answer(200, body))
        with pytest.raises(Unreachable) as error:
            gateway.submit(batch())
        assert error.value.reason == "LOGIN_UNREADABLE"

    @pytest.mark.parametrize("behaviour", [hang, half(), answer(500), answer(302), answer(404)])
    def test_no_trouble_of_the_login_makes_a_batch_unclear(self, config, server, behaviour):
        server.on("login", behaviour)
        with pytest.raises(GatewayError) as error:
            open_sms(replace(config, timeout=0.2)).submit(batch())
        assert isinstance(error.value, Busy | Unreachable)

    # answers

    def test_an_internal_error_is_unclear_on_a_hand_over_only(self, gateway, server):
        self.on_submit(server, said(920))
        server.on("getBalance", said(920))
        with pytest.raises(Unknown, match="TEMPORARY"):
            gateway.submit(batch())
        with pytest.raises(Busy, match="TEMPORARY"):
            gateway.balance()

    @pytest.mark.parametrize(
        "odd", [said(0), said(0, 902), said(999, 200), answer(200, DONE | {"resultCode": 7})]
    )
    def test_yes_and_no_at_once_is_unclear(self, gateway, server, odd):
        self.on_submit(server, odd)
        with pytest.raises(Broken):
            gateway.submit(batch())

    def test_the_body_wins_over_the_status_line(self, gateway, server):
        self.on_submit(server, said(971, 902))
        with pytest.raises(Refused, match="SENDER_INVALID"):
            gateway.submit(batch())

    def test_credit_too_small_is_also_read_from_the_status_line(self, gateway, server):
        self.on_submit(server, answer(402))
        with pytest.raises(OutOfFunds):
            gateway.submit(batch())

    def test_the_counters_of_a_packet_are_read(self, gateway):
        status = gateway.packet_status("77001")
        assert (status.total, status.waiting, status.delivered, status.failed) == (10, 4, 5, 1)
        assert (status.credits, status.state) == (9, "SENDING")

    def test_what_it_cannot_do_is_refused(self, gateway):
        with pytest.raises(Refused, match="NOT_SUPPORTED"):
            gateway.pull_inbound()
