from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    label = "messaging"
    verbose_name = _("Mesajlaşma")

    def ready(self) -> None:
        from messaging import permissions, resources  # noqa: F401  (declare rights and lists)
        from messaging.api import routes
        from messaging.dispatch import SmsHandler
        from messaging.imports import SUBSCRIBERS
        from messaging.services.preparing import BATCH_KIND
        from messaging.services.subscribers import refresh_from_member
        from turkcell_hub.jobs import imports
        from turkcell_hub.outbox import handlers
        from turkcell_hub.tenancy import followers

        handlers.register(BATCH_KIND, SmsHandler)
        imports.register(SUBSCRIBERS)
        followers.register(refresh_from_member)
        routes.register_all()
