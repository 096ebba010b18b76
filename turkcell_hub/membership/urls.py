"""Pages of the memberships besides their list."""

from __future__ import annotations

from django.urls import path

from turkcell_hub.membership.views import papers, platform, registration, review, wizard

urlpatterns = [
    path("membership/", wizard.entry, name="membership"),
    path("membership/payment/", wizard.payment, name="membership-payment"),
    path("membership/papers/", papers.page, name="membership-papers"),
    path("membership/answers/", papers.answers, name="membership-answers"),
    path("membership/papers/<slug:code>/", papers.paper, name="membership-paper"),
    path("membership/sending/", wizard.sending, name="membership-sending"),
    path("membership/iys/", registration.page, name="membership-registration"),
    path(
        "membership/iys/papers/<slug:code>/",
        registration.paper,
        name="membership-registration-paper",
    ),
    path("membership/iys/delivery/", registration.delivery, name="membership-registration-sent"),
    path("membership/iys/label/", registration.label, name="membership-registration-label"),
    path("membership/iys/submit/", registration.submit, name="membership-registration-submit"),
    path("membership/iys/code/", registration.code, name="membership-registration-code"),
    path("membership/print/<slug:code>/", papers.printed, name="membership-print"),
    path("membership/files/<int:pk>/", papers.file, name="membership-file"),
    path("membership/files/<int:pk>/remove/", papers.remove, name="membership-file-remove"),
    path("membership/files/<int:pk>/judge/", review.judge, name="membership-file-judge"),
    path("memberships/<int:pk>/decide/", review.decide, name="membership-decide"),
    path("operator/memberships/", platform.desk, name="membership-desk"),
    path("operator/memberships/<int:pk>/enter/", platform.enter, name="membership-desk-enter"),
]
