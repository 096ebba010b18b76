from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OtpConfig(AppConfig):
    name = "otp"
    label = "otp"
    verbose_name = _("OTP onayı")

    def ready(self) -> None:
        from otp import permissions, refunds, work  # noqa: F401  (the rights declare themselves)
        from otp.audit_labels import LABELS
        from otp.dispatch import CodeHandler
        from otp.services.sending import KIND
        from turkcell_hub.audit import actions as audit_actions
        from turkcell_hub.outbox import handlers

        handlers.register(KIND, CodeHandler)
        refunds.register()
        audit_actions.declare(LABELS)
        work.join()
