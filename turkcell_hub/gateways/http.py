"""The one HTTP client of all adapters, and the one place where a failure of the line gets
its name in the error family.

The rule it holds: a *hand-over* (``submit=True``) may be repeated only when the request
certainly did not arrive. Everything after the first byte may have left is ``Unknown``. A
*question* may always be asked again, so its lost answers are ``Unreachable`` or ``Busy``.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import orjson
import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from turkcell_hub.gateways import departure
from turkcell_hub.gateways.errors import (
    Broken,
    Busy,
    GatewayError,
    Unknown,
    VendorAnswer,
)
from turkcell_hub.gateways.failures import lost, retry_after
from turkcell_hub.gateways.outside import OutsideAdapter

CORRELATION_HEADER = "X-Correlation-Id"
POOL_SIZE = 8
CHUNK = 65_536

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Exchange:
    """One call as the gateway log keeps it: no credentials, no texts,
    no clear numbers. ``status`` is None and ``failure`` set when no answer came."""

    operation: str
    method: str
    path: str
    status: int | None
    duration: float  # seconds
    correlation_id: str
    request_size: int
    summary: str = ""
    failure: str = ""


OnExchange = Callable[[Exchange], None]


@dataclass(frozen=True)
class Reply:
    """A complete answer of any status. Test ``status == 200``: vendors use 902 and the like,
    which ``requests`` calls a success."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    correlation_id: str

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace").strip()

    def answer(self, code: str = "", text: str = "") -> VendorAnswer:
        return VendorAnswer(code, text, self.status, self.correlation_id)

    def json(self) -> Any:
        """The body as JSON. Raises ``Broken`` when it is none."""
        readable, value = self._parsed
        if not readable:
            raise Broken("UNREADABLE", self.answer())
        return value

    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object; empty when it is anything else."""
        value = self._parsed[1]
        return value if isinstance(value, dict) else {}

    @cached_property
    def _parsed(self) -> tuple[bool, Any]:
        # Once: a code is looked for before the rest is, and a body may name 1,000 messages.
        try:
            return True, orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return False, None


class HttpClient:
    """Speaks to one base address. Safe for several threads: the session is never changed
    after construction, keeps no cookies, and the pool below it holds ``POOL_SIZE`` kept
    connections. Ignores proxies and .netrc of the environment; follows no redirect.
    ``only_outside``: refuses to connect to an address that is not public, whatever its name
    said before."""

    def __init__(
        self,
        base_url: str,
        *,
        read_timeout: float = 20.0,
        connect_timeout: float = 5.0,
        max_bytes: int = 16 * 1024 * 1024,
        correlation_header: str = CORRELATION_HEADER,
        on_exchange: OnExchange | None = None,
        only_outside: bool = False,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._timeout = (min(connect_timeout, read_timeout), read_timeout)
        self._max_bytes = max_bytes
        self._correlation_header = correlation_header
        self._on_exchange = on_exchange
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["User-Agent"] = "TurkcellHub"
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        kind = OutsideAdapter if only_outside else HTTPAdapter
        adapter = kind(pool_connections=1, pool_maxsize=POOL_SIZE, max_retries=0)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)

    def __repr__(self) -> str:
        return f"<HttpClient {self._base}>"

    def request(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        submit: bool = False,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        data: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        summary: str = "",
    ) -> Reply:
        """Exactly one try. Returns the whole answer whatever its status.

        Raises ``Unreachable`` when nothing can have arrived; for a lost or partial answer
        ``Unknown`` on a submit and ``Unreachable`` on a question; ``Broken`` for an answer
        above the size limit. Every try is told to ``on_exchange``. A submit waits, with its
        body made, for ``departure.hold``.
        """
        correlation_id = uuid.uuid4().hex
        sent = {**(headers or {}), self._correlation_header: correlation_id}
        body = data
        if json is not None:
            body = orjson.dumps(json)
            sent["Content-Type"] = "application/json"
        asked = requests.Request(method, self._base + path, sent, data=body, params=params)
        made = self._prepared(asked, submit, correlation_id)
        if submit and isinstance(made, requests.PreparedRequest):
            departure.hold()
        started = time.monotonic()
        outcome: Reply | GatewayError
        if isinstance(made, requests.PreparedRequest):
            outcome = self._exchange(made, submit, correlation_id, started)
        else:
            outcome = made
        self._tell(
            Exchange(
                operation=operation,
                method=method,
                path=path,
                status=outcome.status if isinstance(outcome, Reply) else None,
                duration=time.monotonic() - started,
                correlation_id=correlation_id,
                request_size=len(body) if isinstance(body, bytes) else 0,
                summary=summary,
                failure="" if isinstance(outcome, Reply) else outcome.reason,
            )
        )
        if isinstance(outcome, GatewayError):
            raise outcome
        return outcome

    def close(self) -> None:
        self._session.close()

    # Errors are answered here and raised outside the handlers: requests' own message holds the
    # query string, which at some operators holds the password.

    def _prepared(
        self, asked: requests.Request, submit: bool, correlation_id: str
    ) -> requests.PreparedRequest | GatewayError:
        try:
            return self._session.prepare_request(asked)
        except requests.RequestException as failure:
            return lost(failure, submit, correlation_id)

    def _exchange(
        self, prepared: requests.PreparedRequest, submit: bool, correlation_id: str, started: float
    ) -> Reply | GatewayError:
        try:
            return self._answer(prepared, correlation_id, started)
        except (requests.RequestException, HTTPError, OSError) as failure:
            return lost(failure, submit, correlation_id)

    def _answer(
        self, prepared: requests.PreparedRequest, correlation_id: str, started: float
    ) -> Reply | GatewayError:
        with self._session.send(
            prepared, timeout=self._timeout, allow_redirects=False, stream=True
        ) as response:
            content = bytearray()
            deadline = started + sum(self._timeout)
            while piece := response.raw.read1(CHUNK, decode_content=True):
                content += piece
                if len(content) > self._max_bytes:
                    answer = VendorAnswer("", "", response.status_code, correlation_id)
                    return Broken("ANSWER_TOO_LARGE", answer)
                if time.monotonic() > deadline:
                    # A drip of bytes never meets the read timeout of a single recv.
                    raise requests.ReadTimeout
            return Reply(response.status_code, response.headers, bytes(content), correlation_id)

    def _tell(self, exchange: Exchange) -> None:
        if self._on_exchange is None:
            return
        try:
            self._on_exchange(exchange)
        except Exception:  # the record may fail; an accepted hand-over may not be forgotten
            log.exception("on_exchange failed for %s", exchange.operation)


def fail_by_status(reply: Reply, *, submit: bool, code: str = "", text: str = "") -> None:
    """Raises for the statuses that mean the same at every operator; returns otherwise. ``code``,
    ``text``: the operator's own, where the adapter has read them.

    ``Busy``: 429, and 503 with Retry-After. Any other 5xx, and 408: ``Unknown`` on a submit,
    ``Busy`` on a question. 3xx, 1xx and 2xx other than 200 to 202: ``Broken``. A 4xx, and
    statuses above 599, are the adapter's to read.
    """
    status, told = reply.status, reply.answer(code, text)
    if status == 429 or (status == 503 and "Retry-After" in reply.headers):
        wait = retry_after(reply.headers.get("Retry-After", ""))
        reason = "RATE_LIMIT" if status == 429 else "OPERATOR_BUSY"
        raise Busy(reason, told, retry_after=wait)
    if status == 408 or 500 <= status <= 599:
        if submit:
            raise Unknown("OPERATOR_ERROR", told)
        raise Busy("OPERATOR_ERROR", told)
    if status < 200 or 203 <= status < 400:
        raise Broken("UNEXPECTED_STATUS", told)


class _WithoutQuery(logging.Filter):
    """urllib3 writes each request line to its debug log; some operators want the password
    in the query."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                a.partition("?")[0] if isinstance(a, str) else a for a in record.args
            )
        return True


logging.getLogger("urllib3.connectionpool").addFilter(_WithoutQuery())
