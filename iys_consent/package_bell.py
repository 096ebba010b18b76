"""What packages show in the bell and on the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import Package, PackageNotice, PackageState
from iys_consent.permissions import PACKAGES
from iys_consent.services import package_notices, packages
from turkcell_hub.portal.notifications import Notification
from turkcell_hub.statements import Given, Statement
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import every_firm

_REMEMBERED = timedelta(days=7)


def of_packages(actor: Any) -> Iterator[Notification]:
    """Packages that wait for this Admin, and edges crossed within a week."""
    if actor.can(packages.APPROVE):
        for package in _waiting().rows(firm=actor.firm_id):
            yield Notification(
                _("%(name)s paketi onayınızı bekliyor") % {"name": package.name},
                url=reverse("iys-package"),
                level="warning",
            )
    if actor.can(PACKAGES):
        recent = timezone.now() - _REMEMBERED
        for notice in _told().rows(firm=actor.firm_id, recent=recent):
            yield Notification(
                package_notices.said(notice),
                url=reverse("iys-package"),
                at=notice.created_at,
                level="danger" if notice.at in (0, 100) else "warning",
            )


@cache
def _waiting() -> Statement:
    """Asked by every page."""
    with every_firm():
        return Statement(
            Package.objects.filter(
                firm_id=Given("firm", Firm._meta.get_field("id")), state=PackageState.WAITING
            )[:5]
        )


@cache
def _told() -> Statement:
    with every_firm():
        rows = PackageNotice.objects.filter(
            firm_id=Given("firm", Firm._meta.get_field("id")),
            created_at__gte=Given("recent", PackageNotice._meta.get_field("created_at")),
        )
        return Statement(rows.select_related("package").order_by("-pk")[:5])
