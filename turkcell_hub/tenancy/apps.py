from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TenancyConfig(AppConfig):
    name = "turkcell_hub.tenancy"
    label = "tenancy"
    verbose_name = _("Firmalar ve kullanıcılar")

    def ready(self) -> None:
        from turkcell_hub.tenancy import (  # noqa: F401
            permissions,
            request_logs,
            resources,
            setup_steps,
            trail_names,
        )
        from turkcell_hub.tenancy.api import register_all

        trail_names.declare_names()
        register_all()
        setup_steps.register()
        request_logs.install()
