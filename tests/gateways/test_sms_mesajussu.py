"""Turkcell Mesaj Üssü: the SMS contract, and what is its own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.gateways.line import answer
from tests.gateways.sms_batches import NOON, TEXT, batch
from tests.gateways.sms_contract import WholeSmsContract
from tests.gateways.sms_contract_questions import Media
from tests.gateways.sms_mesajussu import DONE, MesajUssu, said
from turkcell_hub.gateways.errors import (
    Broken,
    Busy,
    OutOfFunds,
    Refused,
    Unknown,
)
from turkcell_hub.gateways.registry import open_sms
from turkcell_hub.gateways.sms.contract import MessageClass, Outcome, OutgoingMessage


class TestMesajUssu(MesajUssu, WholeSmsContract, Media):
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
        gateway = open_sms(replace(config, service="tckn"))
        assert gateway.capabilities().tckn
        for texts in ("aa", "ab"):
            people = [OutgoingMessage(t + "1", "10000000146", t) for t in texts]
            gateway.submit(replace(batch(1), messages=people))
        assert server.calls["sendOneToManyByTckn"][0].json["receivers"] == ["10000000146"] * 2
        row = {**self.row(1, "NOT_SUBSCRIBER"), "receiver": "10000000146"}
        server.on("getReport", answer(200, self.page([row])))
        report = gateway.pull_reports("77001").reports[0]
        assert (report.outcome, report.to) == (Outcome.NOT_SUBSCRIBER, "10000000146")

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
