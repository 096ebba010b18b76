from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "turkcell_hub.audit"
    label = "audit"
    verbose_name = _("İşlem geçmişi")
