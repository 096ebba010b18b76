"""What an adapter answers to calls that it does not offer, one class for each capability.

An adapter inherits those of the capabilities that it does not declare.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NoReturn

from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.iys.contract import (
    Agreement,
    Approved,
    BrandInfo,
    Change,
    DayCount,
    PushAddress,
    PushRegistration,
    Record,
    RecordPage,
    Retailer,
    RetailerPage,
    Stored,
    Subscription,
    ViaKind,
    ViaRequest,
    ViaStage,
)
from turkcell_hub.gateways.iys.values import Channel, RecipientType


def not_supported() -> NoReturn:
    raise Refused("NOT_SUPPORTED")


class NoFinding:
    """Class A: the same list goes again, nobody looks for it."""

    def find(self, brand: str, changes: Sequence[Change], since: datetime) -> str:
        not_supported()


class NoSingles:
    """Neither one change at once, nor the present record of one address, nor its history."""

    def add(self, brand: str, change: Change) -> Stored:
        not_supported()

    def status(
        self, brand: str, recipient: str, recipient_type: RecipientType, channel: Channel
    ) -> Record | None:
        not_supported()

    def history(
        self,
        brand: str,
        recipient: str,
        recipient_type: RecipientType,
        channel: Channel,
        offset: int = 0,
    ) -> RecordPage:
        not_supported()


class NoBulkQuestion:
    """Cannot be asked who approves."""

    def approved(
        self,
        brand: str,
        recipients: Sequence[str],
        recipient_type: RecipientType,
        channel: Channel,
    ) -> Approved:
        not_supported()


class NoPush:
    """Pushes no movements."""

    def register_push(self, brand: str, address: PushAddress) -> None:
        not_supported()

    def unregister_push(self, brand: str, address: PushAddress) -> None:
        not_supported()

    def push_registrations(self, brand: str) -> Sequence[PushRegistration]:
        not_supported()

    def parse_push(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Record]:
        not_supported()


class NoProvider:
    """Tells nothing of the provider: brands, package, dealers, days."""

    def brands(self) -> Sequence[BrandInfo]:
        not_supported()

    def subscription(self) -> Subscription:
        not_supported()

    def retailers(self, brand: str, offset: int = 0) -> RetailerPage:
        not_supported()

    def add_retailer(self, brand: str, retailer: Retailer) -> str:
        not_supported()

    def remove_retailer(self, brand: str, code: str) -> None:
        not_supported()

    def grant_retailers(
        self,
        brand: str,
        recipients: Sequence[str],
        recipient_type: RecipientType,
        channel: Channel,
        codes: Sequence[int],
    ) -> None:
        not_supported()

    def retailer_access(
        self, brand: str, recipient: str, recipient_type: RecipientType, channel: Channel
    ) -> frozenset[int]:
        not_supported()

    def day_counts(
        self, brand: str, day: date, recipient_type: RecipientType
    ) -> Sequence[DayCount]:
        not_supported()

    def agreement(self, brand: str, day: date) -> Agreement | None:
        not_supported()

    def agree(self, brand: str, day: date) -> None:
        not_supported()

    def day_file(self, brand: str, day: date) -> bytes | None:
        not_supported()


class NoVia:
    """The registry does not ask the citizen over this connection."""

    def start_via(self, request: ViaRequest) -> str:
        not_supported()

    def confirm_via(
        self, request_id: str, kind: ViaKind, code: str
    ) -> Mapping[tuple[str, Channel], Stored]:
        not_supported()

    def via_stage(self, request_id: str) -> ViaStage:
        not_supported()
