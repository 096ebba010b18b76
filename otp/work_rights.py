"""Rights of timed tasks, workflow cards and Görevlerim (L-079 … L-088)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.permissions import ADMINS, EVERYBODY, MANAGERS, STAFF, Right, declare

declare(
    [
        Right("otp.schedule.view", _("Zamanlanmış görevleri görme"), STAFF),
        Right("otp.schedule.add", _("Zamanlanmış görev ekleme"), STAFF),
        Right("otp.schedule.change", _("Zamanlanmış görev değiştirme ve iptal"), STAFF),
        Right("otp.workflow.view", _("İş akışı kartlarını görme"), MANAGERS),
        Right(
            "otp.workflow.change", _("İş akışı kartı ekleme ve değiştirme"), ADMINS, for_keys=False
        ),
        # Everybody decides what he himself is asked, and only that.
        Right("otp.task.view", _("Kendi görevlerini görme"), EVERYBODY, for_keys=False),
        Right("otp.task.act", _("Kendi görevlerini gerçekleştirme"), EVERYBODY, for_keys=False),
        Right("otp.process.view", _("Onay süreçlerini görme"), STAFF),
        Right("otp.process.add", _("Belgeyi onaya sunma"), STAFF),
        Right("otp.process.retry", _("Uygulanamayan onayı yeniden deneme"), MANAGERS),
        Right("otp.substitute.view", _("Vekilleri görme"), STAFF, for_keys=False),
        Right("otp.substitute.change", _("Kendi vekilini tanımlama"), STAFF, for_keys=False),
        Right("otp.substitute.manage", _("Herkesin vekilini tanımlama"), ADMINS, for_keys=False),
        Right("otp.taskrule.view", _("Görev kurallarını görme"), STAFF),
        Right("otp.taskrule.change", _("Görev kurallarını değiştirme"), MANAGERS, for_keys=False),
    ]
)
