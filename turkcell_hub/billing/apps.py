from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    name = "turkcell_hub.billing"
    label = "billing"
    verbose_name = _("Kredi ve faturalama")

    def ready(self) -> None:
        from turkcell_hub.billing import (  # noqa: F401  (they declare themselves)
            bell,
            credit_goods,
            decided,
            goods,
            pages,
            permissions,
            resources,
            statement_import,
        )
        from turkcell_hub.billing.api import routes
        from turkcell_hub.billing.services import reminders
        from turkcell_hub.jobs import imports
        from turkcell_hub.ledger import followers
        from turkcell_hub.portal.notifications import add_provider

        permissions.declare_all()
        goods.register(credit_goods.CREDIT)
        imports.register(statement_import.STATEMENT)
        decided.join()
        pages.join_portal()
        routes.register_all()
        followers.register(reminders.follow)
        add_provider(bell.of_low_credit, bell.fallen)
        add_provider(bell.of_refused_limits, bell.refused)
        add_provider(bell.of_orders_in_review, bell.in_review)
        add_provider(bell.of_months_without_tariff, bell.without_tariff)
