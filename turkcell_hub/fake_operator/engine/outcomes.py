"""What becomes of a message: by the last two digits of its number, else by the seed."""

from __future__ import annotations

import zlib
from typing import NamedTuple


class Outcome(NamedTuple):
    """An end. ``sent``: it left the operator; ``arrives``: the handset shows it;
    ``reported``: a report comes at all. An end that is not ``charged`` gives the credits back."""

    status: str
    gsm_error: int = 0
    charged: bool = False
    sent: bool = True
    arrives: bool = False
    reported: bool = True


DELIVERED = Outcome("DELIVERED", charged=True, arrives=True)
UNCONFIRMED = Outcome("SENT", charged=True, arrives=True)
ABSENT = Outcome("NOT_DELIVERED", 27)
EXPIRED = Outcome("EXPIRED", 4101)
REJECTED = Outcome("REJECTED", 2051, sent=False)
BLACKLISTED = Outcome("BLACKLISTED_DESTINATION_ADDRESS", 2050, sent=False)
IYS_REJECTED = Outcome("NOT_ALLOWED_BY_IYS", sent=False)
NUMBER_UNKNOWN = Outcome("INVALID_DESTINATION_ADDRESS", 1, sent=False)
DUPLICATE = Outcome("DOUBLE_SEND_ERROR", sent=False)
NO_CREDIT = Outcome("NO_CREDIT", sent=False)
NOT_SUBSCRIBER = Outcome("NOT_SUBSCRIBER", 1, sent=False)
NEVER = Outcome("WAITING", charged=True, arrives=True, reported=False)

#: 08 is delivered too; only its first push is lost.
BY_LAST_DIGITS = {
    "01": DELIVERED,
    "02": ABSENT,
    "03": EXPIRED,
    "04": REJECTED,
    "05": BLACKLISTED,
    "06": IYS_REJECTED,
    "07": NUMBER_UNKNOWN,
    "08": DELIVERED,
    "09": NEVER,
}
FIRST_PUSH_FAILS = "08"

#: Ends that a request brings with it, by the name kept in the truth file.
PRESETS = {
    "blacklisted": BLACKLISTED,
    "duplicate": DUPLICATE,
    "unconfirmed": UNCONFIRMED,
    "not_subscriber": NOT_SUBSCRIBER,
    "no_credit": NO_CREDIT,
    "no_consent": IYS_REJECTED,
}

#: The mix of ordinary numbers, as upper bounds of a uniform draw.
_MIX = (
    (0.940, DELIVERED),
    (0.955, ABSENT),
    (0.962, Outcome("NOT_DELIVERED", 6)),
    (0.966, Outcome("NOT_DELIVERED", 31)),
    (0.970, Outcome("NOT_DELIVERED", 256)),
    (0.985, EXPIRED),
    (0.994, NUMBER_UNKNOWN),
    (1.000, REJECTED),
)
_SLOW_SHARE = 0.9


def draw(seed: int, text: str, dest: str) -> int:
    """32 random bits that depend on nothing but the seed, the text and the number."""
    mixed = zlib.crc32(dest.encode(), zlib.crc32(text.encode("utf-8", "replace"), seed))
    mixed = (mixed ^ (mixed >> 16)) * 0x85EBCA6B & 0xFFFFFFFF
    mixed = (mixed ^ (mixed >> 13)) * 0xC2B2AE35 & 0xFFFFFFFF
    return mixed ^ (mixed >> 16)


def outcome(bits: int, dest: str) -> Outcome:
    fixed = BY_LAST_DIGITS.get(dest[-2:])
    if fixed is not None:
        return fixed
    chance = (bits & 0xFFFF) / 0x10000
    return next(end for bound, end in _MIX if chance < bound)


def delay(bits: int, low: float, high: float) -> float:
    """Seconds until the report: nine of ten between low and high, the rest up to four times."""
    chance = (bits >> 16) / 0x10000
    if chance < _SLOW_SHARE:
        return low + (high - low) * chance / _SLOW_SHARE
    return high + 3 * high * (chance - _SLOW_SHARE) / (1 - _SLOW_SHARE)
