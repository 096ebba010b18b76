"""What a partner's or an AHS' key is limited to: one brand, the channels of its authorisation
(Y-026, Y-030, S-021). A key that was made otherwise has no such limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from iys_consent.models import BrandAuthorisation, Channel
from turkcell_hub.errors import NotAllowed
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import ApiKey


@dataclass(frozen=True)
class Limit:
    brand_id: int
    channels: frozenset[str]


def of(actor: Actor) -> Limit | None:
    """None where the actor is no such key. A rotated key has the limit of the one before it."""
    ids = _line_of(actor.api_key_id)
    if not ids:
        return None
    row = BrandAuthorisation.objects.filter(key_id__in=ids).order_by("-pk").first()
    return Limit(row.brand_id, frozenset(row.channels)) if row else None


def require_channels(actor: Actor, channels: Iterable[str]) -> None:
    """Raises ``NotAllowed`` for a channel that the key's authorisation does not hold."""
    limit = of(actor)
    outside = set(channels) - limit.channels if limit else set()
    if outside:
        names = ", ".join(sorted(str(Channel(one).label) for one in outside))
        raise NotAllowed(
            _("Bu anahtarın markadaki yetkisi şu kanalı kapsamıyor: %(names)s.") % {"names": names},
            code="channel_not_authorised",
        )


def narrow(actor: Actor, rows: QuerySet) -> QuerySet:  # type: ignore[type-arg]
    """The rows (with brand and channel) that exist for the key."""
    limit = of(actor)
    if limit is None:
        return rows
    return rows.filter(Q(brand_id=limit.brand_id) & Q(channel__in=limit.channels))


def _line_of(key_id: int | None) -> list[int]:
    ids: list[int] = []
    while key_id is not None and key_id not in ids:
        ids.append(key_id)
        key_id = ApiKey.objects.filter(pk=key_id).values_list("replaces_id", flat=True).first()
    return ids
