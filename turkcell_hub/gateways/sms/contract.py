"""The SMS gateway contract: what every SMS adapter promises.

Numbers cross this contract in E.164 with plus; each adapter writes them as its operator
wants. Times are aware datetimes. Adapters hold no state between processes except a login
token that may be lost at any time, and are safe to use from several threads.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from turkcell_hub.gateways.errors import VendorAnswer
from turkcell_hub.gateways.sms.media import Media, MmsProfile
from turkcell_hub.lib.sms_parts import CountingProfile


class GatewayClass(enum.StrEnum):
    """What can be promised after an unclear hand-over."""

    A = "A"  # honours an idempotency key: repeat with the same key
    B = "B"  # can be asked by our own reference: ask, never repeat blindly
    C = "C"  # neither: a person decides


class MessageClass(enum.StrEnum):
    """Legal class of a message (S-022, S-023)."""

    COMMERCIAL = "TICARI"
    INFORMATIONAL = "BILGILENDIRME"


class Outcome(enum.StrEnum):
    """Portal status of one message at the operator."""

    ACCEPTED = "ACCEPTED"  # taken, report awaited (not final)
    DELIVERED = "DELIVERED"
    SENT_UNCONFIRMED = "SENT_UNCONFIRMED"
    UNDELIVERED = "UNDELIVERED"
    EXPIRED = "EXPIRED"
    INVALID_NUMBER = "INVALID_NUMBER"
    REJECTED_BY_OPERATOR = "REJECTED_BY_OPERATOR"
    DUPLICATE = "DUPLICATE"
    BLACKLISTED = "BLACKLISTED"
    IYS_REJECTED = "IYS_REJECTED"
    IYS_CHECK_FAILED = "IYS_CHECK_FAILED"
    NO_CREDIT = "NO_CREDIT"
    NOT_COVERED = "NOT_COVERED"
    NOT_SUBSCRIBER = "NOT_SUBSCRIBER"
    CANCELLED = "CANCELLED"
    UNKNOWN = "UNKNOWN"  # the operator does not know yet (not final; ask again)

    @property
    def is_final(self) -> bool:
        return self not in (Outcome.ACCEPTED, Outcome.UNKNOWN)


@dataclass(frozen=True)
class Capabilities:
    """What an adapter can do. Callers ask this, never the adapter's name."""

    gateway_class: GatewayClass
    counting: CountingProfile
    max_batch: int  # messages in one submit
    max_requests_per_minute: int | None = None
    personalised: bool = True
    dlr_push: bool = False
    dlr_pull: bool = False
    inbound_push: bool = False
    inbound_pull: bool = False
    balance: bool = False
    senders: bool = False
    blacklist: bool = False
    blacklist_write: bool = False  # ``block`` and ``unblock``
    schedule: bool = False
    cancel: bool = False
    tckn: bool = False
    mms: MmsProfile | None = None  # ``submit_mms``, with its limits; None: no MMS
    link: bool = False  # ``submit_link``
    # Characters that this service does not carry, beyond what ``counting`` can say: a text with
    # one of them is refused before anything is sent.
    forbidden: str = ""
    iys_filter: bool = False
    packet_status: bool = False
    # The operator speaks over a connection that stays open: one holder an account, who also
    # collects what comes over it (``collect``, ``acknowledge``).
    line: bool = False
    # The operator counts all texts of one submit in the widest coding among them: put texts
    # of different codings into different submits, or parts (and credits) grow.
    one_coding_per_batch: bool = False
    # What the operator itself puts at the end of a text: counted and paid. The operator code of
    # bulk SMS stands at the end of all, the closing line of
    # commercial texts holds it already.
    suffix: str = ""
    commercial_suffix: str = ""
    # The shortest and longest validity that can be told to the operator; None: none at all.
    validity: tuple[timedelta, timedelta] | None = None
    # How long after acceptance the operator may still answer "not found" to our reference.
    index_lag: timedelta = timedelta(seconds=60)

    def suffix_for(self, message_class: str) -> str:
        """What the operator adds to a text of this class ("" for nothing)."""
        commercial = message_class == MessageClass.COMMERCIAL and self.commercial_suffix
        return commercial or self.suffix


