"""Turkcell Mesaj Üssü v2 (sms/contracts/mesajussu.yaml).

Login and sending are verified by integrators' code. Reports, cancel, balance, sender list and
the fields ``customId``, ``ids``, ``validFor``, ``recipientType`` and ``brandCode`` are borrowed
or invented; ``extra["borrowed_fields"] = False`` keeps them off the wire. MMS and Video/URL are
invented as a whole; ``extra["mms_max_kb"] = 0`` and ``extra["link"] = False`` switch them off.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from turkcell_hub.gateways.errors import Broken, Busy, Refused, Unknown
from turkcell_hub.gateways.http import OnExchange
from turkcell_hub.gateways.sms import common, mesajussu_reading
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
from turkcell_hub.gateways.sms.media import Media, MmsProfile
from turkcell_hub.gateways.sms.mesajussu_line import MesajUssuLine
from turkcell_hub.lib.media_types import NAMES as MEDIA_TYPES
from turkcell_hub.lib.sms_parts import CountingProfile

BASE_URL = "https://mesajussu.turkcell.com.tr/api/api/integration"
COUNTING = CountingProfile(turkish_shift="locking", turkish_letter_weight=1, max_parts=7)
# The TCKN service carries neither Turkish letters nor line breaks and tabs (1.2, Mobildev).
TCKN_COUNTING = CountingProfile(turkish_shift="none", ucs2_allowed=False, max_parts=7)
TCKN_FORBIDDEN = "çÇğĞıİöÖşŞüÜ\n\r\t"
BLACKLIST_PAGE = 100
MMS_MAX_KB = 300


class MesajUssu:
    """One account. Keeps only a session token, shared by all adapters of the account."""

    def __init__(self, config: AccountConfig, on_exchange: OnExchange | None = None) -> None:
        extra = config.extra
        self._base_url = config.base_url or BASE_URL
        self._tckn = config.service == "tckn"
        self._borrowed = bool(extra.get("borrowed_fields", True))
        self._custom_id = self._borrowed and bool(extra.get("custom_id", True))
        self._idempotent = bool(extra.get("idempotency_key", False))
        self._max_batch = int(extra.get("max_batch") or 50_000)
        self._mms_bytes = 1000 * int(extra.get("mms_max_kb", MMS_MAX_KB) or 0)
        self._link = bool(extra.get("link", True))
        self._etk_line = str(extra.get("etk_line") or "")
        self._code_line = str(extra.get("code_line") or "")
        self._line = MesajUssuLine(config, self._base_url, on_exchange)

    def __repr__(self) -> str:
        return f"<MesajUssu {self._base_url}>"

    def capabilities(self) -> Capabilities:
        gateway_class = GatewayClass.B if self._custom_id else GatewayClass.C
        return Capabilities(
            gateway_class=GatewayClass.A if self._idempotent else gateway_class,
            counting=TCKN_COUNTING if self._tckn else COUNTING,
            max_batch=self._max_batch,
            dlr_push=True,
            dlr_pull=True,
            inbound_push=True,
            balance=True,
            senders=True,
            blacklist=True,
            blacklist_write=not self._tckn,
            schedule=self._borrowed,
            cancel=True,
            tckn=self._tckn,
            mms=self._mms(),
            link=self._link and not self._tckn,
            forbidden=TCKN_FORBIDDEN if self._tckn else "",
            iys_filter=self._borrowed,
            packet_status=True,
            validity=common.VALIDITY if self._borrowed else None,
            suffix=self._code_line,
            commercial_suffix=self._etk_line,
        )

    def check(self) -> Balance:
        return self.balance()

    def submit(self, request: SubmitRequest) -> SubmitResult:
        return self._hand_over(request, "tckn" if self._tckn else "sms", "send")

    def submit_mms(self, request: SubmitRequest) -> SubmitResult:
        if self._mms() is None or request.media is None:
            common.not_supported()
        return self._hand_over(request, "mms", "sendMms", mediaId=self._upload(request.media))

    def submit_link(self, request: SubmitRequest) -> SubmitResult:
        if not self.capabilities().link or not request.link:
            common.not_supported()
        return self._hand_over(request, "video", "sendVideo", url=request.link)

    def lookup(self, reference: str) -> LookupResult:
        if not self._custom_id:
            common.not_supported()
        try:
            found = self._reports({"customId": reference})
        except Refused as refusal:
            if refusal.reason != "NOT_FOUND":
                raise
            return LookupResult(BatchKnown.NO)
        return common.looked_up(found)

    def pull_reports(self, packet_id: str, cursor: str | None = None) -> ReportPage:
        params = {"packetId": packet_id}
        if cursor is not None:
            params["afterMessageId"] = cursor
        found = self._reports(params)
        # An empty page is the end; how many rows a page holds is not promised.
        return found.page(found.last_id if found.last_id not in ("", cursor) else None)

    def cancel(self, packet_id: str) -> None:
        path = f"/v1/campaign/cancel/{common.segment(packet_id)}"
        _plainly_done(self._line.call("cancelCampaign", "POST", path))

    def packet_status(self, packet_id: str) -> PacketStatus:
        path = f"/v1/campaign/get/one/{common.segment(packet_id)}"
        return converted(self._line.call("getCampaign", "GET", path), mesajussu_reading.campaign)

    def balance(self) -> Balance:
        answer = self._line.call("getBalance", "GET", "/v2/balance")
        return converted(answer, mesajussu_reading.balance)

    def senders(self) -> Sequence[str]:
        answer = self._line.call("listSenders", "GET", "/v2/senders")
        return converted(answer, mesajussu_reading.senders)

    def blacklist(self) -> Iterator[BlacklistEntry]:
        return common.every_page(self.blacklist_page)

    def blacklist_page(
        self, cursor: str | None = None
    ) -> tuple[Sequence[BlacklistEntry], str | None]:
        offset = cursor or "0"
        params = {"offset": offset, "limit": str(BLACKLIST_PAGE)}
        answer = self._line.call("listBlacklist", "GET", "/v2/blacklist", params=params)
        total, page = converted(answer, mesajussu_reading.blacklist)
        return page, common.next_offset(offset, len(page), total)

    def block(self, phones: Sequence[str]) -> None:
        receivers = [_national(phone) for phone in phones]
        body = {"receivers": receivers}
        _plainly_done(self._line.call("addToBlacklist", "POST", "/v2/blacklist", json=body))

    def unblock(self, phones: Sequence[str]) -> None:
        receivers = common.segment(",".join(map(_national, phones)))
        path = f"/v2/blacklist/{receivers}"
        _plainly_done(self._line.call("removeFromBlacklist", "DELETE", path))

    def pull_inbound(self, after: str | None = None) -> tuple[Sequence[InboundMessage], str | None]:
        common.not_supported()

    def parse_push(self, body: bytes, headers: Mapping[str, str]) -> ParsedPush:
        return mesajussu_reading.push(body)

    def collect(self, wait: float) -> Collected | None:
        common.not_supported()

    def acknowledge(self, collected: Collected) -> None:
        common.not_supported()

    def close(self) -> None:
        self._line.close()

    def _mms(self) -> MmsProfile | None:
        if self._tckn or self._mms_bytes <= 0:
            return None
        return MmsProfile(tuple(MEDIA_TYPES), self._mms_bytes)

    def _upload(self, media: Media) -> str:
        """The operator's name of the file; the same file again has the same name."""
        if not media.content:
            raise Refused("MEDIA_MISSING")
        body = {
            "fileName": media.name,
            "contentType": media.content_type,
            "sha256": hashlib.sha256(media.content).hexdigest(),
            "content": base64.b64encode(media.content).decode(),
        }
        try:
            answer = self._line.call("uploadMedia", "POST", "/v2/mms/media", json=body)
            _plainly_done(answer)
            return converted(answer, lambda body: str(body["mediaId"]))
        except Unknown as unread:  # nothing was handed over yet: later again
            raise Busy("MEDIA_UNREADABLE", unread.answer) from None

    def _hand_over(
        self, request: SubmitRequest, service: str, operation: str, **more: str
    ) -> SubmitResult:
        body = self._body(request) | more
        messages = request.messages
        texts = {message.text for message in messages}
        receivers = [self._receiver(message) for message in messages]
        if len(texts) == 1:
            operation, path = f"{operation}OneToMany", "oton"
            body |= {"message": messages[0].text, "sender": request.sender, "receivers": receivers}
        else:
            operation, path = f"{operation}ManyToMany", "nton"
            body["messages"] = [
                {"receiver": receiver, "message": message.text, "sender": request.sender}
                for receiver, message in zip(receivers, messages, strict=True)
            ]
        answer = self._line.call(
            operation,
            "POST",
            f"/v2/{service}/send/{path}",
            submit=True,
            json=body,
            headers={"Idempotency-Key": request.reference} if self._idempotent else {},
            summary=common.summary(messages, sender=request.sender, cls=request.message_class),
        )
        return _taken(answer, len(messages))

    def _body(self, request: SubmitRequest) -> dict[str, Any]:
        commercial = request.message_class is MessageClass.COMMERCIAL
        body: dict[str, Any] = {"etkFlag": commercial}
        if self._custom_id:
            body["customId"] = request.reference
            body["ids"] = [message.reference for message in request.messages]
        if self._borrowed:
            body["validFor"] = common.hours_minutes(request.validity)
            if commercial and request.recipient_type:
                body["recipientType"] = request.recipient_type
            if commercial and request.brand_code:
                body["brandCode"] = request.brand_code
            if request.start_at is not None:
                local = request.start_at.astimezone(common.ISTANBUL)
                body["startDateText"] = local.strftime("%Y-%m-%d_%H:%M:%S")
        elif request.start_at is not None:
            common.not_supported()
        return body

    def _receiver(self, message: OutgoingMessage) -> str:
        """10 national digits, or the TCKN on a TCKN account."""
        if self._tckn:
            if len(message.to) != 11 or not message.to.isdecimal():
                raise Refused("NUMBER_INVALID")
            return message.to
        return _national(message.to)

    def _reports(self, params: Mapping[str, str]) -> common.RawPage:
        answer = self._line.call("getReport", "GET", "/v2/sms/report", params=params)
        return converted(answer, mesajussu_reading.reports)


def _national(e164: str) -> str:
    """10 digits. ``Refused`` for a number abroad."""
    if len(e164) != 13 or not e164.startswith(common.PREFIX):
        raise Refused("NUMBER_NOT_SUPPORTED")
    return e164[3:]


def _plainly_done(answer: Answer) -> dict[str, Any]:
    """``Broken`` unless the operator says in its own words that it did it."""
    body = answer.body
    if isinstance(body, dict) and (
        body.get("resultCode") in (0, "0") or body.get("resultDescription") == "success"
    ):
        return body
    raise Broken("UNREADABLE", answer.reply.answer())


def _taken(answer: Answer, count: int) -> SubmitResult:
    body = _plainly_done(answer)
    packet_id = converted(answer, lambda body: common.word(body.get("packetId")))
    ids = body.get("messageIds")
    if not isinstance(ids, list) or len(ids) != count:
        ids = []
    said = answer.reply.answer("0", str(body.get("resultDescription", ""))[:200])
    return SubmitResult(packet_id, tuple(str(value) for value in ids), said)
