"""What the handsets show: messages that arrived, and the answers written on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from turkcell_hub.fake_operator.engine.batches import Batch
from turkcell_hub.fake_operator.engine.clock import iso
from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.world import World

#: How far back a screen looks, so that a large campaign does not make it slow.
_MESSAGES_BACK = 300_000
_SHOWN, _PHONES = 200, 50


def normalized(text: str) -> str:
    """Digits with the country code, from 0532…, 532…, 90532…, 0090532… or +90532…."""
    digits = "".join(one for one in text if one.isdecimal())
    if digits.startswith("00"):
        return digits[2:]
    if digits.startswith("0"):
        return "90" + digits[1:]
    return "90" + digits if len(digits) == 10 and digits[0] == "5" else digits


def conversation(world: World, phone: str) -> list[dict[str, Any]]:
    """At most 200 bubbles, oldest first."""
    rows = [_arrived(world, batch, index, at) for batch, index, at in _hits(world, phone)]
    rows += [
        {
            "direction": "out", "title": message.destination, "text": message.content,
            "at": iso(message.received_at), "order": message.received_at,
            "account": message.account,
        }
        for desk in world.desks.values()
        for message in desk.inbound
        if message.source == phone
    ]  # fmt: skip
    rows.sort(key=lambda row: row["order"])
    return rows[-_SHOWN:]


def _arrived(world: World, batch: Batch, index: int, at: float) -> dict[str, Any]:
    return {
        "direction": "in", "title": batch.sender_of(index),
        "text": batch.text(index) + batch.suffix, "at": iso(at), "order": at,
        "account": batch.account, "url": batch.url, "media": _shown(world, batch.media),
    }  # fmt: skip


def _shown(world: World, media_id: str | None) -> dict[str, str] | None:
    found = world.media.get(media_id) if media_id else None
    if found is None:
        return None
    return {"src": f"/phone-media/{found.id}", "type": found.content_type, "name": found.name}


def _recent(world: World) -> Iterator[Batch]:
    looked = 0
    for batch in reversed(world.batches):
        if looked >= _MESSAGES_BACK:
            return
        looked += len(batch)
        if batch.service != "tckn":
            yield batch


def _hits(world: World, phone: str) -> Iterator[tuple[Batch, int, float]]:
    now, found = world.clock.now(), 0
    for batch in _recent(world):
        if phone not in batch.dests:
            continue
        for index in (i for i, dest in enumerate(batch.dests) if dest == phone):
            at = batch.has_arrived(index, now, world.seed)
            if at is not None:
                found += 1
                yield batch, index, at
        if found >= _SHOWN:
            return


def last_phones(world: World) -> list[dict[str, Any]]:
    """The phones of the newest messages, newest first."""
    now = world.clock.now()
    phones: dict[str, dict[str, Any]] = {}
    for batch in _recent(world):
        for index in reversed(range(len(batch))):
            phone = batch.dests[index]
            if phone in phones:
                continue
            at = batch.has_arrived(index, now, world.seed)
            if at is not None:
                row = _arrived(world, batch, index, at)
                phones[phone] = {"phone": phone, **row}
            if len(phones) >= _PHONES:
                return list(phones.values())
    return list(phones.values())


def desk_for_reply(world: World, phone: str) -> Desk | None:
    """The account that wrote to the phone last; else the only account there is."""
    for batch, _, _ in _hits(world, phone):
        return world.desks[batch.account]
    silent = ("iys", "camara", "traccar")
    desks = [desk for desk in world.desks.values() if desk.account.protocol not in silent]
    return desks[0] if len(desks) == 1 else None
