"""Which firm a browser session works in."""

from __future__ import annotations

from functools import cache, reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Model, OuterRef
from django.http import HttpRequest
from django_otp import device_classes, user_has_device

from turkcell_hub.statements import Given, Statement
from turkcell_hub.tenancy import scope
from turkcell_hub.tenancy.actor import Actor, of_membership, of_platform
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.permissions import is_hosted

FIRM_KEY = "firm_id"
PLATFORM_KEY = "platform_firm_id"


def memberships_of(user_id: int) -> list[Membership]:
    """The user's live memberships in live firms, by the firm's name."""
    with scope.every_firm():
        return _memberships().rows(user=user_id)


@cache
def _memberships() -> Statement:
    """Asked by every page. ``has_device``: the user has a confirmed second factor;
    ``code_ids``, ``brand_ids``: the Yetki Kodları and brands of the place."""
    user = Given("user", Membership._meta.get_field("user").target_field)
    return Statement(
        Membership.objects.filter(
            user_id=user,
            is_active=True,
            awaits_consent=False,
            firm__is_active=True,
            user__is_active=True,
        )
        .annotate(
            has_device=_has_device(OuterRef("user_id")),
            code_ids=_ids(Membership.authority_codes.through, "authoritycode_id"),
            brand_ids=_ids(Membership.brands.through, "brand_id"),
        )
        .select_related("firm", "user")
        .order_by("firm__name")
    )


def _ids(between: type[Model], name: str) -> ArraySubquery:
    return ArraySubquery(between._default_manager.filter(membership_id=OuterRef("pk")).values(name))


def _has_device(user: Any) -> Any:
    """django-otp's ``user_has_device`` as a condition."""
    kinds = [
        Exists(model.objects.filter(user_id=user, confirmed=True)) for model in device_classes()
    ]
    return reduce(or_, kinds)


def actor_of(request: HttpRequest) -> Actor | None:
    """The session's actor: the chosen firm, else the first; None for strangers.

    A membership that was ended since the login no longer yields an actor, so rights die
    with the person's place.
    """
    if not request.user.is_authenticated or request.user.pk is None:
        return None
    platform = _platform_actor(request)
    if platform is not None:
        return platform
    memberships = memberships_of(request.user.pk)
    if not memberships or (memberships[0].has_device and not _is_verified(request)):
        return None
    chosen = request.session.get(FIRM_KEY)
    membership = next((m for m in memberships if m.firm_id == chosen), memberships[0])
    request.firm = membership.firm  # type: ignore[attr-defined]
    request.memberships = memberships  # type: ignore[attr-defined]
    return of_membership(membership, membership.code_ids, membership.brand_ids)  # type: ignore[attr-defined]


def is_platform_staff(request: HttpRequest) -> bool:
    """Whether the person runs the portal, and the deployment leaves prices to those who do."""
    return bool(getattr(request.user, "is_platform_staff", False)) and is_hosted()


def _platform_actor(request: HttpRequest) -> Actor | None:
    """The İşletmeci in the firm that he has entered; None for everybody else."""
    firm_id = request.session.get(PLATFORM_KEY)
    if firm_id is None or not is_platform_staff(request) or not second_factor_passed(request):
        return None
    firm = Firm.objects.filter(pk=firm_id, is_active=True).first()
    if firm is None:
        return None
    request.firm = firm  # type: ignore[attr-defined]
    return of_platform(request.user, firm.pk)  # type: ignore[arg-type]


def second_factor_passed(request: HttpRequest) -> bool:
    """False while a user who has a confirmed second factor has not shown a code yet."""
    return _is_verified(request) or not user_has_device(request.user)


def _is_verified(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_verified", bool)())


def choose_firm(request: HttpRequest, firm_id: int) -> Firm | None:
    """Switches the session to another firm of the user; None when he is no member."""
    for membership in memberships_of(request.user.pk or 0):
        if membership.firm_id == firm_id:
            request.session[FIRM_KEY] = firm_id
            request.session.pop(PLATFORM_KEY, None)
            return membership.firm
    return None
