"""The consent room's own pages. They stand before the Resources' pages of the same addresses."""

from __future__ import annotations

from django.urls import path

from iys_consent.views import (
    consents,
    evidence,
    lists,
    overview,
    packages,
    partners,
    public_forms,
    reports,
    uploads,
    via,
)
from turkcell_hub import resources

_PHONES, _EMAILS = resources.get("consents"), resources.get("email-consents")

urlpatterns = [
    path("f/<str:token>/", public_forms.fill, name="consent-form"),
    path("f/<str:token>/<uuid:key>/", public_forms.code, name="consent-form-code"),
    path("f/<str:token>/<uuid:key>/<str:secret>/", public_forms.mail, name="consent-form-mail"),
    path("iys/", overview.dashboard, name="consent-dashboard"),
    path("iys/package/", packages.overview, name="iys-package"),
    path("iys/package/choose/", packages.choose, name="iys-package-choose"),
    path("iys/package/choose/<int:size>/", packages.agree, name="iys-package-agree"),
    path("iys-packages/<int:pk>/payment/", packages.payment, name="iys-package-payment"),
    path("iys-packages/<int:pk>/installments/", packages.installments, name="iys-package-plans"),
    path("iys-packages/<int:pk>/cancel/", packages.cancel, name="iys-package-cancel"),
    path("iys-packages/<int:pk>/approve/", packages.approve, name="iys-package-approve"),
    path("iys/brand-partners/", partners.brands, name="iys-brand-partners"),
    path("brands/<int:pk>/authorise/<slug:role>/", partners.authorise, name="iys-brand-authorise"),
    path("brand-authorisations/<int:pk>/key/", partners.make_key, name="brand-authorisation-key"),
    path("iys/brands/", overview.brands, name="consent-brands"),
    path("consents/", lists.ConsentList.as_view(resource=_PHONES), name="consents-page"),
    path(
        "email-consents/", lists.ConsentList.as_view(resource=_EMAILS), name="email-consents-page"
    ),
    path("consents/totals/", lists.TotalsPart.as_view(resource=_PHONES), name="consents-totals"),
    path(
        "email-consents/totals/",
        lists.TotalsPart.as_view(resource=_EMAILS),
        name="email-consents-totals",
    ),
    path(
        "late-consents/",
        lists.LateList.as_view(resource=resources.get("late-consents")),
        name="late-consents-page",
    ),
    path(
        "consent-usage/",
        lists.UsageList.as_view(resource=resources.get("consent-usage")),
        name="consent-usage-page",
    ),
    path(
        "consent-usage/totals/",
        lists.UsageTotal.as_view(resource=resources.get("consent-usage")),
        name="consent-usage-totals",
    ),
    path("consents/add/", consents.AddConsent.as_view(), name="consent-add"),
    path("consent-evidence/", evidence.ask, name="consent-evidence-ask"),
    path("consents/<int:pk>/evidence/", evidence.pack, name="consent-evidence"),
    path("consent-evidence/<int:pk>/file/", evidence.file, name="consent-evidence-file"),
    path("consents/report/", reports.breakdown, name="consent-report"),
    path("consents/import/", uploads.Upload.as_view(), name="consent-upload"),
    path("consents/import/sample/<slug:kind>/", uploads.sample, name="consent-sample"),
    *(
        path(f"consents/import/<int:pk>/{tail}", view.as_view(), name=f"consent-upload-{name}")
        for tail, view, name in (
            ("", uploads.UploadPage, "page"),
            ("kinds/", uploads.UploadKind, "kinds"),
            ("refresh/", uploads.UploadRefresh, "refresh"),
            ("send/", uploads.UploadSend, "send"),
            ("delete/", uploads.UploadDelete, "delete"),
            ("refused/", uploads.UploadRefused, "refused"),
            ("corrected/", uploads.UploadCorrected, "corrected"),
        )
    ),
    path(
        "via-consents/add/",
        via.StartVia.as_view(resource=resources.get("via-consents")),
        name="via-consents-start",
    ),
    path("via-consents/<int:pk>/code/", via.code, name="via-consent-code"),
    path("via-consents/<int:pk>/state/", via.state, name="via-consent-state"),
    path("iys/codes/", reports.codes, name="consent-codes"),
    path(
        "consents/<int:pk>/history/",
        lists.AnyHistoryDrawer.as_view(resource=_PHONES),
        name="consent-history",
    ),
]
