"""How many addresses are saved as approved: what İYS sells packages by (Y-006, S-034)."""

from __future__ import annotations

from django.db import connection

from iys_consent.catalogue import Addresses
from iys_consent.models import ConsentAddress, ConsentRecord
from turkcell_hub.tenancy.actor import Actor

# Distinct addresses that are saved as approved in any channel.
_COUNT = f"""
SELECT a.kind, count(DISTINCT a.address)
  FROM {ConsentAddress._meta.db_table} a
 WHERE a.firm_id = %s AND (%s::bigint[] IS NULL OR a.brand_id = ANY (%s))
   AND a.created_at >= COALESCE(%s, '-infinity'::timestamptz) AND EXISTS (
       SELECT 1 FROM {ConsentRecord._meta.db_table} c WHERE c.address_id = a.id
          AND COALESCE(NULLIF(c.status, ''), c.registry_status) = 'ONAY')
 GROUP BY a.kind
"""


def of_actor(actor: Actor) -> Addresses:
    """Of the brands that the actor sees."""
    return _count(actor.firm_id, None if actor.brand_ids is None else sorted(actor.brand_ids))


def of_firm(firm_id: int, since: object = None) -> Addresses:
    """Of every brand: a package is the firm's. ``since``: saved at or after that moment."""
    return _count(firm_id, None, since)


def _count(firm_id: int, brands: list[int] | None, since: object = None) -> Addresses:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [firm_id, brands, brands, since])
        counts = dict(cursor.fetchall())
    return Addresses(counts.get("TELEFON", 0), counts.get("EPOSTA", 0))
