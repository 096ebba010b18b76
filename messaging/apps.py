from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    label = "messaging"
    verbose_name = _("Mesajlaşma")

    def ready(self) -> None:
        from messaging import permissions, resources  # noqa: F401  (declare rights and lists)
        from messaging.dispatch import SmsHandler
        from messaging.imports import SUBSCRIBERS
        from messaging.services.preparing import BATCH_KIND
        from turkcell_hub.jobs import imports
        from turkcell_hub.outbox import handlers

        handlers.register(BATCH_KIND, SmsHandler)
        imports.register(SUBSCRIBERS)
