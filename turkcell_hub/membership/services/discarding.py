"""How a scan ends: taken back, replaced, not asked for any more, or past its time (C-09)."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import structlog
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.membership import checklist
from turkcell_hub.membership.models import Dossier, MembershipRules, PaperFile
from turkcell_hub.membership.services import rules
from turkcell_hub.membership.states import ENDS, WITH_APPLICANT
from turkcell_hub.tenancy import vault
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)
FOLDER = "membership"
_ORPHANS_KEPT = timedelta(days=1)


def erase(file: PaperFile) -> None:
    """Key and content go, the row stays; in the caller's transaction. With the key gone nobody
    reads the file, whatever becomes of the rest; the sweep takes away what a kill has left."""
    name = file.stored
    file.stored, file.secret, file.erased_at = "", "", timezone.now()
    file.save(update_fields=["stored", "secret", "erased_at"])
    if name:
        transaction.on_commit(partial(vault.erase, name))


def drop_unasked(dossier: Dossier) -> None:
    """Scans of a kind that was chosen before and of questions that were answered otherwise."""
    asked = {line.item.code for line in checklist.of(dossier).lines}
    rows = PaperFile.objects.filter(paper__dossier=dossier, erased_at=None)
    for file in rows.exclude(paper__code__in=asked):
        erase(file)


def expire() -> int:
    """Erases the identity copies whose time is over, each with its proof in the firm's trail;
    returns how many. One that fails does not stop the others. May be killed at any line."""
    with every_firm():
        open_ones = PaperFile.objects.filter(identity=True, erased_at=None)
        found = list(
            open_ones.order_by("pk").values_list(
                "firm_id", "pk", "paper__dossier__state", "paper__dossier__ended_at",
                "paper__dossier__changed_at",
            )
        )  # fmt: skip
    now, erased = timezone.now(), 0
    known: dict[int, MembershipRules] = {}
    for firm_id, pk, state, ended_at, changed_at in found:
        with firm_scope(firm_id):
            if firm_id not in known:
                known[firm_id] = rules.in_force(firm_id)
            if not _is_over(known[firm_id], state, ended_at, changed_at, now):
                continue
            try:
                erased += _expire_one(firm_id, pk)
            except Exception as error:
                log.exception("membership.not_erased", id=pk, error=type(error).__name__)
    return erased


def _is_over(
    kept: MembershipRules,
    state: str,
    ended_at: datetime | None,
    changed_at: datetime,
    now: datetime,
) -> bool:
    if state in ENDS and ended_at is not None:
        return ended_at < now - timedelta(days=kept.identity_days)
    return state in WITH_APPLICANT and changed_at < now - timedelta(days=kept.draft_days)


def _expire_one(firm_id: int, pk: int) -> bool:
    with transaction.atomic():
        file = PaperFile.objects.select_for_update().filter(pk=pk, erased_at=None).first()
        if file is None:
            return False
        erase(file)
        proof = {"sha256": file.sha256, "size": file.size, "uploaded_at": file.uploaded_at}
        by = system(firm_id, str(_("Saklama süresi")))
        trail.record(by, "membership.file.erased", file, proof, label=file.paper.code)
    return True


def clean() -> int:
    """Takes away files that no row names: their writer was killed, or rolled back."""
    removed = 0
    for folder in _folders():
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        with every_firm():
            rows = PaperFile.objects.filter(stored__in=names)
            named = set(rows.values_list("stored", flat=True))
        for name in set(names) - named:
            if default_storage.get_modified_time(name) < timezone.now() - _ORPHANS_KEPT:
                vault.erase(name)
                removed += 1
    return removed


def _folders() -> list[str]:
    try:
        return [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[0]]
    except FileNotFoundError:  # nothing has been uploaded yet
        return []
