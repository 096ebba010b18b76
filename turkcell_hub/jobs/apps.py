from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "turkcell_hub.jobs"
    label = "jobs"
    verbose_name = _("Uzun işler")
