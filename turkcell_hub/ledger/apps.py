from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "turkcell_hub.ledger"
    label = "ledger"
    verbose_name = _("Kredi defteri")

    def ready(self) -> None:
        from turkcell_hub.ledger import permissions, resources  # noqa: F401  (registers the lists)

        permissions.declare_all()
