from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    name = "turkcell_hub.membership"
    label = "membership"
    verbose_name = _("Üyelik")

    def ready(self) -> None:
        from turkcell_hub.membership import (
            bell,
            pages,
            permissions,
        )  # noqa: F401  (declare themselves)
        from turkcell_hub.membership.api import register_all
        from turkcell_hub.portal.notifications import add_provider

        permissions.declare_all()
        pages.join_portal()
        add_provider(bell.of_moves, bell.recent)
        register_all()
