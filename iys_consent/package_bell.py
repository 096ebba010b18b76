"""What packages show in the bell and on the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from iys_consent.models import Package, PackageNotice, PackageState
from iys_consent.permissions import PACKAGES
from iys_consent.services import package_notices, packages
from turkcell_hub.portal.notifications import FIRM, Notification
from turkcell_hub.statements import Ago, Statement
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
        for notice in _told().rows(firm=actor.firm_id):
            yield Notification(
                package_notices.said(notice),
                url=reverse("iys-package"),
                at=notice.created_at,
                level="danger" if notice.at in (0, 100) else "warning",
            )


def waiting() -> QuerySet[Package]:
    with every_firm():
        return Package.objects.filter(firm_id=FIRM, state=PackageState.WAITING)


def told() -> QuerySet[PackageNotice]:
    with every_firm():
        return PackageNotice.objects.filter(firm_id=FIRM, created_at__gte=Ago(_REMEMBERED))


@cache
def _waiting() -> Statement:
    return Statement(waiting()[:5])


@cache
def _told() -> Statement:
    return Statement(told().select_related("package").order_by("-pk")[:5])
