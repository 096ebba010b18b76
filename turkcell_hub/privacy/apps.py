from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "turkcell_hub.privacy"
    label = "privacy"
    verbose_name = _("Kişisel veri istekleri")

    def ready(self) -> None:
        from turkcell_hub.jobs import runners
        from turkcell_hub.privacy import permissions, resources  # noqa: F401  (declare themselves)
        from turkcell_hub.privacy.api import register_all
        from turkcell_hub.privacy.services.requests import RUNNER

        permissions.declare_all()
        runners.register(RUNNER)
        register_all()
        autodiscover_modules("personal_data")  # each room says what it knows of a person
