"""Billing's own pages. They stand before the Resources' pages of the same addresses."""

from __future__ import annotations

from django.urls import path

from turkcell_hub.billing.views import shop

urlpatterns = [
    path("credits/", shop.page, name="credit-shop"),
    path("credit-orders/add/", shop.page, name="credit-order-new"),
    path("credit-orders/<int:pk>/pay/", shop.pay, name="credit-order-pay"),
]
