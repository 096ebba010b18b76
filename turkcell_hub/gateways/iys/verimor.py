"""Verimor's way into the registry (sms/contracts/verimor.yaml).

An intermediary: it takes lists of one brand and tells each row's end, and once a night what
citizens did. It names no transaction of the registry, cannot be asked who approves, and takes
the same list twice as two campaigns, so after an unclear answer it is asked (class B).
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from turkcell_hub.gateways.errors import BadCredentials, Broken, Refused, VendorAnswer
from turkcell_hub.gateways.http import HttpClient, OnExchange
from turkcell_hub.gateways.iys import offered, reading
from turkcell_hub.gateways.iys.answers import clip
from turkcell_hub.gateways.iys.contract import (
    Change,
    ItemError,
    ItemResult,
    ItemState,
    IysCapabilities,
    NotAccepted,
    Record,
    RecordPage,
    Ticket,
)
from turkcell_hub.gateways.iys.session import SessionStore
from turkcell_hub.gateways.iys.values import Channel, RecipientType, Source, Status
from turkcell_hub.gateways.logins import shared_login
from turkcell_hub.gateways.sms import common, verimor_answers
from turkcell_hub.gateways.sms.common import Answer, converted
from turkcell_hub.gateways.sms.contract import AccountConfig
from turkcell_hub.lib.wording import said

BASE_URL = "https://sms.verimor.com.tr"
MOST = 1000  # consents of a list
PAGE = 100
# Older dates sink the whole list there; a minute for the way.
OLDEST = timedelta(days=3) - timedelta(minutes=1)
# How far our clock and theirs may differ when a list is looked for.
APART = timedelta(minutes=10)
FEED_REACH = timedelta(days=7)
_CODE = re.compile(r"H[0-9]{3,4}")
_STATES = {"success": ItemState.STORED, "failure": ItemState.FAILED}
Key = tuple[str, RecipientType, Channel]


class VerimorIys(
    offered.NoSingles,
    offered.NoBulkQuestion,
    offered.NoPush,
    offered.NoProvider,
    offered.NoVia,
):
    """One account, which speaks for one brand. Thread-safe."""

    def __init__(
        self,
        config: AccountConfig,
        on_exchange: OnExchange | None = None,
        store: SessionStore | None = None,
    ) -> None:
        """``store`` is not used: there is no session, each call carries the login."""
        extra, base_url = config.extra, config.base_url or BASE_URL
        self._base_url = base_url
        self._brand = str(extra.get("brand_code") or "").strip()
        if not self._brand:
            raise Refused("IYS_BRAND_MISSING")
        self._sender = str(extra.get("source_addr") or "").strip()
        self._credentials = {"username": config.username, "password": config.password}
        self._http = HttpClient(
            base_url,
            read_timeout=config.timeout,
            on_exchange=on_exchange,
            only_outside=config.only_outside,
        )
        self._born = time.monotonic()
        self._login = shared_login(base_url, config.username, config.password)

    def __repr__(self) -> str:
        return f"<VerimorIys {self._base_url} {self._brand}>"

    def capabilities(self) -> IysCapabilities:
        return IysCapabilities(
            max_batch=MOST, gateway_class="B", only_brand=self._brand, changes=True
        )

    def check(self) -> None:
        self._ask("listHeaders", "/v2/headers")

    # --- handing over -----------------------------------------------------------------------

    def submit(self, brand: str, changes: Sequence[Change]) -> Ticket:
        """What it would refuse is told item by item, without a call: there one bad row sinks
        the list and is not named."""
        self._check_brand(brand)
        if not 0 < len(changes) <= MOST:
            raise Refused("LIST_TOO_LONG" if changes else "BAD_REQUEST")
        faults = list(_faults(changes, datetime.now(UTC)))
        if faults:
            raise NotAccepted("REGISTRY_REFUSED", faults, VendorAnswer(faults[0].code))
        body: dict[str, Any] = {**self._credentials, "consents": [_row(one) for one in changes]}
        if self._sender:
            body["source_addr"] = self._sender
        answer = self._call(
            "addConsents",
            "POST",
            "/v2/iys_consents.json",
            submit=True,
            json=body,
            summary=f"{len(changes)} consents",
        )
        return Ticket(converted(answer, verimor_answers.campaign_id))

    def find(self, brand: str, changes: Sequence[Change], since: datetime) -> str:
        """Looks among the lists of that time for the one with the same rows: the same rows are
        the same words to the registry, whoever handed them over."""
        self._check_brand(brand)
        wanted = sorted(_sign_of(one) for one in changes)
        for told in self._campaigns("api"):
            created = common.moment(told.get("created_at"))
            if created is not None and created < since - APART:
                break
            campaign = common.word(told.get("id"))
            if sorted(_sign(row) for row in self._rows(campaign, len(wanted))) == wanted:
                return campaign
        return ""

    def results(self, brand: str, request_id: str) -> Sequence[ItemResult]:
        try:
            return [_result(row) for row in self._rows(request_id)]
        except Refused as refusal:
            if refusal.reason == "NOT_FOUND":
                return ()
            raise

    # --- what citizens did ------------------------------------------------------------------

    def changes(self, brand: str, from_registry: bool, cursor: str | None) -> RecordPage:
        """The movements of one night's campaign, the oldest unread one. The cursor is the
        campaign's number."""
        if not from_registry:
            offered.not_supported()
        self._check_brand(brand)
        unread = sorted(self._unread(cursor))
        if not unread:
            return RecordPage((), None)
        campaign = unread[0]
        records = [
            _record(row, f"verimor-{campaign}-{place}")
            for place, row in enumerate(self._rows(str(campaign)))
        ]
        return RecordPage(records, str(campaign), more=len(unread) > 1)

    def _unread(self, cursor: str | None) -> Iterator[int]:
        last = int(cursor) if cursor and cursor.isdecimal() else 0
        oldest = datetime.now(UTC) - FEED_REACH
        for told in self._campaigns("iys"):
            number = common.integer(told.get("id")) or 0
            created = common.moment(told.get("created_at"))
            if number <= last or (not last and created is not None and created < oldest):
                return
            yield number

    # --- the line ---------------------------------------------------------------------------

    def close(self) -> None:
        self._http.close()

    def _check_brand(self, brand: str) -> None:
        if brand != self._brand:
            raise Refused("BRAND_NOT_SERVED")

    def _campaigns(self, source: str) -> Iterator[Mapping[str, Any]]:
        """Newest first."""
        yield from self._pages("consentCampaigns", "/v2/iys/campaigns", {"source": source})

    def _rows(self, campaign: str, wanted: int | None = None) -> list[Mapping[str, Any]]:
        """All rows of a campaign; none when there are not as many as wanted."""
        path = f"/v2/iys/campaigns/{common.segment(campaign)}/consents"
        return list(self._pages("consentsOfCampaign", path, {}, wanted))

    def _pages(
        self, operation: str, path: str, query: Mapping[str, str], wanted: int | None = None
    ) -> Iterator[Mapping[str, Any]]:
        offset = 0
        while True:
            page = {**query, "offset": str(offset), "limit": str(PAGE)}
            total, rows = converted(self._ask(operation, path, **page), _page)
            if wanted is not None and total != wanted:
                return
            yield from rows
            offset += len(rows)
            if not rows or offset >= total:
                return

    def _ask(self, operation: str, path: str, **params: str) -> Answer:
        return self._call(operation, "GET", path, params={**self._credentials, **params})

    def _call(
        self, operation: str, method: str, path: str, *, submit: bool = False, **options: Any
    ) -> Answer:
        """After a 401 the account is refused without a call: each is a login try."""
        self._login.guard(self._born)
        reply = self._http.request(operation, method, path, submit=submit, **options)
        try:
            return verimor_answers.read(reply, submit=submit, otherwise="REGISTRY_REFUSED")
        except BadCredentials as refusal:
            self._login.refuse(refusal)
            raise


