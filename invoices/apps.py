from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvoicesConfig(AppConfig):
    name = "invoices"
    label = "invoices"
    verbose_name = _("Operatör faturaları")

    def ready(self) -> None:
        from invoices import feed, pages, permissions, resources, staff  # noqa: F401  (they declare themselves)
        from invoices.api import register_all
        from invoices.audit_labels import LABELS
        from invoices.services import files, line_replies, logins, runs
        from messaging import inbound_handlers
        from turkcell_hub.audit import actions as audit_actions
        from turkcell_hub.erp import staff as staff_list
        from turkcell_hub.jobs import runners
        from turkcell_hub.tenancy import followers
        from turkcell_hub.tenancy.services import account_choice, account_tries, credentials

        runners.register(runs.RUNNER)
        runners.register(files.RUNNER)
        followers.register_account(logins.follow)
        credentials.register(account_choice.Service.INVOICE, logins.life)
        account_tries.register_try(account_choice.Service.INVOICE, logins.try_by_person)
        audit_actions.declare(LABELS)
        staff_list.register(staff.machines)
        inbound_handlers.register(line_replies.HANDLER)
        feed.declare_all()
        register_all()
        pages.join_portal()
