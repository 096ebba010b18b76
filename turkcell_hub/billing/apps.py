from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    name = "turkcell_hub.billing"
    label = "billing"
    verbose_name = _("Kredi ve faturalama")

    def ready(self) -> None:
        from turkcell_hub.billing import pages, permissions, resources  # noqa: F401  (declare themselves)
        from turkcell_hub.billing.api import routes

        permissions.declare_all()
        pages.join_portal()
        routes.register_all()
