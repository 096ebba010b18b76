from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldTeamsConfig(AppConfig):
    name = "fieldteams"
    label = "fieldteams"
    verbose_name = _("Ekip Mobil")

    def ready(self) -> None:
        from fieldteams import (  # noqa: F401  (permissions and resources declare themselves)
            permissions,
            request_job,
            resources,
            state_job,
        )
        from fieldteams.api import routes
        from fieldteams.audit_labels import LABELS
        from fieldteams.pages import join_portal
        from turkcell_hub.audit import actions as audit_actions
        from turkcell_hub.jobs import runners

        audit_actions.declare(LABELS)
        runners.register(request_job.RUNNER)
        runners.register(state_job.RUNNER)
        join_portal()
        routes.register_all()
