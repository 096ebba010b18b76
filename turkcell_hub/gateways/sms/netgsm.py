"""Netgsm REST v2 (sms/contracts/netgsm.yaml).

Class C: a send has no field for our own reference and no idempotency key, and the report's
``referansID`` is set by nothing that a caller may send. After an answer that was lost a person
decides; asking "the jobs of that minute" would guess, and a wrong guess doubles messages.
Reports and inbound messages are only asked for. A report names its message by job and number,
so one submit must not hold a number twice.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from turkcell_hub.gateways.errors import BadCredentials, Refused
from turkcell_hub.gateways.http import HttpClient, OnExchange
from turkcell_hub.gateways.logins import shared_login
from turkcell_hub.gateways.sms import common, netgsm_codes, netgsm_reading
from turkcell_hub.gateways.sms.common import Answer, Code, converted
from turkcell_hub.gateways.sms.contract import (
    AccountConfig,
    Balance,
    BlacklistEntry,
    Capabilities,
    Collected,
    GatewayClass,
    InboundMessage,
    LookupResult,
    MessageClass,
    OutgoingMessage,
    PacketStatus,
    ParsedPush,
    ReportPage,
    SubmitRequest,
    SubmitResult,
)
from turkcell_hub.gateways.sms.netgsm_inbox import after_cursor, cursor_of, window
from turkcell_hub.lib.sms_parts import CountingProfile

BASE_URL = "https://api.netgsm.com.tr"
PATH = "/sms/rest/v2"
# TR or ASCII, nothing wider (section 4). Seven parts is the figure of the others: not published.
COUNTING = CountingProfile(turkish_shift="locking", ucs2_allowed=False, max_parts=7)
PAGE = 100
PACKAGES = 1
# A job is named by its id; the range, which the operator demands, has only to hold it.
RANGE = timedelta(days=30)


class Netgsm:
    """One account. Keeps nothing but the memory of a refused login."""

    def __init__(self, config: AccountConfig, on_exchange: OnExchange | None = None) -> None:
        extra = config.extra
        self._base_url = config.base_url or BASE_URL
        pair = f"{config.username}:{config.password}".encode()
        self._headers = {"Authorization": "Basic " + base64.b64encode(pair).decode()}
        self._names = {
            name: str(extra[name]) for name in ("appname", "partnercode") if extra.get(name)
        }
        self._code_line = str(extra.get("code_line") or "")
        self._max_batch = int(extra.get("max_batch") or 50_000)
        self._max_requests = int(extra.get("max_requests_per_minute") or 0) or None
        self._http = HttpClient(
            self._base_url,
            read_timeout=config.timeout,
            on_exchange=on_exchange,
            only_outside=config.only_outside,
        )
        self._born = time.monotonic()
        self._login = shared_login(self._base_url, config.username, config.password)

    def __repr__(self) -> str:
        return f"<Netgsm {self._base_url}>"

    def capabilities(self) -> Capabilities:
        return Capabilities(
            gateway_class=GatewayClass.C,
            counting=COUNTING,
            max_batch=self._max_batch,
            max_requests_per_minute=self._max_requests,
            dlr_pull=True,
            validity=common.VALIDITY,
            inbound_pull=True,
            balance=True,
            senders=True,
            schedule=True,
            cancel=True,
            iys_filter=True,
            one_coding_per_batch=True,
            suffix=self._code_line,
        )

    def check(self) -> Balance:
        return self.balance()

    def submit(self, request: SubmitRequest) -> SubmitResult:
        filter_ = _iys_filter(request)
        messages = _messages(request.messages)
        begin = request.start_at or datetime.now(common.ISTANBUL)
        body: dict[str, Any] = {
            **self._names,
            "msgheader": request.sender,
            "iysfilter": filter_,
            "stopdate": _digits(begin + request.validity),
            "messages": messages,
        }
        if not all(message["msg"].isascii() for message in messages):
            body["encoding"] = "TR"
        if request.start_at is not None:
            body["startdate"] = _digits(request.start_at)
        answer = self.call(
            "send",
            "POST",
            "/send",
            netgsm_codes.SEND,
            submit=True,
            json=body,
            summary=common.summary(request.messages, sender=request.sender, iys=filter_),
        )
        return SubmitResult(
            converted(answer, netgsm_reading.job_id),
            answer=answer.reply.answer(netgsm_codes.DONE),
        )

    def submit_mms(self, request: SubmitRequest) -> SubmitResult:
        common.not_supported()

    def submit_link(self, request: SubmitRequest) -> SubmitResult:
        common.not_supported()

    def lookup(self, reference: str) -> LookupResult:
        common.not_supported()

    def pull_reports(self, packet_id: str, cursor: str | None = None) -> ReportPage:
        now, page = datetime.now(common.ISTANBUL), int(cursor or 0)
        question = {
            "startdate": _dotted(now - RANGE),
            "stopdate": _dotted(now + RANGE),
            "jobids": [packet_id],
            "pagenumber": page,
            "pagesize": PAGE,
        }
        try:
            answer = self.call("getReport", "POST", "/report", netgsm_codes.REPORT, json=question)
        except Refused as refusal:
            if refusal.reason != "NOT_FOUND":
                raise
            return ReportPage((), None)
        found = converted(answer, netgsm_reading.reports)
        return found.page(str(page + 1) if found.rows >= PAGE else None)

    def cancel(self, packet_id: str) -> None:
        body = {"jobid": packet_id}
        answer = self.call("cancel", "POST", "/cancel", netgsm_codes.CANCEL, json=body)
        converted(answer, netgsm_reading.cancelled)

    def packet_status(self, packet_id: str) -> PacketStatus:
        common.not_supported()

    def balance(self) -> Balance:
        question = {"stip": PACKAGES}
        try:
            answer = self.call(
                "getBalance", "POST", "/balance", netgsm_codes.BALANCE, json=question
            )
        except Refused as refusal:
            if refusal.reason != "NOT_FOUND":
                raise
            return Balance(0)
        return converted(answer, netgsm_reading.balance)

    def senders(self) -> Sequence[str]:
        answer = self.call("listHeaders", "GET", "/msgheader", netgsm_codes.HEADERS)
        return converted(answer, netgsm_reading.headers)

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
        """Always within a range: without one the operator lists each message once, and a listing
        whose answer is lost would be lost for good (3.2, "Inbox trap")."""
        start, stop = window(after, datetime.now(common.ISTANBUL))
        question = {"startdate": _digits(start), "stopdate": _digits(stop)}
        try:
            answer = self.call("getInbox", "GET", "/inbox", netgsm_codes.INBOX, params=question)
        except Refused as refusal:
            if refusal.reason != "NOT_FOUND":
                raise
            return [], after
        listed = converted(answer, netgsm_reading.inbounds)
        return after_cursor(listed, after), cursor_of(listed, after)

    def parse_push(self, body: bytes, headers: Mapping[str, str]) -> ParsedPush:
        common.not_supported()

    def collect(self, wait: float) -> Collected | None:
        common.not_supported()

    def acknowledge(self, collected: Collected) -> None:
        common.not_supported()

    def close(self) -> None:
        self._http.close()

    def call(
        self,
        operation: str,
        method: str,
        path: str,
        table: Mapping[str, Code],
        *,
        submit: bool = False,
        **options: Any,
    ) -> Answer:
        """One call. After a code 30 the account is refused without a call: each is a login try."""
        self._login.guard(self._born)
        reply = self._http.request(
            operation, method, PATH + path, submit=submit, headers=self._headers, **options
        )
        try:
            return netgsm_codes.read(reply, table, submit=submit)
        except BadCredentials as refusal:
            self._login.refuse(refusal)
            raise


def _iys_filter(request: SubmitRequest) -> str:
    """0 informational, 11 commercial to persons, 12 commercial to merchants (3.2)."""
    if request.message_class is not MessageClass.COMMERCIAL:
        return "0"
    return "12" if request.recipient_type == "TACIR" else "11"


def _messages(messages: Sequence[OutgoingMessage]) -> list[dict[str, str]]:
    if len({message.to for message in messages}) != len(messages):
        raise Refused("NUMBER_TWICE")  # the reports of the two could not be told apart
    return [{"msg": message.text, "no": _number(message.to)} for message in messages]


def _number(e164: str) -> str:
    """5XXXXXXXXX, KKTC mobiles with them."""
    if len(e164) != 13 or not e164.startswith(common.PREFIX):
        raise Refused("NUMBER_NOT_SUPPORTED")
    return e164[3:]


def _digits(moment: datetime) -> str:
    return moment.astimezone(common.ISTANBUL).strftime("%d%m%Y%H%M%S")


def _dotted(moment: datetime) -> str:
    return moment.astimezone(common.ISTANBUL).strftime("%d.%m.%Y %H:%M:%S")
