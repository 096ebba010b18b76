"""Reports of another panel are kept, completed and thrown away; nothing of ours moves with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from messaging.models import PastReport
from turkcell_hub.audit.services import trail
from turkcell_hub.jobs.models import Job, RowVerdict
from turkcell_hub.tenancy.actor import Actor

IMPORT, DELETE = "messaging.past_report.import", "messaging.past_report.delete"
End = tuple[str, datetime | None]


def ends_of(keys: Iterable[str]) -> dict[str, End]:
    """The end that is kept of each known record."""
    rows = PastReport.objects.filter(key__in=list(keys))
    return {key: (state, at) for key, state, at in rows.values_list("key", "state", "delivered_at")}


def is_news(known: End, state: str, delivered_at: str | None) -> bool:
    """Whether a line says more than what is kept: another end, or its time. A line without an
    end (an export made earlier) takes nothing back."""
    if state == PastReport.State.UNKNOWN:
        return False
    return known[0] != state or bool(delivered_at and known[1] is None)


def keep(
    actor: Actor, job_id: int, rows: Sequence[tuple[str, Mapping[str, Any]]]
) -> list[RowVerdict]:
    """Writes one chunk: the verdict of each row. Raises ``NotAllowed``."""
    actor.require(IMPORT)
    file_name = Job.objects.values_list("file_name", flat=True).get(pk=job_id)
    with transaction.atomic():
        there = ends_of(key for key, _data in rows)
        new, changed, verdicts = [], [], []
        for key, data in rows:
            if key not in there:
                verdicts.append(RowVerdict.NEW)
                new.append(_row(actor, job_id, file_name, key, data))
                there[key] = (data["state"], None)
            elif is_news(there[key], data["state"], data["delivered_at"]):
                verdicts.append(RowVerdict.CHANGED)
                changed.append((key, data))
            else:
                verdicts.append(RowVerdict.SAME)
        PastReport.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
        _complete(changed)
        counts = {str(one): verdicts.count(one) for one in set(verdicts)}
        trail.record(actor, "moving.history", None, counts, label=file_name[:150])
    return verdicts


def delete(actor: Actor, rows: QuerySet[Any]) -> int:
    """Throws records away, for a wrong file or a person's wish. Raises ``NotAllowed``."""
    actor.require(DELETE)
    with transaction.atomic():
        gone, _by_model = PastReport.objects.filter(pk__in=rows.order_by().values("pk")).delete()
        trail.record(actor, "past_report.deleted", None, {"count": gone},
                     label=_("Eski panel raporları"))  # fmt: skip
    return gone


def _row(
    actor: Actor, job_id: int, file_name: str, key: str, data: Mapping[str, Any]
) -> PastReport:
    return PastReport(
        firm_id=actor.firm_id, key=key, job_id=job_id, file_name=file_name[:200],
        by_label=actor.label[:150], phone=data["phone"], sender=data["sender"],
        text=data["text"], state=data["state"], reported=data["reported"],
        sent_at=_moment(data["sent_at"]), delivered_at=_moment(data["delivered_at"]),
    )  # fmt: skip


def _complete(changed: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    said = dict(changed)
    rows = list(PastReport.objects.filter(key__in=list(said)))
    for row in rows:
        data = said[row.key]
        row.state, row.reported = data["state"], data["reported"]
        row.delivered_at = _moment(data["delivered_at"]) or row.delivered_at
    PastReport.objects.bulk_update(rows, ["state", "reported", "delivered_at"], batch_size=1000)


def _moment(text: str | None) -> Any:
    return datetime.fromisoformat(text) if text else None
