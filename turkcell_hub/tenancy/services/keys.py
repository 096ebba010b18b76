"""API keys: made, rotated, revoked; the key itself is shown once and never stored.

A key reads ``thub_<prefix>_<secret>``. Its prefix finds the row, its SHA-256 is compared in
constant time; the secret has 256 random bits, so no slow hash is needed.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
import string
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import ApiKey, AuthorityCode, Brand
from turkcell_hub.tenancy.permissions import every_right
from turkcell_hub.tenancy.services import sandboxes

LONGEST_OVERLAP = timedelta(days=30)
SANDBOX_MARK = "deneme"  # how a key's prefix begins that reaches no operator
_MOST_NETWORKS = 50
_LETTERS = string.ascii_letters + string.digits
_SHAPE = re.compile(r"thub_([a-z0-9]{12})_([A-Za-z0-9]{43})")


@transaction.atomic
def create(
    actor: Actor,
    name: str,
    scopes: Sequence[str],
    allowed_ips: Iterable[str] = (),
    expires_at: datetime | None = None,
    authority_codes: Iterable[AuthorityCode] = (),
    brands: Iterable[Brand] = (),
) -> tuple[ApiKey, str]:
    """A new key of the actor's firm and its secret, which is shown this once.

    ``scopes`` are rights that keys may hold and that the actor holds himself;
    ``allowed_ips`` are addresses or networks; with ``brands`` the key sees those brands alone,
    without them what the actor himself sees. Raises ``NotAllowed`` and ``Invalid``.
    """
    actor.require("tenancy.key.change")
    codes = _usable_codes(actor, authority_codes)
    own_brands = _usable_brands(actor, brands)
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid(_("Son kullanma tarihi geçmişte olamaz."), field="expires_at")
    key, secret = _issue(
        actor,
        name=_usable_name(name),
        scopes=_usable_scopes(actor, scopes),
        allowed_ips=_usable_networks(allowed_ips),
        expires_at=expires_at,
        all_brands=own_brands is None,
    )
    key.authority_codes.set(codes)
    key.brands.set(own_brands or ())
    changes = {
        "scopes": [None, list(key.scopes)],
        "allowed_ips": [None, list(key.allowed_ips)],
        "expires_at": [None, key.expires_at],
        "authority_codes": [None, [code.code for code in codes]],
        "brands": [None, [brand.code for brand in own_brands or ()]],
    }
    trail.record(actor, "tenancy.key.create", key, changes)
    return key, secret


@transaction.atomic
def rotate(actor: Actor, key: ApiKey, overlap: timedelta) -> tuple[ApiKey, str]:
    """A new key with the same rights; the old one works on for ``overlap`` (at most 30 days).

    The new key lives as long from now as the old one was made to live. Raises ``NotAllowed``,
    ``Invalid`` and, for a revoked or expired key, ``Conflict``.
    """
    actor.require("tenancy.key.change")
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise Invalid(_("Geçiş süresi en çok 30 gün olabilir."), field="overlap")
    old = ApiKey.objects.select_for_update().get(pk=key.pk)
    now = timezone.now()
    if old.revoked_at is not None or old.has_expired():
        raise Conflict(
            _("İptal edilmiş veya süresi dolmuş anahtar yenilenemez; yeni anahtar üretin.")
        )
    own_brands = _usable_brands(actor, () if old.all_brands else old.brands.all())
    life = old.expires_at - old.created_at if old.expires_at else None
    new, secret = _issue(
        actor,
        name=old.name,
        scopes=_usable_scopes(actor, old.scopes),
        allowed_ips=list(old.allowed_ips),
        expires_at=now + life if life else None,
        all_brands=own_brands is None,
        replaces=old,
    )
    new.brands.set(own_brands or ())
    new.authority_codes.set(_usable_codes(actor, old.authority_codes.all()))
    ends = now + overlap
    old.expires_at = min(old.expires_at, ends) if old.expires_at else ends
    old.save(update_fields=["expires_at"])
    changes = {"replaces": [None, old.prefix], "old_key_ends": [None, old.expires_at]}
    trail.record(actor, "tenancy.key.rotate", new, changes)
    return new, secret


@transaction.atomic
def revoke(actor: Actor, key: ApiKey) -> ApiKey:
    """Ends the key with the next request that carries it; a second time changes nothing."""
    actor.require("tenancy.key.change")
    row: ApiKey = ApiKey.objects.select_for_update().get(pk=key.pk)
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        trail.record(actor, "tenancy.key.revoke", row, {"revoked_at": [None, row.revoked_at]})
    return row


def maker_of(key_id: int | None) -> int | None:
    """The person (user) who made the key: what it asks for, he asks for himself."""
    if key_id is None:
        return None
    found: int | None = (
        ApiKey.objects.filter(pk=key_id).values_list("created_by_id", flat=True).first()
    )
    return found


def prefix_of(token: str) -> str | None:
    """The prefix of a text that has a key's shape; None for anything else."""
    match = _SHAPE.fullmatch(token)
    return match[1] if match else None


