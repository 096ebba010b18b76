from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OtpConfig(AppConfig):
    name = "otp"
    label = "otp"
    verbose_name = _("OTP onayı")

    def ready(self) -> None:
        from otp import permissions, refunds, resources, work  # noqa: F401  (declare themselves)
        from otp.audit_labels import LABELS
        from otp.dispatch import CodeHandler
        from otp.pages import join_portal
        from otp.services import endings, phone_changes
        from otp.services.sending import KIND
        from otp.spends import sent
        from turkcell_hub.audit import actions as audit_actions
        from turkcell_hub.billing import spenders
        from turkcell_hub.events import event_types
        from turkcell_hub.events.event_types import EventType
        from turkcell_hub.outbox import handlers
        from turkcell_hub.tenancy import followers

        handlers.register(KIND, CodeHandler)
        refunds.register()
        audit_actions.declare(LABELS)
        event_types.declare(EventType(endings.DECIDED, _("Onay süreci sonuçlandı")))
        work.join()
        followers.register_phone(phone_changes.follow)
        spenders.register(sent)
        join_portal()
