"""The consent registry itself, over its REST API (iys/contracts/iys.yaml).

The idempotent ``/v2`` calls are used for changes, so every call here but the making of a dealer
and the asking of a citizen may be repeated: a lost answer is ``Unreachable`` and a 5xx ``Busy``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.http import OnExchange
from turkcell_hub.gateways.iys import offered, reading
from turkcell_hub.gateways.iys.citizens import CitizenCalls
from turkcell_hub.gateways.iys.contract import (
    Approved,
    Change,
    ItemResult,
    IysCapabilities,
    Record,
    RecordPage,
    Stored,
    Ticket,
)
from turkcell_hub.gateways.iys.line import MOST, PAGE, IysLine, segment
from turkcell_hub.gateways.iys.provider import ProviderCalls
from turkcell_hub.gateways.iys.session import SessionStore
from turkcell_hub.gateways.iys.values import Channel, RecipientType
from turkcell_hub.gateways.sms.contract import AccountConfig


class Iys(offered.NoFinding, CitizenCalls, ProviderCalls):
    """One service provider. Thread-safe."""

    def __init__(
        self,
        config: AccountConfig,
        on_exchange: OnExchange | None = None,
        store: SessionStore | None = None,
    ) -> None:
        self._line = IysLine(config, on_exchange, store)
        self._push_type = str(config.extra.get("push_type") or "").strip()
        self._asks_citizens = bool(str(config.extra.get("via_form_id") or "").strip())

    def __repr__(self) -> str:
        return f"<Iys {self._line.base_url} {self._line.code}>"

    def capabilities(self) -> IysCapabilities:
        return IysCapabilities(
            max_batch=MOST,
            max_status=MOST,
            adds=True,
            single_status=True,
            history=True,
            changes=True,
            own_changes=True,
            brands=True,
            retailers=True,
            subscription=True,
            reconciliation=True,
            push=bool(self._push_type),
            hears=True,
            via=self._asks_citizens,
        )

    def check(self) -> None:
        self.brands()

    # --- consents ---------------------------------------------------------------------------

    def add(self, brand: str, change: Change) -> Stored:
        path = f"/v2{self._line.brand(brand)}/consents"
        reply = self._line.call("addConsentV2", "POST", path, json=reading.consent(change))
        return reading.read(reply, reading.stored)

    def submit(self, brand: str, changes: Sequence[Change]) -> Ticket:
        if not 0 < len(changes) <= MOST:
            raise Refused("LIST_TOO_LONG" if changes else "BAD_REQUEST")
        path = f"/v2{self._line.brand(brand)}/consents/request"
        rows = [reading.consent(change) for change in changes]
        summary = f"{len(rows)} consents"
        reply = self._line.call("addConsentsV2", "POST", path, json=rows, summary=summary)
        return reading.read(reply, lambda body: reading.ticket(body, len(rows)))

    def results(self, brand: str, request_id: str) -> Sequence[ItemResult]:
        path = f"/v2{self._line.brand(brand)}/consents/request/{segment(request_id)}"
        reply = self._line.call("requestResultsV2", "GET", path)
        return () if reply.status == 204 else reading.read(reply, reading.results)

    def status(
        self, brand: str, recipient: str, recipient_type: RecipientType, channel: Channel
    ) -> Record | None:
        """An unknown address has no documented answer: no body, no state and a 404 for the
        address itself all mean that there is no record."""
        path = f"{self._line.brand(brand)}/consents/status"
        body = _key(recipient, recipient_type, channel)
        reply = self._line.call_or_404("consentStatus", path, body)
        if reply.status in (204, 404) or not reply.body.strip():
            return None
        return reading.read(reply, reading.present)

    def approved(
        self,
        brand: str,
        recipients: Sequence[str],
        recipient_type: RecipientType,
        channel: Channel,
    ) -> Approved:
        """An address given twice is asked once (H193)."""
        asked = list(dict.fromkeys(reading.address(one, channel) for one in recipients))
        if not 0 < len(asked) <= MOST:
            raise Refused("LIST_TOO_LONG" if asked else "BAD_REQUEST")
        path = f"{self._line.brand(brand)}/consents/{recipient_type}/status/{channel}"
        summary = f"{len(asked)} addresses"
        reply = self._line.call(
            "approvedAmong", "POST", path, json={"recipients": asked}, summary=summary
        )
        return reading.read(reply, _approved)

    def history(
        self,
        brand: str,
        recipient: str,
        recipient_type: RecipientType,
        channel: Channel,
        offset: int = 0,
    ) -> RecordPage:
        reply = self._line.call(
            "consentHistory",
            "POST",
            f"{self._line.brand(brand)}/consents/history",
            params={"offset": str(offset), "limit": str(PAGE)},
            json=_key(recipient, recipient_type, channel),
        )
        return reading.read(reply, lambda body: _history(body, offset))

    def changes(self, brand: str, from_registry: bool, cursor: str | None) -> RecordPage:
        params = {"source": "IYS" if from_registry else "HS", "limit": str(MOST)}
        if cursor:
            params["after"] = cursor
        path = f"{self._line.brand(brand)}/consents/changes"
        reply = self._line.call("consentChanges", "GET", path, params=params)
        if reply.status == 204:
            return RecordPage((), None)
        return reading.read(reply, lambda body: _changes(body, cursor))

    def close(self) -> None:
        self._line.close()


def _key(recipient: str, recipient_type: RecipientType, channel: Channel) -> dict[str, str]:
    return {
        "recipient": reading.address(recipient, channel),
        "recipientType": recipient_type.value,
        "type": channel.value,
    }


def _approved(body: Any) -> Approved:
    return Approved(str(body.get("requestId") or ""), frozenset(map(str, body["list"])))


def _history(body: Any, offset: int) -> RecordPage:
    rows = [reading.record(row) for row in body["list"]]
    total = reading.whole(body["pagination"]["totalCount"]) or 0
    return RecordPage(rows, None, more=bool(rows) and offset + len(rows) < total)


def _changes(body: Any, cursor: str | None) -> RecordPage:
    """Only a 204 says that there is no more: a page may end early so as not to part two
    movements of one cursor."""
    after = str(body.get("after") or "") or None
    rows = [reading.record(row) for row in body["list"]]
    return RecordPage(rows, after, more=bool(rows) and after not in (None, cursor))
