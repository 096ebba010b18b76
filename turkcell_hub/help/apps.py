from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpConfig(AppConfig):
    name = "turkcell_hub.help"
    label = "help"
    verbose_name = _("Destek")

    def ready(self) -> None:
        from turkcell_hub.help import bell, pages, permissions, resources  # noqa: F401  (declare themselves)
        from turkcell_hub.help.api import register_all
        from turkcell_hub.portal.notifications import add_provider

        permissions.declare_all()
        pages.join_portal()
        register_all()
        add_provider(bell.of_answers, bell.unread)
