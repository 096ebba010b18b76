"""The map that the walk goes by. A route that is not listed here fails the walk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver

from tests.isolation.cast import World
from turkcell_hub import resources

UNKNOWN = r"^[\s\S]*$"  # of the API: whatever else is asked for

API = "api/v1/"
# Open to everybody: they name no firm's data.
PUBLIC = {
    "healthz": "healthz",
    "signing-keys/": "signing-keys",
    "signing-keys/portal-anahtarlari.pem": "signing-keys-pem",
    "signing-keys/imza.py": "signing-keys-checker",
    "reports/stop/<str:token>/": "report-stop",
    "f/<str:token>/": "consent-form",
    "f/<str:token>/<uuid:key>/": "consent-form-code",
    "f/<str:token>/<uuid:key>/<str:secret>/": "consent-form-mail",
    "t/<str:token>/": "tracking-answer",
    "h/<str:token>/": "line-answer",
    "manifest.webmanifest": "manifest",
    "readyz": "readyz",
    "api/v1/schema/": "api-schema",
    "api/v1/docs/": "api-docs",
    "login/": "login",
    "language/": "language-switch",
    "password/forgotten/": "password-reset",
    "password/<uidb64>/<token>/": "password-set",
}
# About the person alone, or about no record at all.
OWN = {
    "", "search/", "login/code/", "logout/", "firm/", "account/", "account/password/",
    "account/second-factor/", "account/second-factor/setup/", "settings/firm/",
    "settings/sender-identity/", "settings/content/", "settings/recipients/", "quick/",
    "settings/service-centre/", "api-keys/new/", "compose/", "campaigns/add/",
    "scheduled-tasks/calendar/", "scheduled/", "reports/sending/", "reports/sending/export/",
    "templates/counter/", "subscribers/import/", "subscribers/import/sample/", "blacklist/import/",
    "moving/", "moving/report/",
    "inbox/live/", "why/", "reach/",
    "numbers/", "numbers/preview/", "numbers/apply/", "numbers/undo/", "numbers/export/",
    "lookup/<slug:slug>/", "account/invitations/<int:pk>/", "metrics", "hooks/sms/<str:token>/",
    "hooks/iys/<str:token>/", "hooks/osmand/<str:token>/",
    "hooks/geofence/<str:token>/", "hooks/orders/<str:token>/",
    "hooks/orders/<str:token>/listener/<slug:event>",
    "field-map/", "field-map/live/", "field-map/write/", "field-map/ask/", "field-map/places/",
    "field-map/export/",
    "field-reports/", "field-reports/map/", "field-reports/export/",
    "credits/", "credits/<int:size>/installments/", "credit-orders/add/", "hooks/payment/",
    "settings/billing/", "refund-table/", "consent-evidence/",
    "services/", "services/<slug:service>/",
    "incoming-payments/import/", "iys/package/", "iys/package/choose/",
    "iys/package/choose/<int:size>/", "iys/brand-partners/",
    "status/", "operator/", "operator/leave/", "operator/<int:pk>/enter/",
    "consents/import/", "consents/import/sample/<slug:kind>/",
    "iys/", "iys/brands/", "iys/codes/", "consents/add/", "consents/report/", "consents/totals/",
    "email-consents/totals/", "consent-usage/totals/",
    "webhooks/add/", "settings/erp/", "settings/erp/try/", "settings/erp/pull/",
    "erp/import/<slug:kind>/", "erp/import/<slug:kind>/sample/",
    "settings/otp/",
    "help/", "operator/tickets/", "operator/tickets/<int:pk>/", "operator/help/",
    "operator/parked/", "operator/parked/<int:pk>/assign/", "operator/parked/<int:pk>/discard/",
    "operator/tickets/<int:pk>/file/<uuid:key>/", "operator/help/add/",
    "operator/help/<int:pk>/", "operator/help/<int:pk>/delete/",
    "membership/", "membership/payment/", "membership/papers/", "membership/answers/",
    "membership/papers/<slug:code>/", "membership/sending/", "membership/print/<slug:code>/",
    "membership/iys/", "membership/iys/papers/<slug:code>/", "membership/iys/delivery/",
    "membership/iys/submit/", "membership/iys/code/", "membership/iys/label/",
    "operator/memberships/", "operator/memberships/<int:pk>/enter/",
    "bill-transfer/", "bill-password/", "bills/upload/", "line-audit/", "bill-costs/",
    "line-audit/ask/", "settings/credentials/",
    "api-keys/sandbox/", "sandbox/",
}  # fmt: skip
# Pages about a record, with the list (slug) whose record the number names.
PAGES = {
    "api-keys/<int:pk>/rotate/": "api-keys",
    **{
        f"jobs/<int:pk>/{tail}": "jobs"
        for tail in ("", "progress/", "rows/", "confirm/", "cancel/", "result/")
    },
    **{
        f"compose/<int:pk>/{tail}": "campaigns"
        for tail in (
            "", "save/", "suggest/", "undo/", "people/", "people/add/", "people/remove/",
            "audience/", "preflight/", "preflight/people/", "preflight/<int:job_id>/", "send/",
            "override/", "saving/", "schedule/", "trial/", "repeat/", "cut/", "media/",
        )
    },
    **{f"campaigns/<int:pk>/{tail}": "campaigns" for tail in ("", "live/", "edit/", "media/")},
    "moving/<int:pk>/": "jobs",
    "groups/<int:pk>/members/remove/": "groups",
    **{f"repeats/<int:pk>/{tail}": "repeats" for tail in ("skip/", "unskip/")},
    **{f"my-tasks/<int:pk>/{tail}": "my-tasks" for tail in ("decide/", "start/")},
    "workflows/<int:pk>/steps/": "workflows",
    "approvals/<int:pk>/withdraw/": "approvals",
    "approvals/<int:pk>/retry/": "approvals",
    "approvals/<int:pk>/person/": "approvals",
    **{f"scheduled-tasks/<int:pk>/{tail}": "scheduled-tasks" for tail in ("skip/", "unskip/")},
    "applications/<int:pk>/services/<slug:service>/": "applications",
    "memberships/<int:pk>/decide/": "memberships",
    **{f"membership/files/<int:pk>/{tail}": "memberships" for tail in ("", "remove/", "judge/")},
    "quick/<int:pk>/": "groups",
    "quick/<int:pk>/prepare/": "groups",
    "credit-orders/<int:pk>/pay/": "credit-orders",
    "credit-orders/<int:pk>/installments/": "credit-orders",
    **{f"iys-packages/<int:pk>/{tail}": "iys-packages" for tail in (
        "payment/", "installments/", "cancel/", "approve/",
    )},
    "brands/<int:pk>/authorise/<slug:role>/": "brands",
    "brand-authorisations/<int:pk>/key/": "brand-authorisations",
    **{f"inbox/<int:pk>/{tail}": "inbox" for tail in ("", "live/", "write/", "counter/")},
    "consents/<int:pk>/history/": "consents",
    **{
        f"consents/import/<int:pk>/{tail}": "jobs"
        for tail in ("", "kinds/", "refresh/", "send/", "delete/", "refused/", "corrected/")
    },
    "field-map/<int:pk>/locate/": "field-phones",
    "bills/<int:pk>/file/": "bills", "bills/<int:pk>/letter/": "bills",
    "bills/upload/<int:pk>/": "jobs", "bill-transfer/<int:pk>/": "jobs",
    "matching-tables/<int:pk>/paste/": "matching-tables",
    "consents/<int:pk>/evidence/": "consents",
    "via-consents/<int:pk>/code/": "via-consents", "via-consents/<int:pk>/state/": "via-consents",
    "consent-evidence/<int:pk>/file/": "consents",
    "erp-documents/<int:pk>/xml/": "erp-documents",
    "webhooks/<int:pk>/rotate/": "webhooks",
    "data-requests/<int:pk>/certificate/": "data-requests",
    "tickets/<int:pk>/reply/": "tickets", "tickets/<int:pk>/file/<uuid:key>/": "tickets",
    "statements/<int:pk>/print/": "statements", "statements/<int:pk>/excel/": "statements",
    "otp/codes/<int:pk>/": "otp-codes", "otp/codes/<int:pk>/resend/": "otp-codes",
    "otp-receipts/<int:pk>/pack/": "otp-receipts", "otp-receipts/<int:pk>/print/": "otp-receipts",
}  # fmt: skip
ERP_CARDS = (
    "accounts", "contacts", "personnel", "service_cards", "projects", "workplaces",
)  # fmt: skip
# REST nouns and the list whose record the number names.
REST = {
    "consents": "consents", "consent_imports": "jobs", "via_consents": "via-consents",
    "dealers": "dealers", "push_places": "push-places",
    "subscribers": "subscribers", "groups": "groups", "templates": "templates",
    "fields": "custom-fields", "senders": "sender-titles", "blacklist": "blacklist",
    "inbound_messages": "inbound-messages", "imports": "jobs", "campaigns": "campaigns",
    "messages": "messages", "credit_orders": "credit-orders", "threads": "inbox",
    "past_reports": "past-reports",
    "iys_packages": "iys-packages", "brand_authorisations": "brand-authorisations",
    "sending_rules": "sending-rules", "inbound_rules": "inbound-rules",
    "inbound_policies": "inbound-policies", "report_schedules": "report-schedules",
    "credit_reminders": "credit-reminders",
    "repeats": "repeats", "statements": "statements", "limit_requests": "limit-requests",
    "bills": "bills", "matching_tables": "matching-tables", "matching_lines": "matching-lines",
    "bill_transfers": "bill-transfers",
    "applications": "applications", "tickets": "tickets",
    "data_requests": "data-requests",
    "memberships": "memberships",
    "field_phones": "field-phones", "tracking_requests": "tracking-requests",
    "field_jobs": "field-jobs", "theft_watches": "theft-watches",
    "tracking_rules": "tracking-rules", "zones": "zones", "zone_events": "zone-events",
    "consent_tasks": "consent-tasks", "jobs": "jobs",
    **{f"erp/{noun}": f"erp-{noun.replace('_', '-')}" for noun in ERP_CARDS},
    "erp/documents": "erp-documents", "webhook_deliveries": "webhook-deliveries",
    "otp_receipts": "otp-receipts",
    "scheduled_tasks": "scheduled-tasks", "approvals": "approvals", "workflows": "workflows",
}  # fmt: skip
REST_TAILS = {
    "groups": ("members/", "members/remove/"),
    "blacklist": ("remove/",),
    "otp_receipts": ("pack/", "print/"),
    "threads": ("messages/", "answer/", "note/", "assign/", "label/", "state/"),
    "imports": ("rows/", "confirm/", "cancel/", "result/"),
    "campaigns": (
        "preview/", "submit/", "pause/", "resume/", "cancel/", "resend_failed/", "override/",
        "media/", "schedule/", "unschedule/",
        "savings/",
    ),
    "credit_orders": ("cancel/",),
    "iys_packages": ("pay/", "cancel/"),
    "report_schedules": ("run/",),
    "jobs": ("result/",),
    "memberships": ("documents/", "submit/"),
    "repeats": ("pause/", "resume/", "end/", "skip/", "unskip/"),
    "scheduled_tasks": ("skip/", "unskip/"),
    "approvals": ("withdraw/", "retry/"),
    "consents": ("history/",),
    "bills": ("numbers/", "file/"),
    "consent_imports": ("send/", "wrong_rows/"),
    "erp/documents": ("posted/", "refused/", "give_back/", "xml/"),
    "via_consents": ("confirm/",),
    "dealers": ("access/",),
}  # fmt: skip
# A list's menu by program; the records stand in the body.
REST_ACTIONS = {
    "subscribers": ("message", "compose", "join-group", "leave-group", "block", "delete-many"),
    "groups": ("compose", "add-members"),
    "templates": ("compose",),
    "blacklist": ("remove", "sync"),
    "campaigns": ("unschedule", "pause", "resume", "cancel", "resend-failed", "copy"),
    "repeats": ("pause", "resume", "end"),
    "applications": ("resend", "reopen", "withdraw"),
    "tickets": ("reply", "close"),
    "scheduled_tasks": ("cancel",),
    "threads": ("assign", "label", "close", "reopen", "unread", "refuse", "not-refusal"),
    "consent_tasks": ("retry", "cancel"),
    "via_consents": ("again",),
    "push_places": ("check", "turn-on", "turn-off"),
    "past_reports": ("delete-many",),
    "jobs": ("cancel",),
    "webhook_deliveries": ("replay",),
    "bills": ("confirm", "set-aside", "replace", "bring-back"),
    "bill_transfers": ("undo", "free"),
    "field_phones": ("address", "request", "check", "message", "stop"),
    "field_jobs": ("done", "cancel"),
    "erp/documents": ("release", "settle", "cancel", "void"),
    **{f"erp/{noun}": ("message", "compose", "subscribe") for noun in ("contacts", "personnel")},
    "erp/accounts": ("message", "compose", "subscribe", "zone"),
}
REST_PLAIN = {
    "changes/",
    "erp/documents/take/",
    *(f"erp/{noun}/{tail}/" for noun in ERP_CARDS for tail in ("bulk", "retire_unseen")),
    "consents/bulk/", "consents/check/", "consents/changes/",
    "consents/evidence/",
    "balance/", "lint/", "number_findings/",
    "reports/daily/", "reports/breakdown/", "reports/reasons/",
    "sending_rules/in_force/", "reports/past/", "reports/speed/", "reports/reach/",
    "field_phones/bulk/", "positions/", "positions/latest/", "nearest/", "field_reports/",
    "bill_transfers/start/", "bill_transfers/preview/", "bill_costs/", "bills/upload/",
    "line_audit/", "line_questions/", "line_questions/preview/",
    "credentials/", "bill_password/", "bill_password/requests/",
    "sandbox/", *(f"sandbox/{what}/" for what in ("account", "script", "inbound", "bill")),
    "subscribers/bulk/", "blacklist/bulk/", "packages/", "iys_package_offers/",
    "account_status/", "credit_days/", "iys_registration/", "iys_registration/code/",
    UNKNOWN,
}  # fmt: skip
_OF_EACH_LIST = (
    "", "add/", "menu/", "export/", "views/", "actions/<slug:code>/", "<int:pk>/",
    "<int:pk>/edit/", "<int:pk>/delete/",
)  # fmt: skip


@dataclass(frozen=True)
class Route:
    pattern: str
    slug: str = ""  # the list whose record the number names

    @property
    def is_rest(self) -> bool:
        return self.pattern.startswith(API)

    @property
    def names_a_record(self) -> bool:
        return "<int:pk>" in self.pattern

    def path(self, row: Any = None, code: str = "x") -> str:
        filled = {
            "<int:pk>": str(getattr(row, "pk", 1)),
            "<int:job_id>": "1",
            "<slug:code>": code,
            "<slug:slug>": "subscribers",
            "<slug:service>": "OTP",
            "<slug:role>": "ahs",
            "<int:size>": "5000",
            "<slug:kind>": "tacir",
            "<slug:event>": "productOrderStateChangeEvent",
            "<str:token>": "x" * 43,
            "<str:secret>": "x" * 43,
            "<uuid:key>": "00000000-0000-4000-8000-000000000000",
            "<uidb64>": "MQ",
            "<token>": "c0ffee-1",
            UNKNOWN: "no/such/place/",
        }
        path = self.pattern
        for hole, value in filled.items():
            path = path.replace(hole, value)
        return "/" + path


def actual() -> set[str]:
    """Every pattern of the resolver."""

    def walk(patterns: Any, before: str = "") -> Iterator[str]:
        for entry in patterns:
            here = before + str(entry.pattern)
            if hasattr(entry, "url_patterns"):
                yield from walk(entry.url_patterns, here)
            else:
                yield here

    return set(walk(get_resolver().url_patterns))


def known() -> list[Route]:
    """Every pattern of this map."""
    found = [Route(pattern) for pattern in (*PUBLIC, *OWN)]
    found += [Route(pattern, slug) for pattern, slug in PAGES.items()]
    for resource in resources.registered():
        found += [Route(f"{resource.slug}/{tail}", resource.slug) for tail in _OF_EACH_LIST]
    for noun, slug in REST.items():
        tails = ("", "<int:pk>/", *(f"<int:pk>/{tail}" for tail in REST_TAILS.get(noun, ())))
        found += [Route(f"{API}{noun}/{tail}", slug) for tail in tails]
    found += [Route(API + pattern) for pattern in REST_PLAIN]
    for noun, codes in REST_ACTIONS.items():
        found += [Route(f"{API}{noun}/actions/{code}/") for code in codes]
    by_pattern = {route.pattern: route for route in found}
    return [by_pattern[pattern] for pattern in sorted(by_pattern)]


def records_of(world: World, route: Route) -> list[Any]:
    """The open records of firm A that the route could be about: all states of a campaign."""
    if route.slug == "campaigns":
        return [world.rows["campaigns"], world.campaigns["GONDERILIYOR"]]
    if route.slug == "jobs":
        return list(world.jobs.values())
    return [world.rows[route.slug]]
