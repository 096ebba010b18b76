"""Billing's own pages. They stand before the Resources' pages of the same addresses."""

from __future__ import annotations

from django.urls import path

from turkcell_hub.billing.views import payment, plan, platform, refunds, shop, status

urlpatterns = [
    path("credits/", shop.page, name="credit-shop"),
    path("credits/<int:size>/installments/", payment.package_plans, name="credit-package-plans"),
    path("credit-orders/add/", shop.page, name="credit-order-new"),
    path("credit-orders/<int:pk>/pay/", shop.pay, name="credit-order-pay"),
    path("credit-orders/<int:pk>/installments/", payment.installments, name="credit-order-plans"),
    path(
        "incoming-payments/import/",
        payment.StatementUpload.as_view(),
        name="bank-statement-import",
    ),
    path("settings/billing/", plan.plan, name="billing-plan"),
    path("operator/", platform.firms, name="platform"),
    path("operator/leave/", platform.leave, name="platform-leave"),
    path("operator/<int:pk>/enter/", platform.enter, name="platform-enter"),
    path("status/", status.page, name="credit-status"),
    path("refund-table/", refunds.table, name="refund-table"),
    path("statements/<int:pk>/print/", plan.printed, name="statement-print"),
    path("statements/<int:pk>/excel/", plan.excel, name="statement-excel"),
]
