"""Consents and subscriptions of the location service, kept on disk before anybody hears of them."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson


@dataclass(frozen=True)
class Consent:
    """``status``: PENDING, REQUESTED, GRANTED, DENIED, EXPIRED or OBJECTED."""

    account: str
    phone: str
    status: str = "PENDING"
    token: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    until: float | None = None
    callback: str = ""


@dataclass(frozen=True)
class Subscription:
    id: str
    account: str
    phone: str
    kind: str  # area-entered or area-left
    latitude: float
    longitude: float
    radius: float
    sink: str
    token: str
    starts: float
    expires: float | None = None
    status: str = "ACTIVE"
    inside: bool | None = None


class LocationLedger:
    """JSON lines beside the operator's truth; a half line of a kill was never answered."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "location.jsonl"
        self.consents: dict[tuple[str, str], Consent] = {}
        self.subscriptions: dict[str, Subscription] = {}
        for line in self._path.read_bytes().splitlines() if self._path.exists() else ():
            try:
                self._hold(orjson.loads(line))
            except orjson.JSONDecodeError:
                continue

    def consent_of(self, account: str, phone: str) -> Consent:
        return self.consents.get((account, phone)) or Consent(account, phone)

    def by_token(self, token: str) -> Consent | None:
        return next((one for one in self.consents.values() if one.token == token), None)

    def change(self, consent: Consent, **values: Any) -> Consent:
        changed = replace(consent, **values)
        self._keep({"consent": asdict(changed)})
        return changed

    def put(self, subscription: Subscription) -> Subscription:
        self._keep({"subscription": asdict(subscription)})
        return subscription

    def _keep(self, record: dict[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        self._hold(record)

    def _hold(self, record: dict[str, Any]) -> None:
        if "consent" in record:
            found = Consent(**record["consent"])
            self.consents[found.account, found.phone] = found
        elif "subscription" in record:
            one = Subscription(**record["subscription"])
            self.subscriptions[one.id] = one
