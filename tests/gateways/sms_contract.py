"""What every SMS adapter must do, whoever is at the other end of the line.

A test class of an adapter inherits ``SmsContract`` and says how its operator answers. Each
request is held against the wire contract while it arrives; a request that the contract does
not know fails the test that made it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from tests.gateways.line import (
    Behaviour,
    ContractServer,
    answer,
    closed_port,
    drip,
    half,
    hang,
    reset,
    send,
    vanish,
)
from tests.gateways.openapi import contract
from tests.gateways.sms_batches import GARBAGE, NOON, PASSWORD, TEXT, batch
from tests.gateways.sms_contract_questions import (
    Blacklists,
    Funds,
    Pushes,
    Questions,
    References,
)
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Broken,
    Busy,
    GatewayError,
    Refused,
    Unknown,
    Unreachable,
)
from turkcell_hub.gateways.http import Exchange
from turkcell_hub.gateways.registry import open_sms
from turkcell_hub.gateways.sms.contract import (
    AccountConfig,
    MessageClass,
    Outcome,
    SmsGateway,
)


class SmsAdapter:
    """An adapter, how its operator answers, and a server that answers so."""

    adapter: ClassVar[str]
    contract_file: ClassVar[str]
    base: ClassVar[str] = ""
    username: ClassVar[str] = "905320000000"
    submits: ClassVar[tuple[str, ...]]  # the operations that hand messages over
    login: ClassVar[str | None] = None  # the operation of a login, where there is one
    report, cancels, balances, blacklists, sender_list = "", "", "", "", ""
    brings, mms, links = "", "", ""  # a file, an MMS, a text with a link
    usual: ClassVar[dict[str, Any]]  # operation -> the body of its 200
    not_found: ClassVar[Behaviour]  # to a question by a reference that is not known
    no_funds: ClassVar[Behaviour]
    too_late: ClassVar[Behaviour]  # to a cancel
    refusals: ClassVar[list[tuple[Behaviour, str]]]
    bad_login: ClassVar[Behaviour]  # to the first request that carries the password
    statuses: ClassVar[dict[str, Outcome]]
    pushed_report: ClassVar[dict[str, Any]]
    pushed_inbound: ClassVar[dict[str, Any]]

    def row(self, number: int, status: str) -> dict[str, Any]:
        """One row of the operator's report."""
        raise NotImplementedError

    def page(self, rows: list[dict[str, Any]]) -> Any:
        raise NotImplementedError

    @pytest.fixture
    def server(self) -> Iterator[ContractServer]:
        usual = {operation: answer(200, body) for operation, body in self.usual.items()}
        with ContractServer(contract(self.contract_file), usual, self.base) as server:
            yield server
        assert server.problems == []

    @pytest.fixture
    def config(self, server: ContractServer) -> AccountConfig:
        return AccountConfig(self.adapter, server.url, self.username, PASSWORD, timeout=5)

    @pytest.fixture
    def gateway(self, config: AccountConfig) -> Iterator[SmsGateway]:
        gateway = open_sms(config)
        yield gateway
        gateway.close()

    def on_submit(self, server: ContractServer, *behaviours: Behaviour) -> None:
        for operation in self.submits:
            server.on(operation, *behaviours)

    def handed_over(self, server: ContractServer) -> int:
        return sum(len(server.calls.get(operation, [])) for operation in self.submits)

    def login_tries(self, server: ContractServer) -> int:
        if self.login is None:
            return len(server.seen)
        return len(server.calls.get(self.login, []))