@dataclass(frozen=True)
class AccountConfig:
    """Everything an adapter needs to speak for one account. ``secret`` values never log.
    ``only_outside``: the address was typed by a firm, so it must not lead inside."""

    adapter: str
    base_url: str
    username: str = field(repr=False)  # at some operators a telephone number
    password: str = field(repr=False)
    country: str = "TR"
    service: str = "sms"  # "sms", or "tckn": receivers are identity numbers
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)
    timeout: float = 20.0
    only_outside: bool = False


class OutgoingMessage(NamedTuple):
    """One SMS of a batch. ``reference`` is ours, unique, and comes back in reports.

    A tuple, because rows of the database become half a million of them in one campaign.
    """

    reference: str
    to: str  # E.164; 11 digits on an account of the service "tckn"
    text: str


@dataclass(frozen=True)
class SubmitRequest:
    """One hand-over. ``reference`` is the batch's own id at the operator (custom id)."""

    reference: str
    sender: str
    messages: Sequence[OutgoingMessage]
    message_class: MessageClass
    validity: timedelta = timedelta(hours=24)
    recipient_type: str | None = None  # BIREYSEL | TACIR, for commercial messages
    brand_code: str | None = None
    start_at: datetime | None = None  # aware; kept by the operator until then (``schedule``)
    media: Media | None = None  # the file of an MMS (``submit_mms``)
    link: str = ""  # stands in every text already (``submit_link``)


@dataclass(frozen=True)
class SubmitResult:
    """The operator took the batch. ``operator_ids`` is parallel to the request's messages
    where the operator names each message, else empty."""

    packet_id: str
    operator_ids: Sequence[str] = ()
    answer: VendorAnswer = field(default_factory=VendorAnswer)


_MOST_ERROR = 2_147_483_647
_MOST_CREDITS = 32_767


@dataclass(frozen=True)
class DeliveryReport:
    """What became of one message. Found by ``reference`` (ours) where the operator
    returns it, else by ``packet_id`` with ``operator_id`` or ``to``.

    Raises ValueError for a number that no message can have, so that one senseless row never
    stands in the way of the others of its body."""

    outcome: Outcome
    packet_id: str = ""
    reference: str = ""
    operator_id: str = ""
    to: str = ""  # E.164, "" when not told
    vendor_status: str = ""
    network_error: int | None = None
    credits: int | None = None  # what the operator really took
    parts: int | None = None
    sent_at: datetime | None = None
    done_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.network_error is not None and abs(self.network_error) > _MOST_ERROR:
            raise ValueError("no network error")
        if (
            not 0 <= (self.credits or 0) <= _MOST_CREDITS
            or not 0 <= (self.parts or 0) <= _MOST_CREDITS
        ):
            raise ValueError("no number of parts")


@dataclass(frozen=True)
class InboundMessage:
    """An SMS from a handset to one of our numbers."""

    operator_id: str
    sender: str  # E.164
    recipient: str  # short number or long number as the operator writes it
    text: str
    received_at: datetime
    network: str = ""
    keyword: str = ""


@dataclass(frozen=True)
class ReportPage:
    """One page of a pull; ``cursor`` is opaque, None after the last page. ``unreadable`` counts
    rows that could not be understood."""

    reports: Sequence[DeliveryReport]
    cursor: str | None
    unreadable: int = 0


@dataclass(frozen=True)
class ParsedPush:
    """What one push request held, in the order of the body. ``unreadable`` counts items
    that could not be understood (the raw body is kept by the caller)."""

    reports: Sequence[DeliveryReport] = ()
    inbound: Sequence[InboundMessage] = ()
    unreadable: int = 0