def fits(token: str, key: ApiKey | None) -> bool:
    """Whether ``token`` is this key; takes the same time where there is no such key."""
    stored = key.secret_hash if key is not None else _hash("thub_")
    return hmac.compare_digest(_hash(token), stored) and key is not None


def _issue(actor: Actor, **fields: object) -> tuple[ApiKey, str]:
    prefix = secrets.token_hex(6)
    if sandboxes.is_sandbox(actor.firm_id):
        prefix = f"{SANDBOX_MARK}{prefix[len(SANDBOX_MARK) :]}"
    token = f"thub_{prefix}_{''.join(secrets.choice(_LETTERS) for _letter in range(43))}"
    key = ApiKey.objects.create(
        firm_id=actor.firm_id,
        prefix=prefix,
        secret_hash=_hash(token),
        created_by_id=actor.user_id,
        **fields,
    )
    return key, token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _usable_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 80:
        raise Invalid(_("Anahtara 1-80 karakterlik bir ad verin."), field="name")
    return name


def _usable_scopes(actor: Actor, scopes: Iterable[str]) -> list[str]:
    wanted = sorted(set(scopes))
    if not wanted:
        raise Invalid(_("Anahtar için en az bir yetki seçin."), field="scopes")
    known = every_right()
    for code in wanted:
        right = known.get(code)
        if right is None or not right.for_keys:
            raise Invalid(
                _("Bu yetki API anahtarına verilemez: %(right)s.")
                % {"right": right.label if right else code[:80]},
                field="scopes",
            )
        actor.require(code)
    return wanted


def _usable_networks(addresses: Iterable[str]) -> list[str]:
    networks = []
    for text in addresses:
        try:
            networks.append(str(ipaddress.ip_network(text.strip(), strict=False)))
        except ValueError:
            raise Invalid(
                _("IP adresi okunamadı: %(text)s. Örnek: 85.105.1.2 veya 85.105.1.0/24")
                % {"text": text[:50]},
                field="allowed_ips",
            ) from None
    if len(networks) > _MOST_NETWORKS:
        raise Invalid(_("En çok 50 IP adresi yazılabilir."), field="allowed_ips")
    return networks


def _usable_brands(actor: Actor, brands: Iterable[Brand]) -> list[Brand] | None:
    """None: all brands, for one who sees all of them himself."""
    wanted = {brand.pk for brand in brands}
    if not wanted and actor.brand_ids is None:
        return None
    rows = Brand.objects.all()
    if actor.brand_ids is not None:
        rows = rows.filter(pk__in=actor.brand_ids)
    found = list(rows.filter(pk__in=wanted) if wanted else rows)
    if wanted and len(found) != len(wanted):
        raise Invalid(_("Seçilen markalardan biri size açık değil."), field="brands")
    return found


def _usable_codes(actor: Actor, codes: Iterable[AuthorityCode]) -> list[AuthorityCode]:
    """A person cannot give a key what he does not see himself."""
    wanted = {code.pk for code in codes}
    found = list(AuthorityCode.objects.filter(pk__in=wanted))
    if actor.code_ids is not None:
        found = [code for code in found if code.pk in actor.code_ids]
    if len(found) != len(wanted):
        raise Invalid(_("Seçilen yetki kodlarından biri size açık değil."), field="authority_codes")
    return found
