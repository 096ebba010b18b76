"""Firms, people and their places, for every room's tests."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import ApiKey, AuthorityCode, Brand, Firm, Membership, Role, User
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.session_store import SessionStore

PASSWORD = "Kirmizi-Bisiklet-47"
BACKEND = "turkcell_hub.tenancy.backends.PersonBackend"
_numbers = itertools.count(1)


@lru_cache(maxsize=1)
def _hash() -> str:
    return make_password(PASSWORD)  # scrypt is slow on purpose; once a run is enough


def make_firm(name: str = "Ege Tekstil", **fields: Any) -> Firm:
    """A live firm; the slug is unique by itself."""
    fields.setdefault("slug", f"firma-{next(_numbers)}")
    return Firm.objects.create(name=name, **fields)


def make_user(name: str = "Ayşe Yılmaz", email: str = "", **fields: Any) -> User:
    """A person whose password is ``PASSWORD`` and whose address is his, member of nothing."""
    email = email or f"kisi{next(_numbers)}@example.com"
    fields.setdefault("email_proven_at", timezone.now())
    return User.objects.create(email=email.lower(), full_name=name, password=_hash(), **fields)


def make_member(
    firm: Firm,
    role: str = Role.STAFF,
    *,
    codes: Iterable[str | AuthorityCode] = (),
    brands: Iterable[str | Brand] | None = None,
    user: User | None = None,
    name: str = "Ayşe Yılmaz",
    email: str = "",
    **fields: Any,
) -> Membership:
    """A member. ``codes`` and ``brands`` are rows or codes (made when missing);
    ``brands=None`` means all brands."""
    with firm_scope(firm.pk):
        member = Membership.objects.create(
            firm=firm,
            user=user or make_user(name, email),
            full_name=name,
            role=role,
            all_brands=brands is None,
            **fields,
        )
        # Only what there is: thousands of tests make somebody who has none of either.
        if held := [_code(firm, code) for code in codes]:
            member.authority_codes.add(*held)
        if allowed := [_brand(firm, brand) for brand in brands or ()]:
            member.brands.add(*allowed)
    return member


def make_code(firm: Firm, code: str) -> AuthorityCode:
    with firm_scope(firm.pk):
        return AuthorityCode.objects.get_or_create(firm=firm, code=code)[0]


def make_brand(firm: Firm, code: str, name: str = "") -> Brand:
    with firm_scope(firm.pk):
        return Brand.objects.get_or_create(firm=firm, code=code, defaults={"name": name or code})[0]


def make_key(
    firm: Firm, scopes: Iterable[str] = (), *, by: Membership | None = None, **options: Any
) -> tuple[ApiKey, str]:
    """An API key and its secret (``Authorization: Bearer <secret>``)."""
    from turkcell_hub.tenancy.services import keys

    actor = actor_for(by or make_member(firm, Role.ADMIN))
    with firm_scope(firm.pk):
        return keys.create(actor, name=f"anahtar {next(_numbers)}", scopes=list(scopes), **options)


def actor_for(member: Membership) -> Actor:
    """The actor that the member's browser session would have."""
    with firm_scope(member.firm_id):
        return of_membership(member)


def client_for(member: Membership | User) -> Client:
    """A browser in which the person is logged in (``enforce_csrf_checks`` is off): with the
    session that a login leaves behind, not with the login."""
    client = Client()
    user = member.user if isinstance(member, Membership) else member
    session = SessionStore()
    session[SESSION_KEY] = user._meta.pk.value_to_string(user)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if isinstance(member, Membership):
        session["firm_id"] = member.firm_id
    session.create()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def _code(firm: Firm, code: str | AuthorityCode) -> AuthorityCode:
    return make_code(firm, code) if isinstance(code, str) else code


def _brand(firm: Firm, brand: str | Brand) -> Brand:
    return make_brand(firm, brand) if isinstance(brand, str) else brand