@dataclass(frozen=True)
class Collected:
    """What came over an adapter's own line, as ``parse_push`` reads it: a body to be stored, then
    ``acknowledge`` it. ``ticket`` is the adapter's own."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    ticket: Any = field(default=None, repr=False)


class BatchKnown(enum.StrEnum):
    YES = "YES"
    NO = "NO"  # the operator does not know the reference (now)


@dataclass(frozen=True)
class LookupResult:
    """Answer to "do you know our batch?" (classes A and B)."""

    known: BatchKnown
    packet_id: str = ""
    operator_ids: Mapping[str, str] = field(default_factory=dict)  # our reference -> theirs


@dataclass(frozen=True)
class Balance:
    """Messages (credits) that the operator's account still holds."""

    credits: int
    name: str = ""


@dataclass(frozen=True)
class BlacklistEntry:
    phone: str
    reason: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class PacketStatus:
    """Counters of one packet at the operator, for a person to compare with the portal's."""

    packet_id: str
    total: int
    waiting: int
    delivered: int
    failed: int
    cancelled: int
    credits: int | None = None
    state: str = ""  # the operator's own word


# Numbers in one ``block`` or ``unblock``: some operators take them in the address of the call.
BLACKLIST_AT_ONCE = 100


class SmsGateway(Protocol):
    """Every method may raise the family in ``gateways.errors`` and nothing else.

    Methods of a capability that the adapter does not declare raise ``Refused`` with the
    reason ``NOT_SUPPORTED``.
    """

    def capabilities(self) -> Capabilities: ...

    def check(self) -> Balance | None:
        """The button "Bağlantıyı dene": logs in once and reads something harmless."""

    def submit(self, request: SubmitRequest) -> SubmitResult:
        """Hands one batch over. The only call whose repetition could double a message."""

    def submit_mms(self, request: SubmitRequest) -> SubmitResult:
        """As ``submit``, with the file of the request: brought to the operator first, once a
        hand-over, and named by his reference. What goes wrong until then has sent nothing."""

    def submit_link(self, request: SubmitRequest) -> SubmitResult:
        """As ``submit``, for texts that hold the request's https link (Video/URL)."""

    def lookup(self, reference: str) -> LookupResult:
        """Asks for a batch by our own reference. ``operator_ids`` holds the first page only."""

    def pull_reports(self, packet_id: str, cursor: str | None = None) -> ReportPage: ...

    def cancel(self, packet_id: str) -> None:
        """Stops a packet that has not begun. ``Refused`` when it is too late."""

    def packet_status(self, packet_id: str) -> PacketStatus: ...

    def balance(self) -> Balance: ...

    def senders(self) -> Sequence[str]: ...

    def blacklist(self) -> Iterator[BlacklistEntry]: ...

    def blacklist_page(
        self, cursor: str | None = None
    ) -> tuple[Sequence[BlacklistEntry], str | None]:
        """One page of the operator's own list; the cursor is opaque, None after the last."""

    def block(self, phones: Sequence[str]) -> None:
        """Puts numbers (E.164, at most ``BLACKLIST_AT_ONCE``) on the operator's list; one that
        is there already changes nothing."""

    def unblock(self, phones: Sequence[str]) -> None:
        """Takes numbers off it; one that is not there changes nothing."""

    def pull_inbound(
        self, after: str | None = None
    ) -> tuple[Sequence[InboundMessage], str | None]: ...

    def parse_push(self, body: bytes, headers: Mapping[str, str]) -> ParsedPush:
        """Reads a push of this operator. Raises ``Broken`` when the body is no push at all."""

    def collect(self, wait: float) -> Collected | None:
        """What the operator has sent over the line (``line``), after at most ``wait`` seconds;
        None when nothing has. Makes the connection when there is none. Store it, then
        ``acknowledge``: what is not acknowledged the operator sends again."""

    def acknowledge(self, collected: Collected) -> None:
        """Tells the operator that it is stored. Raises nothing for a line that is gone."""

    def close(self) -> None: ...
