"""The firm's people (K-070 … K-075): invited, changed, ended. The last Admin stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q, QuerySet, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.lib import phone as phones
from turkcell_hub.tenancy import followers, mails
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import (
    ApiKey,
    AuthorityCode,
    Brand,
    Firm,
    Membership,
    Role,
    User,
)
from turkcell_hub.tenancy.services import sandboxes

_TRAIL_FIELDS = ("full_name", "phone", "role", "all_brands", "is_active")


def invite(actor: Actor, data: Mapping[str, Any]) -> Membership:
    """Adds a person to the actor's firm. Raises ``Invalid`` with the field.

    ``data``: full_name, email, phone, role, all_brands, brands, authority_codes and password
    ("" sends a link for setting one). Somebody who has an account already keeps his password
    and decides himself whether he joins; nothing that the firm sees tells the two apart.
    """
    actor.require("tenancy.user.change")
    email = usable_email(data.get("email", ""))
    password = _usable_password(data.get("password") or "", email, data.get("full_name", ""))
    hashed = make_password(password or None)  # always: its time must not tell who is known
    with transaction.atomic():
        firm = _locked_firm(actor)
        user, is_new = _user(email, data.get("full_name", ""), hashed)
        member = Membership(firm=firm, user=user, awaits_consent=not is_new)
        if Membership.objects.filter(firm=firm, user=user).exists():
            raise Invalid(
                _("Bu e-posta ile bir kullanıcı zaten var: listeden onu değiştirin."), field="email"
            )
        _fill(member, firm, data)
        sandboxes.require_following(member, firm)
        member.save()
        _set_limits(actor, member, data)
        mails.owe("join" if not is_new else "welcome", member)
        after = {name: getattr(member, name) for name in _TRAIL_FIELDS}
        trail.record(
            actor, "tenancy.member.add", member, trail.changed({}, after | _limits(member))
        )
    return member


def change(actor: Actor, member: Membership, data: Mapping[str, Any]) -> Membership:
    """Changes the firm's card of a person: full_name, phone, role, all_brands, brands,
    authority_codes, is_active (those that ``data`` names). Raises ``Invalid``, and ``Conflict``
    for the last Admin. The person's e-mail and password are his own."""
    actor.require("tenancy.user.change")
    with transaction.atomic():
        firm = _locked_firm(actor)
        row = Membership.objects.select_related("user").get(pk=member.pk, firm=firm)
        before = {name: getattr(row, name) for name in _TRAIL_FIELDS} | _limits(row)
        _fill(row, firm, data)
        if (row.role, row.is_active) != (before["role"], before["is_active"]):
            sandboxes.require_following(row, firm)
        if row.phone != before["phone"]:
            row.phone_changed_at = timezone.now()
            mails.owe("phone_changed", row)
        if not (row.is_active and row.role == Role.ADMIN):
            _keep_an_admin(row)
        row.save()
        _set_limits(actor, row, data)
        followers.card_changed(row)
        if row.phone != before["phone"]:
            followers.phone_changed(row, str(before["phone"]))
        sandboxes.follow(row, actor.label)
        after = {name: getattr(row, name) for name in _TRAIL_FIELDS} | _limits(row)
        trail.record(actor, "tenancy.member.change", row, trail.changed(before, after))
    return row


def remove(actor: Actor, member: Membership) -> list[ApiKey]:
    """Ends the person's place in the firm: his next request is refused. Returns the living API
    keys that he made, for somebody to decide on. Raises ``Conflict`` for the last Admin."""
    actor.require("tenancy.user.change")
    with transaction.atomic():
        firm = _locked_firm(actor)
        row = Membership.objects.select_related("user").get(pk=member.pk, firm=firm)
        _keep_an_admin(row)
        keys = list(living_keys_of(row))
        label, pk = str(row), row.pk
        try:
            with transaction.atomic():
                row.delete()
        except (ProtectedError, RestrictedError):
            raise Conflict(
                _("“%(name)s” kayıtlarda geçtiği için silinemez. Yerine pasifleştirin.")
                % {"name": label}
            ) from None
        row.pk = pk
        sandboxes.follow(row, actor.label, is_gone=True)
        trail.record(
            actor,
            "tenancy.member.delete",
            row,
            {"user": [row.user_id, None], "keys": [key.prefix for key in keys]},
            label=label,
        )
    return keys


def send_password_link(actor: Actor, member: Membership) -> None:
    """Mails the person a link for setting a password (a new one for an old invitation)."""
    actor.require("tenancy.user.change")
    with transaction.atomic():
        mails.owe("join" if member.awaits_consent else "welcome", member)
        trail.record(actor, "tenancy.member.send_link", member)


