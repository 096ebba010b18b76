"""Consents that the registry takes itself, by code or link."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from turkcell_hub.fake_operator.engine.registry.registry import Denied, Registry
from turkcell_hub.fake_operator.engine.registry.values import (
    APPROVED,
    EMAIL,
    REFUSED,
    Key,
    Movement,
    Wanted,
)

CODES = ("SMS_OTP", "EPOSTA_OTP")
LINKS = ("SMS_SHORTURL", "EPOSTA_SHORTURL", "EPOSTA_APPROVALURL")
_DAY = 86400.0
WAITING, DONE, REJECTED = "waiting", "done", "rejected"


@dataclass(slots=True)
class Process:
    """``parts`` are (brand, recipient type, channel); ``stages`` are (stage, status, moment)."""

    request_id: str
    iys_code: int
    form_id: str
    recipient: str
    verification: str
    parts: list[tuple[int, str, str]]
    code: str
    started_at: float
    expires_at: float
    tries: int = 0
    state: str = WAITING
    stages: list[tuple[str, str, float]] = field(default_factory=list)


def processes(registry: Registry) -> Iterator[Process]:
    return (_loaded(facts) for facts in registry.via.values())


def find(registry: Registry, request_id: str) -> Process | None:
    facts = registry.via.get(request_id)
    return None if facts is None else _loaded(facts)


def _loaded(facts: dict[str, Any]) -> Process:
    return Process(**{**facts, "parts": [(p[0], p[1], p[2]) for p in facts["parts"]]})


def credits_left(registry: Registry, iys_code: int) -> int:
    """Every consent or refusal that was finished has cost one."""
    package = registry.providers[iys_code].subscription
    mine = [one for one in processes(registry) if one.iys_code == iys_code]
    used = sum(len(one.parts) for one in mine if one.state != WAITING)
    return (package.via_credits if package else 0) - used


async def start(
    registry: Registry, iys_code: int, form_id: str, recipient: str, verification: str,
    parts: list[tuple[int, str, str]],
) -> Process:  # fmt: skip
    """Raises Denied H1015 without credit."""
    if credits_left(registry, iys_code) < len(parts):
        raise Denied("H1015")
    now = registry.clock.now()
    life = registry.settings.via_otp_seconds if verification in CODES else _DAY
    request_id = str(uuid.uuid4())
    code = f"{uuid.UUID(request_id).int % 1_000_000:06}"
    stages = [("CONSENT_REQUESTED", "START", now), ("ENQUEUE", "PENDING", now)]
    process = Process(
        request_id, iys_code, form_id, recipient, verification, parts, code, now, now + life,
        stages=stages,
    )  # fmt: skip
    await _keep(registry, process)
    return process


async def confirm(registry: Registry, process: Process, code: str) -> list[Movement]:
    """Raises Denied H1032, H1051, H1050 or H1052; a fourth try is refused even when it is right."""
    _check_open(registry, process)
    if process.tries >= registry.settings.via_otp_tries:
        raise Denied("H1050")
    if code != process.code:
        process.tries += 1
        process.stages.append(("REQUEST_OPENED", "OTP_CODE_INCORRECT", registry.clock.now()))
        await _keep(registry, process)
        raise Denied("H1052")
    return await _finish(registry, process, APPROVED)


async def answer(registry: Registry, process: Process, status: str) -> list[Movement]:
    """The person has opened the link and chosen. Raises Denied H1032, H1051 or H1067."""
    if process.verification in LINKS and process.state != WAITING:
        raise Denied("H1067")
    _check_open(registry, process)
    return await _finish(registry, process, status)


def _check_open(registry: Registry, process: Process) -> None:
    if process.state != WAITING:
        raise Denied("H1032")
    if registry.clock.now() > process.expires_at:
        raise Denied("H1051")


async def _finish(registry: Registry, process: Process, status: str) -> list[Movement]:
    """A refusal of an address without a record leaves none behind."""
    source = "IYS_EPOSTA" if process.verification.startswith("EPOSTA") else "IYS_KISAMESAJ"
    rows = []
    for brand, kind, type_ in process.parts:
        key = Key(kind, type_, process.recipient)
        if status == APPROVED or registry.books[brand].is_approved(key):
            rows.append((brand, Wanted(key, status, source)))
    process.state = DONE if status == APPROVED else REJECTED
    now = registry.clock.now()
    process.stages += [("REQUEST_OPENED", "SUCCESS", now), ("COMPLETED", "SUCCESS", now)]
    registry.change(_record(process))
    return await registry.record(rows)


def told_stages(registry: Registry, process: Process) -> list[tuple[str, str, float]]:
    """With what has become of an unanswered process by now."""
    if process.state == WAITING and registry.clock.now() > process.expires_at:
        late = "OTP_CODE_EXPIRED" if process.verification in CODES else "SHORT_URL_EXPIRED"
        return [*process.stages, ("COMPLETED", late, process.expires_at)]
    return process.stages


async def _keep(registry: Registry, process: Process) -> None:
    await registry.keep(_record(process))


def _record(process: Process) -> dict[str, Any]:
    return {"k": "via", "request_id": process.request_id, "set": asdict(process)}


def fits(verification: str, type_: str) -> bool:
    """Whether an address of this channel can be asked this way."""
    return verification.startswith("EPOSTA") == (type_ == EMAIL)


STATUS_OF = {"approve": APPROVED, "refuse": REFUSED}
