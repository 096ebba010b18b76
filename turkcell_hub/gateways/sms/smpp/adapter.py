"""SMPP 3.4 (SMPP 3.4 issue 1.2).

Class C: a submit_sm has no field by which an SMSC could be asked for it, and query_sm wants the
very id that a lost answer would have told. So a hand-over is one message: its answer is the
operator's word on that message and on no other, and a lost answer leaves one message in doubt.

The account's line is bound by whoever holds it (outbox.lines) and stays open between hand-overs;
reports and messages of people come over it. ``collect`` gives them as they came, ``acknowledge``
answers them, in between the caller stores them.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Iterator, Mapping, Sequence

from turkcell_hub.gateways import departure
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Busy,
    GatewayError,
    Unknown,
    Unreachable,
    VendorAnswer,
)
from turkcell_hub.gateways.http import Exchange, OnExchange
from turkcell_hub.gateways.logins import shared_login
from turkcell_hub.gateways.sms import common
from turkcell_hub.gateways.sms.contract import (
    AccountConfig,
    Balance,
    BlacklistEntry,
    Capabilities,
    Collected,
    GatewayClass,
    InboundMessage,
    LookupResult,
    PacketStatus,
    ParsedPush,
    ReportPage,
    SubmitRequest,
    SubmitResult,
)
from turkcell_hub.gateways.sms.smpp import codes, dialling, receipts, settings, wire, writing
from turkcell_hub.gateways.sms.smpp.session import Habits, Login, Session
from turkcell_hub.gateways.sms.smpp.wire import Command


class Smpp:
    """One account. Holds the line, once it is asked for something; ``close`` unbinds."""

    def __init__(self, config: AccountConfig, on_exchange: OnExchange | None = None) -> None:
        self._told = settings.read(config.extra)
        self._config = config
        self._url = config.base_url
        self._on_exchange = on_exchange
        self._habits = Habits(config.timeout, self._told.enquire_seconds)
        self._binding = threading.Lock()
        self._sender: Session | None = None
        self._receiver: Session | None = None
        self._window = threading.BoundedSemaphore(self._told.window)
        self._references = itertools.count(random.randrange(256))  # noqa: S311 (ties parts only)
        self._born = time.monotonic()
        self._login = shared_login(self._url, config.username, config.password)

    def __repr__(self) -> str:
        return f"<Smpp {self._url}>"

    def capabilities(self) -> Capabilities:
        return Capabilities(
            gateway_class=GatewayClass.C,
            counting=self._told.counting,
            max_batch=1,
            dlr_push=True,
            inbound_push=True,
            line=True,
            validity=common.VALIDITY,
            suffix=self._told.code_line,
        )

    def check(self) -> Balance | None:
        """One bind. An operator that says "you are bound already" has let us in: the line is
        with the process that holds it."""
        try:
            self._bind(self._modes()[0]).close()
        except Unreachable as refusal:
            if refusal.reason != "ALREADY_BOUND":
                raise
        return None

    # --- handing over -------------------------------------------------------------------------

    def submit(self, request: SubmitRequest) -> SubmitResult:
        """One message, in as many submit_sm as it has parts; the last one's id is the message's,
        and only that one asks for a receipt."""
        pdus = writing.pdus(request, self._told, next(self._references) % 256)
        if not self._window.acquire(timeout=self._config.timeout):
            raise Busy("WINDOW_FULL", retry_after=1.0)
        try:
            told = self._handed_over(pdus)
        finally:
            self._window.release()
        message_id = self._told.ids.of_answer(told)
        return SubmitResult(message_id, (message_id,), VendorAnswer(codes.OK, told))

    def _handed_over(self, pdus: Sequence[bytes]) -> str:
        session, told = self._bound_sender(), ""
        departure.hold()
        ends = time.monotonic() + self._config.timeout
        for number, raw in enumerate(pdus):
            told = self._submitted(session, raw, ends if number else 0.0, number)
        return told

    def _submitted(self, session: Session, raw: bytes, ends: float, number: int) -> str:
        """One submit_sm's message id. After the first part the message is on its way: what would
        be Busy is waited for until ``ends``, and what cannot be brought to an end is Unknown."""
        while True:
            try:
                return self._asked(session, raw)
            except Busy as busy:
                pause = busy.retry_after or 1.0
                if not number:
                    raise
                if time.monotonic() + pause >= ends:
                    raise Unknown("PARTLY_TAKEN", busy.answer) from None
                time.sleep(pause)
            except Unreachable as lost:
                if not number:
                    raise
                raise Unknown("PARTLY_TAKEN", lost.answer) from None

    def _asked(self, session: Session, raw: bytes) -> str:
        answer = self._exchange("submit_sm", session, raw)
        if answer.status:
            if answer.status == codes.NOT_BOUND:
                session.drop()  # the next try binds anew
            raise codes.submit_error(answer.status)
        told = wire.first_string(answer.body) if answer.command != Command.GENERIC_NACK else ""
        if not told:
            raise Unknown("UNREADABLE")  # a yes without an id: nobody could find its receipt
        return told

    def _exchange(self, operation: str, session: Session, raw: bytes) -> wire.Pdu:
        started, failure, status = time.monotonic(), "", None
        try:
            answer = session.ask(raw)
            status = answer.status
            return answer
        except GatewayError as error:
            failure = error.reason
            raise
        finally:
            self._tell(operation, status, time.monotonic() - started, len(raw), failure)

    # --- the line -----------------------------------------------------------------------------

    def collect(self, wait: float) -> Collected | None:
        self._bound_sender()
        taken = self._bound_receiver().collect(wait)
        if not taken:
            return None
        numbers, deliveries = zip(*taken, strict=True)
        body = receipts.body_of(deliveries)
        return Collected(body, {"Content-Type": receipts.CONTENT_TYPE}, (self._receiver, numbers))

    def acknowledge(self, collected: Collected) -> None:
        session, numbers = collected.ticket
        session.acknowledge(numbers)

    def parse_push(self, body: bytes, headers: Mapping[str, str]) -> ParsedPush:
        return receipts.parse(body, self._told.ids)

    def close(self) -> None:
        with self._binding:
            for session in {self._sender, self._receiver}:
                self._drop(session)
            self._sender = self._receiver = None

    def _modes(self) -> tuple[Command, ...]:
        if self._told.two_binds:
            return Command.BIND_TRANSMITTER, Command.BIND_RECEIVER
        return (Command.BIND_TRANSCEIVER,)

    def _bound_sender(self) -> Session:
        with self._binding:
            if self._sender is None or not self._sender.alive:
                self._drop(self._sender)
                self._sender = self._bind(self._modes()[0])
                if not self._told.two_binds:
                    self._receiver = self._sender
            return self._sender

    def _bound_receiver(self) -> Session:
        with self._binding:
            if self._receiver is None or not self._receiver.alive:
                self._drop(self._receiver)
                self._receiver = self._bind(self._modes()[-1])
                if not self._told.two_binds:
                    self._sender = self._receiver
            return self._receiver

    def _drop(self, session: Session | None) -> None:
        if session is not None:
            session.close()

    def _bind(self, mode: Command) -> Session:
        """One bind. After a refused one the account is refused without a call (T8)."""
        self._login.guard(self._born)
        config, started, failure = self._config, time.monotonic(), ""
        login = Login(config.username, config.password, self._told.system_type, mode)
        try:
            return Session.bind(
                dialling.place_of(self._url), login, self._habits, only_outside=config.only_outside
            )
        except GatewayError as error:
            failure = error.reason
            if isinstance(error, BadCredentials):
                self._login.refuse(error)
            raise
        finally:
            self._tell(mode.name.lower(), None, time.monotonic() - started, 0, failure)

    def _tell(
        self, operation: str, status: int | None, duration: float, size: int, failure: str
    ) -> None:
        if self._on_exchange is not None:
            self._on_exchange(
                Exchange(operation, "SMPP", "", status, duration, "", size, failure=failure)
            )

    # --- what SMPP has no word for --------------------------------------------------------------

    def submit_mms(self, request: SubmitRequest) -> SubmitResult:
        common.not_supported()

    def submit_link(self, request: SubmitRequest) -> SubmitResult:
        common.not_supported()

    def lookup(self, reference: str) -> LookupResult:
        common.not_supported()

    def pull_reports(self, packet_id: str, cursor: str | None = None) -> ReportPage:
        common.not_supported()

    def cancel(self, packet_id: str) -> None:
        common.not_supported()

    def packet_status(self, packet_id: str) -> PacketStatus:
        common.not_supported()

    def balance(self) -> Balance:
        common.not_supported()

    def senders(self) -> Sequence[str]:
        common.not_supported()

    def blacklist(self) -> Iterator[BlacklistEntry]:
        common.not_supported()

    def blacklist_page(
        self, cursor: str | None = None
    ) -> tuple[Sequence[BlacklistEntry], str | None]:
        common.not_supported()

    def block(self, phones: Sequence[str]) -> None:
        common.not_supported()

    def unblock(self, phones: Sequence[str]) -> None:
        common.not_supported()

    def pull_inbound(self, after: str | None = None) -> tuple[Sequence[InboundMessage], str | None]:
        common.not_supported()
