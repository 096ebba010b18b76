"""Before a package ends, and before it is full: each edge is told of once, by bell and mail."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import Package, PackageNotice, PackageState
from iys_consent.permissions import PACKAGES
from iys_consent.selectors import packages as selectors
from iys_consent.services import package_rules, packages
from turkcell_hub.billing import calendar
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import languages, mailing
from turkcell_hub.tenancy.models import Firm, Membership, Role

log = structlog.get_logger(__name__)
DAYS, FULL = "gun", "doluluk"


def active() -> list[tuple[int, int]]:
    """(firm, package) of those that run; in the scope of every firm."""
    rows = Package.objects.filter(state=PackageState.ACTIVE)
    return list(rows.order_by("pk").values_list("firm_id", "pk"))


def waiting() -> list[tuple[int, int]]:
    """(firm, notice) of those whose mail has not gone."""
    rows = PackageNotice.objects.filter(mailed_at=None)
    return list(rows.order_by("pk").values_list("firm_id", "pk"))


def look(package_id: int) -> None:
    """Ends a package whose year is over, and notes the nearest edge that it has crossed. In the
    firm's scope."""
    package = Package.objects.filter(pk=package_id, state=PackageState.ACTIVE).first()
    if package is None:
        return
    with transaction.atomic():  # an ended one is not looked at again
        if packages.expire(actors.system(package.firm_id, _("Süre denetimi")), package.pk):
            _note(package, DAYS, 0)
            return
    rules = package_rules.in_force(package.firm_id)
    days = (package.ends_on - calendar.today()).days
    _note_nearest(package, DAYS, [one for one in rules.warn_days if days <= one], min)
    percent = 100 * selectors.used(package) // package.size
    _note_nearest(package, FULL, [one for one in rules.warn_percents if percent >= one], max)


def mail(notice_id: int) -> int:
    """One mail to each Admin and Yönetici who sees packages; it goes before it is marked, so that
    whoever dies between the two tells twice rather than never."""
    with mailing.alone("package", notice_id) as is_ours:
        return _mail(notice_id) if is_ours else 0


def _mail(notice_id: int) -> int:
    notice = PackageNotice.objects.select_related("package").filter(
        pk=notice_id, mailed_at=None
    ).first()  # fmt: skip
    if notice is None:
        return 0
    firm = Firm.objects.get(pk=notice.firm_id)

    def tell(member: Membership) -> None:
        with languages.of_reader(member.user):
            context = {
                "name": member.full_name or str(member.user),
                "firm_name": firm.name,
                "said": said(notice),
                "link": settings.PUBLIC_URL + reverse("iys-package"),
            }
            body = render_to_string("iys_consent/mail/package.txt", context)
            subject = _("İLETİ paketiniz: %(name)s") % {"name": notice.package.name}
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [member.user.email])

    sent = mailing.to_each(_to_tell(), tell)
    notice.mailed_at = timezone.now()
    notice.save(update_fields=["mailed_at"])
    log.info("iys.package_told", firm_id=notice.firm_id, kind=notice.kind, at=notice.at)
    return sent


def said(notice: PackageNotice) -> str:
    package = notice.package
    if notice.kind == FULL:
        text = _("%(name)s paketinin %%%(percent)d kadarı doldu.")
        return text % {"name": package.name, "percent": notice.at}
    if notice.at == 0:
        return _("%(name)s paketinin süresi doldu.") % {"name": package.name}
    text = _("%(name)s paketi %(day)s günü bitiyor.")
    return text % {"name": package.name, "day": f"{package.ends_on:%d.%m.%Y}"}


def _note_nearest(package: Package, kind: str, crossed: list[int], nearest: object) -> None:
    if crossed:
        _note(package, kind, nearest(crossed))  # type: ignore[operator]


def _note(package: Package, kind: str, at: int) -> None:
    PackageNotice.objects.get_or_create(firm_id=package.firm_id, package=package, kind=kind, at=at)


def _to_tell() -> list[Membership]:
    members = Membership.objects.filter(
        role__in=(Role.ADMIN, Role.MANAGER), is_active=True, awaits_consent=False,
        user__is_active=True,
    )  # fmt: skip
    return [
        member
        for member in members.select_related("user")
        if actors.of_membership(member).can(PACKAGES)
    ]
