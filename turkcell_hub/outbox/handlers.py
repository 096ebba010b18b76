"""What a room tells the engine about its kind of batch."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db.models import QuerySet

from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount


class Answer(Protocol):
    """What a gateway's ``submit`` returns when it took the batch."""

    @property
    def packet_id(self) -> str: ...

    @property
    def operator_ids(self) -> Sequence[str]: ...


class Lookup(Protocol):
    """What a gateway answers when asked by our reference; ``known`` is "YES" or "NO"."""

    @property
    def known(self) -> str: ...

    @property
    def packet_id(self) -> str: ...

    @property
    def operator_ids(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Taken:
    """The operator has the batch. ``operator_ids`` is parallel to the messages handed over
    (may be empty); ``by_reference`` maps our references to theirs when a look-up told."""

    packet_id: str
    operator_ids: Sequence[str] = ()
    by_reference: Mapping[str, str] = field(default_factory=dict)


class Later(Exception):  # noqa: N818 - not an error: the batch waits until an hour comes
    """Raised by ``load``, before it has written anything: not before ``until`` (aware)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Handler(ABC):
    """A room's side of a hand-over. Everything but ``submit`` and ``lookup`` runs in the
    firm's scope; nothing may keep state between calls.

    ``open`` makes the gateway object without any network call. ``load`` runs in the
    transaction that commits HANDING_OVER, after ``prepare``: it decides for the last time what
    may go (consent, blacklist), settles by itself what may not, and returns the request, or None
    when nothing is left (the batch ends as CANCELLED, ``cancelled`` is not called). When
    ``batch.may_be_with_operator`` the request must equal the earlier one. ``Later`` sends the
    subject's batches back to wait; their validity waits with them.
    ``submit`` and ``lookup`` are the only network calls; they run without a transaction,
    ``submit`` in a thread of its own without database access, and raise the
    ``gateways.errors`` family. ``submit`` keeps the account's pace by ``departure.hold`` right
    before it sends, as ``gateways.http`` does.
    ``accepted``, ``refused``, ``expired`` and ``cancelled`` run in the settling
    transaction, exactly once for a batch; refunds belong there.
    """

    @abstractmethod
    def open(self, account: GatewayAccount) -> Any: ...

    def prepare(self, batch: Batch) -> None:
        """Before ``load``, outside any transaction: raises ``Later`` while something that the
        last decision needs must be fetched first. No network calls: the lane waits for them."""
        return

    @abstractmethod
    def load(self, batch: Batch) -> Any | None: ...

    @abstractmethod
    def submit(self, gateway: Any, request: Any) -> Answer: ...

    @abstractmethod
    def lookup(self, gateway: Any, batch: Batch) -> Lookup: ...

    @abstractmethod
    def accepted(self, batch: Batch, result: Taken) -> None: ...

    @abstractmethod
    def refused(self, batch: Batch, error: GatewayError) -> None: ...

    @abstractmethod
    def expired(self, batch: Batch) -> None: ...

    @abstractmethod
    def cancelled(self, batch: Batch) -> None: ...

    @abstractmethod
    def gateway_class(self, gateway: Any) -> str:
        """ "A", "B" or "C"."""

    @abstractmethod
    def index_lag(self, gateway: Any) -> timedelta:
        """How long the operator may say "not found" to a batch that it took."""

    def requests_per_minute(self, gateway: Any) -> int | None:
        """The operator's limit of calls; None when there is none."""
        return None

    def keeps_line(self, account: GatewayAccount) -> bool:
        """Whether the account's operator speaks over a connection that stays open: then only who
        holds the line (``outbox.lines``) opens the gateway to hand over."""
        return False

    def listen(self, account: GatewayAccount, gateway: Any, wait: float) -> bool:
        """Stores what came over the line, then answers it; False when nothing came in ``wait``
        seconds. Connects when there is no connection. Raises the ``gateways.errors`` family."""
        return False

    def close(self, gateway: Any) -> None:
        """Gives back what ``open`` took, e.g. connections."""
        return

    def label(self, batch: Batch) -> str:
        """What the queue screen calls the batch's subject (Turkish)."""
        return str(batch)

    def subjects(self, actor: Actor) -> QuerySet[Any] | None:
        """Ids of the subjects that exist for the actor; None when all do."""
        return None


_handlers: dict[str, Handler] = {}


def register(kind: str, handler: type[Handler] | Handler) -> None:
    """Called once by a room's ``AppConfig.ready``; ``kind`` is at most 20 characters."""
    known = _handlers.get(kind)
    instance = handler() if isinstance(handler, type) else handler
    if known is not None and type(known) is not type(instance):
        raise ValueError(f"outbox kind {kind} has two handlers")
    _handlers[kind] = instance


def get(kind: str) -> Handler:
    """Raises ``KeyError`` when no room has registered the kind."""
    return _handlers[kind]


def registered() -> dict[str, Handler]:
    """All handlers by the kind of their batches."""
    return dict(_handlers)
