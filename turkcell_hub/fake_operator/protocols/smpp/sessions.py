"""One connection of a customer: who he is, in which state he is bound, and what he may ask."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import itertools
from typing import Any

from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.smpp import submitting, wire
from turkcell_hub.fake_operator.protocols.smpp.courier import Courier
from turkcell_hub.fake_operator.protocols.smpp.wire import Malformed, Pdu

_ANSWER_SECONDS = 10.0
_NAME = b"TURKCELLHUB\0"
_LOCK_AFTER = 3


class Session(asyncio.Protocol):
    """SMPP 3.4, chapter 2.2: OPEN, then BOUND_TX, BOUND_RX or BOUND_TRX."""

    def __init__(self, world: World, courier: Courier) -> None:
        self._world, self._courier = world, courier
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._desk: Desk | None = None
        self._bound = 0
        self._numbers = itertools.count(1)
        self._delivering: dict[int, asyncio.Future[int]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    @property
    def username(self) -> str:
        return self._desk.account.username if self._desk else ""

    @property
    def receives(self) -> bool:
        return self._bound in (wire.BIND_RECEIVER, wire.BIND_TRANSCEIVER)

    # --- the connection -----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        try:
            while (pdu := wire.unpack(self._buffer)) is not None:
                self._take(pdu)
        except Malformed as error:
            self.send(wire.pack(wire.GENERIC_NACK, 0, status=error.status))
            self.cut()

    def connection_lost(self, error: Exception | None) -> None:
        self._courier.left(self)
        for waiting in self._delivering.values():
            if not waiting.done():
                waiting.set_result(-1)

    def send(self, raw: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(raw)

    def cut(self) -> None:
        """Closes without a word."""
        if self._transport is not None:
            self._transport.abort()

    async def deliver(self, body: bytes) -> int:
        """The customer's answer to a deliver_sm: its status, -1 when the connection ended."""
        number = next(self._numbers)
        answer = self._delivering[number] = asyncio.get_running_loop().create_future()
        self.send(wire.pack(wire.DELIVER_SM, number, body))
        try:
            return await asyncio.wait_for(answer, _ANSWER_SECONDS)
        except TimeoutError:
            self.cut()
            return -1
        finally:
            self._delivering.pop(number, None)

    # --- what comes in ------------------------------------------------------------------------

    def _take(self, pdu: Pdu) -> None:
        if pdu.command & wire.ANSWER:
            waiting = self._delivering.get(pdu.sequence)
            if waiting is not None and not waiting.done():
                waiting.set_result(pdu.status)
        elif pdu.command == wire.ENQUIRE_LINK:
            self._answer(pdu)
        else:
            task = asyncio.get_running_loop().create_task(self._worked(pdu))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _worked(self, pdu: Pdu) -> None:
        work = {
            **dict.fromkeys(wire.BINDS, self._bind),
            wire.UNBIND: self._unbind,
            wire.SUBMIT_SM: self._submit,
            wire.QUERY_SM: self._query,
            wire.CANCEL_SM: self._cancel,
        }.get(pdu.command)
        if work is None:
            self.send(wire.pack(wire.GENERIC_NACK, pdu.sequence, status=wire.COMMAND_ID))
            return
        try:
            await work(pdu)
        except Malformed as error:
            self._answer(pdu, status=error.status)
        except OSError:
            self._answer(pdu, status=wire.SYSTEM_ERROR)  # the truth file cannot be written

    def _answer(self, pdu: Pdu, body: bytes = b"", status: int = wire.OK) -> None:
        self.send(wire.pack(pdu.command | wire.ANSWER, pdu.sequence, body, status))

    def _seen(self, kind: str, name: str, status: int, **facts: Any) -> None:
        self._world.journal.add(
            kind, name, at=self._world.clock.now(), path="smpp", size=0, status=status, **facts
        )

    # --- binding ------------------------------------------------------------------------------

    async def _bind(self, pdu: Pdu) -> None:
        read = wire.Reader(pdu.body)
        name, password, system_type = read.text(16), read.text(9, wire.PASSWORD), read.text(13)
        status = self._judged(name, password, system_type)
        desk = self._world.desks.get(name)
        step = desk.director.next("login") if desk and status == wire.OK else None
        if step is not None:
            status = submitting.scripted_status(step)
        self._seen("login", name, status)
        if desk is not None and status in (wire.OK, wire.PASSWORD):
            await self._count_login(desk, failed=status != wire.OK)
        if step is not None and step.do == "drop_before":
            self.cut()
            return
        if desk is None or status != wire.OK:
            self._answer(pdu, status=status)
            return
        self._desk, self._bound = desk, pdu.command
        self._answer(pdu, _NAME)
        self._courier.joined(self)

    def _judged(self, name: str, password: str, system_type: str) -> int:
        """Who he is comes before how often he is here: a stranger learns nothing."""
        desk = self._world.desks.get(name)
        if self._bound:
            return wire.ALREADY_BOUND
        if desk is None or desk.account.protocol != "smpp" or desk.account.locked:
            return wire.SYSTEM_ID
        account = desk.account
        if not hmac.compare_digest(account.password.encode(), password.encode()):
            return wire.PASSWORD
        if account.allowed_ips is not None and self._peer() not in account.allowed_ips:
            return 0x0D  # ESME_RBINDFAIL
        if account.system_type and account.system_type != system_type:
            return wire.SYSTEM_TYPE
        if len(self._courier.sessions(name)) >= account.max_binds:
            return wire.ALREADY_BOUND
        return wire.OK

    def _peer(self) -> str:
        return str(self._transport.get_extra_info("peername")[0]) if self._transport else ""

    async def _count_login(self, desk: Desk, *, failed: bool) -> None:
        """Three wrong passwords lock (T8)."""
        account = desk.account
        before = account.failed_logins
        account.failed_logins = before + 1 if failed else 0
        account.locked = account.failed_logins >= _LOCK_AFTER
        if account.failed_logins != before:
            await self._world.save_account(desk)

    async def _unbind(self, pdu: Pdu) -> None:
        if not self._bound:
            raise Malformed(wire.BIND_STATE)
        self._courier.left(self)
        self._bound = 0
        self._answer(pdu)
        if self._transport is not None:
            self._transport.close()

    # --- messages -----------------------------------------------------------------------------

    def _sender(self) -> Desk:
        if self._desk is None or self._bound not in (wire.BIND_TRANSMITTER, wire.BIND_TRANSCEIVER):
            raise Malformed(wire.BIND_STATE)
        return self._desk

    async def _submit(self, pdu: Pdu) -> None:
        desk = self._sender()
        step = desk.director.next("send")
        async with self._turn:  # an SMSC takes the messages of one connection in their order
            played = await submitting.play(self._world, desk, pdu, step)
        self._seen("send", desk.account.username, played.status, **played.facts)
        if played.wait:
            await asyncio.sleep(played.wait)
        if played.raw is not None:
            self.send(played.raw)
        if played.cut and self._transport is not None:
            with contextlib.suppress(OSError):
                self._transport.close() if played.raw else self._transport.abort()

    async def _query(self, pdu: Pdu) -> None:
        """Only the id that was answered finds a message (4.8)."""
        desk = self._sender()
        read = wire.Reader(pdu.body)
        told = read.text(65)
        status, state = submitting.state_of(self._world, desk, told)
        self._seen("query", desk.account.username, status)
        body = told.encode() + b"\0\0" + bytes((state, 0)) if status == wire.OK else b""
        self._answer(pdu, body, status)

    async def _cancel(self, pdu: Pdu) -> None:
        """Nothing waits here long enough to be stopped."""
        self._sender()
        self._answer(pdu, status=wire.CANCEL_FAILED)
