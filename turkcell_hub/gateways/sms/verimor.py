"""Verimor SMS API v2 (sms/contracts/verimor.yaml).

Credentials travel in each request: in the body of a hand-over and a cancel, in the query
elsewhere. Answers come as plain text or as JSON; both are read.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from turkcell_hub.gateways.errors import BadCredentials, Refused
from turkcell_hub.gateways.http import HttpClient, OnExchange
from turkcell_hub.gateways.logins import shared_login
from turkcell_hub.gateways.sms import common, verimor_answers
from turkcell_hub.gateways.sms.common import Answer, converted
from turkcell_hub.gateways.sms.contract import (
    AccountConfig,
    Balance,
    BatchKnown,
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
from turkcell_hub.lib.sms_parts import CountingProfile, character_classes

BASE_URL = "https://sms.verimor.com.tr"
# Bills a Turkish letter as one character, in parts of 155 and 149, seven at most (section 4).
COUNTING = CountingProfile(turkish_shift="locking", turkish_letter_weight=1, max_parts=7)
PAGE = 100
GSM, TURKISH, UNICODE = 0, 1, 2


def _written_with(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters)}]*+")


_CLASSES = character_classes(COUNTING)
_PLAIN = _written_with(_CLASSES.basic + _CLASSES.extension)
_SHIFTED = _written_with(
    "".join(set(_CLASSES.basic) - set(_CLASSES.displaced)) + _CLASSES.extension + _CLASSES.turkish
)


class Verimor:
    """One account. Keeps nothing but the memory of a refused login."""

    def __init__(self, config: AccountConfig, on_exchange: OnExchange | None = None) -> None:
        extra = config.extra
        base_url = config.base_url or BASE_URL
        self._credentials = {"username": config.username, "password": config.password}
        self._base_url = base_url
        self._custom_id = bool(extra.get("custom_id", True))
        self._idempotent = bool(extra.get("idempotency_key", False))
        self._max_batch = int(extra.get("max_batch") or 50_000)
        self._code_line = str(extra.get("code_line") or "")
        self._max_requests = int(extra.get("max_requests_per_minute") or 240)
        self._http = HttpClient(
            base_url,
            read_timeout=config.timeout,
            on_exchange=on_exchange,
            only_outside=config.only_outside,
        )
        self._born = time.monotonic()
        self._login = shared_login(base_url, config.username, config.password)

    def __repr__(self) -> str:
        return f"<Verimor {self._base_url}>"

    def capabilities(self) -> Capabilities:
        gateway_class = GatewayClass.B if self._custom_id else GatewayClass.C
        return Capabilities(
            gateway_class=GatewayClass.A if self._idempotent else gateway_class,
            counting=COUNTING,
            max_batch=self._max_batch,
            max_requests_per_minute=self._max_requests,
            dlr_push=True,
            validity=common.VALIDITY,
            dlr_pull=True,
            inbound_push=True,
            inbound_pull=True,
            balance=True,
            senders=True,
            blacklist=True,
            blacklist_write=True,
            schedule=True,
            cancel=True,
            iys_filter=True,
            one_coding_per_batch=True,
            suffix=self._code_line,
        )

    def check(self) -> Balance:
        return self.balance()

    def submit(self, request: SubmitRequest) -> SubmitResult:
        messages = grouped(request.messages)
        commercial = request.message_class is MessageClass.COMMERCIAL
        coding = widest_coding(message["msg"] for message in messages)
        body: dict[str, Any] = {
            **self._credentials,
            "source_addr": request.sender,
            "valid_for": common.hours_minutes(request.validity),
            "datacoding": coding,
            "is_commercial": commercial,
            "messages": messages,
        }
        if self._custom_id:
            body["custom_id"] = request.reference
        if commercial and request.recipient_type:
            body["iys_recipient_type"] = request.recipient_type
        if request.start_at is not None:
            local = request.start_at.astimezone(common.ISTANBUL)
            body["send_at"] = local.strftime("%Y-%m-%d %H:%M:%S")
        answer = self._call(
            "send",
            "POST",
            "/v2/send.json",
            submit=True,
            json=body,
            headers={"Idempotency-Key": request.reference} if self._idempotent else {},
            summary=common.summary(
                request.messages,
                sender=request.sender,
                cls=request.message_class,
                coding=coding,
            ),
        )
        packet_id = converted(answer, verimor_answers.campaign_id)
        return SubmitResult(packet_id, answer=answer.reply.answer())

    def submit_mms(self, request: SubmitRequest) -> SubmitResult:
        common.not_supported()

    def submit_link(self, request: SubmitRequest) -> SubmitResult:
        common.not_supported()

    def lookup(self, reference: str) -> LookupResult:
        if not self._custom_id:
            common.not_supported()
        try:
            found = self._status({"custom_id": reference, "greater_than": "0"})
        except Refused as refusal:
            if refusal.reason != "NOT_FOUND":
                raise
            return LookupResult(BatchKnown.NO)
        return common.looked_up(found)

    def pull_reports(self, packet_id: str, cursor: str | None = None) -> ReportPage:
        found = self._status({"id": packet_id, "greater_than": cursor or "0"})
        # A page is 100 rows by the owner's document; the 20 questions a minute are dear.
        more = found.rows >= PAGE and found.last_id not in ("", cursor)
        return found.page(found.last_id if more else None)

    def cancel(self, packet_id: str) -> None:
        path = f"/v2/cancel/{common.segment(packet_id)}"
        answer = self._call("cancel", "POST", path, json=self._credentials, otherwise="TOO_LATE")
        converted(answer, verimor_answers.cancelled)

    def packet_status(self, packet_id: str) -> PacketStatus:
        common.not_supported()

    def balance(self) -> Balance:
        return converted(self._ask("getBalance", "/v2/balance"), verimor_answers.balance)

    def senders(self) -> Sequence[str]:
        return converted(self._ask("listHeaders", "/v2/headers"), verimor_answers.headers)

    def blacklist(self) -> Iterator[BlacklistEntry]:
        return common.every_page(self.blacklist_page)

    def blacklist_page(
        self, cursor: str | None = None
    ) -> tuple[Sequence[BlacklistEntry], str | None]:
        offset = cursor or "0"
        answer = self._ask("listBlacklist", "/v2/blacklists", offset=offset, limit=str(PAGE))
        total, page = converted(answer, verimor_answers.blacklist)
        return page, common.next_offset(offset, len(page), total)

    def block(self, phones: Sequence[str]) -> None:
        params = {**self._credentials, "phones": ",".join(map(_number, phones))}
        self._call("addToBlacklist", "POST", "/v2/blacklists", params=params)

    def unblock(self, phones: Sequence[str]) -> None:
        path = f"/v2/blacklists/{common.segment(','.join(map(_number, phones)))}"
        self._call("removeFromBlacklist", "DELETE", path, params=self._credentials)

    def pull_inbound(self, after: str | None = None) -> tuple[Sequence[InboundMessage], str | None]:
        answer = self._ask("getInbound", "/v2/inbound_messages", greater_than=after or "0")
        messages = converted(answer, verimor_answers.inbounds)
        return messages, messages[-1].operator_id if messages else after

    def parse_push(self, body: bytes, headers: Mapping[str, str]) -> ParsedPush:
        return common.parse_push(body, verimor_answers.report, verimor_answers.inbound)

    def collect(self, wait: float) -> Collected | None:
        common.not_supported()

    def acknowledge(self, collected: Collected) -> None:
        common.not_supported()

    def close(self) -> None:
        self._http.close()

    def _status(self, params: Mapping[str, str]) -> common.RawPage:
        return converted(self._ask("getStatus", "/v2/status", **params), verimor_answers.reports)

    def _ask(self, operation: str, path: str, **params: str) -> Answer:
        return self._call(operation, "GET", path, params={**self._credentials, **params})

    def _call(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        submit: bool = False,
        otherwise: str = "OPERATOR_REFUSED",
        **options: Any,
    ) -> Answer:
        """One call. After a 401 the account is refused without a call: each is a login try."""
        self._login.guard(self._born)
        reply = self._http.request(operation, method, path, submit=submit, **options)
        try:
            return verimor_answers.read(reply, submit=submit, otherwise=otherwise)
        except BadCredentials as refusal:
            self._login.refuse(refusal)
            raise


def grouped(messages: Iterable[OutgoingMessage]) -> list[dict[str, str]]:
    """One entry for each text, with comma lists of numbers and ids in the batch's order."""
    groups: dict[str, tuple[list[str], list[str]]] = {}
    for message in messages:
        numbers, ids = groups.setdefault(message.text, ([], []))
        numbers.append(_number(message.to))
        ids.append(message.reference)
    entries = []
    for text, (numbers, ids) in groups.items():
        joined = ",".join(ids)
        if joined.count(",") != len(ids) - 1:
            raise Refused("BAD_REQUEST")  # an id with a comma would shift all that follow
        entries.append({"msg": text, "dest": ",".join(numbers), "id": joined})
    return entries


def widest_coding(texts: Iterable[str]) -> int:
    """The one coding that can write all texts of a submit. The locking shift displaces some
    letters of the plain table: in one submit they do not go together with Turkish ones."""
    together = "\n".join(texts)
    if _PLAIN.fullmatch(together):
        return GSM
    return TURKISH if _SHIFTED.fullmatch(together) else UNICODE


def _number(e164: str) -> str:
    """905XXXXXXXXX; a foreign number with 00."""
    return e164[1:] if e164.startswith(common.PREFIX) else "00" + e164[1:]
