"""The İYS gateway contract: what every adapter to the consent registry promises.

One gateway speaks for one service provider (its
``iysCode``); each call names the brand. Phones cross in E.164 with plus, e-mails in lower
case, times as aware datetimes. The registry's idempotent calls are used where it has them, so
a change that is repeated after an unclear answer does no harm.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from turkcell_hub.gateways.errors import Refused, VendorAnswer
from turkcell_hub.gateways.iys.values import Channel, RecipientType, Status


@dataclass(frozen=True)
class IysCapabilities:
    """What an adapter can do. Callers ask this, never the adapter's name."""

    max_batch: int  # changes in one ``submit``
    # As ``GatewayClass`` of messages: "A" may be handed the same list again, "B" is asked by
    # ``find`` whether it has it.
    gateway_class: str = "A"
    # The only brand that the account speaks for; "": every brand of the provider.
    only_brand: str = ""
    adds: bool = False  # ``add``: one change with its answer at once
    max_status: int = 0  # recipients in one ``approved``; 0: cannot be asked in bulk
    result_delay: timedelta = timedelta(seconds=300)  # before ``results`` makes sense
    single_status: bool = False
    history: bool = False
    changes: bool = False  # what citizens did
    own_changes: bool = False  # what we sent, as the registry tells it
    push: bool = False  # an address of ours can be registered
    hears: bool = False  # ``parse_push``: what the registry pushes can be read
    brands: bool = False
    retailers: bool = False
    subscription: bool = False
    reconciliation: bool = False
    via: bool = False  # the registry asks the citizen itself (ViA)


@dataclass(frozen=True)
class Change:
    """One consent or refusal on its way to the registry. ``source`` and ``consented_at`` may
    be missing for the first record of a merchant alone."""

    recipient: str
    recipient_type: RecipientType
    channel: Channel
    status: Status
    source: str = ""
    consented_at: datetime | None = None
    retailer_code: int | None = None
    retailer_access: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stored:
    """The registry holds it. Its transaction id proves that; "" where an intermediary says so
    and names none: then the number of the list is all the proof there is."""

    transaction_id: str
    created_at: datetime | None  # None when the registry did not tell


@dataclass(frozen=True)
class Ticket:
    """A list was taken for later work. That says nothing yet about its items.
    ``sub_request_ids`` is parallel to the changes where the registry names them."""

    request_id: str
    sub_request_ids: Sequence[str] = ()


class ItemState(enum.StrEnum):
    WAITING = "WAITING"
    STORED = "STORED"
    FAILED = "FAILED"


@dataclass(frozen=True)
class ItemResult:
    """What became of one change of a list, named by its place, or by its key (recipient,
    recipient type, channel) where the answer keeps no order. ``code`` is the registry's
    (H174 …)."""

    index: int | None
    state: ItemState
    transaction_id: str = ""
    created_at: datetime | None = None
    code: str = ""
    text: str = ""
    key: tuple[str, RecipientType, Channel] | None = None


@dataclass(frozen=True)
class ItemError:
    """One entry of ``errors[]``; ``index`` is None where it concerns the whole call."""

    code: str
    field: str = ""
    index: int | None = None
    text: str = ""


class NotAccepted(Refused):
    """The registry refused the call, with its reasons. Nothing of a list was taken."""

    def __init__(
        self, reason: str, errors: Sequence[ItemError], answer: VendorAnswer | None = None
    ) -> None:
        super().__init__(reason, answer)
        self.errors = tuple(errors)


@dataclass(frozen=True)
class Record:
    """The registry's present record, or one movement of its history or change feed.

    ``transaction_id``: of an intermediary that tells none, its own name of the movement."""

    recipient: str
    recipient_type: RecipientType
    channel: Channel
    status: Status
    source: str
    consented_at: datetime | None
    created_at: datetime | None
    transaction_id: str
    brand_code: str = ""  # told by pushes; elsewhere the call names the brand
    retailer_code: int | None = None
    retailer_access_count: int = 0


@dataclass(frozen=True)
class Approved:
    """Answer to a bulk question: who of those asked is ONAY now. Absent means RET or no
    record; the registry does not say which. ``request_id`` is the evidence of the question
    (S-018)."""

    request_id: str
    recipients: frozenset[str]


@dataclass(frozen=True)
class RecordPage:
    records: Sequence[Record]
    cursor: str | None  # opaque; None: keep the one you have
    more: bool = False  # there may be more: ask again at once


@dataclass(frozen=True)
class BrandInfo:
    code: str
    name: str
    is_master: bool = False
    approvals: int | None = None
    refusals: int | None = None
    retailers: int | None = None


@dataclass(frozen=True)
class Subscription:
    """The provider's package at the registry."""

    subscription_id: str
    package: str
    state: str  # ACTIVE, PAUSED, EXPIRED, CLOSED
    starts_on: date | None = None
    ends_on: date | None = None
    limit: int | None = None
    used: int | None = None


@dataclass(frozen=True)
class Retailer:
    """A dealer (bayi). ``code`` is given by the registry, "" before."""

    title: str
    code: str = ""
    mersis: str = ""
    tax_number: str = ""
    tckn: str = field(default="", repr=False)
    name: str = ""
    alias: str = ""
    mobile: str = ""
    city_code: str = ""
    city_name: str = ""
    town_code: str = ""
    town_name: str = ""
    status: str = "active"


@dataclass(frozen=True)
class RetailerPage:
    retailers: Sequence[Retailer]
    total: int


@dataclass(frozen=True)
class DayCount:
    """Movements of one finished day."""

    channel: Channel
    from_registry: bool  # the citizen at the registry, else the provider
    approvals: int
    refusals: int
    total: int


