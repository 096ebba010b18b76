"""Who acts: every service and selector takes an ``Actor``, never a request or a user."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from turkcell_hub.errors import NotAllowed
from turkcell_hub.tenancy.models import ApiKey, Membership, Role, User
from turkcell_hub.tenancy.permissions import every_right, is_hosted, platform_rights, rights_of


@dataclass(frozen=True)
class Actor:
    """A member, an API key or the system, acting in one firm.

    ``brand_ids`` and ``code_ids`` are None where there is no limit. A permission holds
    when the role (or scope) allows it AND the brand is in scope AND the record's Yetki
    Kodu is held (C-01): ``require`` answers the first, ``visible`` the other two.
    """

    firm_id: int
    label: str
    rights: frozenset[str]
    role: Role | None = None
    user_id: int | None = None
    membership_id: int | None = None
    api_key_id: int | None = None
    brand_ids: frozenset[int] | None = None
    code_ids: frozenset[int] | None = field(default=frozenset())

    def can(self, right: str) -> bool:
        return right in self.rights

    @property
    def runs_portal(self) -> bool:
        """An İşletmeci in a firm that he has entered: a person who is no member of it."""
        return self.user_id is not None and self.membership_id is None

    def require(self, right: str) -> None:
        """Raises ``NotAllowed`` with the right's Turkish name when it is missing."""
        if right not in self.rights:
            declared = every_right().get(right)
            name = declared.label if declared else right
            raise NotAllowed(
                _("Bu işlem için yetkiniz yok: %(right)s. Firma yöneticinize başvurun.")
                % {"right": name},
                extra={"right": right},
            )

    def visible(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of ``queryset`` that exist for this actor (Yetki Kodu, brands)."""
        narrowed = narrowing(queryset.model, self.code_ids, self.brand_ids)
        return queryset.filter(narrowed) if narrowed else queryset


def narrowing(
    model: type[Model], code_ids: frozenset[int] | None, brand_ids: frozenset[int] | None
) -> Q:
    """What a row of ``model`` must fulfil to exist for one who holds these Yetki Kodları and
    brands (None: all); empty where nothing limits."""
    names = _field_names(model)
    narrowed = Q()
    if "authority_code" in names and code_ids is not None:
        narrowed &= Q(authority_code=None) | Q(authority_code_id__in=code_ids)
    if "brand" in names and brand_ids is not None:
        narrowed &= Q(brand=None) | Q(brand_id__in=brand_ids)
    return narrowed


@cache
def _field_names(model: type[Model]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.get_fields())


def of_membership(
    membership: Membership,
    code_ids: Iterable[int] | None = None,
    brand_ids: Iterable[int] | None = None,
) -> Actor:
    """The actor of a logged-in member. Admins hold every Yetki Kodu and every brand.
    ``code_ids``, ``brand_ids``: those of the membership, where they came with it."""
    role = Role(membership.role)
    is_admin = role is Role.ADMIN
    every_brand = is_admin or membership.all_brands
    if code_ids is None and not is_admin:
        code_ids = membership.authority_codes.values_list("pk", flat=True)
    if brand_ids is None and not every_brand:
        brand_ids = membership.brands.values_list("pk", flat=True)
    return Actor(
        firm_id=membership.firm_id,
        label=membership.name,
        rights=rights_of(role),
        role=role,
        user_id=membership.user_id,
        membership_id=membership.pk,
        brand_ids=None if every_brand else frozenset(brand_ids or ()),
        code_ids=None if is_admin else frozenset(code_ids or ()),
    )


def of_platform(user: User, firm_id: int) -> Actor:
    """One of those who run the portal, in a firm that he has entered: its money and no more."""
    return Actor(
        firm_id=firm_id,
        label=str(_("İşletmeci: %(name)s") % {"name": user}),
        rights=platform_rights(),
        user_id=user.pk,
    )


def of_key(
    key: ApiKey, code_ids: Iterable[int] | None = None, brand_ids: Iterable[int] | None = None
) -> Actor:
    """The actor of an API key; it holds its scopes, its Yetki Kodları and its brands, nothing
    more. ``code_ids``, ``brand_ids``: those of the key, where they came with it."""
    if code_ids is None:
        code_ids = key.authority_codes.values_list("pk", flat=True)
    if brand_ids is None and not key.all_brands:
        brand_ids = key.brands.values_list("pk", flat=True)
    return Actor(
        firm_id=key.firm_id,
        label=f"API: {key.name}",
        rights=frozenset(key.scopes),
        api_key_id=key.pk,
        brand_ids=None if key.all_brands else frozenset(brand_ids or ()),
        code_ids=frozenset(code_ids),
    )


def system(firm_id: int, label: str) -> Actor:
    """The portal itself (sweeps, delivery reports). Holds every right in one firm."""
    return Actor(firm_id=firm_id, label=label, rights=frozenset(every_right()), code_ids=None)


def resume(
    firm_id: int, membership_id: int | None, api_key_id: int | None, user_id: int | None = None
) -> Actor | None:
    """The actor who ordered some work, with the rights that he has *now*; ``user_id`` alone: an
    İşletmeci who had entered the firm.

    None when the membership, key or office has ended meanwhile.
    The caller has opened the firm's scope.
    """
    if membership_id is not None:
        membership = (
            Membership.objects.filter(
                pk=membership_id,
                firm_id=firm_id,
                is_active=True,
                awaits_consent=False,
                user__is_active=True,
            )
            .select_related("user")
            .first()
        )
        return of_membership(membership) if membership else None
    if api_key_id is not None:
        key = ApiKey.objects.filter(pk=api_key_id, firm_id=firm_id, revoked_at=None).first()
        return of_key(key) if key and not key.has_expired() else None
    if user_id is not None and is_hosted():
        staff = User.objects.filter(pk=user_id, is_active=True, is_platform_staff=True).first()
        return of_platform(staff, firm_id) if staff else None
    return None
