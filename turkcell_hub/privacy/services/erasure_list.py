"""Who was erased, kept outside the database: a restored backup knows nothing of what was erased
after it, and the erasures are done to it anew (docs/operations.md, "Restore").

One sealed file an erasure, in the private storage; the folder is to be copied to another machine.
It names the person, so it goes when no backup is old enough to bring him back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.personal_data import Person
from turkcell_hub.privacy.models import DataRequest
from turkcell_hub.privacy.services import erasing, rules
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import every_firm, firm_scope
from turkcell_hub.tenancy.sealed import SealBroken, seal, unseal

log = structlog.get_logger(__name__)
FOLDER = "erasures"


@dataclass(frozen=True)
class Entry:
    """``firm_since`` tells a firm from a later one that got its number after a restore."""

    number: str
    firm_id: int
    firm_since: str
    person: Person


@dataclass
class Replayed:
    """How many erasures were done anew, how many rows went with them, which files could not be
    read and which firms are not there."""

    done: int = 0
    rows: int = 0
    broken: int = 0
    strangers: int = 0


def keep(row: DataRequest, person: Person) -> None:
    """Before the erasure itself: a death in between leaves an entry too many, never one too few."""
    name = f"{FOLDER}/{row.number}"
    if default_storage.exists(name):
        if _is_whole(name):
            return
        default_storage.delete(name)  # its writer was killed, or the disk was full
    told = {
        "number": str(row.number),
        "firm": row.firm_id,
        "firm_since": _since(row.firm_id),
        "phones": person.phones,
        "emails": person.emails,
        "tckns": person.tckns,
    }
    default_storage.save(name, ContentFile(seal(json.dumps(told)).encode()))


def replay() -> Replayed:
    """Erases everybody of the list again, each with its entry in the firm's trail. May be run as
    often as one likes: who is not there any more is not found."""
    seen = Replayed()
    for entry in _entries(seen):
        with firm_scope(entry.firm_id), transaction.atomic():
            held = rules.in_force(entry.firm_id)
            erasing.drop_files(entry.firm_id, erasing.files_of(entry.firm_id, entry.person))
            lines = erasing.erase(entry.firm_id, entry.person, held, entry.number)
            rows = sum(line.erased for line in lines)
            if rows:
                by = system(entry.firm_id, _("Yedekten dönüş"))
                firm = Firm.objects.get(pk=entry.firm_id)
                what = {"request": entry.number, "erased": rows}
                trail.record(by, "privacy.erasure.replayed", firm, what)
        seen.done += 1
        seen.rows += rows
    return seen


def clean() -> None:
    """Takes away what is older than any backup; called by the clock, whether or not anybody else
    is erased."""
    oldest = timezone.now() - timedelta(days=settings.BACKUP_KEPT_DAYS)
    for name in _names():
        if default_storage.get_modified_time(name) < oldest:
            default_storage.delete(name)


def _entries(seen: Replayed) -> Iterator[Entry]:
    for name in _names():
        try:
            with default_storage.open(name) as file:
                told: dict[str, Any] = json.loads(unseal(file.read().decode()))
            people = {one: tuple(told[one]) for one in ("phones", "emails", "tckns")}
            entry = Entry(told["number"], told["firm"], told["firm_since"], Person(**people))
        except (SealBroken, OSError, ValueError, KeyError, TypeError):
            log.error("privacy.erasure_unreadable", file=name)
            seen.broken += 1
            continue
        if entry.firm_since != _since(entry.firm_id):
            seen.strangers += 1
            continue
        yield entry


def _is_whole(name: str) -> bool:
    try:
        with default_storage.open(name) as file:
            json.loads(unseal(file.read().decode()))
    except (SealBroken, OSError, ValueError):
        return False
    return True


def _names() -> list[str]:
    try:
        return [f"{FOLDER}/{name}" for name in sorted(default_storage.listdir(FOLDER)[1])]
    except FileNotFoundError:  # nobody was erased yet
        return []


def _since(firm_id: int) -> str:
    with every_firm():
        found: datetime | None = (
            Firm.objects.filter(pk=firm_id).values_list("created_at", flat=True).first()
        )
    return found.isoformat() if found else ""
