from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    label = "messaging"
    verbose_name = _("Mesajlaşma")

    def ready(self) -> None:
        from messaging import (  # noqa: F401  (permissions and resources declare themselves)
            blacklist_import,
            blacklist_job,
            card_actions,
            feed,
            mailed_reports,
            permissions,
            preflight_job,
            resources,
            states,
        )
        from messaging.api import routes
        from messaging.audit_labels import FILE_TYPES, LABELS
        from messaging.dispatch import SmsHandler
        from messaging.imports import SUBSCRIBERS
        from messaging.models import MessageClass, ReportPush
        from messaging.moving.history import PAST_REPORTS
        from messaging.moving.kind import MOVING
        from messaging.pages import join_portal
        from messaging.problem_words import WORDS
        from messaging.router import join_router
        from messaging.selectors.reporting import mailed
        from messaging.services import approved_campaigns, notices
        from messaging.services.mirrored import refresh as refresh_from_cards
        from messaging.services.preparing import BATCH_KIND
        from messaging.services.subscribers import refresh_from_member
        from messaging.usage import SmsUsage, sent
        from turkcell_hub.audit import actions as audit_actions
        from turkcell_hub.audit import words as audit_words
        from turkcell_hub.billing import notice_sender, refund_table, spenders, usage
        from turkcell_hub.erp import followers as erp_followers
        from turkcell_hub.jobs import imports, runners
        from turkcell_hub.outbox import handlers
        from turkcell_hub.outbox.services import unread
        from turkcell_hub.tenancy import followers

        handlers.register(BATCH_KIND, SmsHandler)
        unread.register(ReportPush)
        imports.register(SUBSCRIBERS)
        imports.register(blacklist_import.BLACKLIST)
        imports.register(MOVING)
        imports.register(PAST_REPORTS)
        runners.register(preflight_job.RUNNER)
        runners.register(blacklist_job.RUNNER)
        audit_actions.declare(LABELS)
        words = {
            "class": lambda: dict(MessageClass.choices),
            "content_type": lambda: FILE_TYPES,
            "part": lambda: dict(mailed_reports.choices()),
            "messaging.campaign.problem": lambda: WORDS,
        }
        audit_words.declare(values=words)
        approved_campaigns.join()
        join_portal()
        join_router()
        followers.register(refresh_from_member)
        erp_followers.register(refresh_from_cards)
        card_actions.join_lists()
        feed.declare_all()
        usage.register(SmsUsage())
        spenders.register(sent)
        notice_sender.register(notices.send)
        refund_table.register(states.SERVICE, _("SMS"), states.refund_states())
        mailed.register_all()
        routes.register_all()
