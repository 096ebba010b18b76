from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    name = "turkcell_hub.membership"
    label = "membership"
    verbose_name = _("Üyelik")

    def ready(self) -> None:
        from turkcell_hub.membership import api, bell, pages, permissions, registration_api
        from turkcell_hub.portal.notifications import add_provider

        permissions.declare_all()
        pages.join_portal()
        add_provider(bell.of_moves, bell.recent)
        registration_api.register_all()
        api.register_all()
