from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IysConsentConfig(AppConfig):
    name = "iys_consent"
    label = "iys_consent"
    verbose_name = _("İYS onayı")

    def ready(self) -> None:
        from iys_consent.dispatch import RegistryHandler
        from iys_consent.services.listing import KIND
        from turkcell_hub.outbox import handlers

        handlers.register(KIND, RegistryHandler)
