"""What a typed place means to the one who types it: a point, a town, a customer, an address."""

from __future__ import annotations

from dataclasses import replace

from fieldteams.selectors import places
from fieldteams.services import customer_places, geocoding
from turkcell_hub.tenancy.actor import Actor


def find(actor: Actor, text: str) -> geocoding.Answer:
    """The portal's own list first, then the customers of that name, then the geocoder. Raises
    nothing. Not inside a transaction."""
    asked = " ".join(text.split())
    if places.read_point(asked) is not None:
        return geocoding.find(asked)
    known = customer_places.named(actor, asked)
    if known and not places.find(asked, 1):
        return geocoding.Answer(tuple(known))  # nobody outside hears the customer's name
    answer = geocoding.find(asked)
    return replace(answer, spots=(*answer.spots, *known)) if known else answer
