from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IysConsentConfig(AppConfig):
    name = "iys_consent"
    label = "iys_consent"
    verbose_name = _("İYS onayı")
