"""The part of the SMS contract that can double nothing: questions and pushes.

What an operator cannot do has a class of its own here; an adapter's test class names those
that its operator can.
"""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest

from tests.gateways.line import answer, half, reset
from tests.gateways.openapi import contract
from tests.gateways.sms_batches import GARBAGE, LINK, PICTURE, batch
from turkcell_hub.gateways.errors import Broken, Busy, OutOfFunds, Refused, Unknown, Unreachable
from turkcell_hub.gateways.registry import open_sms
from turkcell_hub.gateways.sms.contract import BatchKnown, GatewayClass, Outcome


class References:
    """Operators that keep our own reference."""

    def test_a_known_reference_is_found(self, gateway, server):
        server.on(self.report, answer(200, self.page([self.row(1, "DELIVERED")])))
        found = gateway.lookup("batch-1")
        assert (found.known, found.packet_id) == (BatchKnown.YES, "77001")
        assert found.operator_ids == {"ref-1": "1"}

    def test_an_unknown_reference_is_not_known_now(self, gateway, server):
        for behaviour in (self.not_found, answer(200, self.page([]))):
            server.on(self.report, behaviour)
            assert gateway.lookup("batch-1").known is BatchKnown.NO

    @pytest.mark.parametrize(
        "behaviour", [answer(404, "<html>nginx</html>"), answer(404), answer(200, b"oops")]
    )
    def test_a_stranger_cannot_say_that_a_reference_is_not_known(self, gateway, server, behaviour):
        server.on(self.report, behaviour)
        with pytest.raises(Broken):
            gateway.lookup("batch-1")

    def test_the_account_decides_what_can_be_promised(self, config, server):
        without = open_sms(replace(config, extra={"custom_id": False}))
        with_key = open_sms(replace(config, extra={"idempotency_key": True}))
        assert open_sms(config).capabilities().gateway_class is GatewayClass.B
        assert without.capabilities().gateway_class is GatewayClass.C
        assert with_key.capabilities().gateway_class is GatewayClass.A
        with pytest.raises(Refused, match="NOT_SUPPORTED"):
            without.lookup("batch-1")
        request = batch()
        with_key.submit(request)
        assert server.seen[-1].headers["idempotency-key"] == request.reference
        without.submit(request)
        assert "idempotency-key" not in server.seen[-1].headers
        assert request.reference.encode() not in server.seen[-1].body

    def test_a_report_keeps_everything_that_was_told(self, gateway, server):
        server.on(self.report, answer(200, self.page([self.row(4, "NOT_DELIVERED")])))
        report = gateway.pull_reports("77001").reports[0]
        assert (report.packet_id, report.operator_id) == ("77001", "4")
        assert (report.reference, report.to) == ("ref-4", "+905320000004")
        assert (report.network_error, report.credits, report.parts) == (27, 2, 2)
        assert report.sent_at == datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
        assert report.done_at == datetime(2026, 11, 22, 9, 1, tzinfo=UTC)


class Questions:
    def test_what_is_not_declared_is_refused_without_a_call(self, gateway, server):
        able = gateway.capabilities()
        calls = {
            "balance": gateway.balance,
            "senders": gateway.senders,
            "cancel": lambda: gateway.cancel("77001"),
            "blacklist": lambda: list(gateway.blacklist()),
            "dlr_pull": lambda: gateway.pull_reports("77001"),
            "dlr_push": lambda: gateway.parse_push(b"[]", {}),
            "inbound_pull": gateway.pull_inbound,
            "packet_status": lambda: gateway.packet_status("77001"),
        }
        wanting = [call for name, call in calls.items() if not getattr(able, name)]
        if able.gateway_class is GatewayClass.C:
            wanting.append(lambda: gateway.lookup("batch-1"))
        for call in wanting:
            with pytest.raises(Refused, match="NOT_SUPPORTED"):
                call()
        assert server.seen == []

    def test_every_status_word_has_its_outcome(self, gateway, server):
        rows = [self.row(i, status) for i, status in enumerate(self.statuses, 1)]
        server.on(self.report, answer(200, self.page(rows)))
        reports = gateway.pull_reports("77001").reports
        assert {r.vendor_status: r.outcome for r in reports} == self.statuses
        assert {report.packet_id for report in reports} == {"77001"}
        assert [r.to for r in reports] == [f"+90532000{i:04d}" for i in range(1, len(rows) + 1)]

    def test_reports_are_turned_page_by_page(self, gateway, server):
        rows = [self.row(i, "DELIVERED") for i in range(1, 151)]
        pages = [answer(200, self.page(part)) for part in (rows[:100], rows[100:], [])]
        server.on(self.report, *pages)
        found, cursor = [], None
        while True:
            page = gateway.pull_reports("77001", cursor)
            found += page.reports
            cursor = page.cursor
            if cursor is None:
                break
        assert [r.to for r in found] == [f"+90532000{i:04d}" for i in range(1, 151)]

    def test_one_bad_row_hides_no_other(self, gateway, server):
        rows = [self.row(1, "DELIVERED"), {"status": "DELIVERED"}, self.row(3, "EXPIRED")]
        server.on(self.report, answer(200, self.page(rows)))
        page = gateway.pull_reports("77001")
        assert [report.to for report in page.reports] == ["+905320000001", "+905320000003"]
        assert page.unreadable == 1

    def test_questions_may_be_asked_again_after_trouble(self, gateway, server):
        for behaviour, error in (
            (answer(500), Busy),
            (answer(429), Busy),
            (reset, Unreachable),
            (half(), Unreachable),
        ):
            server.on(self.report, behaviour)
            with pytest.raises(error):
                gateway.pull_reports("77001")

    @pytest.mark.parametrize("body", [*GARBAGE[:2], b"null", b'[{"x": 1}]', b'{"reports": [1]}'])
    def test_unreadable_answers_to_questions_are_broken(self, gateway, server, body):
        calls = {
            self.report: lambda: gateway.pull_reports("77001"),
            self.balances: gateway.balance,
            self.sender_list: gateway.senders,
            self.cancels: lambda: gateway.cancel("77001"),
        }
        if self.blacklists:
            calls[self.blacklists] = lambda: list(gateway.blacklist())
        for operation, call in calls.items():
            server.on(operation, answer(200, body))
            with pytest.raises(Broken):
                call()

    def test_balance_and_senders_are_read(self, gateway):
        assert gateway.balance().credits == 1234
        assert list(gateway.senders()) == ["FIRMA", "MARKA"]

    def test_a_packet_is_cancelled_or_it_is_too_late(self, gateway, server):
        gateway.cancel("77001")
        server.on(self.cancels, self.too_late)
        with pytest.raises(Refused, match="TOO_LATE"):
            gateway.cancel("77001")


