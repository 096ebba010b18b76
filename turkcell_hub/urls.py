"""URL map (composition root)."""

from __future__ import annotations

from django.urls import include, path

from fieldteams import webhooks as field_webhooks
from iys_consent import webhooks as iys_webhooks
from messaging import webhooks
from turkcell_hub import celery, health, metrics  # noqa: F401  (the web process nudges through this app)
from turkcell_hub.api.urls import urlpatterns as api_urlpatterns
from turkcell_hub.applications import webhooks as order_webhooks
from turkcell_hub.billing import webhooks as billing_webhooks
from turkcell_hub.portal.urls import all_resource_urls
from turkcell_hub.routing import ByFirstWord

_pages = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("hooks/sms/<str:token>/", webhooks.push, name="sms-push"),
    path("hooks/osmand/<str:token>/", field_webhooks.device, name="osmand-intake"),
    path("hooks/geofence/<str:token>/", field_webhooks.geofence, name="geofence-push"),
    path("hooks/iys/<str:token>/", iys_webhooks.push, name="iys-push"),
    path("hooks/orders/<str:token>/", order_webhooks.orders, name="orders-listener"),
    path("hooks/orders/<str:token>/listener/<slug:event>", order_webhooks.orders),
    path("hooks/payment/", billing_webhooks.payment, name="payment-callback"),
    ByFirstWord("api/v1/", api_urlpatterns),
    path("", include("turkcell_hub.tenancy.urls")),
    path("", include("turkcell_hub.portal.urls")),
    path("", include("turkcell_hub.jobs.urls")),
    path("", include("turkcell_hub.billing.urls")),
    path("", include("turkcell_hub.events.urls")),
    path("", include("turkcell_hub.erp.urls")),
    path("", include("invoices.urls")),
    path("", include("turkcell_hub.applications.urls")),
    path("", include("turkcell_hub.help.urls")),
    path("", include("turkcell_hub.sandbox.urls")),
    path("", include("turkcell_hub.privacy.urls")),
    path("", include("turkcell_hub.membership.urls")),
    path("", include("iys_consent.urls")),
    path("", include("messaging.urls")),
    path("", include("fieldteams.urls")),
    path("", include("otp.urls")),
    *all_resource_urls(),
    path("metrics", metrics.metrics, name="metrics"),
]
urlpatterns = [ByFirstWord("", _pages)]

handler400 = "turkcell_hub.portal.views.errors.bad_request"
handler403 = "turkcell_hub.portal.views.errors.permission_denied"
handler404 = "turkcell_hub.portal.views.errors.page_not_found"
handler500 = "turkcell_hub.portal.views.errors.server_error"
