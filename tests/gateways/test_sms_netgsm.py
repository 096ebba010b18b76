"""Netgsm REST v2: the SMS contract, and what is its own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.gateways.line import answer
from tests.gateways.openapi import contract
from tests.gateways.sms_batches import NOON, PASSWORD, TEXT, batch
from tests.gateways.sms_contract import SmsContract
from tests.gateways.sms_contract_questions import NoMedia
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Busy,
    GatewayError,
    Refused,
    Unknown,
)
from turkcell_hub.gateways.sms import netgsm_codes
from turkcell_hub.gateways.sms.contract import (
    GatewayClass,
    MessageClass,
    Outcome,
    OutgoingMessage,
)
from turkcell_hub.gateways.sms.outcomes import DEFAULT_REFUNDS, NETGSM_STATUSES, reason_text
from turkcell_hub.gateways.sms.refusals import REFUSALS

WORDS = {"DELIVERED": 1, "NOT_DELIVERED": 12, "EXPIRED": 2}


def said(code, status=406):
    return answer(status, {"code": code, "description": "operatörün sözü"})


class TestNetgsm(SmsContract, NoMedia):
    adapter = "netgsm"
    contract_file = "sms/contracts/netgsm.yaml"
    username = "8503020000"
    submits = ("send",)
    report, cancels, balances, sender_list = "getReport", "cancel", "getBalance", "listHeaders"
    usual = {
        "send": {"code": "00", "description": "success", "jobid": "77001"},
        "cancel": {"code": "00", "description": "success", "jobid": "77001"},
        "getBalance": {
            "code": "00",
            "balance": [
                {"amount": 1000, "balance_name": "Adet SMS"},
                {"amount": 234, "balance_name": "Adet sms (ek paket)"},
                {"amount": 50, "balance_name": "Adet OTP"},
            ],
        },
        "listHeaders": {"code": "00", "msgheaders": ["FIRMA", "MARKA"]},
    }
    too_late = said("60")
    bad_login = said("30")
    refusals = [
        (said("20"), "MESSAGE_REFUSED"),
        (said("40"), "SENDER_INVALID"),
        (said("50"), "IYS_NOT_ALLOWED"),
        (said("51"), "IYS_BRAND_MISSING"),
        (said("70"), "BAD_REQUEST"),
        (said("40", 200), "SENDER_INVALID"),
        (said("77"), "OPERATOR_REFUSED"),
        (answer(413, "<html>Too Large</html>"), "BATCH_LIMIT"),
    ]
    statuses = {str(number): outcome for number, outcome in {
        0: Outcome.ACCEPTED,
        1: Outcome.DELIVERED,
        2: Outcome.EXPIRED,
        3: Outcome.INVALID_NUMBER,
        4: Outcome.UNDELIVERED,
        11: Outcome.REJECTED_BY_OPERATOR,
        12: Outcome.UNDELIVERED,
        13: Outcome.DUPLICATE,
        14: Outcome.NO_CREDIT,
        15: Outcome.BLACKLISTED,
        16: Outcome.IYS_REJECTED,
        17: Outcome.IYS_CHECK_FAILED,
    }.items()}  # fmt: skip

    def row(self, number, status):
        return {
            "jobid": "77001",
            "number": f"532000{number:04d}",
            "status": WORDS.get(status) or int(status),
            "operator": 30,
            "msglen": 1,
            "deliveredDate": "22.11.2026 12:01:00",
            "errorCode": 0,
            "referansID": None,
        }

    def page(self, rows):
        return {"code": "00", "description": "success", "jobs": rows}

    @pytest.mark.parametrize(
        ("code", "error", "reason"),
        [
            ("30", BadCredentials, "AUTH_FAILED"),
            ("80", Busy, "RATE_LIMIT"),
            ("85", Busy, "RATE_LIMIT"),
            ("100", Unknown, "TEMPORARY"),
            ("101", Unknown, "TEMPORARY"),
        ],
    )
    def test_a_code_that_is_no_refusal_says_whether_it_may_be_repeated(
        self, gateway, server, code, error, reason
    ):
        server.on("send", said(code))
        with pytest.raises(error) as told:
            gateway.submit(batch())
        assert (told.value.reason, told.value.answer.code) == (reason, code)
        assert getattr(told.value, "retry_after", 60) == 60

    def test_every_code_of_the_contract_has_a_reason_that_people_can_read(self):
        tables = [
            netgsm_codes.SEND,
            netgsm_codes.CANCEL,
            netgsm_codes.REPORT,
            netgsm_codes.INBOX,
            netgsm_codes.HEADERS,
            netgsm_codes.BALANCE,
        ]
        wire = contract(self.contract_file)
        listed = {code for table in tables for code in table}
        assert all(wire.schema_problems("Code", code) == [] for code in listed)
        assert all(row.reason in REFUSALS for table in tables for row in table.values())
        assert listed == {"20", "30", "40", "50", "51", "60", "70", "80", "85", "100", "101", "110"}

    @pytest.mark.requirement("S-066", "S-068")
    def test_every_status_has_a_turkish_text_and_a_rule_for_its_credit(self):
        for outcome in NETGSM_STATUSES.words.values():
            assert reason_text(outcome).endswith(".")
            assert (DEFAULT_REFUNDS[outcome] is None) is (outcome is Outcome.ACCEPTED)
        assert DEFAULT_REFUNDS[NETGSM_STATUSES.outcome("14")] is True

    def test_a_hand_over_without_an_answer_waits_for_a_person(self, gateway):
        assert gateway.capabilities().gateway_class is GatewayClass.C

    def test_the_iys_filter_follows_the_legal_class_and_the_recipient(self, gateway, server):
        commercial = {"message_class": MessageClass.COMMERCIAL}
        gateway.submit(batch())
        gateway.submit(batch(**commercial, recipient_type="BIREYSEL"))
        gateway.submit(batch(**commercial, recipient_type="TACIR"))
        assert [seen.json["iysfilter"] for seen in server.seen] == ["0", "11", "12"]

    def test_turkish_is_asked_for_only_where_a_letter_needs_it(self, gateway, server):
        gateway.submit(batch(text="plain text"))
        gateway.submit(batch(text="şık"))
        assert [seen.json.get("encoding") for seen in server.seen] == [None, "TR"]

    def test_a_start_and_the_end_of_the_validity_are_local_times(self, gateway, server):
        gateway.submit(batch(1, start_at=NOON, validity=timedelta(minutes=90)))
        body = server.seen[-1].json
        assert (body["startdate"], body["stopdate"]) == ("23112026153000", "23112026170000")

    def test_a_number_that_stands_twice_is_refused_before_anything_is_sent(self, gateway, server):
        twice = [OutgoingMessage(str(i), "+905320000001", f"metin {i}") for i in range(2)]
        with pytest.raises(Refused, match="NUMBER_TWICE"):
            gateway.submit(replace(batch(1), messages=twice))
        foreign = [OutgoingMessage("r", "+994501234567", "a")]
        with pytest.raises(Refused, match="NUMBER_NOT_SUPPORTED"):
            gateway.submit(replace(batch(1), messages=foreign))
        assert server.seen == []

    def test_the_login_goes_in_the_header_alone(self, gateway, server):
        gateway.submit(batch())
        assert server.seen[-1].headers["authorization"].startswith("Basic ")
        assert PASSWORD.encode() not in server.seen[-1].body

    def test_a_report_keeps_the_operators_own_error_for_people(self, gateway, server):
        row = {**self.row(4, "12"), "errorCode": 102}
        server.on("getReport", answer(200, self.page([row])))
        report = gateway.pull_reports("77001").reports[0]
        assert (report.to, report.vendor_status) == ("+905320000004", "12/102")
        assert (report.network_error, report.credits) == (None, None)
        assert report.done_at == datetime(2026, 11, 22, 9, 1, tzinfo=UTC)

    def test_nothing_found_is_an_empty_page(self, gateway, server):
        server.on("getReport", said("60"))
        page = gateway.pull_reports("77001")
        assert (list(page.reports), page.cursor) == ([], None)

    def test_too_many_questions_come_back_in_a_minute(self, gateway, server):
        server.on("getReport", said("80"))
        with pytest.raises(Busy) as error:
            gateway.pull_reports("77001")
        assert error.value.retry_after == 60

    def test_an_account_without_packages_has_no_messages_left(self, gateway, server):
        server.on("getBalance", said("60"))
        assert gateway.balance().credits == 0

    def test_the_inbox_is_asked_within_a_range_and_never_told_twice(self, gateway, server):
        rows = [
            {"message": "RET", "sender": "5320000001", "receiver": "850", "datetime": when}
            for when in ("22.11.2026 12:00:00", "22.11.2026 12:00:00", "22.11.2026 11:55:00")
        ]
        late = {**rows[0], "message": "geç", "datetime": "22.11.2026 11:58:00"}

        def listed(*shown):
            return answer(200, {"code": "00", "messages": list(shown)})

        server.on("getInbox", listed(*rows), listed(*rows, late), said("40"))
        first, cursor = gateway.pull_inbound()
        assert len({message.operator_id for message in first}) == 3
        assert first[0].received_at == datetime(2026, 11, 22, 8, 55, tzinfo=UTC)
        (found,), cursor = gateway.pull_inbound(cursor)
        assert found.text == "geç"
        assert gateway.pull_inbound(cursor) == ([], cursor)
        assert all(seen.query["startdate"] and seen.query["stopdate"] for seen in server.seen)

    def test_an_answer_that_is_neither_yes_nor_no_is_unclear(self, gateway, server):
        for behaviour in (said("00", 500), answer(200, {"code": "00"}), answer(406, "<html/>")):
            server.on("send", behaviour)
            with pytest.raises(Unknown):
                gateway.submit(batch(text=TEXT))
        with pytest.raises(GatewayError):
            gateway.parse_push(b"[]", {})
