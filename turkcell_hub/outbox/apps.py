from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "turkcell_hub.outbox"
    label = "outbox"
    verbose_name = _("Gönderim kuyruğu")

    def ready(self) -> None:
        from turkcell_hub.outbox import permissions, resources  # noqa: F401  (registers the lists)

        permissions.declare_all()
