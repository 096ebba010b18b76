from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SandboxConfig(AppConfig):
    name = "turkcell_hub.sandbox"
    label = "sandbox"
    verbose_name = _("Deneme operatörü")

    def ready(self) -> None:
        from turkcell_hub.sandbox import api, permissions

        permissions.declare_all()
        api.register_all()
