from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IysConsentConfig(AppConfig):
    name = "iys_consent"
    label = "iys_consent"
    verbose_name = _("İYS onayı")
    # The first word of this room's rights.
    rights_word = "iys"

    def ready(self) -> None:
        from iys_consent import (  # noqa: F401  (they declare themselves)
            clock_notices,
            package_bell,
            permissions,
            queue_rights,
            refusals,
            resources,
        )
        from iys_consent.access_dispatch import AccessHandler
        from iys_consent.api import consents as consents_api
        from iys_consent.api import dealers as dealers_api
        from iys_consent.api import imports as imports_api
        from iys_consent.api import packages as packages_api
        from iys_consent.api import pushes as pushes_api
        from iys_consent.api import queue as queue_api
        from iys_consent.api import via as via_api
        from iys_consent.audit_labels import LABELS
        from iys_consent.catalogue import SIZES, name_of
        from iys_consent.dispatch import RegistryHandler
        from iys_consent.models import RegistryPush
        from iys_consent.package_goods import MESSAGES
        from iys_consent.pages import join_portal
        from iys_consent.selectors import clock
        from iys_consent.services import by_sms, dealer_access
        from iys_consent.services.listing import KIND
        from iys_consent.uploads.job import RUNNER
        from turkcell_hub.audit import actions as audit_actions
        from turkcell_hub.audit import words
        from turkcell_hub.billing import goods
        from turkcell_hub.jobs import runners
        from turkcell_hub.outbox import handlers
        from turkcell_hub.outbox.services import unread
        from turkcell_hub.portal import dashboard, notifications

        handlers.register(KIND, RegistryHandler)
        unread.register(RegistryPush)
        goods.register(MESSAGES)
        handlers.register(dealer_access.KIND, AccessHandler)
        runners.register(RUNNER)
        refusals.register(by_sms.follow)
        audit_actions.declare(LABELS)
        words.declare(
            values={"iys_consent.package.size": lambda: {str(n): name_of(n) for n in SIZES}}
        )
        queue_api.register_all()
        consents_api.register_all()
        imports_api.register_all()
        via_api.register_all()
        packages_api.register_all()
        dealers_api.register_all()
        pushes_api.register_all()
        join_portal()
        dashboard.add_card(clock_notices.card, 35)
        notifications.add_provider(clock_notices.of_clock, clock.unstored)
        notifications.add_provider(
            package_bell.of_packages, package_bell.waiting, package_bell.told
        )