class Funds:
    """Operators that look at the credit before they take a hand-over."""

    def test_too_little_credit_at_the_operator_is_told(self, gateway, server):
        self.on_submit(server, self.no_funds)
        with pytest.raises(OutOfFunds):
            gateway.submit(batch())


class Media:
    """Operators that carry MMS and texts with a link (L-059)."""

    def test_the_file_goes_once_a_batch_and_is_named_in_it(self, gateway, server):
        assert gateway.submit_mms(batch(media=PICTURE)).packet_id == "77001"
        (brought,), (sent,) = server.calls[self.brings], server.calls[self.mms]
        assert base64.b64decode(brought.json["content"]) == PICTURE.content
        assert "media-1" in sent.json.values()

    def test_a_file_that_cannot_be_brought_has_sent_nothing(self, gateway, server):
        for behaviour in (answer(500), answer(200, b"?"), answer(503), reset):
            server.on(self.brings, behaviour)
            with pytest.raises((Busy, Unreachable)):
                gateway.submit_mms(batch(media=PICTURE))
        with pytest.raises(Refused, match="MEDIA_MISSING"):
            gateway.submit_mms(batch(media=replace(PICTURE, content=b"")))
        assert self.mms not in server.calls

    def test_an_unclear_answer_to_an_mms_or_a_link_is_unknown(self, gateway, server):
        server.on(self.mms, reset)
        server.on(self.links, reset)
        with pytest.raises(Unknown):
            gateway.submit_mms(batch(media=PICTURE))
        with pytest.raises(Unknown):
            gateway.submit_link(batch(text=f"Bakın {LINK}", link=LINK))

    def test_a_link_is_told_beside_the_text(self, gateway, server):
        gateway.submit_link(batch(text=f"Bakın {LINK}", link=LINK))
        assert LINK in server.calls[self.links][0].json.values()


class NoMedia:
    """Operators of SMS alone."""

    def test_mms_and_links_are_refused_before_anything_is_sent(self, gateway, server):
        can = gateway.capabilities()
        assert (can.mms, can.link) == (None, False)
        for verb in (gateway.submit_mms, gateway.submit_link):
            with pytest.raises(Refused, match="NOT_SUPPORTED"):
                verb(batch(media=PICTURE, link=LINK))
        assert server.seen == []


class Blacklists:
    def test_the_operators_blacklist_is_read(self, gateway, server):
        entries = list(gateway.blacklist())
        assert [entry.phone for entry in entries] == ["+905320000009", "+905320000010"]
        assert entries[0].since == datetime(2026, 11, 1, 7, 0, tzinfo=UTC)
        assert len(server.calls[self.blacklists]) == 1


class Pushes:
    def test_the_pushes_of_this_test_are_those_of_the_wire_contract(self):
        wire = contract(self.contract_file)
        assert wire.schema_problems("Push", [self.pushed_report, self.pushed_inbound]) == []

    def test_a_push_holds_reports_and_messages(self, gateway):
        body = orjson.dumps([self.pushed_report, self.pushed_inbound])
        parsed = gateway.parse_push(body, {})
        (report,), (message,) = parsed.reports, parsed.inbound
        assert (report.outcome, report.reference) == (Outcome.DELIVERED, "ref-1")
        assert (message.sender, message.text) == ("+905320000001", "RET")
        assert (message.recipient, message.keyword) == ("4605", "RET")
        assert message.received_at == datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def test_a_repeated_push_reads_the_same(self, gateway):
        body = orjson.dumps([self.pushed_report, self.pushed_report])
        first, second = gateway.parse_push(body, {}).reports
        assert first == second
        assert gateway.parse_push(body, {}) == gateway.parse_push(body, {})

    @pytest.mark.parametrize("body", [b"", b"{", b"null", b"7", b'"x"', b"{}", b"<a/>", b"\xff"])
    def test_a_body_that_is_no_push_is_broken(self, gateway, body):
        with pytest.raises(Broken):
            gateway.parse_push(body, {})

    def test_one_bad_item_spoils_no_other(self, gateway):
        forged = [
            1,
            None,
            [],
            {},
            {"type": "outbound"},
            {"type": "outbound", "status": "DELIVERED"},
            {"type": "dance"},
            {"type": ["outbound"]},
            *({**self.pushed_report, key: {"x": 1}} for key in self.pushed_report),
            *({**self.pushed_inbound, key: ["x"]} for key in self.pushed_inbound),
        ]
        parsed = gateway.parse_push(orjson.dumps([*forged, self.pushed_report]), {})
        assert parsed.reports[-1].reference == "ref-1"
        assert len(parsed.reports) + len(parsed.inbound) + parsed.unreadable == len(forged) + 1
        assert parsed.unreadable >= 8
