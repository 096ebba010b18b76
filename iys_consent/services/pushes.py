"""What the registry pushes: kept raw, answered at once, understood by a worker."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import RegistryPush
from iys_consent.services import incoming
from turkcell_hub import nudges
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.iys.contract import Record
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import Brand, GatewayAccount
from turkcell_hub.tenancy.services import bodies, connections

_TEST = {"0"}
KEPT = timedelta(days=30)


def receive(account: GatewayAccount, body: bytes) -> RegistryPush:
    """Keeps the body; in the firm's scope."""
    with transaction.atomic():
        kept: RegistryPush = RegistryPush.objects.create(
            firm_id=account.firm_id, account=account, body=body
        )
        nudges.after_commit("iys_consent.read_push", account.firm_id, kept.pk, queue="fast")
    return kept


def waiting(limit: int = 200) -> list[tuple[int, int]]:
    rows = bodies.due(RegistryPush.objects.all())
    return list(rows.values_list("firm_id", "pk")[:limit])


def read(push_id: int) -> int:
    """Understands one body, once; returns the movements added. What cannot be read is kept
    with its error: the feed brings the same movements an hour later. One whose understanding
    fails is put off (``bodies``) and the failure goes on to the caller."""
    try:
        return _read(push_id)
    except Exception as failure:
        bodies.failed(RegistryPush.objects.all(), push_id, failure)
        raise


def _read(push_id: int) -> int:
    with transaction.atomic():
        rows = RegistryPush.objects.select_related("account").select_for_update(of=("self",))
        push = rows.filter(pk=push_id, processed_at=None, set_aside_at=None).first()
        if push is None:
            return 0
        push.error = ""
        try:
            with connections.registry_reader(push.account) as gateway:
                records = gateway.parse_push(bytes(push.body), {})
        except GatewayError as error:
            push.error = error.reason[:200]
            records = ()
        push.taken, unknown = _take(push, records)
        if unknown:
            push.error = _("%(count)d hareket bilinmeyen bir markanın") % {"count": unknown}
        push.processed_at = timezone.now()
        push.save()
        return push.taken


def forget() -> int:
    """Deletes bodies that were read a month ago; in the scope of every firm. Their movements
    stay in the ledger."""
    old = timezone.now() - KEPT
    gone, _rows = RegistryPush.objects.filter(processed_at__lt=old).delete()
    return gone


def _take(push: RegistryPush, records: object) -> tuple[int, int]:
    groups: dict[str, list[Record]] = defaultdict(list)
    for one in records:  # type: ignore[attr-defined]
        # On registration a fixed test record is posted: no movement.
        if set(one.transaction_id) != _TEST:
            groups[one.brand_code].append(one)
    brands = {brand.code: brand for brand in Brand.objects.filter(code__in=groups)}
    actor = actors.system(push.firm_id, _("İYS bildirimi"))
    added = sum(incoming.take(actor, brands[code], groups[code]) for code in sorted(brands))
    return added, sum(len(rows) for code, rows in groups.items() if code not in brands)
