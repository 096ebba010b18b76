from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "turkcell_hub.audit"
    label = "audit"
    verbose_name = _("İşlem geçmişi")

    def ready(self) -> None:
        from turkcell_hub.audit import resources  # noqa: F401  (registers the list)
        from turkcell_hub.audit.history import of_record
        from turkcell_hub.portal.history import set_provider

        set_provider(of_record)
