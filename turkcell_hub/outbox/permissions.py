"""Rights on the queue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.tenancy.permissions import MANAGERS, STAFF, Right, declare


def declare_all() -> None:
    """Called once, from ``OutboxConfig.ready``."""
    declare(
        [
            Right("outbox.queue.view", _("Gönderim kuyruğunu görme"), STAFF),
            Right("outbox.queue.change", _("Gönderim kuyruğunu yönetme"), MANAGERS),
        ]
    )
    actions.declare(
        {
            "outbox.batch.retry": _("Gönderim paketini yeniden deneme"),
            "outbox.batch.resolve": _("Gönderim paketinin sonucunu işaretleme"),
            "outbox.batch.cancel": _("Gönderim paketini iptal etme"),
            "outbox.lane.pause": _("Gönderim hattını durdurma"),
            "outbox.lane.resume": _("Gönderim hattını açma"),
            "outbox.bodies.again": _("Anlaşılamayan bildirimleri yeniden deneme"),
        }
    )
