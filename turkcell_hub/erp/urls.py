"""ERP's own pages. They stand before the Resources' pages of the same addresses."""

from __future__ import annotations

from django.urls import path

from turkcell_hub.erp.resources.mirror import RESOURCES
from turkcell_hub.erp.views import cards, documents, link, uploads

urlpatterns = [
    path("settings/erp/", link.page, name="erp-link"),
    path("settings/erp/try/", link.attempt, name="erp-link-try"),
    path("settings/erp/pull/", link.pull, name="erp-link-pull"),
    path("erp-documents/<int:pk>/xml/", documents.xml, name="erp-document-xml"),
    path("erp/import/<slug:kind>/", uploads.upload, name="erp-import"),
    path("erp/import/<slug:kind>/sample/", uploads.sample, name="erp-import-sample"),
    *(
        path(f"{each.slug}/", cards.CardList.as_view(resource=each()), name=f"{each.slug}-page")
        for each in RESOURCES
    ),
]
