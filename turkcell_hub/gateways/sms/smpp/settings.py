"""What an account's own settings say about its SMSC: the options of the form, read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.sms.smpp.receipts import Ids
from turkcell_hub.lib.sms_parts import CountingProfile

# How Turkish letters travel, and what each then weighs.
COUNTING: Mapping[str, CountingProfile] = {
    "single": CountingProfile(turkish_shift="single", turkish_letter_weight=2),
    "locking": CountingProfile(turkish_shift="locking", turkish_letter_weight=1),
    "ucs2": CountingProfile(turkish_shift="none"),
}
IDS: Mapping[str, Ids] = {
    "same": Ids(),
    "hex-decimal": Ids(16, 10),
    "decimal-hex": Ids(10, 16),
}
ALPHANUMERIC, INTERNATIONAL, NATIONAL = 5, 1, 2
WINDOW = 10
_LONGEST_SENDER = 11


@dataclass(frozen=True)
class Settings:
    """One account's way with its SMSC."""

    system_type: str = ""
    service_type: str = ""
    two_binds: bool = False
    payload: bool = False
    window: int = WINDOW
    enquire_seconds: float = 30.0
    counting: CountingProfile = COUNTING["single"]
    ids: Ids = IDS["same"]
    source_ton: int = ALPHANUMERIC
    source_npi: int = 0
    dest_ton: int = INTERNATIONAL
    dest_npi: int = 1
    code_line: str = ""

    def addresses(self, sender: str, to: str) -> dict[str, str | int]:
        """The address fields of a submit_sm. Raises ``Refused`` for a sender that no SMSC takes
        and for a number that this way of writing cannot hold."""
        if not (sender.isascii() and 0 < len(sender) <= _LONGEST_SENDER):
            raise Refused("SENDER_INVALID")
        digits = to.removeprefix("+")
        if self.dest_ton == NATIONAL:
            if not to.startswith("+90"):
                raise Refused("NUMBER_NOT_SUPPORTED")
            digits = digits.removeprefix("90")
        numeric = sender.isdigit() and self.source_ton == ALPHANUMERIC
        return {
            "source_addr": sender,
            # A short number as the sender is no name: type and plan are the SMSC's to know.
            "source_addr_ton": 0 if numeric else self.source_ton,
            "source_addr_npi": self.source_npi,
            "destination_addr": digits,
            "dest_addr_ton": self.dest_ton,
            "dest_addr_npi": self.dest_npi,
        }


def read(extra: Mapping[str, Any]) -> Settings:
    """Options that are missing or not among the choices are as in a new form."""
    return Settings(
        system_type=str(extra.get("system_type") or ""),
        service_type=str(extra.get("service_type") or ""),
        two_binds=extra.get("binds") == "two",
        payload=extra.get("long_text") == "payload",
        window=min(max(_number(extra, "connections", WINDOW), 1), 100) + 1,
        enquire_seconds=max(float(_number(extra, "enquire_seconds", 30)), 1.0),
        counting=COUNTING.get(str(extra.get("turkish")), COUNTING["single"]),
        ids=IDS.get(str(extra.get("message_ids")), IDS["same"]),
        source_ton=_number(extra, "source_ton", ALPHANUMERIC),
        source_npi=_number(extra, "source_npi", 0),
        dest_ton=_number(extra, "dest_ton", INTERNATIONAL),
        dest_npi=_number(extra, "dest_npi", 1),
        code_line=str(extra.get("code_line") or ""),
    )


def relative(validity: timedelta) -> str:
    """A span in SMPP's relative form YYMMDDhhmmss000R (7.1.1.2), to the second."""
    seconds = max(1, round(validity.total_seconds()))
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"0000{days:02d}{hours:02d}{minutes:02d}{seconds:02d}000R"


def _number(extra: Mapping[str, Any], name: str, default: int) -> int:
    told = extra.get(name)
    return default if told in (None, "") else int(told)
