"""One bound line to an SMSC, for callers in several threads.

The line lives in an event loop of its own thread: reading, writing, questions of life and the
answers to them go on whatever the callers do. What the SMSC delivers is kept in memory and
answered only when the caller says that it is stored; an answer that never goes out makes the SMSC
deliver again.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import ssl
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NoAnswer
from dataclasses import dataclass, field

from turkcell_hub.gateways.errors import Unknown, Unreachable
from turkcell_hub.gateways.sms.smpp import codes, dialling, receipts, wire
from turkcell_hub.gateways.sms.smpp.receipts import Delivery
from turkcell_hub.gateways.sms.smpp.wire import Command, Pdu

_UNBIND_SECONDS = 2.0


@dataclass(frozen=True)
class Login:
    """What a bind says. ``mode``: which of the three binds."""

    system_id: str = field(repr=False)
    password: str = field(repr=False)
    system_type: str
    mode: Command


@dataclass(frozen=True)
class Habits:
    """Seconds: the wait for an answer, and the silence after which the SMSC is asked whether it
    still lives."""

    answer: float = 20.0
    enquire: float = 30.0


class Session:
    """A bound connection. ``bind`` makes one; once it is not ``alive`` it stays dead."""

    def __init__(self, habits: Habits) -> None:
        self._habits = habits
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="smpp", daemon=True)
        self._waiting: dict[int, Future[Pdu]] = {}
        self._numbers = itertools.count(1)
        self._deliveries: deque[tuple[int, Delivery]] = deque()
        self._arrived = threading.Condition()
        self._transport: asyncio.Transport | None = None
        self._dead = threading.Event()
        self._heard = 0.0

    @classmethod
    def bind(
        cls, place: dialling.Place, login: Login, habits: Habits, *, only_outside: bool
    ) -> Session:
        """Connects and binds, once. Raises ``BadCredentials`` for a refused login, else
        ``Unreachable``: nothing was sent."""
        try:
            asked = wire.bind(login.mode, login.system_id, login.password, login.system_type)
        except ValueError:
            raise Unreachable("LOGIN_TOO_LONG") from None
        session = cls(habits)
        session._thread.start()
        try:
            session._connect(place, only_outside)
            answer = session._bound(asked)
        except BaseException:
            session._end()
            raise
        if answer.status:
            session._end()
            raise codes.bind_error(answer.status)
        return session

    @property
    def alive(self) -> bool:
        return not self._dead.is_set()

    def ask(self, raw: bytes, timeout: float | None = None) -> Pdu:
        """Sends one PDU and waits for its answer.

        Raises ``Unreachable`` when it certainly did not leave, ``Unknown`` when it may have.
        """
        future: Future[Pdu] = Future()
        self._call(self._send, raw, future)
        try:
            return future.result(timeout or self._habits.answer)
        except NoAnswer:
            future.cancel()
            raise Unknown("NO_ANSWER_IN_TIME") from None

    def collect(self, wait: float, most: int = 500) -> list[tuple[int, Delivery]]:
        """What was delivered and not collected yet, after at most ``wait`` seconds. Raises
        ``Unreachable`` when nothing is left and the line is dead."""
        ends = time.monotonic() + wait
        with self._arrived:
            while not self._deliveries:
                if not self.alive:
                    raise Unreachable("CONNECTION_LOST")
                rest = ends - time.monotonic()
                if rest <= 0:
                    return []
                self._arrived.wait(rest)
            taken = min(most, len(self._deliveries))
            return [self._deliveries.popleft() for _ in range(taken)]

    def acknowledge(self, numbers: Sequence[int]) -> None:
        """Tells the SMSC that these deliveries are safe. A dead line is no fault: it will
        deliver them again."""
        answers = b"".join(wire.pdu(Command.DELIVER_SM | wire.ANSWER, n, b"\0") for n in numbers)
        with contextlib.suppress(Unreachable):
            self._call(self._write, answers)

    def drop(self) -> None:
        """Cuts the line without a word."""
        with contextlib.suppress(Unreachable):
            self._call(self._cut)

    def close(self) -> None:
        """Unbinds politely and ends the thread."""
        if self.alive:
            with contextlib.suppress(Unknown, Unreachable):
                self.ask(wire.pdu(Command.UNBIND, 0), _UNBIND_SECONDS)
        self._end()

    # --- the loop's thread --------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()

    def _connect(self, place: dialling.Place, only_outside: bool) -> None:
        connected = dialling.connect(place, self._habits.answer, only_outside=only_outside)
        tls = ssl.create_default_context() if place.tls else None
        opening = self._loop.create_connection(
            lambda: _Protocol(self),
            sock=connected,
            ssl=tls,
            server_hostname=place.host if tls else None,
            ssl_handshake_timeout=self._habits.answer if tls else None,
        )
        try:
            asyncio.run_coroutine_threadsafe(opening, self._loop).result(self._habits.answer + 1)
        except ssl.SSLCertVerificationError:
            raise Unreachable("CERTIFICATE_REFUSED") from None
        except (OSError, NoAnswer):
            connected.close()
            raise Unreachable("NO_CONNECTION") from None

    def _bound(self, asked: bytes) -> Pdu:
        try:
            return self.ask(asked)
        except Unknown as lost:
            raise Unreachable(lost.reason) from None  # a bind hands nothing over

    def _call(self, what: object, *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(what, *arguments)  # type: ignore[arg-type]
        except RuntimeError:
            raise Unreachable("CONNECTION_LOST") from None

    def _send(self, raw: bytes, future: Future[Pdu]) -> None:
        if self._transport is None or self._transport.is_closing() or not self.alive:
            future.set_exception(Unreachable("CONNECTION_LOST"))
            return
        number = next(self._numbers)
        self._waiting[number] = future
        future.add_done_callback(lambda _: self._waiting.pop(number, None))
        self._transport.write(wire.numbered(raw, number))

    def _write(self, raw: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(raw)

    def made(self, transport: asyncio.Transport) -> None:
        self._transport, self._heard = transport, self._loop.time()
        self._loop.call_later(self._habits.enquire, self._look_after)

    def heard(self, pdu: Pdu) -> None:
        """One PDU of the SMSC."""
        self._heard = self._loop.time()
        if pdu.is_answer:
            future = self._waiting.pop(pdu.sequence, None)
            if future is not None and future.set_running_or_notify_cancel():
                future.set_result(pdu)
        elif pdu.command == Command.DELIVER_SM:
            with self._arrived:
                self._deliveries.append((pdu.sequence, receipts.arrived(pdu.raw)))
                self._arrived.notify_all()
        elif pdu.command in (Command.ENQUIRE_LINK, Command.UNBIND):
            self._write(wire.pdu(pdu.command | wire.ANSWER, pdu.sequence))
            if pdu.command == Command.UNBIND and self._transport is not None:
                self._transport.close()
        elif pdu.command != Command.ALERT_NOTIFICATION:
            nack = wire.pdu(Command.GENERIC_NACK, pdu.sequence, status=0x03)
            self._write(nack)

    def lost(self) -> None:
        """The connection is over: whoever waits for an answer will not get one. What nobody has
        collected is not answered either, so it will be delivered again."""
        self._dead.set()
        for future in list(self._waiting.values()):
            if future.set_running_or_notify_cancel():
                future.set_exception(Unknown("CONNECTION_LOST"))
        with self._arrived:
            self._deliveries.clear()
            self._arrived.notify_all()

    def _look_after(self) -> None:
        """A silent line is asked whether it lives; one that stays silent is cut."""
        if not self.alive or self._transport is None:
            return
        silence = self._loop.time() - self._heard
        if silence > self._habits.enquire + self._habits.answer:
            self._transport.abort()
            return
        if silence >= self._habits.enquire:
            number = next(self._numbers)
            self._write(wire.pdu(Command.ENQUIRE_LINK, number))
        self._loop.call_later(min(self._habits.enquire, self._habits.answer), self._look_after)

    def _end(self) -> None:
        self._dead.set()
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._stop)
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(_UNBIND_SECONDS)

    def _cut(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _stop(self) -> None:
        self._cut()
        self._loop.call_soon(self._loop.stop)


class _Protocol(asyncio.Protocol):
    def __init__(self, session: Session) -> None:
        self._session, self._frames = session, wire.Frames()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (a stream's, always)
        self._transport = transport
        self._session.made(transport)

    def data_received(self, data: bytes) -> None:
        try:
            for pdu in self._frames.feed(data):
                self._session.heard(pdu)
        except wire.BadFrame:
            if self._transport is not None:
                self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._session.lost()
