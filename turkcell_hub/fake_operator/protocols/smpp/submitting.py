"""Takes a submit_sm: what the script says, what the account may, and what the text is."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from turkcell_hub.fake_operator.engine import counting, outcomes, submissions
from turkcell_hub.fake_operator.engine.desks import Desk
from turkcell_hub.fake_operator.engine.exchange import habits_of
from turkcell_hub.fake_operator.engine.scripts import Step
from turkcell_hub.fake_operator.engine.submissions import Submission
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.smpp import coding, wire
from turkcell_hub.fake_operator.protocols.smpp.speech import STATES, answered_id
from turkcell_hub.fake_operator.protocols.smpp.wire import Malformed, Message, Pdu

_GARBAGE = b"\x00\x00\x00\x04\xff\xfe not a PDU"
_UDHI, _NATIONAL = 0x40, 2
_latency = random.Random()


@dataclass
class Played:
    """What the customer gets: ``raw`` (None: nothing), after ``wait`` seconds, then the cut."""

    raw: bytes | None
    status: int = 0
    wait: float = 0.0
    cut: bool = False
    facts: dict[str, Any] = field(default_factory=dict)


def scripted_status(step: Step) -> int:
    """The command_status that a step answers with."""
    if step.do in ("refuse", "login_error"):
        return int(str(step.values["code"]), 0)
    if step.do == "busy":
        return wire.THROTTLED if step.values["status"] == 429 else wire.QUEUE_FULL
    return wire.SYSTEM_ERROR if step.do in ("error_before", "error_after") else wire.OK


async def play(world: World, desk: Desk, pdu: Pdu, step: Step | None) -> Played:
    """One submit_sm, the ordinary way or as the script wants it."""
    account, do = desk.account, step.do if step else "accept"
    wait = (account.latency_ms + account.latency_jitter_ms * _latency.random()) / 1000
    if step is not None and do in ("refuse", "busy", "error_before"):
        return _refused(pdu, scripted_status(step), wait)
    if do == "drop_before":
        return Played(None, cut=True)
    if step is None or step.values.get("accepted") is not False:
        try:
            message_id = await _taken(world, desk, pdu, habits_of(step) if step else {})
        except Malformed as error:
            return _refused(pdu, error.status, wait)
    else:
        message_id = 0
    raw = _answer(pdu, answered_id(account, message_id).encode() + b"\0")
    played = Played(raw, wait=wait, facts={"messages": 1})
    return _spoilt(pdu, step, played) if step else played


def _spoilt(pdu: Pdu, step: Step, played: Played) -> Played:
    """Taken, but the customer does not get to know it."""
    raw = played.raw or b""
    if step.do == "late":
        played.wait += step.values["seconds"]
    elif step.do == "drop_after":
        played.raw, played.cut = None, True
    elif step.do == "error_after":
        played.raw, played.status = _answer(pdu, status=wire.SYSTEM_ERROR), wire.SYSTEM_ERROR
    elif step.do == "garbage":
        played.raw = _GARBAGE
    elif step.do == "half":
        played.raw, played.cut = raw[: len(raw) // 2], True
    elif step.do == "empty":
        played.raw = None
    return played


def _refused(pdu: Pdu, status: int, wait: float) -> Played:
    return Played(_answer(pdu, status=status), status, wait)


def _answer(pdu: Pdu, body: bytes = b"", status: int = wire.OK) -> bytes:
    return wire.pack(wire.SUBMIT_SM | wire.ANSWER, pdu.sequence, body, status)


async def _taken(world: World, desk: Desk, pdu: Pdu, habit: dict[str, Any]) -> int:
    """The new message's id. Raises Malformed with the refusal's status."""
    now = world.clock.now()
    if desk.seconds.admit(now, desk.account.messages_per_second):
        raise Malformed(wire.THROTTLED)
    sm = wire.message(pdu.body)
    _check_addresses(desk, sm)
    read = _read(sm)
    place = (read.reference, read.total, read.number)
    text, total = read.text, read.total
    if total > 1:
        key = "/".join((sm.source, sm.destination, str(place[0]), str(total)))
        whole = world.segments.joined(desk, key, read.number, text, total)
        if whole is None:
            return await world.segments.keep(desk, key, read.number, text)
        text = whole
    wanted = Submission(sm.source, text, [_digits(sm)], parts=_parts(desk, read, text, total))
    wanted.silent = not sm.registered & 3
    try:
        batch = world.admit(desk, wanted, habit)
    except submissions.NoCredit:
        raise Malformed(wire.SUBMIT_FAILED) from None
    except (counting.TooLong, counting.DoesNotFit):
        raise Malformed(wire.MESSAGE_LENGTH) from None
    except submissions.Refusal:
        raise Malformed(wire.SUBMIT_FAILED) from None
    await world.keep(batch)
    return batch.message_id


def _check_addresses(desk: Desk, sm: Message) -> None:
    if sm.source not in desk.account.senders:
        raise Malformed(wire.SOURCE)
    digits = _digits(sm)
    if not (digits.isdecimal() and 10 <= len(digits) <= 15):
        raise Malformed(wire.DESTINATION)
    if outcomes.BY_LAST_DIGITS.get(digits[-2:]) is outcomes.NUMBER_UNKNOWN:
        raise Malformed(wire.DESTINATION)  # section 6: "submit error 0Bh"
    if sm.schedule or (sm.validity and not _is_relative(sm.validity)):
        raise Malformed(wire.SCHEDULE if sm.schedule else wire.EXPIRY)


def _is_relative(text: str) -> bool:
    return len(text) == 16 and text.endswith("R") and text[:-1].isdecimal()


def _digits(sm: Message) -> str:
    return "90" + sm.destination if sm.destination_ton == _NATIONAL else sm.destination


def _read(sm: Message) -> coding.Read:
    limited = sm.tlv(wire.PAYLOAD) is None
    try:
        return coding.read(sm.octets, sm.data_coding, bool(sm.esm_class & _UDHI), limited=limited)
    except coding.Unreadable:
        raise Malformed(wire.ESM_CLASS if sm.esm_class & _UDHI else wire.MESSAGE_LENGTH) from None


def _parts(desk: Desk, read: coding.Read, text: str, total: int) -> int:
    """The customer's own parts are counted as they come; one piece is cut here."""
    if total > 1:
        return total
    most = desk.account.max_parts
    try:
        return counting.parts(text, read.coding, turkish_weight=read.weight, max_parts=most)
    except counting.TooLong:
        raise Malformed(wire.MESSAGE_LENGTH) from None


def state_of(world: World, desk: Desk, told: str) -> tuple[int, int]:
    """command_status and message_state of a query."""
    now = world.clock.now()
    for batch in desk.batches:
        if answered_id(desk.account, batch.message_id) == told:
            return wire.OK, STATES.get(batch.state(0, now, world.seed).status, (8, ""))[0]
    return wire.QUERY_FAILED, 0
