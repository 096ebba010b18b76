"""Settings of the REST door."""

from __future__ import annotations

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["turkcell_hub.tenancy.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["turkcell_hub.api.permissions.DenyUnlessDeclared"],
    "DEFAULT_RENDERER_CLASSES": ["turkcell_hub.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["turkcell_hub.api.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "turkcell_hub.api.pagination.CursorPagination",
    "DEFAULT_SCHEMA_CLASS": "turkcell_hub.api.schema.HubAutoSchema",
    "EXCEPTION_HANDLER": "turkcell_hub.api.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "PAGE_SIZE": 50,
    # The renderer writes times, always in UTC; a serializer must not spell them first.
    "DATETIME_FORMAT": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": ["turkcell_hub.api.renderers.JSONRenderer"],
}

# How many requests in how many seconds; a firm's keys share the firm's bucket.
API_RATE_LIMITS = {"key": (600, 60), "firm": (1200, 60)}
# A process may work on a request for so long before another may take it over; answers
# are kept for 48 hours.
API_IDEMPOTENCY = {"lease_seconds": 120, "life_seconds": 48 * 3600}

SPECTACULAR_SETTINGS = {
    "TITLE": "Turkcell Hub API",
    "DESCRIPTION": (
        "Hatalar application/problem+json biçimindedir ve değişmez bir `code` taşır. Listeler"
        " imleçle sayfalanır (`next`, `previous`). Kayıt oluşturan ya da gönderen her POST"
        " `Idempotency-Key` kabul eder. Bilinmeyen alan ve parametreler reddedilir."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": [],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False},
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "SubscriberKindEnum": "messaging.models.SubscriberKind",
        "CampaignKindEnum": "messaging.models.Campaign.Kind",
        "CampaignStateEnum": "messaging.models.CampaignState",
        "CampaignSourceEnum": "messaging.models.Campaign.Source",
        "BlacklistSourceEnum": "messaging.models.BlacklistEntry.Source",
        "JobStateEnum": "turkcell_hub.jobs.models.JobState",
        "BatchStateEnum": "turkcell_hub.outbox.states.State",
        "MessageStateEnum": "messaging.api.message_shapes.STATE_NAMES",
        "ThreadStateEnum": "messaging.models.Thread.State",
        "RepeatStateEnum": "messaging.models.RepeatRule.State",
        "RepeatEveryEnum": "messaging.models.RepeatRule.Every",
        "ReportEveryEnum": "messaging.models.ReportSchedule.Every",
        "RepeatRunStateEnum": "messaging.models.RepeatRun.State",
        "LimitRequestStateEnum": "turkcell_hub.billing.models.RequestState",
        "TaskRunStateEnum": "otp.models.TaskRun.State",
        "StepKindEnum": "otp.flow_states.StepKind",
        "NoticeChannelEnum": "otp.flow_states.Channel",
        "ProcessStateEnum": "otp.flow_states.ProcessState",
        "TaskStateEnum": "otp.flow_states.TaskState",
        "IysPackageStateEnum": "iys_consent.models.PackageState",
        "PartnerRoleEnum": "iys_consent.models.PartnerRole",
        "OrderStateEnum": "turkcell_hub.billing.models.OrderState",
        "DeliveryStateEnum": "turkcell_hub.events.models.DeliveryState",
        "ErpDocumentStateEnum": "turkcell_hub.erp.states.DocumentState",
        "ErpDocumentKindEnum": "turkcell_hub.erp.states.DocumentKind",
        "ConsentChannelEnum": "iys_consent.models.Channel",
        "ScheduledTaskEveryEnum": "otp.models.TimedTask.Every",
        "ScheduledTaskStateEnum": "otp.models.TimedTask.State",
        "ApprovalMethodEnum": "otp.models.Method",
        "SandboxServiceEnum": "turkcell_hub.sandbox.api.SERVICES",
        "LineFindingKindEnum": "invoices.auditing.Kind",
        "PaymentMethodEnum": "turkcell_hub.billing.models.PaymentMethod",
        "ServiceEnum": "turkcell_hub.applications.catalogue.CHOICES",
        "ApplicationStateEnum": "turkcell_hub.applications.states.ItemState",
        "MembershipStateEnum": "turkcell_hub.membership.states.State",
        "ConsentStatusEnum": "iys_consent.models.Status",
        "ServiceSideEnum": "turkcell_hub.erp.models.Side",
        "CreditKindEnum": "turkcell_hub.ledger.models.Kind",
    },
    "SCHEMA_PATH_PREFIX": "/api/v1",
}
