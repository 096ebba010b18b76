"""Verimor: the SMS contract in both of its answer styles, and what is its own (3.1)."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.gateways.line import answer
from tests.gateways.openapi import contract
from tests.gateways.sms_batches import NOON, PASSWORD, batch
from tests.gateways.sms_contract import WholeSmsContract
from tests.gateways.sms_contract_questions import NoMedia
from turkcell_hub.gateways.errors import BadCredentials, Broken, OutOfFunds, Refused
from turkcell_hub.gateways.sms.contract import MessageClass, Outcome, OutgoingMessage
from turkcell_hub.gateways.sms.refusals import REFUSALS
from turkcell_hub.gateways.sms.verimor import widest_coding
from turkcell_hub.gateways.sms.verimor_answers import SEND_ERRORS
from turkcell_hub.lib.sms_parts import count

RECORDS = [
    {"created_at": "2026-11-01 10:00:00", "phone": "905320000009", "source": "ret_web"},
    {"created_at": "2026-11-02T10:00:00Z", "phone": "905320000010", "source": "oim"},
]


class VerimorContract(WholeSmsContract, NoMedia):
    adapter = "verimor"
    contract_file = "sms/contracts/verimor.yaml"
    submits = ("send",)
    report, cancels, balances = "getStatus", "cancel", "getBalance"
    blacklists, sender_list = "listBlacklist", "listHeaders"
    bad_login = answer(401, "Kullanıcı adı veya şifre hatalı")
    statuses = {
        "SENDING": Outcome.ACCEPTED,
        "WAITING": Outcome.ACCEPTED,
        "DELIVERED": Outcome.DELIVERED,
        "SENT": Outcome.SENT_UNCONFIRMED,
        "NOT_DELIVERED": Outcome.UNDELIVERED,
        "SEND_ERROR": Outcome.UNDELIVERED,
        "EXPIRED": Outcome.EXPIRED,
        "INVALID_DESTINATION_ADDRESS": Outcome.INVALID_NUMBER,
        "REJECTED": Outcome.REJECTED_BY_OPERATOR,
        "DOUBLE_SEND_ERROR": Outcome.DUPLICATE,
        "BLACKLISTED_DESTINATION_ADDRESS": Outcome.BLACKLISTED,
        "NOT_ALLOWED_BY_IYS": Outcome.IYS_REJECTED,
        "MISSING_TARIFF": Outcome.NOT_COVERED,
        "ROUTE_NOT_AVAILABLE": Outcome.NOT_COVERED,
        "NETWORK_NOTCOVERED": Outcome.NOT_COVERED,
        "INTERNATIONAL_DENIED": Outcome.NOT_COVERED,
        "CANCELLED": Outcome.CANCELLED,
    }
    pushed_inbound = {
        "type": "inbound",
        "message_id": 900,
        "created_at": "2026-11-22 12:00:00",
        "received_at": "2026-11-22 12:00:00",
        "network": "TURKCELL",
        "source_addr": "905320000001",
        "destination_addr": "4605",
        "keyword": "RET",
        "content": "RET",
    }

    @property
    def pushed_report(self):
        return {"type": "outbound", **self.row(1, "DELIVERED")}

    def row(self, number, status):
        return {
            "campaign_id": 77001,
            "campaign_custom_id": "batch-1",
            "message_id": str(number),
            "message_custom_id": f"ref-{number}",
            "dest": f"90532000{number:04d}",
            "size": 2,
            "international_multiplier": 1,
            "credits": 2,
            "status": status,
            "gsm_error": "27" if status == "NOT_DELIVERED" else "0",
            "sent_at": "2026-11-22 12:00:00",
            "done_at": "2026-11-22T12:01:00+03:00",
        }

    def page(self, rows):
        return rows


class TestVerimorInPlainText(VerimorContract):
    usual = {
        "send": "77001",
        "cancel": "Kampanya silindi: 77001",
        "getBalance": "1234",
        "listHeaders": ["FIRMA", "MARKA"],
        "listBlacklist": {"total": 2, "records": RECORDS},
    }
    not_found = answer(404, "Kampanya bulunamadı")
    too_late = answer(400, "Kampanya başladığı için silinemez")
    no_funds = answer(400, "INSUFFICIENT_CREDITS")
    refusals = [
        (answer(400, "INVALID_SOURCE_ADDRESS"), "SENDER_INVALID"),
        (answer(400, "MUKERRER_RAPORLAMA\n"), "DUPLICATE"),
        (answer(200, "FORBIDDEN_MESSAGE"), "MESSAGE_FORBIDDEN"),
        (answer(413, "<html>Too Large</html>"), "BATCH_LIMIT"),
        (answer(400, "SOMETHING_NEW"), "OPERATOR_REFUSED"),
        (answer(422, "KEY"), "KEY_REUSED"),
    ]

    def test_texts_that_are_the_same_travel_once_with_their_numbers_and_ids(self, gateway, server):
        messages = [
            OutgoingMessage("a", "+905320000001", "bir"),
            OutgoingMessage("b", "+905320000002", "iki"),
            OutgoingMessage("c", "+905320000003", "bir"),
            OutgoingMessage("d", "+994501234567", "iki"),
        ]
        gateway.submit(replace(batch(1), messages=messages))
        assert server.seen[-1].json["messages"] == [
            {"msg": "bir", "dest": "905320000001,905320000003", "id": "a,c"},
            {"msg": "iki", "dest": "905320000002,00994501234567", "id": "b,d"},
        ]

    def test_an_id_with_a_comma_would_shift_the_others_and_is_refused(self, gateway, server):
        messages = [OutgoingMessage("a,b", "+905320000001", "bir")]
        with pytest.raises(Refused, match="BAD_REQUEST"):
            gateway.submit(replace(batch(1), messages=messages))
        assert server.seen == []

    def test_the_legal_class_is_told_every_time(self, gateway, server):
        gateway.submit(batch(message_class=MessageClass.COMMERCIAL, recipient_type="TACIR"))
        gateway.submit(batch(recipient_type="TACIR"))
        commercial, informational = (seen.json for seen in server.seen)
        assert (commercial["is_commercial"], informational["is_commercial"]) == (True, False)
        assert commercial["iys_recipient_type"] == "TACIR"
        assert "iys_recipient_type" not in informational

    @pytest.mark.parametrize(
        ("validity", "written"),
        [
            (timedelta(0), "00:01"),
            (timedelta(seconds=61), "00:02"),
            (timedelta(hours=24), "24:00"),
            (timedelta(days=30), "48:00"),
        ],
    )
    def test_the_validity_is_held_between_a_minute_and_two_days(
        self, gateway, server, validity, written
    ):
        gateway.submit(batch(validity=validity, start_at=NOON))
        assert server.seen[-1].json["valid_for"] == written
        assert server.seen[-1].json["send_at"] == "2026-11-23 15:30:00"

    @pytest.mark.parametrize(
        ("texts", "coding"),
        [
            (["plain {text} €", "Öğle"[:1]], 0),
            (["plain", "ığşİĞŞç"], 1),
            (["Ünlü Çok öz"], 0),
            (["kâr"], 2),
            (["emoji 😀", "ş"], 2),
            (["ş", "è"], 2),  # the Turkish table writes ı where the plain one has è or ì
            (["`"], 2),
        ],
    )
    def test_a_submit_is_coded_by_its_most_demanding_text(self, gateway, server, texts, coding):
        messages = [OutgoingMessage(str(i), "+905320000001", t) for i, t in enumerate(texts)]
        gateway.submit(replace(batch(1), messages=messages))
        assert server.seen[-1].json["datacoding"] == coding

    @pytest.mark.parametrize("text", ["düz", "şık", "kâr", "{}", "ç" * 300, "èş", "\t", "\x00"])
    def test_the_coding_is_that_of_the_count(self, gateway, text):
        coding = count(text, gateway.capabilities().counting).coding
        assert widest_coding([text]) == ["gsm7", "gsm7_tr", "ucs2"].index(coding)

    def test_every_word_of_the_contract_has_its_reason(self, gateway, server):
        wire = contract(self.contract_file)
        for word, row in SEND_ERRORS.items():
            assert wire.schema_problems("SendError", word) == []
            server.on("send", answer(400, word))
            with pytest.raises((Refused, OutOfFunds)) as error:
                gateway.submit(batch())
            assert error.value.reason == row.reason
            assert error.value.reason in REFUSALS

    def test_credentials_go_where_the_contract_wants_them(self, gateway, server):
        gateway.submit(batch())
        gateway.balance()
        sent, asked = server.seen
        assert sent.json["password"] == PASSWORD
        assert sent.query == {}
        assert asked.query["password"] == [PASSWORD]

    def test_inbound_messages_are_pulled_after_the_last_one(self, gateway, server):
        row = {key: value for key, value in self.pushed_inbound.items() if key != "type"}
        server.on("getInbound", answer(200, [row]), answer(200, []))
        (message,), cursor = gateway.pull_inbound()
        assert (message.sender, message.text, cursor) == ("+905320000001", "RET", "900")
        assert gateway.pull_inbound(cursor) == ([], "900")
        assert server.seen[-1].query["greater_than"] == ["900"]

    def test_what_it_cannot_do_is_refused(self, gateway):
        with pytest.raises(Refused, match="NOT_SUPPORTED"):
            gateway.packet_status("77001")

    def test_an_address_that_is_not_listed_pauses_the_account(self, gateway, server):
        server.on("send", answer(401, "IP adresi izinli değil"))
        for _ in range(3):
            with pytest.raises(BadCredentials):
                gateway.submit(batch())
        assert len(server.seen) == 1

    def test_a_web_page_in_between_cancels_nothing(self, gateway, server):
        server.on("cancel", answer(200, "<html>Hoş geldiniz</html>"))
        with pytest.raises(Broken):
            gateway.cancel("77001")


def refused(word, status=400):
    return answer(status, json.dumps({"error": word}))


class TestVerimorInJson(VerimorContract):
    usual = {
        "send": {"campaign_id": 77001, "custom_id": "batch-1", "status": "ACCEPTED"},
        "cancel": {"campaign_id": 77001, "status": "CANCELLED"},
        "getBalance": {"balance": 1200, "bonus": 34},
        "listHeaders": [{"header": "FIRMA"}, {"header": "MARKA"}],
        "listBlacklist": {"total": 2, "records": RECORDS},
    }
    bad_login = refused("Kullanıcı adı veya şifre hatalı", 401)
    not_found = refused("Kampanya bulunamadı", 404)
    too_late = refused("Kampanya başladığı için silinemez")
    no_funds = refused("INSUFFICIENT_CREDITS")
    refusals = [
        (refused("INVALID_SOURCE_ADDRESS"), "SENDER_INVALID"),
        (refused("MUKERRER_RAPORLAMA"), "DUPLICATE"),
        (refused("SOMETHING_NEW"), "OPERATOR_REFUSED"),
    ]
