"""Service providers, their brands and their packages."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from turkcell_hub.fake_operator.engine.accounts import BadSetting
from turkcell_hub.fake_operator.engine.registry.values import EMAIL, TYPES, Movement

_STATES = ("ACTIVE", "PAUSED", "EXPIRED", "CLOSED")
RIGHTS = ("write", "read")


@dataclass(slots=True)
class Brand:
    """``partners``: integrator code → channel → right; ``ahs``: channels that intermediaries
    may check before they send; ``push_enabled``: whether support has opened pushes."""

    code: int
    name: str = ""
    partners: dict[str, dict[str, str]] = field(default_factory=dict)
    ahs: list[str] = field(default_factory=lambda: ["MESAJ"])
    push_enabled: bool = True


@dataclass(slots=True)
class Subscription:
    """A provider's package. ``api`` false: the package has no API."""

    name: str = "İLETİ-25"
    status: str = "ACTIVE"
    start: str = "2026-01-01 00:00:00"
    expiration: str = "2027-01-01 00:00:00"
    consent_limit: int = 25_000
    api: bool = True
    via_credits: int = 100
    via_pass_credits: int = 100


@dataclass(slots=True)
class Provider:
    """``phones`` and ``emails`` count the approved records of each address in all brands."""

    code: int
    title: str = ""
    brands: dict[int, Brand] = field(default_factory=dict)
    subscription: Subscription | None = field(default_factory=Subscription)
    phones: Counter[str] = field(default_factory=Counter)
    emails: Counter[str] = field(default_factory=Counter)

    def approved(self, type_: str) -> Counter[str]:
        return self.emails if type_ == EMAIL else self.phones

    def used(self) -> int:
        """The larger of approved phones and approved e-mail addresses."""
        return max(len(self.phones), len(self.emails))

    def has_room(self, type_: str, recipient: str) -> bool:
        """Whether one more approval of this address fits into the package."""
        if self.subscription is None:
            return False
        approved = self.approved(type_)
        size = len(approved) + (recipient not in approved)
        other = self.phones if type_ == EMAIL else self.emails
        return max(size, len(other)) <= self.subscription.consent_limit

    def count(self, before: Movement | None, after: Movement) -> None:
        approved, address = self.approved(after.wanted.key.type), after.wanted.key.recipient
        was = before is not None and before.status == "ONAY"
        change = (after.status == "ONAY") - was
        if change:
            approved[address] += change
            if approved[address] <= 0:
                del approved[address]

    def to_record(self) -> dict[str, Any]:
        return {
            "iys_code": self.code,
            "title": self.title,
            "brands": [asdict(brand) for brand in self.brands.values()],
            "subscription": asdict(self.subscription) if self.subscription else None,
        }


def read_provider(code: int, wanted: dict[str, Any]) -> Provider:
    """From the control API's JSON. Without brands there is the master brand. Raises BadSetting."""
    unknown = set(wanted) - {"iys_code", "title", "brands", "subscription"}
    if unknown:
        raise BadSetting(f"a provider knows no {sorted(unknown)}")
    brands = [_brand(row) for row in wanted.get("brands") or [{"code": code}]]
    given = wanted.get("subscription", {})
    package = None if given is None else _made(Subscription, given)
    if package is not None and package.status not in _STATES:
        raise BadSetting(f"status must be one of {_STATES}")
    title = str(wanted.get("title", "")) or f"Hizmet sağlayıcı {code}"
    return Provider(code, title, {brand.code: brand for brand in brands}, package)


def _brand(row: Any) -> Brand:
    brand: Brand = _made(Brand, row)
    if type(brand.code) is not int or brand.code < 1:
        raise BadSetting("a brand needs its code, a whole number")
    brand.name = brand.name or f"Marka {brand.code}"
    if not set(brand.ahs) <= set(TYPES):
        raise BadSetting(f"ahs: channels of {TYPES}")
    for rights in brand.partners.values():
        if not set(rights) <= set(TYPES) or not set(rights.values()) <= set(RIGHTS):
            raise BadSetting(f"partners: {{code: {{channel: one of {RIGHTS}}}}}")
    return brand


def _made(kind: Any, row: Any) -> Any:
    if not isinstance(row, dict):
        raise BadSetting(f"{kind.__name__} must be an object")
    try:
        return kind(**row)
    except TypeError as error:
        raise BadSetting(f"{kind.__name__} knows no such field, or its code is missing") from error