def _faults(changes: Sequence[Change], now: datetime) -> Iterator[ItemError]:
    """Its own rules: all fields, three days of 24 hours, no dealers."""
    for place, one in enumerate(changes):
        old = one.consented_at is not None and one.consented_at < now - OLDEST
        if one.consented_at is None:
            yield ItemError("H112", "consentDate", place)
        elif old and one.source != Source.BEFORE_2015:
            yield ItemError("H467", "consentDate", place)
        if not one.source:
            yield ItemError("H113", "source", place)
        if one.retailer_code is not None or one.retailer_access:
            text = said("Bu bağlantı bayi bilgisini İYS'ye iletemez.")
            yield ItemError("NOT_SUPPORTED", "retailerCode", place, text)


def _row(change: Change) -> dict[str, str]:
    return {
        "type": change.channel.value,
        "source": change.source,
        "status": change.status.value,
        "recipient_type": change.recipient_type.value,
        "consent_date": reading.written(change.consented_at) if change.consented_at else "",
        "recipient": reading.address(change.recipient, change.channel).removeprefix("+"),
    }


def _page(body: Any) -> tuple[int, list[Mapping[str, Any]]]:
    rows = body["records"]
    if not isinstance(rows, list):
        raise ValueError("no rows")
    return int(body["total"]), rows


def _key(row: Mapping[str, Any]) -> Key:
    channel = Channel(row["type"])
    recipient = common.word(row["recipient"])
    if "@" not in recipient:
        recipient = common.e164(recipient)
    return (
        reading.address(recipient, channel),
        RecipientType(row.get("recipient_type") or RecipientType.INDIVIDUAL),
        channel,
    )


def _sign(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes a row the same word to the registry."""
    try:
        moment = common.moment(row.get("consent_date"))
        at = reading.written(moment) if moment else ""
        return (*_key(row), str(row["status"]), str(row.get("source") or ""), at)
    except common.UNREADABLE:
        raise Broken("UNREADABLE") from None


def _sign_of(change: Change) -> tuple[str, ...]:
    return _sign(_row(change))


def _result(row: Mapping[str, Any]) -> ItemResult:
    try:
        key = _key(row)
        error = common.word(row.get("request_error"))
    except common.UNREADABLE:
        raise Broken("UNREADABLE") from None
    state = _STATES.get(str(row.get("request_status")), ItemState.WAITING)
    code = _CODE.search(error) if state is ItemState.FAILED else None
    return ItemResult(None, state, code=code[0] if code else "", text=clip(error), key=key)


def _record(row: Mapping[str, Any], name: str) -> Record:
    try:
        recipient, recipient_type, channel = _key(row)
        return Record(
            recipient=recipient,
            recipient_type=recipient_type,
            channel=channel,
            status=Status(row["status"]),
            source=common.word(row.get("source")),
            consented_at=common.moment(row.get("consent_date")),
            created_at=None,
            transaction_id=name,
        )
    except common.UNREADABLE:
        raise Broken("UNREADABLE") from None
