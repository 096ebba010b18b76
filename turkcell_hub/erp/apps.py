from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ErpConfig(AppConfig):
    name = "turkcell_hub.erp"
    label = "erp"
    verbose_name = _("ERP")

    def ready(self) -> None:
        from turkcell_hub.erp import imports, permissions, resources  # noqa: F401
        from turkcell_hub.erp.api import routes

        permissions.declare_all()
        imports.register_all()
        routes.register_all()
