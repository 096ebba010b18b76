"""Which firm a browser session works in."""

from __future__ import annotations

from django.http import HttpRequest
from django_otp import device_classes

from turkcell_hub.tenancy import scope
from turkcell_hub.tenancy.actor import Actor, of_membership, of_platform
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.permissions import is_hosted

FIRM_KEY = "firm_id"
PLATFORM_KEY = "platform_firm_id"


def memberships_of(user_id: int) -> list[Membership]:
    """The user's live memberships in live firms, by the firm's name."""
    with scope.every_firm():
        return list(
            Membership.objects.filter(
                user_id=user_id,
                is_active=True,
                awaits_consent=False,
                firm__is_active=True,
                user__is_active=True,
            )
            .select_related("firm", "user")
            .order_by("firm__name")
        )


def actor_of(request: HttpRequest) -> Actor | None:
    """The session's actor: the chosen firm, else the first; None for strangers.

    A membership that was ended since the login no longer yields an actor, so rights die
    with the person's place (design/reliability.md, hole 10).
    """
    if not request.user.is_authenticated or request.user.pk is None:
        return None
    if not second_factor_passed(request):
        return None
    platform = _platform_actor(request)
    if platform is not None:
        return platform
    memberships = memberships_of(request.user.pk)
    if not memberships:
        return None
    chosen = request.session.get(FIRM_KEY)
    membership = next((m for m in memberships if m.firm_id == chosen), memberships[0])
    request.firm = membership.firm  # type: ignore[attr-defined]
    request.memberships = memberships  # type: ignore[attr-defined]
    with scope.firm_scope(membership.firm_id):
        return of_membership(membership)


def is_platform_staff(request: HttpRequest) -> bool:
    """Whether the person runs the portal, and the deployment leaves prices to those who do."""
    return bool(getattr(request.user, "is_platform_staff", False)) and is_hosted()


def _platform_actor(request: HttpRequest) -> Actor | None:
    """The İşletmeci in the firm that he has entered; None for everybody else."""
    firm_id = request.session.get(PLATFORM_KEY)
    if firm_id is None or not is_platform_staff(request):
        return None
    firm = Firm.objects.filter(pk=firm_id, is_active=True).first()
    if firm is None:
        return None
    request.firm = firm  # type: ignore[attr-defined]
    return of_platform(request.user, firm.pk)  # type: ignore[arg-type]


def second_factor_passed(request: HttpRequest) -> bool:
    """False while a user who has a confirmed second factor has not shown a code yet."""
    user = request.user
    return bool(getattr(user, "is_verified", bool)()) or not _has_device(user.pk or 0)


def _has_device(user_id: int) -> bool:
    """django-otp's ``user_has_device`` in one question: every page asks it."""
    kinds = [
        model.objects.filter(user_id=user_id, confirmed=True).order_by().values("pk")
        for model in device_classes()
    ]
    return bool(kinds[0].union(*kinds[1:], all=True).exists())


def choose_firm(request: HttpRequest, firm_id: int) -> Firm | None:
    """Switches the session to another firm of the user; None when he is no member."""
    for membership in memberships_of(request.user.pk or 0):
        if membership.firm_id == firm_id:
            request.session[FIRM_KEY] = firm_id
            request.session.pop(PLATFORM_KEY, None)
            return membership.firm
    return None
