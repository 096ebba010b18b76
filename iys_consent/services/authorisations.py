"""Marka Yönetimi: a brand's partners and AHS, each brand for itself (Y-005, Y-012, Y-022 …
Y-031)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent import permissions
from iys_consent.models import BrandAuthorisation, Channel, PartnerRole, Supplier
from iys_consent.selectors import packages
from iys_consent.services import suppliers
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import ApiKey, Brand
from turkcell_hub.tenancy.services import keys

#: What a key of each role may do: an AHS exactly one thing (Y-030), a partner writes and reads
#: back what is in its channels (S-021).
SCOPES = {
    PartnerRole.INTERMEDIARY: (permissions.CHECK,),
    PartnerRole.PARTNER: (
        permissions.VIEW, permissions.ADD, permissions.CHANGE, permissions.CHECK,
    ),
}  # fmt: skip
_ORDER = (Channel.CALL, Channel.MESSAGE, Channel.EMAIL)


def why_closed() -> str:
    """Why nobody can be authorised now, "" where it is open (Y-005, Y-012)."""
    if packages.has_active():
        return ""
    return _("İş ortağı ve AHS yetkilendirmek için önce bir İLETİ paketinin aktif olması gerekir.")


def suggested(supplier: Supplier) -> list[str]:
    """The least that the supplier needs: for one that carries SMS, Mesaj alone (Y-031)."""
    return list(supplier.channels)


def authorise(
    actor: Actor, brand: Brand, role: str, code: str, channels: Iterable[str]
) -> BrandAuthorisation:
    """Lets a firm of the catalogue act for one brand; other brands stay as they are. Raises
    ``Conflict`` without an active package or for one that has it already, ``Invalid``,
    ``NotFound``."""
    actor.require(permissions.AUTHORISE)
    closed = why_closed()
    if closed:
        raise Conflict(closed, code="package_missing")
    chosen = _channels(channels)
    if role not in PartnerRole.values:
        raise NotFound(_("Böyle bir görev yok."))
    with transaction.atomic():
        supplier = suppliers.pick(actor, code)
        if role not in supplier.roles or not supplier.is_active:
            raise Invalid(_("Bu firma bu görev için listede değil."), field="supplier")
        try:
            with transaction.atomic():
                row = BrandAuthorisation.objects.create(
                    firm_id=actor.firm_id,
                    brand=brand,
                    role=role,
                    supplier=supplier,
                    channels=chosen,
                    given_by=actor.label[:150],
                )
        except IntegrityError:
            raise Conflict(
                _("%(name)s bu markada zaten yetkili; önce yetkisini kaldırın.")
                % {"name": supplier.name},
                code="already_authorised",
                field="supplier",
            ) from None
        changes = {"brand": brand.code, "role": role, "channels": [None, chosen]}
        trail.record(actor, "iys.authorisation.given", row, changes)
    return row


def end(actor: Actor, row: BrandAuthorisation) -> BrandAuthorisation:
    """Takes an authorisation back; its key works no more from the same moment on."""
    actor.require(permissions.AUTHORISE)
    with transaction.atomic():
        row = _lock(row)
        row.ended_at, row.ended_by = timezone.now(), actor.label[:150]
        row.save(update_fields=["ended_at", "ended_by"])
        for key in _with_heirs(row.key):
            if key.revoked_at is None:
                keys.revoke(actor, key)
        trail.record(actor, "iys.authorisation.ended", row)
    return row


def make_key(actor: Actor, row: BrandAuthorisation) -> tuple[ApiKey, str]:
    """A key for the authorised firm with the rights of its role alone, for the brand and the
    channels of the authorisation; the secret is shown this once. An older key of it ends. Needs
    the right to make keys as well. Raises ``Conflict`` for an ended authorisation."""
    actor.require(permissions.AUTHORISE)
    with transaction.atomic():
        row = _lock(row)
        for old in _with_heirs(row.key):
            if old.revoked_at is None:
                keys.revoke(actor, old)
        label = PartnerRole(row.role).label
        name = f"{row.supplier.name[:40]} · {row.brand.code} · {label}"
        key, secret = keys.create(actor, name[:80], SCOPES[PartnerRole(row.role)])
        row.key = key
        row.save(update_fields=["key"])
        trail.record(actor, "iys.authorisation.key", row, {"key": key.prefix})
    return key, secret


def _with_heirs(key: ApiKey | None) -> list[ApiKey]:
    """A key and those that have been rotated out of it."""
    found: list[ApiKey] = []
    waiting = [key] if key else []
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += list(ApiKey.objects.filter(replaces=one))
    return found


def _lock(row: BrandAuthorisation) -> BrandAuthorisation:
    found = (
        BrandAuthorisation.objects.select_for_update(of=("self",))
        .select_related("brand", "supplier", "key")
        .get(pk=row.pk)
    )
    if found.ended_at is not None:
        raise Conflict(_("Bu yetki kaldırılmış."), code="authorisation_ended")
    return found  # type: ignore[no-any-return]


def _channels(given: Iterable[str]) -> list[str]:
    wanted = set(given)
    if wanted - set(Channel.values):
        raise Invalid(_("Kanalları listeden seçin."), field="channels")
    if not wanted:
        raise Invalid(_("En az bir kanal seçin: Arama, Mesaj ya da E-posta."), field="channels")
    return [channel.value for channel in _ORDER if channel.value in wanted]
