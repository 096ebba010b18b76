from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "turkcell_hub.events"
    label = "events"
    verbose_name = _("Olaylar")

    def ready(self) -> None:
        from turkcell_hub.events import permissions, resources  # noqa: F401
        from turkcell_hub.events.api import routes

        permissions.declare_all()
        routes.register_all()
