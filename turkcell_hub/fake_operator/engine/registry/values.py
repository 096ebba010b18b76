"""Words of the registry and what one consent and one movement are."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from turkcell_hub.fake_operator.engine.clock import local

APPROVED, REFUSED = "ONAY", "RET"
STATUSES = (APPROVED, REFUSED)
CALL, MESSAGE, EMAIL = "ARAMA", "MESAJ", "EPOSTA"
TYPES = (CALL, MESSAGE, EMAIL)
PERSON, MERCHANT = "BIREYSEL", "TACIR"
RECIPIENT_TYPES = (PERSON, MERCHANT)
HS_2015, HS_DECISION = "HS_2015", "HS_KARAR"
#: What a provider may write.
PROVIDER_SOURCES = frozenset({
    "HS_FIZIKSEL_ORTAM", "HS_ISLAK_IMZA", "HS_ETKINLIK", "HS_ATM", "HS_EORTAM", "HS_WEB",
    "HS_MOBIL", "HS_MESAJ", "HS_EPOSTA", "HS_CAGRI_MERKEZI", "HS_SOSYAL_MEDYA", HS_2015,
    HS_DECISION,
})  # fmt: skip
LINE_CLOSED = "IYS_AHS_HAT_KAPATMA"
FIRST_BY_CITIZEN = "IYS_WEB_YENI"
#: What only the registry writes.
REGISTRY_SOURCES = frozenset({
    "IYS_KISAMESAJ", "IYS_CM", "IYS_WEB", FIRST_BY_CITIZEN, "IYS_MOBIL", "IYS_EPOSTA",
    LINE_CLOSED, "IYS_FRAME_EPOSTA", "IYS_FRAME_SMS",
})  # fmt: skip


def written(moment: float) -> str:
    """``YYYY-MM-DD HH:mm:ss`` in Turkish time."""
    return _written(int(moment))


# The rows of a large batch share one second.
@lru_cache(4096)
def _written(second: int) -> str:
    return f"{local(second):%Y-%m-%d %H:%M:%S}"


class Key(NamedTuple):
    """What a brand's record is found by."""

    recipient_type: str
    type: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One consent as somebody asks for it. Dates are texts, so that they compare as they stand."""

    key: Key
    status: str
    source: str | None = None
    consent_date: str | None = None
    retailer: int | None = None
    access: tuple[int, ...] = ()
    citizen_name: str = ""

    def to_record(self) -> list[Any]:
        facts = (self.status, self.source, self.consent_date, self.retailer)
        return [*self.key, *facts, self.access, self.citizen_name]

    @classmethod
    def from_record(cls, record: list[Any]) -> Wanted:
        kind, type_, recipient, status, source, date, retailer, access, name = record
        key = Key(kind, type_, recipient)
        return cls(key, status, source, date, retailer, tuple(access), name)


@dataclass(frozen=True, slots=True)
class Movement:
    """What was stored. ``number`` runs through the whole registry."""

    number: int
    brand: int
    wanted: Wanted
    consent_date: str
    created_at: float
    transaction_id: str

    @property
    def status(self) -> str:
        return self.wanted.status

    @property
    def by_registry(self) -> bool:
        return (self.wanted.source or "").startswith("IYS_")

    @property
    def cursor(self) -> str:
        return f"{int(self.created_at)}_{self.transaction_id}"

    def told(self) -> dict[str, Any]:
        """As every answer words it; what is not known is left out."""
        wanted, key = self.wanted, self.wanted.key
        facts = {
            "consentDate": self.consent_date,
            "creationDate": written(self.created_at),
            "source": wanted.source,
            "recipient": key.recipient,
            "recipientType": key.recipient_type,
            "status": wanted.status,
            "type": key.type,
            "transactionId": self.transaction_id,
            "citizenName": wanted.citizen_name or None,
        }
        return {name: value for name, value in facts.items() if value is not None}


@dataclass(slots=True)
class Record:
    """One address in one channel of one brand: everything that happened, and who may use it."""

    movements: list[Movement] = field(default_factory=list)
    access: set[int] = field(default_factory=set)

    @property
    def last(self) -> Movement:
        return self.movements[-1]
