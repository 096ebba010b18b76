from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ErpConfig(AppConfig):
    name = "turkcell_hub.erp"
    label = "erp"
    verbose_name = _("ERP")

    def ready(self) -> None:
        from turkcell_hub.erp import (  # noqa: F401
            decided,
            feed,
            imports,
            permissions,
            resources,
            setup_steps,
        )
        from turkcell_hub.erp.api import routes
        from turkcell_hub.erp.dispatch import SlipHandler
        from turkcell_hub.erp.services import posting, pulling
        from turkcell_hub.jobs import runners
        from turkcell_hub.outbox import handlers
        from turkcell_hub.portal import checklist, menu

        permissions.declare_all()
        feed.declare_all()
        menu.add("settings", _("ERP Bağlantısı"), "erp-link", "erp.link.change", "plug-connected",
                 30)  # fmt: skip
        checklist.add_step(setup_steps.personnel, 38)
        imports.register_all()
        routes.register_all()
        decided.join()
        handlers.register(posting.KIND, SlipHandler)
        runners.register(pulling.RUNNER)