@dataclass(frozen=True)
class Agreement:
    """The registry's hash of a day's movements: SHA-384, lowercase hex."""

    state: str  # queued, inprogress, completed, error
    hash: str
    agreed: bool | None


@dataclass(frozen=True)
class PushAddress:
    url: str
    username: str
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class PushRegistration:
    """An address that the registry pushes a brand's movements to; it tells no password."""

    url: str
    state: str = ""
    since: datetime | None = None


class ViaKind(enum.StrEnum):
    SMS_CODE = "SMS_OTP"
    SMS_LINK = "SMS_SHORTURL"
    EMAIL_CODE = "EPOSTA_OTP"
    EMAIL_LINK = "EPOSTA_SHORTURL"
    EMAIL_APPROVAL = "EPOSTA_APPROVALURL"


@dataclass(frozen=True)
class ViaRequest:
    """A citizen is asked by the registry itself; the burden of proof moves to it."""

    form_id: str
    recipient: str
    kind: ViaKind
    brand_codes: Sequence[str]
    channels: Sequence[Channel]
    recipient_type: RecipientType = RecipientType.INDIVIDUAL


@dataclass(frozen=True)
class ViaStage:
    stage: str  # SUCCESS, CONSENT_REQUESTED, REQUEST_OPENED, ENQUEUE, COMPLETED
    status: str  # START, PENDING, SUCCESS, OTP_CODE_EXPIRED …


class IysGateway(Protocol):
    """Every method may raise the family in ``gateways.errors`` and ``NotAccepted`` alone.

    ``OutOfFunds``: the provider's package does not allow the call (paused, closed, quota used);
    nothing was taken and a person must act. ``Busy`` tells how long to wait; while the token
    limit stands no adapter makes a token call. Only ``add_retailer``, ``start_via`` and, of
    class B, ``submit`` may raise ``Unknown`` (or ``Broken`` after it was done): everything else
    may be repeated as it is.

    A method of a capability that is not declared raises ``Refused("NOT_SUPPORTED")``.
    """

    def capabilities(self) -> IysCapabilities: ...

    def check(self) -> None:
        """The button "Bağlantıyı dene": logs in once and reads something harmless."""

    def add(self, brand: str, change: Change) -> Stored:
        """One change at once. The very same change again gives the same transaction."""

    def submit(self, brand: str, changes: Sequence[Change]) -> Ticket:
        """A list for later work. One change a record key, or all are refused (H194)."""

    def find(self, brand: str, changes: Sequence[Change], since: datetime) -> str:
        """Class B: the request id of the list with exactly these changes that was handed over
        since then, "" when there is none (yet)."""

    def results(self, brand: str, request_id: str) -> Sequence[ItemResult]:
        """Empty while the registry has not begun (or does not know the id)."""

    def status(
        self, brand: str, recipient: str, recipient_type: RecipientType, channel: Channel
    ) -> Record | None:
        """The present record of one address, None when there is none."""

    def approved(
        self,
        brand: str,
        recipients: Sequence[str],
        recipient_type: RecipientType,
        channel: Channel,
    ) -> Approved: ...

    def history(
        self,
        brand: str,
        recipient: str,
        recipient_type: RecipientType,
        channel: Channel,
        offset: int = 0,
    ) -> RecordPage: ...

    def changes(self, brand: str, from_registry: bool, cursor: str | None) -> RecordPage:
        """Movements since ``cursor``, oldest first; an empty page with no cursor when there
        is nothing new (204)."""

    def register_push(self, brand: str, address: PushAddress) -> None: ...

    def unregister_push(self, brand: str, address: PushAddress) -> None: ...

    def push_registrations(self, brand: str) -> Sequence[PushRegistration]: ...

    def parse_push(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Record]:
        """Raises ``Broken`` when the body is no push of this registry."""

    def brands(self) -> Sequence[BrandInfo]: ...

    def subscription(self) -> Subscription: ...

    def retailers(self, brand: str, offset: int = 0) -> RetailerPage: ...

    def add_retailer(self, brand: str, retailer: Retailer) -> str: ...

    def remove_retailer(self, brand: str, code: str) -> None: ...

    def grant_retailers(
        self,
        brand: str,
        recipients: Sequence[str],
        recipient_type: RecipientType,
        channel: Channel,
        codes: Sequence[int],
    ) -> None:
        """Replaces who may use these consents; with no codes nobody but the provider may. That
        the call was taken does not prove it (202 without a body): ask
        ``retailer_access`` of each."""

    def retailer_access(
        self, brand: str, recipient: str, recipient_type: RecipientType, channel: Channel
    ) -> frozenset[int]:
        """The codes of those who may use one consent now."""

    def day_counts(
        self, brand: str, day: date, recipient_type: RecipientType
    ) -> Sequence[DayCount]: ...

    def agreement(self, brand: str, day: date) -> Agreement | None: ...

    def agree(self, brand: str, day: date) -> None: ...

    def day_file(self, brand: str, day: date) -> bytes | None:
        """The CSV of a finished day, exactly as the hash covers it; None when empty."""

    def start_via(self, request: ViaRequest) -> str:
        """Asks the citizen; returns the registry's request id."""

    def confirm_via(
        self, request_id: str, kind: ViaKind, code: str
    ) -> Mapping[tuple[str, Channel], Stored]:
        """(brand, channel) -> what was stored. ``NotAccepted`` for a wrong or old code."""

    def via_stage(self, request_id: str) -> ViaStage: ...

    def close(self) -> None: ...
