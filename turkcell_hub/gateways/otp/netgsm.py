"""Netgsm's OTP send: we make and check the code.

Class C, as its SMS: a lost answer cannot be asked for. The ticket is stored before the call, so
a code that did arrive can be used all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.http import OnExchange
from turkcell_hub.gateways.otp.codes import CodeBook
from turkcell_hub.gateways.otp.contract import (
    HOLE,
    LONGEST,
    Capabilities,
    Fate,
    Order,
    Prepared,
    Started,
    Verdict,
)
from turkcell_hub.gateways.sms import netgsm_codes, netgsm_reading
from turkcell_hub.gateways.sms.common import PREFIX, converted
from turkcell_hub.gateways.sms.contract import AccountConfig, Outcome
from turkcell_hub.gateways.sms.netgsm import BASE_URL, PACKAGES, Netgsm
from turkcell_hub.lib.phone import mask

__all__ = ["BASE_URL", "NetgsmOtp"]

_TITLE = 11
_ASCII = str.maketrans("çÇğĞıİöÖşŞüÜ…âîûÂÎÛ", "cCgGiIoOsSuU.aiuAIU")


class NetgsmOtp:
    """One account. The title of each message is the order's sender."""

    def __init__(
        self, config: AccountConfig, keys: Sequence[bytes], on_exchange: OnExchange | None = None
    ) -> None:
        self._line = Netgsm(config, on_exchange)
        self._length = int(config.extra.get("code_length") or 6)
        self._book = CodeBook(keys, self._length)

    def __repr__(self) -> str:
        return f"<NetgsmOtp {self._line!r}>"

    def capabilities(self) -> Capabilities:
        return Capabilities(
            checks_itself=False, reports=True, needs_sender=True, code_length=self._length
        )

    def prepare(self, order: Order) -> Prepared:
        """The text is written in ASCII: the operation knows no other letters."""
        if not 0 < len(order.sender) <= _TITLE:
            raise Refused("SENDER_INVALID")
        if len(order.to) != 13 or not order.to.startswith(PREFIX):
            raise Refused("NUMBER_NOT_SUPPORTED")
        code, ticket = self._book.new(order.reference)
        text = order.template.replace(HOLE, code).translate(_ASCII)
        if HOLE not in order.template or len(text) > LONGEST:
            raise Refused("MESSAGE_TOO_LONG")
        return Prepared(order, ticket, text.encode("ascii", "replace").decode())

    def start(self, prepared: Prepared) -> Started:
        order = prepared.order
        body = {
            "msgheader": order.sender,
            "msg": prepared.text,
            "no": order.to.removeprefix(PREFIX),
        }
        answer = self._line.call(
            "otp", "POST", "/otp", netgsm_codes.OTP, submit=True, json=body,
            summary=f"to={mask(order.to)} sender={order.sender}",
        )  # fmt: skip
        return Started(converted(answer, netgsm_reading.job_id))

    def verify(self, ticket: str, code: str) -> Verdict:
        return Verdict.RIGHT if self._book.fits(ticket, code) else Verdict.WRONG

    def fates(self, packet_ids: Sequence[str]) -> Mapping[str, Fate]:
        """One question for each: the operator pages over all jobs of a question together."""
        found = {}
        for packet_id in packet_ids:
            for report in self._line.pull_reports(packet_id).reports:
                found[packet_id] = _fate(report.outcome)
        return found

    def balance(self) -> int | None:
        answer = self._line.call(
            "getBalance", "POST", "/balance", netgsm_codes.BALANCE, json={"stip": PACKAGES}
        )
        return converted(answer, netgsm_reading.otp_balance)

    def close(self) -> None:
        self._line.close()


def _fate(outcome: Outcome) -> Fate:
    if not outcome.is_final:
        return Fate.PENDING
    arrived = outcome in (Outcome.DELIVERED, Outcome.SENT_UNCONFIRMED)
    return Fate.DELIVERED if arrived else Fate.UNDELIVERED
