from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IysConsentConfig(AppConfig):
    name = "iys_consent"
    label = "iys_consent"
    verbose_name = _("İYS onayı")
    # The first word of this room's rights.
    rights_word = "iys"

    def ready(self) -> None:
        from iys_consent import permissions, resources  # noqa: F401  (they declare themselves)
        from iys_consent.audit_labels import LABELS
        from iys_consent.dispatch import RegistryHandler
        from iys_consent.pages import join_portal
        from iys_consent.services.listing import KIND
        from turkcell_hub.audit import actions as audit_actions
        from turkcell_hub.outbox import handlers

        handlers.register(KIND, RegistryHandler)
        audit_actions.declare(LABELS)
        join_portal()
