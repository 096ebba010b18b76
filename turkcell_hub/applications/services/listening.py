"""Hearing the operator: his event makes us ask him now and not in five minutes.

The address is the secret: whoever knows it can make us ask, and nothing more.
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from turkcell_hub.applications.models import Application
from turkcell_hub.applications.services import centre
from turkcell_hub.applications.services.applying import DELIVER, FOLLOW
from turkcell_hub.applications.services.delivery import ASK_EVERY
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.gateways.errors import Broken, GatewayError
from turkcell_hub.gateways.orders import tmf622_events
from turkcell_hub.nudges import after_commit
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)
_PAUSE = timedelta(seconds=5)  # between two questions about one order, however much is told


def token() -> str:
    """What stands in the address; another one when the key at the operator changes."""
    key = settings.ORDERS.key
    return salted_hmac("applications.listener", key, algorithm="sha256").hexdigest()[:40]


def address() -> str:
    """Where the operator is to tell of changes."""
    return f"{settings.PUBLIC_URL}{reverse('orders-listener', args=[token()]).rstrip('/')}"


def listen() -> str:
    """Registers our address with the operator; again does nothing. Returns it. Raises
    ``Conflict`` where nobody takes orders, he tells nothing by himself or does not answer."""
    with centre.opened() as gateway:
        if not gateway.capabilities().pushes:
            raise Conflict(_("Bu operatör değişiklikleri kendiliğinden bildirmez."))
        try:
            gateway.listen(address())
        except GatewayError as error:
            raise Conflict(
                _("Operatör adresi kaydetmedi (%(reason)s); ORDERS_URL ve ORDERS_KEY'e bakın.")
                % {"reason": error.reason},
                code="not_listening",
            ) from None
    return address()


def is_ours(given: str) -> bool:
    return centre.is_open() and constant_time_compare(given, token())


def heard(body: bytes) -> bool:
    """Has the order asked for that an event names; False for one that we do not have. Raises
    ``Invalid`` for what is no event."""
    try:
        told = tmf622_events.read(body)
    except Broken:
        raise Invalid(_("Olay okunamadı."), code="event_unreadable") from None
    with every_firm():
        named = Q(operator_id=told.order_id) if told.order_id else Q(pk=None)
        if told.reference:
            named |= Q(reference=told.reference)
        row = Application.objects.filter(named).first()
    log.info("applications.event", kind=told.kind, application_id=row.pk if row else None)
    if row is None:
        return False
    with firm_scope(row.firm_id), transaction.atomic():
        _hasten(Application.objects.select_for_update().get(pk=row.pk))
    return True


def _hasten(row: Application) -> None:
    now = timezone.now()
    if row.ask_at is not None:
        if row.ask_at <= now + _PAUSE:
            return  # he is asked in a moment anyway
        # ``ask_at`` was set at the last question; the sweep takes what has to wait.
        due = max(now, row.ask_at - ASK_EVERY + _PAUSE)
        Application.objects.filter(pk=row.pk).update(ask_at=due)
        if due <= now:
            after_commit(FOLLOW, row.pk, queue="slow")
    elif row.in_doubt and row.problem and row.try_at is not None:
        # The answer was lost and he has it: the next try finds it first.
        Application.objects.filter(pk=row.pk).update(try_at=now)
        after_commit(DELIVER, row.pk, queue="slow")
