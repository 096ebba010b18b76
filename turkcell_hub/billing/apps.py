from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    name = "turkcell_hub.billing"
    label = "billing"
    verbose_name = _("Kredi ve faturalama")

    def ready(self) -> None:
        from turkcell_hub.billing import bell, limit_gate, order_gate, pages, permissions, resources  # noqa: F401  (declare themselves)
        from turkcell_hub.billing.api import routes
        from turkcell_hub.billing.services import reminders
        from turkcell_hub.ledger import followers
        from turkcell_hub.portal.notifications import add_provider

        permissions.declare_all()
        limit_gate.join()
        order_gate.join()
        pages.join_portal()
        routes.register_all()
        followers.register(reminders.follow)
        add_provider(bell.of_low_credit)
