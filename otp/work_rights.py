"""Rights of timed tasks, workflow cards and Görevlerim (L-079 … L-088)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.permissions import MANAGERS, STAFF, Right, declare

declare(
    [
        Right("otp.schedule.view", _("Zamanlanmış görevleri görme"), STAFF),
        Right("otp.schedule.add", _("Zamanlanmış görev ekleme"), STAFF),
        Right("otp.schedule.change", _("Zamanlanmış görev değiştirme ve iptal"), STAFF),
        Right("otp.taskrule.view", _("Görev kurallarını görme"), STAFF),
        Right("otp.taskrule.change", _("Görev kurallarını değiştirme"), MANAGERS, for_keys=False),
    ]
)
