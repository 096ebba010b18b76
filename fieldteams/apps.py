from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldTeamsConfig(AppConfig):
    name = "fieldteams"
    label = "fieldteams"
    verbose_name = _("Ekip Mobil")

    def ready(self) -> None:
        from fieldteams import (  # noqa: F401  (permissions and resources declare themselves)
            card_actions,
            event_types,
            mailed,
            permissions,
            request_job,
            resources,
            staff,
            state_job,
        )
        from fieldteams.api import routes
        from fieldteams.audit_labels import LABELS
        from fieldteams.pages import join_portal
        from fieldteams.services import customer_places, replies, theft
        from messaging import inbound_handlers
        from turkcell_hub import approvals
        from turkcell_hub.audit import actions as audit_actions
        from turkcell_hub.erp import followers as erp_followers
        from turkcell_hub.erp import staff as staff_list
        from turkcell_hub.events import event_types as webhook_types
        from turkcell_hub.jobs import runners

        audit_actions.declare(LABELS)
        runners.register(request_job.RUNNER)
        runners.register(state_job.RUNNER)
        approvals.register_coded(theft.CODED)
        webhook_types.declare(*event_types.TYPES)
        inbound_handlers.register(
            inbound_handlers.InboundHandler(
                replies.HANDLER,
                _("Saha işi: EVET ya da HAYIR"),
                replies.take,
                for_rules=False,
                unasked=True,
            )  # fmt: skip
        )
        mailed.register_all()
        card_actions.join_lists()
        erp_followers.register(customer_places.follow)
        staff_list.register(staff.phones)
        join_portal()
        routes.register_all()
