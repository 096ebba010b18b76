from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ErpConfig(AppConfig):
    name = "turkcell_hub.erp"
    label = "erp"
    verbose_name = _("ERP")

    def ready(self) -> None:
        from turkcell_hub.erp import document_gate, feed, imports, permissions, resources  # noqa: F401
        from turkcell_hub.erp.api import routes
        from turkcell_hub.portal import menu

        permissions.declare_all()
        feed.declare_all()
        menu.add("settings", _("ERP Bağlantısı"), "erp-link", "erp.link.change", "plug-connected",
                 30)  # fmt: skip
        imports.register_all()
        routes.register_all()
        document_gate.join()
