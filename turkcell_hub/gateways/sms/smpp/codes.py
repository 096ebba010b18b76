"""What the command_status of an answer means (SMPP 3.4, 5.1.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from turkcell_hub.gateways.errors import (
    BadCredentials,
    Busy,
    GatewayError,
    Refused,
    Unknown,
    Unreachable,
    VendorAnswer,
)

VERSION = "smpp-3.4-issue-1.2"
OK = "ESME_ROK"


class Status(NamedTuple):
    """One row: the specification's name, the error it becomes, the portal's reason."""

    name: str
    error: type[GatewayError]
    reason: str


ALREADY_BOUND, NOT_BOUND, THROTTLED, QUEUE_FULL = 0x05, 0x04, 0x58, 0x14
# Seconds until the same message may be tried again: a rate is of a second, a queue drains slower.
PAUSES: Mapping[int, float] = {THROTTLED: 1.0, QUEUE_FULL: 5.0}

SUBMIT: Mapping[int, Status] = {
    0x01: Status("ESME_RINVMSGLEN", Refused, "MESSAGE_TOO_LONG"),
    0x02: Status("ESME_RINVCMDLEN", Refused, "BAD_REQUEST"),
    0x03: Status("ESME_RINVCMDID", Refused, "BAD_REQUEST"),
    0x04: Status("ESME_RINVBNDSTS", Unreachable, "NOT_BOUND"),
    0x05: Status("ESME_RALYBND", Unreachable, "ALREADY_BOUND"),
    0x06: Status("ESME_RINVPRTFLG", Refused, "BAD_REQUEST"),
    0x07: Status("ESME_RINVREGDLVFLG", Refused, "BAD_REQUEST"),
    0x08: Status("ESME_RSYSERR", Unknown, "TEMPORARY"),
    0x0A: Status("ESME_RINVSRCADR", Refused, "SENDER_INVALID"),
    0x0B: Status("ESME_RINVDSTADR", Refused, "NUMBER_INVALID"),
    0x0D: Status("ESME_RBINDFAIL", BadCredentials, "AUTH_FAILED"),
    0x0E: Status("ESME_RINVPASWD", BadCredentials, "AUTH_FAILED"),
    0x0F: Status("ESME_RINVSYSID", BadCredentials, "AUTH_FAILED"),
    0x14: Status("ESME_RMSGQFUL", Busy, "OPERATOR_BUSY"),
    0x15: Status("ESME_RINVSERTYP", Refused, "BAD_REQUEST"),
    0x43: Status("ESME_RINVESMCLASS", Refused, "BAD_REQUEST"),
    0x45: Status("ESME_RSUBMITFAIL", Refused, "OPERATOR_REFUSED"),
    0x48: Status("ESME_RINVSRCTON", Refused, "SENDER_INVALID"),
    0x49: Status("ESME_RINVSRCNPI", Refused, "SENDER_INVALID"),
    0x50: Status("ESME_RINVDSTTON", Refused, "NUMBER_INVALID"),
    0x51: Status("ESME_RINVDSTNPI", Refused, "NUMBER_INVALID"),
    0x58: Status("ESME_RTHROTTLED", Busy, "RATE_LIMIT"),
    0x61: Status("ESME_RINVSCHED", Refused, "START_TIME_INVALID"),
    0x62: Status("ESME_RINVEXPIRY", Refused, "VALIDITY_INVALID"),
    0x64: Status("ESME_RX_T_APPN", Busy, "OPERATOR_BUSY"),
    0x65: Status("ESME_RX_P_APPN", Refused, "OPERATOR_REFUSED"),
    0x66: Status("ESME_RX_R_APPN", Refused, "MESSAGE_REFUSED"),
    0xC0: Status("ESME_RINVOPTPARSTREAM", Refused, "BAD_REQUEST"),
    0xC1: Status("ESME_ROPTPARNOTALLWD", Refused, "BAD_REQUEST"),
    0xC2: Status("ESME_RINVPARLEN", Refused, "BAD_REQUEST"),
    0xC3: Status("ESME_RMISSINGOPTPARAM", Refused, "BAD_REQUEST"),
    0xC4: Status("ESME_RINVOPTPARAMVAL", Refused, "BAD_REQUEST"),
    0xFE: Status("ESME_RDELIVERYFAILURE", Refused, "OPERATOR_REFUSED"),
    0xFF: Status("ESME_RUNKNOWNERR", Unknown, "TEMPORARY"),
}
# A bind takes no message, so an operator in trouble may be knocked at again. Whatever else is
# answered to a login, a machine does not try it a second time (T8).
_BUSY_AT_BIND = frozenset({0x08, 0x14, 0x58, 0x64, 0xFF})


def submit_error(status: int) -> GatewayError:
    """The error of a refused submit_sm; a code of the vendor's own is a clear no."""
    row = SUBMIT.get(status, Status("", Refused, "OPERATOR_REFUSED"))
    return _error(row, status)


def bind_error(status: int) -> GatewayError:
    """The error of a refused bind."""
    row = SUBMIT.get(status, Status("", BadCredentials, "AUTH_FAILED"))
    if status == ALREADY_BOUND:
        return _error(row, status)
    if status in _BUSY_AT_BIND:
        return _error(row._replace(error=Unreachable, reason="OPERATOR_BUSY"), status)
    return _error(row._replace(error=BadCredentials, reason="AUTH_FAILED"), status)


def name_of(status: int) -> str:
    """As people and operators write it: the name, and the number where there is none."""
    row = SUBMIT.get(status)
    return row.name if row else f"0x{status:08X}"


def _error(row: Status, status: int) -> GatewayError:
    answer = VendorAnswer(code=name_of(status))
    if row.error is Busy:
        return Busy(row.reason, answer, retry_after=PAUSES.get(status))
    return row.error(row.reason, answer)