class SmsContract(SmsAdapter, Questions):
    # the answers used here are the contract's own

    def test_the_answers_of_this_test_are_those_of_the_wire_contract(self):
        wire = contract(self.contract_file)
        rows = [self.row(i, status) for i, status in enumerate(self.statuses)]
        problems = [
            problem
            for operation, body in {**self.usual, self.report: self.page(rows)}.items()
            if not isinstance(body, str)
            for problem in wire.answer_problems(operation, 200, body)
        ]
        assert problems == []

    # handing over

    def test_a_batch_is_accepted(self, gateway, server):
        assert gateway.submit(batch(3)).packet_id == "77001"
        assert gateway.submit(batch(3, text=TEXT)).packet_id == "77001"
        assert self.handed_over(server) == 2

    @pytest.mark.parametrize("message_class", MessageClass)
    def test_every_option_is_written_as_the_contract_says(self, gateway, message_class):
        gateway.submit(
            batch(
                2,
                message_class=message_class,
                recipient_type="TACIR",
                brand_code="620001",
                validity=timedelta(days=9),
                start_at=NOON,
            )
        )

    def test_a_refusal_is_final_and_has_a_reason_of_the_portal(self, gateway, server):
        for behaviour, reason in self.refusals:
            self.on_submit(server, behaviour)
            with pytest.raises(Refused) as error:
                gateway.submit(batch())
            assert error.value.reason == reason
            assert error.value.answer.code
        assert self.handed_over(server) == len(self.refusals)

    @pytest.mark.parametrize("status", [429, 503])
    def test_busy_says_when_to_come_back(self, gateway, server, status):
        self.on_submit(server, answer(status, "", Retry_After="7"))
        with pytest.raises(Busy) as error:
            gateway.submit(batch())
        assert error.value.retry_after == 7

    @pytest.mark.parametrize(
        "behaviour",
        [
            *(answer(status) for status in (500, 502, 503, 504)),
            answer(500, "<html>Internal Server Error</html>"),
            *(half(), reset, vanish, send(b"")),
            *(answer(status, "moved") for status in (204, 302)),
        ],
    )
    def test_an_unclear_answer_is_unknown_and_never_repeated(self, gateway, server, behaviour):
        self.on_submit(server, behaviour)
        with pytest.raises(Unknown):
            gateway.submit(batch())
        assert self.handed_over(server) == 1

    @pytest.mark.parametrize("body", GARBAGE)
    def test_an_unreadable_answer_is_broken(self, gateway, server, body):
        self.on_submit(server, answer(200, body))
        with pytest.raises(Broken):
            gateway.submit(batch())
        assert self.handed_over(server) == 1

    @pytest.mark.parametrize("behaviour", [hang, drip])
    def test_silence_is_unknown(self, config, server, behaviour):
        self.on_submit(server, behaviour)
        gateway = open_sms(replace(config, timeout=0.3))
        with pytest.raises(Unknown):
            gateway.submit(batch())

    def test_a_closed_door_is_unreachable(self, config):
        gateway = open_sms(replace(config, base_url=closed_port()))
        for call in (lambda: gateway.submit(batch()), gateway.balance):
            with pytest.raises(Unreachable):
                call()

    def test_a_404_of_some_other_web_server_is_no_refusal(self, gateway, server):
        self.on_submit(server, answer(404, "<html>nginx</html>"))
        with pytest.raises(Broken):
            gateway.submit(batch())

    # logging in

    def test_a_refused_login_is_tried_once(self, gateway, config, server):
        first = self.login or self.balances
        server.on(first, self.bad_login)
        for call in (gateway.balance, lambda: gateway.submit(batch()), gateway.check):
            with pytest.raises(BadCredentials) as error:
                call()
            assert error.value.reason == "AUTH_FAILED"
        assert self.login_tries(server) == 1
        server.queued.clear()
        person = open_sms(config)  # "Bağlantıyı dene" after the account was put right
        assert person.check().credits == 1234

    # for all

    def test_one_adapter_serves_several_threads(self, gateway, server):
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda _: gateway.submit(batch(2)), range(40)))
        assert {result.packet_id for result in results} == {"77001"}
        assert self.handed_over(server) == 40
        if self.login:
            assert self.login_tries(server) == 1

    def test_no_secret_text_or_number_leaves_by_a_side_door(self, config, server, caplog):
        caplog.set_level(logging.DEBUG)
        told: list[Exchange] = []
        gateway = open_sms(config, told.append)
        shown = [repr(gateway), repr(config)]
        gateway.submit(batch(1))
        gateway.balance()
        echo = f"password={PASSWORD} 905320000001"
        for behaviour in (answer(400, echo), answer(500, echo), reset, answer(401, echo)):
            self.on_submit(server, behaviour)
            with pytest.raises(GatewayError) as error:
                gateway.submit(batch(1))
            shown += [repr(error.value), str(error.value), repr(error.value.answer)]
        everything = "\n".join([*shown, repr(told), caplog.text])
        for secret in (PASSWORD, "canary-text", "5320000000", "5320000001", "canary-token"):
            assert secret not in everything
        assert len(told) == len(server.seen)
        assert "1 SMS to=+90 532" in repr(told)


class WholeSmsContract(SmsContract, References, Funds, Blacklists, Pushes):
    """Operators that can do everything that is asked of one."""
