"""Merchants and what was paid to them, kept on disk before anybody hears of it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

FAILURES = ("insufficient_funds", "declined", "three_d_failed", "cancelled_by_user")


@dataclass(frozen=True)
class Payment:
    """``callback_url`` is the one that the checkout was signed with."""

    merchant: str
    order: str
    payment_id: str
    status: str
    amount: str
    currency: str
    at: str
    callback_url: str
    reason: str = ""
    installments: int = 1
    payer_total: str = ""

    def told(self) -> dict[str, Any]:
        """As the contract words it."""
        facts = asdict(self)
        del facts["callback_url"]
        if not self.reason:
            del facts["reason"]
        if not self.payer_total:
            del facts["payer_total"], facts["installments"]
        return facts


class Till:
    """JSON lines beside the operator's truth; a half line of a kill was never answered."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "payments.jsonl"
        self.merchants: dict[str, str] = {}
        self.payments: list[Payment] = []
        for line in self._path.read_bytes().splitlines() if self._path.exists() else ():
            self._read(line)

    def _read(self, line: bytes) -> None:
        try:
            record = orjson.loads(line)
        except orjson.JSONDecodeError:
            return
        if "secret" in record:
            self.merchants[record["merchant"]] = record["secret"]
        else:
            self.payments.append(Payment(**record))

    def _keep(self, record: Mapping[str, Any]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))

    def open_merchant(self, merchant: str, secret: str) -> None:
        self._keep({"merchant": merchant, "secret": secret})
        self.merchants[merchant] = secret

    def take(self, payment: Payment) -> Payment:
        self._keep(asdict(payment))
        self.payments.append(payment)
        return payment

    def of_order(self, merchant: str, order: str) -> list[Payment]:
        return [p for p in self.payments if (p.merchant, p.order) == (merchant, order)]

    def signature(self, merchant: str, body: bytes) -> str:
        return hmac.new(self.merchants[merchant].encode(), body, hashlib.sha256).hexdigest()

    def is_signed(self, values: Mapping[str, str]) -> bool:
        """Whether a known merchant has signed these parameters."""
        merchant = values.get("merchant", "")
        if merchant not in self.merchants:
            return False
        lines = [f"{name}={values[name]}" for name in sorted(values) if name != "signature"]
        right = self.signature(merchant, "\n".join(lines).encode())
        return hmac.compare_digest(values.get("signature", "").encode(), right.encode())
