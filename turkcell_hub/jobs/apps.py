from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "turkcell_hub.jobs"
    label = "jobs"
    verbose_name = _("Uzun işler")

    def ready(self) -> None:
        from turkcell_hub.jobs import (
            api,
            exports,
            notifications,
            permissions,  # noqa: F401  (declares its rights)
            resources,  # noqa: F401  (declares its list)
            runners,
        )
        from turkcell_hub.portal import exports as portal_exports
        from turkcell_hub.portal.notifications import add_provider

        runners.register(exports.RUNNER)
        api.register_all()
        portal_exports.start_large_export = exports.start
        add_provider(notifications.of_jobs, notifications.unseen)
