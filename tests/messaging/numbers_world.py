"""2,000 cards of a firm and its subscribers, with known faults beside what only looks like one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from messaging.models import Group, GroupMember, InboundMessage, Message, MessageState, Subscriber
from messaging.services import mirrored, subscribers
from tests.erp.world import put
from turkcell_hub.erp.kinds import MirrorKind as K
from turkcell_hub.erp.models import Account, Contact, Person
from turkcell_hub.erp.services import links
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount

SIZE = 2000
_places = itertools.count(1)
GONE, DELIVERED = MessageState.INVALID_NUMBER, MessageState.DELIVERED


def mobile(n: int) -> str:
    return f"0532{n:07d}"


def e164(n: int) -> str:
    return f"+90532{n:07d}"


def landline(n: int) -> str:
    return f"0232{4_000_000 + n}"


def ended(firm: Firm, number: str, *states: MessageState, **more: Any) -> None:
    """Messages to a number that ended one after the other, up to an hour ago."""
    first = timezone.now() - timedelta(hours=1 + len(states))
    Message.objects.bulk_create(
        Message(
            firm=firm, campaign_id=1, batch_no=1, seq=next(_places), phone=number, text="Merhaba",
            parts=1, credits=1, state=state, verdict=0, created_at=first,
            ended_at=first + timedelta(hours=place), **more,
        )
        for place, state in enumerate(states)
    )  # fmt: skip


def wrote(firm: Firm, number: str, at: datetime | None = None) -> None:
    account, _made = GatewayAccount.objects.get_or_create(
        firm=firm, name="Gelen", defaults={"adapter": "mesajussu"}
    )
    InboundMessage.objects.create(
        firm=firm, account=account, operator_id=str(next(_places)), sender=number,
        recipient="8555", text="Merhaba", received_at=at or timezone.now(),
    )  # fmt: skip


def other(actor: Actor, first: str, last: str, n: int, **more: Any) -> Subscriber:
    data = {"kind": "DIGER", "first_name": first, "last_name": last, "phone": mobile(n), **more}
    return subscribers.save(actor, None, data)


class Cards:
    """Rows for the mirror; what is wrong with one stands in ``wrong`` as ``(fault, code)``."""

    def __init__(self) -> None:
        self.rows: dict[K, list[dict[str, Any]]] = {K.ACCOUNT: [], K.PERSON: [], K.CONTACT: []}
        self.wrong: set[tuple[str, str]] = set()

    def account(self, code: str, title: str, *phones: Any, fault: str = "", **more: Any) -> None:
        self._add(K.ACCOUNT, code, fault, title=title, phones=list(phones), **more)

    def person(self, code: str, name: str, *phones: Any, fault: str = "", **more: Any) -> None:
        first, _space, last = name.partition(" ")
        self._add(
            K.PERSON, code, fault, first_name=first, last_name=last, phones=list(phones), **more
        )

    def contact(self, code: str, name: str, *phones: Any, fault: str = "", **more: Any) -> None:
        first, _space, last = name.partition(" ")
        self._add(
            K.CONTACT, code, fault, first_name=first, last_name=last, phones=list(phones), **more
        )

    def _add(self, kind: K, code: str, fault: str, **row: Any) -> None:
        self.rows[kind].append({"code": code, **row})
        if fault:
            self.wrong.add((fault, code))

    def write(self, firm: Firm) -> None:
        """Accounts first: contacts name them. The rest of the 2,000 is in order."""
        missing = SIZE - sum(map(len, self.rows.values()))
        for n in range(missing):
            self.account(f"600.{n:04d}", f"Düzgün Firma {n}", mobile(5_000_000 + n), landline(n))
        for kind, rows in self.rows.items():
            for start in range(0, len(rows), 500):
                results = put(firm, kind, *rows[start : start + 500])
                assert not [one for one in results if one.problem], results


def followers(actor: Actor) -> None:
    """Everybody of personnel and contacts is a subscriber."""
    links.change(actor, {"hr_linked": True})
    mirrored.ensure(actor, K.PERSON, Person.objects.all())
    mirrored.ensure(actor, K.CONTACT, Contact.objects.all())


def in_group(firm: Firm, name: str, people: Sequence[Subscriber]) -> Group:
    group, _made = Group.objects.get_or_create(firm=firm, name=name)
    GroupMember.objects.bulk_create(
        GroupMember(firm=firm, group=group, subscriber=one) for one in people
    )
    return group


def codes_of(found: Sequence[Any]) -> list[tuple[str, str]]:
    """``(fault, code)`` of findings on cards; ``(fault, name)`` of those on subscribers."""
    return sorted(
        (one.fault.value, one.label if one.source == "DIGER" else one.code) for one in found
    )


__all__ = ["Account", "Cards", "Contact", "K", "Person", "put", "timedelta", "timezone"]
