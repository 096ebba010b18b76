"""This room's own pages. They stand before the Resources' pages of the same addresses."""

from __future__ import annotations

from django.urls import path

from invoices.views import audit, password, questions, tables, transfer, uploads

urlpatterns = [
    path("bill-transfer/", transfer.TransferPage.as_view(), name="invoice-transfer"),
    path(
        "bill-transfer/<int:pk>/",
        transfer.TransferProgress.as_view(),
        name="invoice-transfer-progress",
    ),
    path("bill-password/", password.PasswordPage.as_view(), name="invoice-password"),
    path("bills/upload/", uploads.UploadPage.as_view(), name="bill-upload"),
    path("bills/upload/<int:pk>/", uploads.UploadResult.as_view(), name="bill-upload-result"),
    path("bills/<int:pk>/file/", uploads.source_file, name="bill-file"),
    path("bills/<int:pk>/letter/", audit.letter, name="bill-letter"),
    path("line-audit/", audit.AuditPage.as_view(), name="line-audit"),
    path("line-audit/ask/", questions.AskPage.as_view(), name="line-ask"),
    path("h/<str:token>/", questions.answer_page, name="line-answer"),
    path("bill-costs/", audit.costs, name="bill-costs"),
    path("matching-tables/<int:pk>/paste/", tables.PastePage.as_view(), name="matching-paste"),
]