def living_keys_of(member: Membership) -> QuerySet[ApiKey]:
    """The firm's API keys that the person made and that still open the door."""
    keys = ApiKey.objects.filter(
        firm_id=member.firm_id, created_by_id=member.user_id, revoked_at=None
    )
    return keys.exclude(expires_at__lte=timezone.now())


def usable_phone(value: str, country: str) -> str:
    """E.164 of what a person typed ("" stays ""). Raises ``Invalid``."""
    if not value.strip():
        return ""
    read = phones.parse(value, country)
    if read.e164 is None:
        raise Invalid(" ".join(read.texts), field="phone")
    return read.e164


def check_password_rules(password: str, user: User, field: str = "password") -> None:
    """Raises ``Invalid`` with everything that is wrong with a password for this person."""
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        raise Invalid(" ".join(wrong.messages), field=field, code="weak_password") from None


def _locked_firm(actor: Actor) -> Firm:
    """All changes of a firm's people stand in one line: two Admins cannot demote each other. A firm
    for trials stands in the line of its real firm, which is locked first."""
    both = Q(pk=actor.firm_id) | Q(sandbox=actor.firm_id)
    rows = Firm.objects.select_for_update(of=("self",)).filter(both).order_by("pk")
    return next(one for one in rows if one.pk == actor.firm_id)


def _keep_an_admin(row: Membership) -> None:
    admins = Membership.objects.filter(
        firm_id=row.firm_id,
        role=Role.ADMIN,
        is_active=True,
        awaits_consent=False,
        user__is_active=True,
    ).exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if admins.filter(pk=row.pk).exists() and not admins.exclude(pk=row.pk).exists():
        raise Conflict(
            _(
                "“%(name)s” firmanın son Admin kullanıcısı; silinemez, pasifleştirilemez ve rolü"
                " değiştirilemez. Önce başka birini Admin yapın."
            )
            % {"name": row},
            code="last_admin",
            field="role",
        )


def _fill(row: Membership, firm: Firm, data: Mapping[str, Any]) -> None:
    if "full_name" in data:
        row.full_name = " ".join(data["full_name"].split())[:120]
        if not row.full_name:
            raise Invalid(_("Ad ve soyadı yazın."), field="full_name")
    if "phone" in data:
        row.phone = usable_phone(data["phone"] or "", firm.country)
    if "role" in data:
        if data["role"] not in Role.values:
            raise Invalid(_("Rolü listeden seçin."), field="role")
        row.role = data["role"]
    for name in ("all_brands", "is_active"):
        if name in data:
            setattr(row, name, bool(data[name]))


def _set_limits(actor: Actor, row: Membership, data: Mapping[str, Any]) -> None:
    if "brands" in data:
        row.brands.set(_own(Brand.objects.all(), actor, data["brands"], "brands"))
    if "authority_codes" in data:
        codes = _own(AuthorityCode.objects.all(), actor, data["authority_codes"], "authority_codes")
        row.authority_codes.set(codes)


def _own(rows: QuerySet[Any], actor: Actor, chosen: Any, field: str) -> list[Any]:
    """The chosen rows, all of the actor's own firm."""
    wanted = {getattr(one, "pk", one) for one in chosen}
    found = list(rows.filter(firm_id=actor.firm_id, pk__in=wanted))
    if len(found) != len(wanted):
        raise Invalid(_("Seçilen kayıtlardan biri bulunamadı; listeyi yenileyin."), field=field)
    return found


def _limits(row: Membership) -> dict[str, Any]:
    return {
        "brands": sorted(row.brands.values_list("code", flat=True)),
        "authority_codes": sorted(row.authority_codes.values_list("code", flat=True)),
    }


def _user(email: str, full_name: str, hashed: str) -> tuple[User, bool]:
    """The person of this address, and whether he was made now."""
    known = User.objects.filter(email=email).first()
    if known is not None:
        return known, False
    has_password = not hashed.startswith(UNUSABLE_PASSWORD_PREFIX)
    try:
        with transaction.atomic():
            user = User.objects.create(
                email=email,
                full_name=" ".join(full_name.split())[:120],
                password=hashed,
                password_changed_at=timezone.now() if has_password else None,
            )
    except IntegrityError:  # somebody else made him a moment ago
        return User.objects.get(email=email), False
    return user, True


def usable_email(email: str) -> str:
    """The address in small letters. Raises ``Invalid``."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(_("E-posta adresi okunamadı. Örnek: ad@firma.com"), field="email") from None
    return email


def _usable_password(password: str, email: str, full_name: str) -> str:
    if password:
        check_password_rules(password, User(email=email, full_name=full_name))
    return password
