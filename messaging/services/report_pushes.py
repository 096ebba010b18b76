"""Bodies with delivery reports: kept raw as they came, then understood, several at once.

A report that comes before the answer that tells us its message waits a moment
(``messaging.services.reports``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from messaging import nudges
from messaging.models import ReportPush
from messaging.services import campaigns, inbound, reports
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.sms.contract import DeliveryReport
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import bodies, connections

log = structlog.get_logger(__name__)
# How long a report waits for the answer that names its message.
EARLY = timedelta(seconds=30)
# So many bodies are understood by one commit, as long as their reports are few enough for it.
TOGETHER = 50


def receive(account: GatewayAccount, body: bytes, headers: dict[str, str]) -> ReportPush:
    """Keeps a pushed body as it came. Answer the operator only after this has committed."""
    return ReportPush.objects.create(
        firm_id=account.firm_id,
        account=account,
        kind=ReportPush.Kind.PUSH,
        headers=headers,
        body=body,
    )


def process(push_id: int) -> bool:
    """Understands one stored body, and with it others of its account that wait, up to
    ``reports.CHUNK`` reports in one transaction; each once, however often it is called. One that
    cannot be understood is put off (``bodies``) and the failure goes on to the caller."""
    try:
        return _process(push_id, TOGETHER)
    except Exception as failure:  # noqa: BLE001  one of the others, maybe: it stops only itself
        log.info("messaging.push_alone", push=push_id, error=type(failure).__name__)
    try:
        return _process(push_id, 1)
    except Exception as failure:
        bodies.failed(ReportPush.objects.all(), push_id, failure)
        raise


def waiting(limit: int = 200) -> list[int]:
    """The bodies whose turn it is; in the scope of every firm."""
    return list(bodies.due(ReportPush.objects.all()).values_list("pk", flat=True)[:limit])


def _process(push_id: int, most: int) -> bool:
    with transaction.atomic():
        pushes = _take(push_id, most)
        if not pushes:
            return False
        account = pushes[0].account
        read, told_inbound = _read(account, pushes)
        results, touched = reports.apply_all(account, [(push.pk, told) for push, told in read])
        now = timezone.now()
        for (push, _told), result in zip(read, results, strict=True):
            push.applied += result.applied
            push.ignored += result.ignored
            waits = result.strangers and now - push.received_at < EARLY
            push.processed_at = None if waits else now
            push.save(update_fields=["processed_at", "applied", "ignored", "error"])
    for campaign_id in sorted(touched):
        campaigns.finish_if_done(campaign_id)
    if told_inbound:
        nudges.route_inbound()
    return True


def _take(push_id: int, most: int) -> list[ReportPush]:
    """The body asked for, and after it those of its account that nobody holds, oldest first; one
    that has failed before goes alone."""
    waiting = (
        ReportPush.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("account")
        .filter(processed_at=None, set_aside_at=None)
    )
    asked = waiting.filter(pk=push_id).first()
    if asked is None:
        return []
    others = waiting.filter(account=asked.account, tries=0).exclude(pk=push_id).order_by("pk")
    return [asked] if asked.tries else [asked, *others[: most - 1]]


def _read(
    account: GatewayAccount, pushes: Sequence[ReportPush]
) -> tuple[list[tuple[ReportPush, Sequence[DeliveryReport]]], bool]:
    """Each body with its reports, until they are enough for one commit; whether one brought
    inbound messages. Those after it stay as they are."""
    read: list[tuple[ReportPush, Sequence[DeliveryReport]]] = []
    told_inbound = False
    size = 0
    for push in pushes:
        try:
            with connections.push_reader(account) as gateway:
                parsed = gateway.parse_push(bytes(push.body), push.headers)
        except GatewayError as error:
            push.error = error.reason
            read.append((push, ()))
            continue
        if read and size + len(parsed.reports) > reports.CHUNK:
            break
        push.error = ""
        inbound.keep(account, parsed.inbound)
        told_inbound = told_inbound or bool(parsed.inbound)
        push.ignored += parsed.unreadable
        read.append((push, parsed.reports))
        size += len(parsed.reports)
    return read, told_inbound
